"""What is asked for on the sheet of versions: parts from and to files, and proposals taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from inbox.domain.signing import Proposal
from inbox.domain.site_kit import Part, words_of
from inbox.domain.words import tr
from inbox.queries import site_kit
from inbox.shortcuts.site_file import LARGEST
from inbox.ui.admin.page import AdminPage
from inbox.ui.conductor import Conductor
from inbox.ui.desk import Desk, Tone
from inbox.ui.plain_files import read_file, write_file
from inbox.ui.trail import exported


class PartFiles:
    """Answers for one page of administration."""

    def __init__(self, desk: Desk, conductor: Conductor, page: AdminPage) -> None:
        self._desk, self._conductor, self._page = desk, conductor, page
        page.brings.connect(self._ask_which)
        page.exports.connect(self._ask_where)
        page.versions.wanted.connect(lambda part: conductor.follow(self._list(part), refused=page.say))
        page.versions.withdraw.connect(self._ask_back)

    def bring(self, part: Part, path: Path) -> None:
        """Look at what a file would change as that part."""
        self._conductor.follow(self._bring(part, path), refused=self._page.say)

    def export(self, path: Path, body: bytes) -> None:
        """Write a version to a file."""
        self._conductor.follow(self._export(path, body), refused=self._page.say)

    def _ask_which(self) -> None:
        part = self._page.versions.part
        dialog = self._dialog(
            tr("New {part} from a file", part=words_of(part)), lambda at: self.bring(part, at)
        )
        dialog.setNameFilters([tr("JSON files (*.json)"), tr("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.open()

    def _ask_where(self) -> None:
        versions = self._page.versions
        part, body = versions.part, versions.body
        told = tr("Export the {part} (the file is not encrypted)", part=words_of(part))
        dialog = self._dialog(told, lambda at: self.export(at, body))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile(f"{part}.json")
        dialog.open()

    def _dialog(self, title: str, then: Callable[[Path], None]) -> QFileDialog:
        dialog = QFileDialog(self._page.window(), title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: then(Path(path)))
        return dialog

    def _ask_back(self, proposal: Proposal) -> None:
        question = tr("Withdraw version {version}?", version=proposal.file.version)
        about = tr("Nobody can sign it any more. What holds now goes on to hold.")
        self._page.confirm.ask(
            question,
            about,
            tr("Withdraw"),
            tr("Keep it"),
            lambda: self._conductor.follow(self._withdraw(proposal), refused=self._page.say),
        )

    async def _list(self, part: Part) -> None:
        """The versions of a part, from the server."""
        desk = self._desk
        found = await asyncio.wrap_future(desk.sync.versions(site_kit.libraries(desk.reader, part)))
        self._page.versions.show_versions(part, found)

    async def _bring(self, part: Part, path: Path) -> None:
        page = self._page
        if page.busy:
            return
        with page.under_way(tr("Reading the file…")):
            body = await asyncio.to_thread(read_file, path, LARGEST)
        page.drafts.replacing.choose(part, body, path.name)
        page.say("")
        page.weigh.emit()

    async def _export(self, path: Path, body: bytes) -> None:
        await exported(self._desk, "site-rules")
        await asyncio.to_thread(write_file, path, body)
        self._page.say("")
        self._desk.say(tr("It is in the file {file}.", file=path.name), Tone.GOOD)
        self._page.foot.remark(tr("It is in the file {file}.", file=path.name))

    async def _withdraw(self, proposal: Proposal) -> None:
        page = self._page
        if page.busy:
            return
        with page.under_way(tr("Withdrawing…")):
            await asyncio.wrap_future(self._desk.sync.withdraw(proposal))
        page.versions.come()
