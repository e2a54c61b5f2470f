"""What is asked for on the page of keys: kept in the person's own file, in force at once."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inbox.domain.words import tr
from inbox.shortcuts.rebind import Keys, Place
from inbox.ui.conductor import Conductor, Work
from inbox.ui.desk import Desk
from inbox.ui.overlays.command_words import said
from inbox.ui.overlays.confirm import Confirm
from inbox.ui.overlays.key_settings import KeySettings


class KeyActs(QObject):
    """Answers to `app.keys`."""

    def __init__(
        self, desk: Desk, conductor: Conductor, window: QWidget, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._conductor = conductor
        self.page = KeySettings(desk, window)
        self.confirm = Confirm(desk.theme, window)
        conductor.on("app.keys", lambda _press: self.page.open())
        self.page.keep.connect(lambda changes: self._see_through(self._keep(changes)))
        self.page.put_back.connect(self._ask)

    def _ask(self) -> None:
        question = tr("Give every command its usual keys?")
        about = tr("Your own keys are set aside in a file beside, and can be brought back from there.")
        self.confirm.ask(
            question, about, tr("All as usual"), tr("Keep mine"), lambda: self._see_through(self._put_back())
        )

    def _see_through(self, work: Work) -> None:
        self._conductor.follow(work, refused=self.page.say)

    async def _keep(self, changes: Mapping[Place, Keys]) -> None:
        await self._desk.keys.keep(changes)
        place, keys = next(iter(changes.items()))
        told = " ".join(map(str, keys[-1:])) or tr("no key")
        self.page.say(tr("“{command}” now: {keys}", command=said(place.command), keys=told))

    async def _put_back(self) -> None:
        await self._desk.keys.put_all_back()
        self.page.say(tr("Every command has its usual keys."))
