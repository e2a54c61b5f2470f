"""Where in a conversation the words of a search stand: the line that a result shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from inbox.domain.filed import Interpreter
from inbox.domain.ids import PersonId, ThreadId
from inbox.domain.search.marking import Excerpt, Term, excerpt
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.queries.drafts import draft
from inbox.queries.thread import thread


def excerpts(
    reader: Connection,
    interpreter: Interpreter,
    threads: Sequence[ThreadId],
    person: PersonId,
    terms: Sequence[Term],
) -> dict[ThreadId, Excerpt]:
    """The newest place in each of `threads` where `terms` stand; none where it is not in their words."""
    found: dict[ThreadId, Excerpt] = {}
    for one in threads:
        begun = draft(reader, one, person)
        texts = [(tr("Your draft: "), part) for part in ((begun.text, begun.comment) if begun else ())]
        held = thread(reader, interpreter, one)
        texts += _texts(held) if held else []
        places = (excerpt(terms, text, before) for before, text in texts)
        if place := next((place for place in places if place is not None), None):
            found[one] = place
    return found


def _texts(held: Thread) -> Iterator[tuple[str, str]]:
    """What was written, the newest first, each with the words that say whose it is."""
    for message in reversed(held.messages):
        yield ("" if message.from_patient else tr("Reply: ")), message.text
        for file in message.attachments:
            yield tr("File: "), file.title
    for item in held.items:
        for note in item.notes:
            yield tr("Comment: "), note.text
    yield "", held.subject
    for message in reversed(held.messages):
        yield tr("Written by "), message.sender.name
