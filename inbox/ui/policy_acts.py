"""A supervisor changes the promises: weighed on open work, published, and open work re-dued as one act."""

from __future__ import annotations

import asyncio
import re

import msgspec
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inbox.domain.errors import InboxError
from inbox.domain.policy import Policy
from inbox.domain.policy_in_force import Source, usable
from inbox.domain.site_kit import Part, highest, next_version
from inbox.domain.words import tr
from inbox.ui.conductor import Conductor
from inbox.ui.desk import Desk, Tone
from inbox.ui.overlays.policy import PolicyEditor
from inbox.ui.redueing import Redueing


class PolicyActs(QObject):
    """Answers to `policy.edit`, and to what is asked for in the editor."""

    def __init__(
        self, desk: Desk, conductor: Conductor, window: QWidget, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._conductor = conductor
        self.editor = PolicyEditor(desk, window)
        self._redueing = Redueing(desk, conductor)
        conductor.on("policy.edit", lambda _press: self.editor.open())
        self.editor.weigh.connect(lambda: conductor.follow(self._weigh(), refused=self.editor.say))
        self.editor.publish.connect(lambda: conductor.follow(self._publish(), refused=self.editor.say))

    async def _weigh(self) -> None:
        """Find out what the draft means for each open item."""
        editor = self.editor
        if editor.busy:
            return
        policy = self._policy()
        with editor.under_way(tr("Looking at open work…")):
            await asyncio.to_thread(self._try_out, policy)
            found = await self._redueing.weigh(self._desk.promises.under(policy))
        if not editor.follow():
            editor.show_shifts(found)

    def _try_out(self, policy: Policy) -> None:
        """Raises PolicyError where due times cannot be counted with it."""
        usable(msgspec.json.encode(policy), tr("This draft"), self._desk.now())

    async def _publish(self) -> None:
        """Let the draft hold, then re-due what it means for open work."""
        editor, desk = self.editor, self._desk
        if editor.busy:
            return
        confirmed, reason = editor.shifts.confirmed()
        policy = self._policy()
        saw = editor.saw if editor.saw and editor.saw.library else None
        body = msgspec.json.format(msgspec.json.encode(policy), indent=2)
        try:
            with editor.under_way(tr("Publishing…")):
                await asyncio.wrap_future(desk.sync.publish(Part.POLICY, policy.version, body, saw))
        except InboxError:
            editor.follow()  # a colleague's, if that is why
            raise
        editor.close_up()
        desk.say(tr("{policy} holds from now on.", policy=policy.name_at_version), Tone.GOOD)
        title = tr("Due times by {policy}", policy=policy.name_at_version)
        await self._redueing.redue(title, confirmed, reason)

    def _policy(self) -> Policy:
        """The draft under the name and version it will have."""
        desk, base, saw = self._desk, self.editor.draft.base, self.editor.saw
        name = base.id
        if desk.policy.source is Source.SHIPPED:
            clinic = re.sub(r"[^a-z0-9]+", "-", desk.clinic.casefold()).strip("-")
            name = f"{clinic or 'site'}-promises"
        version = next_version(highest(base.version, saw.version if saw else ""))
        return self.editor.draft.as_version(name, version)
