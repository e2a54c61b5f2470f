"""What a supervisor's draft means for open work: weighed before it holds, and done as one act afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping

from inbox.commands.declare import Case, Target
from inbox.domain.ids import ItemId, PatientId, ThreadId
from inbox.domain.inert import one_line
from inbox.domain.operations import AnyOperation
from inbox.domain.promises import Promises
from inbox.domain.redueing import Shift, Shifted, redues, shifted
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.queries.open_threads import open_threads, patient_names
from inbox.ui.conductor import Conductor
from inbox.ui.desk import Desk
from inbox.ui.overlays.policy.shifts import Named


class Redueing:
    """Looks at all open work with the promises of a draft, and re-dues what was confirmed."""

    def __init__(self, desk: Desk, conductor: Conductor) -> None:
        self._desk = desk
        self._conductor = conductor
        self._found: list[Shifted] = []
        self._threads: Mapping[ThreadId, Thread] = {}

    async def weigh(self, after: Promises) -> list[Named]:
        """How each open item is due then: on a thread, since there may be thousands."""
        self._found, self._threads, names = await asyncio.to_thread(self._look, after)
        desk = self._desk
        return [Named(one, one_line(names[one.patient]), desk.pool_name(one.pool)) for one in self._found]

    async def redue(self, title: str, confirmed: Collection[ItemId], reason: str) -> None:
        """One act for all of it: undone as one."""
        batch = redues(self._found, confirmed, reason or title)
        if not batch:
            return

        def plan(case: Case) -> list[AnyOperation]:
            return [batch[case.item.id]]

        targets = [Target(one.thread, one.item) for one in self._found if one.item in batch]
        done = await self._desk.bus.perform_on(title, self._threads, targets, plan)
        self._conductor.undoable(done)
        self._desk.sync.wake()

    def _look(self, after: Promises) -> tuple[list[Shifted], dict[ThreadId, Thread], dict[PatientId, str]]:
        """What moves, the conversations it is in, and whose they are."""
        desk, reader = self._desk, self._desk.store.reader()
        threads = list(open_threads(reader, desk.interpreter))
        found = list(shifted(threads, desk.promises, after))
        moving = {one.thread for one in found if one.shift is not Shift.SAME}
        names = patient_names(reader, (one.patient for one in found))
        return (
            found,
            {one.id: one for one in threads if one.id in moving},
            {one.patient: names.get(one.patient) or tr("Unknown patient") for one in found},
        )
