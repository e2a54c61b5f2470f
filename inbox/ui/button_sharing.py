"""Speed buttons for others: published for the site, handed on and brought as files."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from inbox.domain.errors import Refused
from inbox.domain.own_kit import BUTTON
from inbox.domain.site_kit import Part, next_version
from inbox.domain.words import tr, trn
from inbox.shortcuts.button_files import LARGEST, as_file, from_file, with_button
from inbox.shortcuts.owner import Owner, OwnerType
from inbox.ui.conductor import Conductor
from inbox.ui.desk import Desk, Tone
from inbox.ui.overlays.button_editor import ButtonEditor
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.pick import Pick
from inbox.ui.plain_files import read_file, write_file
from inbox.ui.trail import exported


class ButtonSharing:
    """What the page of buttons does for others."""

    def __init__(self, desk: Desk, conductor: Conductor, window: QWidget, editor: ButtonEditor) -> None:
        self._desk, self._conductor, self._window, self._editor = desk, conductor, window, editor
        self.whose = Pick(desk.theme, window)

    def ask_whose(self) -> None:
        """For whom is it published?"""
        clinic = self._desk.clinic or tr("the organisation")
        owners = [Owner(OwnerType.ORGANISATION, clinic)]
        owners += [Owner(OwnerType.POOL, pool.name, pool.id) for pool in self._desk.pools() if pool.active]
        choices = [Choice(one.name, one, "", "users") for one in owners]
        about = tr("Every station has it within a minute.")

        def taken(owner: object, _note: str) -> None:
            assert isinstance(owner, Owner)
            self._conductor.follow(self._publish(owner), refused=self._editor.say)

        self.whose.ask(tr("Publish it for whom?"), about, choices, "", taken)

    async def _publish(self, owner: Owner) -> None:
        """Put it into the site's list. Raises Refused, Offline, and Overtaken where a colleague was first."""
        desk, editor = self._desk, self._editor
        there = desk.kit_file(Part.SPEED_BUTTONS)
        before = next(
            (one for one in desk.kit.buttons if (one.id, one.owner) == (editor.sheet.id, owner)), None
        )
        button = editor.sheet.button(owner, before.version + 1 if before else 1, desk.kit.phrases)
        version = next_version(there.version if there else "")
        body = with_button(there.body if there else b"", button, version)
        saw = there if there is not None and there.library else None
        await asyncio.wrap_future(desk.sync.publish(Part.SPEED_BUTTONS, version, body, saw))
        if editor.mine:
            await desk.remove_own(BUTTON, editor.sheet.id)  # or one's own would hide what is published
        editor.dismiss()
        desk.say(tr("“{name}” is published for {owner}.", name=button.name, owner=owner.name), Tone.GOOD)

    def ask_what_to_bring(self) -> None:
        """Which file are they in?"""
        self._ask_file(tr("Bring speed buttons"), self.bring, save=False)

    def ask_where_to(self) -> None:
        """Into which file do one's own go?"""
        told = tr("Hand on speed buttons (the file is not encrypted)")
        self._ask_file(told, self.hand_on, save=True)

    def _ask_file(self, title: str, then: Callable[[Path], object], *, save: bool) -> None:
        dialog = QFileDialog(self._window.window(), title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if save:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.selectFile("speed_buttons.json")
        dialog.fileSelected.connect(lambda path: then(Path(path)))
        dialog.open()

    def bring(self, path: Path) -> None:
        """Keep the buttons of a file as one's own."""
        self._conductor.follow(self._bring(path))

    def hand_on(self, path: Path) -> None:
        """Write one's own buttons to a file."""
        self._conductor.follow(self._hand_on(path))

    async def _bring(self, path: Path) -> None:
        body = await asyncio.to_thread(read_file, path, LARGEST)
        found = from_file(path.name, body, self._desk.owner, self._desk.kit.phrases)
        await self._desk.save_own(phrases=found.phrases, buttons=found.buttons)
        told = trn("{n} button is yours now.", "{n} buttons are yours now.", len(found.buttons))
        first = [str(problem) for problem in found.problems[:1]]
        self._desk.say(" ".join([told, *first]), Tone.WARNING if first else Tone.GOOD)

    async def _hand_on(self, path: Path) -> None:
        mine = [one for one in self._desk.kit.buttons if one.owner == self._desk.owner]
        if not mine:
            raise Refused(tr("You have no speed button of your own."))
        body = as_file(mine, self._desk.kit.phrases)
        await exported(self._desk, "speed-buttons")
        await asyncio.to_thread(write_file, path, body)
        self._desk.say(
            trn("{n} button is in the file.", "{n} buttons are in the file.", len(mine)), Tone.GOOD
        )
