"""A supervisor changes the promises: weighed on open work, published, and open work re-dued as one act."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection, Mapping

import msgspec
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inbox.commands.declare import Case, Target
from inbox.domain.errors import InboxError, Refused
from inbox.domain.ids import ItemId, PatientId, ThreadId
from inbox.domain.operations import AnyOperation
from inbox.domain.policy import Policy
from inbox.domain.policy_in_force import Source, usable
from inbox.domain.redueing import Shift, Shifted, redues, shifted
from inbox.domain.site_kit import Part, highest, next_version
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.queries.open_threads import open_threads, patient_names
from inbox.ui.conductor import Conductor
from inbox.ui.desk import Desk, Tone
from inbox.ui.overlays.policy import PolicyEditor
from inbox.ui.overlays.policy.shifts import Named
from inbox.ui.reading.inert import one_line


class PolicyActs(QObject):
    """Answers to `policy.edit`, and to what is asked for in the editor."""

    def __init__(
        self, desk: Desk, conductor: Conductor, window: QWidget, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._conductor = conductor
        self.editor = PolicyEditor(desk, window)
        self._weighed: list[Shifted] = []
        self._threads: Mapping[ThreadId, Thread] = {}
        conductor.on("policy.edit", lambda _press: self.editor.open())
        self.editor.weigh.connect(lambda: conductor.follow(self._weigh(), refused=self.editor.say))
        self.editor.publish.connect(lambda: conductor.follow(self._publish(), refused=self.editor.say))

    async def _weigh(self) -> None:
        """Find out what the draft means for each open item: on a thread, since there may be thousands."""
        editor, policy = self.editor, self._policy()
        editor.busy = True
        editor.foot.remark(tr("Looking at open work…"))
        try:
            self._weighed, self._threads, names = await asyncio.to_thread(self._look, policy)
        finally:
            editor.busy = False
            editor.foot.remark("")
        desk = self._desk
        editor.show_shifts(
            [Named(one, one_line(names[one.patient]), desk.pool_name(one.pool)) for one in self._weighed]
        )

    def _look(self, policy: Policy) -> tuple[list[Shifted], dict[ThreadId, Thread], dict[PatientId, str]]:
        """What moves, the conversations it is in, and whose they are. Raises PolicyError."""
        desk, reader = self._desk, self._desk.store.reader()
        usable(msgspec.json.encode(policy), tr("This draft"), desk.now())
        before, threads = desk.promises, list(open_threads(reader, desk.interpreter))
        found = list(shifted(threads, before, before.under(policy)))
        moving = {one.thread for one in found if one.shift is not Shift.SAME}
        names = patient_names(reader, (one.patient for one in found))
        return (
            found,
            {one.id: one for one in threads if one.id in moving},
            {one.patient: names.get(one.patient) or tr("Unknown patient") for one in found},
        )

    async def _publish(self) -> None:
        """Let the draft hold, then re-due what it means for open work."""
        editor, desk = self.editor, self._desk
        confirmed, reason = editor.shifts.table.shifts.confirmed, editor.shifts.reason.edit.text().strip()
        if confirmed and not reason:
            editor.shifts.reason.setFocus()
            raise Refused(tr("Say why some of it is due later."))
        policy = self._policy()
        saw = editor.saw if editor.saw and editor.saw.library else None
        body = msgspec.json.format(msgspec.json.encode(policy), indent=2)
        editor.busy = True
        editor.foot.remark(tr("Publishing…"))
        try:
            await asyncio.wrap_future(desk.sync.publish(Part.POLICY, policy.version, body, saw))
        except InboxError:
            editor.busy = False
            editor.follow()  # a colleague's, if that is why
            raise
        finally:
            editor.busy = False
            editor.foot.remark("")
        editor.close_up()
        desk.say(tr("{policy} holds from now on.", policy=policy.name_at_version), Tone.GOOD)
        await self._redue(policy, confirmed, reason)

    async def _redue(self, policy: Policy, confirmed: Collection[ItemId], reason: str) -> None:
        """One act for all of it: undone as one."""
        title = tr("Due times by {policy}", policy=policy.name_at_version)
        batch = redues(self._weighed, confirmed, reason or title)
        if not batch:
            return

        def plan(case: Case) -> list[AnyOperation]:
            return [batch[case.item.id]]

        targets = [Target(one.thread, one.item) for one in self._weighed if one.item in batch]
        done = await self._desk.bus.perform_on(title, self._threads, targets, plan)
        self._conductor.undoable(done)
        self._desk.sync.wake()

    def _policy(self) -> Policy:
        """The draft under the name and version it will have."""
        desk, base, saw = self._desk, self.editor.draft.base, self.editor.saw
        name = base.id
        if desk.policy.source is Source.SHIPPED:
            clinic = re.sub(r"[^a-z0-9]+", "-", desk.clinic.casefold()).strip("-")
            name = f"{clinic or 'site'}-promises"
        version = next_version(highest(base.version, saw.version if saw else ""))
        return self.editor.draft.as_version(name, version)
