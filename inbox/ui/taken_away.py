"""Tells a person that work of theirs was taken back: by whom, where to, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject

from inbox.domain.changes import Changes
from inbox.domain.given import taken_back
from inbox.domain.ids import ItemId, ThreadId
from inbox.domain.inert import one_line
from inbox.domain.kind_words import kind_words
from inbox.domain.words import tr
from inbox.domain.work_item import WorkItem
from inbox.queries import thread as threads
from inbox.queries.in_hand import in_hand
from inbox.ui.conductor import Conductor
from inbox.ui.desk import Desk, Tone
from inbox.ui.reading.taken_words import with_reason


class TakenAway(QObject):
    """Watches what the person has. While the screen is locked it waits: they are not there to read it."""

    def __init__(self, desk: Desk, conductor: Conductor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._conductor = conductor
        self._had: Mapping[ItemId, ThreadId] = in_hand(desk.reader, desk.actor)
        self._untold: list[WorkItem] = []
        desk.changed.connect(self._hear)
        desk.ticked.connect(self._tell)

    def _hear(self, changes: Changes) -> None:
        if not changes.threads and not changes.everything:
            return
        has = in_hand(self._desk.reader, self._desk.actor)
        lost = {item: thread for item, thread in self._had.items() if item not in has}
        self._had = has
        self._untold += [
            item for item in map(self._item, lost, lost.values()) if item and self._is_news(item)
        ]
        self._tell()

    def _item(self, item: ItemId, thread: ThreadId) -> WorkItem | None:
        there = threads.thread(self._desk.reader, self._desk.interpreter, thread)
        return there.item(item) if there else None

    def _is_news(self, item: WorkItem) -> bool:
        taken = taken_back(item)
        return taken is not None and not self._desk.actor.is_me(taken.by.ref)

    def _tell(self) -> None:
        if not self._untold or self._conductor.still:
            return
        gone, self._untold = self._untold, []
        self._desk.say(_said(gone), Tone.WARNING, "view.pool")


def _said(gone: Sequence[WorkItem]) -> str:
    """ "Maria Reyes took your work back to Refills (refill request): They are not here"."""
    item, taken = gone[0], taken_back(gone[0])
    assert taken is not None
    name = one_line(taken.by.name) or tr("A colleague")
    if len(gone) > 1:
        return tr("{name} took {n} of your items back to their pools.", name=name, n=len(gone))
    pool = (one_line(item.holding.pool.name) if item.holding.pool else "") or tr("its pool")
    kind = kind_words(item.kind)
    said = tr("{name} took your work back to {pool} ({kind})", name=name, pool=pool, kind=kind)
    return with_reason(said, taken)
