"""Full-text search over everything kept: patient, subject, and every message of a conversation.

All words must occur somewhere in the conversation; the last one may be unfinished; "in quotes" is a
phrase. The newest conversations come first: they are found without looking at all the others.
"""

from __future__ import annotations

import re

from sqlalchemy import Connection, text

from inbox.domain.ids import ItemId

MOST = 200
"""Conversations a search gives; nobody reads on, they type another word."""

_PIECES = re.compile(r'"([^"]*)"?|(\S+)')
_WORD = re.compile(r"\w")
_SHORTEST_BEGINNING = 3
"""One or two letters stand for themselves: too many words begin so, and the index counts from three."""

_FOUND = text(
    """
    WITH newest AS MATERIALIZED (
        SELECT rowid AS at FROM found WHERE found MATCH :wanted ORDER BY rowid DESC LIMIT :most
    )
    SELECT inbox_row.item, inbox_row.thread, inbox_row.stage NOT IN ('done', 'none') AS open
    FROM newest
    CROSS JOIN thread_row ON thread_row.found_at = newest.at
    CROSS JOIN inbox_row ON inbox_row.thread = thread_row.thread
    ORDER BY newest.at DESC, open DESC, coalesce(inbox_row.closed_at, inbox_row.arrived) DESC
    """
)
"""The joins are in the only order that reads no more than what was found."""


def ids(reader: Connection, words: str, most: int = MOST) -> list[ItemId]:
    """What `words` find, newest conversation first: its open items, else the one closed last."""
    wanted = expression(words)
    if not wanted:
        return []
    found: list[ItemId] = []
    last = ""
    for item, thread, is_open in reader.execute(_FOUND, {"wanted": wanted, "most": most}):
        if is_open or thread != last:
            found.append(ItemId(item))
        last = thread
    return found


def expression(words: str) -> str:
    """`words` in the query language of the index; empty when there is nothing to look for."""
    words = words.replace("\0", " ")
    pieces = [(quoted or word, bool(word)) for quoted, word in _PIECES.findall(words)]
    pieces = [(piece, bare) for piece, bare in pieces if _WORD.search(piece)]
    terms = ['"{}"'.format(piece.replace('"', " ")) for piece, _ in pieces]
    if pieces and _is_beginning(words, *pieces[-1]):
        terms[-1] += "*"
    return " ".join(terms)


def _is_beginning(words: str, last: str, bare: bool) -> bool:
    return bare and not words[-1].isspace() and len(last) >= _SHORTEST_BEGINNING
