"""A PIN of one's own: chosen after a sign-in, changed and dropped by whoever knows the one there is."""

from __future__ import annotations

from PySide6.QtCore import QObject

from inbox.domain.errors import InboxError
from inbox.domain.words import tr
from inbox.ui.conductor import Conductor
from inbox.ui.desk import Desk, Tone
from inbox.ui.doors.entrance import Entrance
from inbox.ui.locking import Locking
from inbox.ui.overlays.pin_sheet import PinSheet
from inbox.ui.workspace import Workspace


class PinActs(QObject):
    """Whoever passes an open place cannot make it theirs: a first PIN asks for a sign-in before."""

    def __init__(
        self,
        desk: Desk,
        conductor: Conductor,
        workspace: Workspace,
        entrance: Entrance,
        locking: Locking,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._conductor = conductor
        self._space = workspace
        self._entrance = entrance
        self._locking = locking
        self.sheet = PinSheet(desk.theme, workspace)
        self.sheet.chosen.connect(lambda now, new: conductor.follow(self._keep(now, new)))
        conductor.on("app.pin", lambda _press: self._ask())

    async def _ask(self) -> None:
        has = await self._entrance.has_pin()
        if not has and not await self._proved():
            self._desk.say(tr("That was somebody else. Nothing was changed."), Tone.WARNING)
            return
        self.sheet.ask(has=has)

    async def _proved(self) -> bool:
        try:
            return await self._entrance.same_person()
        finally:
            self._locking.show(self._space)

    async def _keep(self, now: str, new: str) -> None:
        try:
            if now:
                await self._entrance.check_pin(now)
            await (self._entrance.choose_pin(new) if new else self._entrance.drop_pin())
        except InboxError as refusal:
            self.sheet.refuse(str(refusal))
            return
        self.sheet.dismiss()
        said = tr("Your PIN opens this place from now on.") if new else tr("There is no PIN any more.")
        self._desk.say(said, Tone.GOOD)
