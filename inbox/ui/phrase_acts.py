"""Phrases are kept, removed, published, brought and exported, as the editor asks for it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from inbox.domain.errors import Refused
from inbox.domain.own_kit import PHRASE
from inbox.domain.site_kit import Part, next_version
from inbox.domain.words import tr, trn
from inbox.shortcuts.owner import Owner, OwnerType
from inbox.shortcuts.phrases.links import Lookup
from inbox.shortcuts.phrases.lists.brought import Brought, brought
from inbox.shortcuts.phrases.lists.export import as_csv
from inbox.shortcuts.phrases.lists.table import LARGEST, NotAList, rows
from inbox.shortcuts.phrases.phrase import Phrase
from inbox.shortcuts.phrases.site_list import with_phrase
from inbox.ui.conductor import Conductor
from inbox.ui.desk import Desk, Tone
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.phrases import BringList, PhraseEditor
from inbox.ui.overlays.pick import Pick
from inbox.ui.plain_files import read_file, write_file
from inbox.ui.reading.pane import ReadingPane
from inbox.ui.trail import exported

_REVIEW_IN = timedelta(days=365)
"""When brought phrases are read again."""


class PhraseActs(QObject):
    """Answers to `phrases.edit`, and to what is asked for in the editor."""

    def __init__(
        self, desk: Desk, conductor: Conductor, window: QWidget, reading: ReadingPane,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._desk, self._conductor, self._window, self._reading = desk, conductor, window, reading
        self.editor = PhraseEditor(desk, window, self._lookup)
        self.bring = BringList(desk, window)
        self.whose = Pick(desk.theme, window)
        conductor.on("phrases.edit", lambda _press: self.editor.open())
        editor, bring = self.editor, self.bring
        editor.keep.connect(lambda: conductor.follow(self._keep(), refused=editor.say))
        editor.remove.connect(lambda one: conductor.follow(self._remove(one), refused=editor.say))
        editor.publish.connect(self._ask_whose)
        editor.bring.connect(bring.open)
        editor.export.connect(self._ask_file)
        bring.read.connect(lambda path: conductor.follow(self._read(path), refused=bring.say))
        bring.pasted.connect(lambda text: conductor.follow(self._look(text.encode()), refused=bring.say))
        bring.keep.connect(lambda found: conductor.follow(self._keep_brought(found), refused=bring.say))

    def _lookup(self) -> Lookup | None:
        """The chart of the patient on screen."""
        there = self._reading.situation
        return there.lookup if there is not None else None

    def _version(self, owner: Owner) -> int:
        """The version that the form's phrase would have as that owner's."""
        former = self.editor.form.former
        return former.version + 1 if former is not None and former.owner == owner else 1

    async def _keep(self) -> None:
        """As one's own; under its new name it is no longer there under the former one."""
        desk, form = self._desk, self.editor.form
        former = form.former
        phrase = form.sheet.phrase(desk.owner, self._version(desk.owner))
        await desk.save_phrase(phrase)
        if former is not None and former.owner == desk.owner and former.name != phrase.name:
            await desk.remove_own(PHRASE, former.name)
        self.editor.kept(phrase)

    async def _remove(self, phrase: Phrase) -> None:
        await self._desk.remove_own(PHRASE, phrase.name)
        self.editor.fill()
        self.editor.say(tr("“.{name}” is removed.", name=phrase.name))

    def _ask_whose(self) -> None:
        """For whom is it published?"""
        clinic = self._desk.clinic or tr("the organisation")
        owners = [Owner(OwnerType.ORGANISATION, clinic)]
        owners += [Owner(OwnerType.POOL, pool.name, pool.id) for pool in self._desk.pools() if pool.active]
        icons = {OwnerType.ORGANISATION: "shield-check", OwnerType.POOL: "users"}
        choices = [Choice(one.name, one, "", icons[one.type]) for one in owners]
        name = self.editor.form.sheet.name
        about = tr("Every station has it within a minute.")
        self.whose.ask(tr("Publish “.{name}” for whom?", name=name), about, choices, "", self._publish_for)

    def _publish_for(self, owner: object, _note: str) -> None:
        assert isinstance(owner, Owner)
        self._conductor.follow(self._publish(owner), refused=self.editor.say)

    async def _publish(self, owner: Owner) -> None:
        """Put it into the site's list, which holds for everybody. Raises Refused, Offline, Overtaken."""
        desk = self._desk
        there = desk.kit_file(Part.PHRASES)
        version = next_version(there.version if there else "")
        phrase = self.editor.form.sheet.phrase(owner, self._version(owner))
        body = with_phrase(there.body if there else b"", phrase, version)
        saw = there if there is not None and there.library else None
        await asyncio.wrap_future(desk.sync.publish(Part.PHRASES, version, body, saw))
        former = self.editor.form.former
        if former is not None and (former.name, former.owner) == (phrase.name, desk.owner):
            await desk.remove_own(PHRASE, former.name)  # or one's own would hide what is published
        self.editor.kept(phrase)
        told = tr("“.{name}” is published for {owner}.", name=phrase.name, owner=owner.name)
        self.editor.say(told)
        desk.say(told, Tone.GOOD)

    async def _read(self, path: str) -> None:
        """Read a file somebody names: nothing but a plain file, and no more of it than a list may have."""
        await self._look(await asyncio.to_thread(read_file, Path(path).expanduser(), LARGEST))

    async def _look(self, body: bytes) -> None:
        """Show what a list has, without keeping any of it."""
        desk = self._desk

        def look() -> list[Brought]:
            review = desk.today() + _REVIEW_IN
            return brought(rows(body), desk.kit.phrases, desk.owner, review)

        try:
            self.bring.show_brought(await asyncio.to_thread(look))
        except NotAList as why:
            raise Refused(str(why)) from None

    async def _keep_brought(self, phrases: list[Phrase]) -> None:
        await self._desk.save_own(phrases=phrases)
        self.bring.dismiss()
        self.editor.fill(phrases[0].name)
        self.editor.say(trn("{n} phrase is yours now.", "{n} phrases are yours now.", len(phrases)))

    def _ask_file(self) -> None:
        dialog = QFileDialog(self._window.window(), tr("Export phrases (the file is not encrypted)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile("phrases.csv")
        dialog.fileSelected.connect(
            lambda path: self._conductor.follow(self.export(Path(path)), refused=self.editor.say)
        )
        dialog.open()

    async def export(self, path: Path) -> None:
        """Write all phrases in force to `path`."""
        phrases = list(self._desk.kit.phrases.values())
        await exported(self._desk, "phrases")
        await asyncio.to_thread(lambda: write_file(path, as_csv(phrases)))
        self.editor.say(trn("{n} phrase is in the file.", "{n} phrases are in the file.", len(phrases)))
