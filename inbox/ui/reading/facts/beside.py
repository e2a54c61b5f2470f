"""Work that came of other work: what happened, how that work stands now, and the key that leads to it."""

from __future__ import annotations

from inbox.domain.inert import one_line
from inbox.domain.kind_words import kind_words
from inbox.domain.needs import Fact, Needs, Row, Sentence
from inbox.domain.words import tr
from inbox.domain.work_item import Stage, WorkItem
from inbox.queries import worklist
from inbox.ui.reading.situation import Situation
from inbox.ui.worklist.words import clock_words


def beside(situation: Situation) -> Needs | None:
    """Of a broken promise, or of a reply that was not read."""
    item = situation.item
    if item is None:
        return None
    about = situation.thread.item(item.parent) if item.parent else None
    rows: list[Row] = [*_work(situation, about)] if about else []
    keys = situation.desk.keys_of("item.cause")
    if about is not None and keys:
        rows.append(Sentence(tr("{keys} goes to it.", keys=keys)))
    return Needs(kind_words(item.kind), one_line(item.question), tuple(rows), alert=situation.open)


def _work(situation: Situation, about: WorkItem) -> list[Row]:
    """How the work it is about stands."""
    desk, owner = situation.desk, about.holding.owner
    free = about.stage is Stage.UNCLAIMED or owner is None
    who = tr("nobody") if free else one_line(owner.name if owner else "") or tr("a colleague")
    line = worklist.line(desk.reader, about.id, desk.actor)
    clock = clock_words(line, desk.now(), desk.promises.zone, desk.today()) if line else ""
    found: list[Row] = [Fact(tr("It is about"), kind_words(about.kind), clock), Fact(tr("On it"), who)]
    return found
