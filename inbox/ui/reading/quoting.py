"""What of a conversation can be quoted, and where it stands in a reply.

Only the words of messages: never an internal comment, a name, a badge, or what a rule did.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtGui import QTextCursor

from inbox.domain.ids import MessageId
from inbox.domain.thread import Message
from inbox.shortcuts.phrases import draft
from inbox.shortcuts.phrases.expansion import Expansion


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the document that is a message's own words, in UTF-16 units."""

    start: int
    end: int
    message: Message


def selected(cursor: QTextCursor, pieces: Iterable[Piece]) -> list[tuple[Message, str]]:
    """What `cursor` has selected of each message, in their order; nothing where it selects no such words."""
    found: dict[MessageId, tuple[Message, str]] = {}
    part = QTextCursor(cursor)
    for piece in pieces:
        start, end = max(cursor.selectionStart(), piece.start), min(cursor.selectionEnd(), piece.end)
        if start < end:
            part.setPosition(start)
            part.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            _, before = found.get(piece.message.id, (piece.message, ""))
            found[piece.message.id] = (piece.message, before + part.selectedText())
    return [(message, words) for message, words in found.values() if words.strip()]


def with_quote(reply: Expansion, caret: int, quote: str) -> tuple[Expansion, int]:
    """`reply` with `quote` on lines of its own at `caret`, and where to write on: below it.

    A field that the caret stands in stays whole: the quote comes after it.
    """
    at = next((field.end for field in reply.fields if field.start < caret < field.end), caret)
    before, after = reply.text[:at], reply.text[at:]
    above = "" if not before or before.endswith("\n\n") else "\n" if before.endswith("\n") else "\n\n"
    below = "" if not after or after.startswith("\n") else "\n\n"
    changed = draft.insert(reply, at, Expansion(f"{above}{quote}\n{below}"))
    return changed, at + len(above) + len(quote) + 1
