"""What another program of this computer has to show: asked, noted, lent as a copy, and gone again."""

from __future__ import annotations

import asyncio
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inbox import diary
from inbox.app.own_files import prepare
from inbox.domain.messaging.file_kinds import FileKind
from inbox.domain.thread import Attachment
from inbox.queries.views import View, ViewKind
from inbox.ui.desk import Desk
from inbox.ui.files.copies import FOLDER, Copies
from inbox.ui.main_window import Window
from inbox.ui.studio import Studio
from tests.ui.at_work import AtWork, free
from tests.ui.entrances import Nobody
from tests.ui.test_file_acts import PDF, drop, letter, received, sync_of, work

__all__ = ["letter", "work"]


class Opener(QObject):
    """Stands where this computer's own program would: it is told which files to show."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Path] = []

    @Slot(QUrl)
    def show(self, url: QUrl) -> None:
        path = Path(url.toLocalFile())
        assert path.read_bytes() == PDF
        self.shown.append(path)


@pytest.fixture
def opener(qapp: QObject) -> Iterator[Opener]:
    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "show")  # type: ignore[arg-type]  # a str, whatever the stub says
    yield opener
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def scanned(work: AtWork) -> AtWork:
    """The patient has sent a PDF; it is on screen."""
    received(work, {"title": "Leela Bhatt.pdf", "contentType": "application/pdf", "url": "Binary/scan"})
    sync_of(work).files["Binary/scan"] = PDF
    return work


def folder(work: AtWork) -> Path:
    return work.desk.copies.folder


def audited(work: AtWork) -> list[str]:
    waiting = work.desk.store.audits_waiting(work.desk.actor.person, 100).result()
    return [note.what for note in waiting]


def agree(work: AtWork) -> None:
    confirm = work.acts.files.outside.confirm
    assert confirm.is_open
    work.play(lambda: QTest.keyClick(confirm, Qt.Key.Key_Y))


def test_it_says_what_will_happen_before_anything_does(scanned: AtWork, opener: Opener) -> None:
    scanned.press("file.open")
    confirm = scanned.acts.files.outside.confirm
    assert confirm.accessibleName() == "Open Leela Bhatt.pdf outside this program?"
    assert "deleted when you leave this conversation, lock or quit" in confirm.accessibleDescription()
    assert confirm.no.hasFocus()  # Enter without reading does no harm
    QTest.keyClick(confirm, Qt.Key.Key_Escape)
    assert (opener.shown, folder(scanned).exists()) == ([], False)
    assert "export" not in audited(scanned)


def test_it_is_lent_as_a_copy_nobody_else_reads_and_nothing_names_the_patient(
    scanned: AtWork, opener: Opener
) -> None:
    scanned.press("file.open")
    agree(scanned)
    (copy,) = opener.shown
    assert copy.parent == folder(scanned)
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(copy.stat().st_mode) == 0o400
    assert copy.suffix == ".pdf" and set(copy.stem) <= set("0123456789abcdef")
    assert audited(scanned).count("export") == 1
    assert scanned.said[-1] == "Opened in another program. The copy goes when you leave this conversation."


def test_the_copy_goes_with_the_conversation(scanned: AtWork, opener: Opener) -> None:
    here = scanned.current
    scanned.press("file.open")
    agree(scanned)
    assert opener.shown[0].exists()
    scanned.go(lambda line: free(line) and line.item != here.item)
    assert not folder(scanned).exists()


def test_the_copy_goes_at_the_end_of_the_work(scanned: AtWork, opener: Opener) -> None:
    scanned.press("file.open")
    agree(scanned)
    scanned.desk.left.emit()
    assert not folder(scanned).exists()


def test_a_question_left_open_asks_nothing_about_another_conversation(
    scanned: AtWork, opener: Opener
) -> None:
    here = scanned.current
    scanned.press("file.open")
    scanned.go(lambda line: free(line) and line.item != here.item)
    assert not scanned.acts.files.outside.confirm.is_open


def test_where_no_program_shows_it_that_is_said_and_no_copy_stays(
    scanned: AtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("DISPLAY", "")
    scanned.press("file.open")
    agree(scanned)
    assert scanned.said[-1] == "No program of this computer opens a PDF."
    assert not folder(scanned).exists()


@pytest.mark.parametrize(
    ("title", "body", "why"),
    [
        ("results.pdf", b"MZ\x90\0" + bytes(80), "results.pdf is not what it says it is. It is not opened."),
        ("results\u202efdp.exe", PDF, "resultsfdp.exe is not what it says it is. It is not opened."),
        ("results.pdf", PDF + b"/S /JavaScript", "results.pdf holds more than a text: a script, a file"),
    ],
)
def test_what_means_harm_is_refused_in_words(
    work: AtWork, opener: Opener, title: str, body: bytes, why: str
) -> None:
    received(work, {"title": title, "contentType": "application/pdf", "url": "Binary/it"})
    sync_of(work).files["Binary/it"] = body
    work.press("file.open")
    assert work.said[-1].startswith(why)
    assert not work.acts.files.outside.confirm.is_open
    assert (opener.shown, folder(work).exists()) == ([], False)


def test_a_file_of_the_reply_opens_the_same_way(work: AtWork, letter: Path, opener: Opener) -> None:
    drop(work, letter)
    work.play(work.reading.composer._frame.files.chips[0].click)
    agree(work)
    assert len(opener.shown) == 1


def test_a_press_on_its_line_opens_it(scanned: AtWork, opener: Opener) -> None:
    view = scanned.reading.conversation
    (number, _file) = view.marks.told.files[-1]
    view.go_to_end()
    scanned.settle()
    place = view.marks._block_rect(number)
    scanned.play(lambda: QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.center()))
    agree(scanned)
    assert len(opener.shown) == 1
    scanned.play(
        lambda: QTest.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.x(), place.top() - 2)
        )
    )
    assert not scanned.acts.files.outside.confirm.is_open


def test_the_copy_goes_when_the_place_is_locked(desk: Desk, qtbot: QtBot, opener: Opener) -> None:
    async def story() -> None:
        window = Window()
        qtbot.addWidget(window)
        studio = Studio(desk, window, Nobody())
        window.show_page(studio.workspace)
        window.show()
        studio.views.show_view(View(ViewKind.POOL))
        QTest.qWait(0)
        there = studio.workspace.reading.situation
        assert there is not None
        outside = studio.acts.files.outside
        file = Attachment("scan.pdf", "application/pdf")
        await outside.offer(file, PDF, there.target, there.thread.patient)
        outside.confirm.yes.click()
        await studio.conductor.settle()
        assert opener.shown[0].exists()
        studio.conductor.ask("app.lock")
        assert not desk.copies.folder.exists()
        window.hide()
        await studio.put_away()

    asyncio.run(story())


# The folder


def test_what_a_kill_leaves_goes_at_the_next_start(tmp_path: Path) -> None:
    dies = (
        "import os, signal, sys; from pathlib import Path\n"
        "from inbox.ui.files.copies import Copies; from inbox.domain.messaging.file_kinds import FileKind\n"
        "Copies(Path(sys.argv[1])).make(b'%PDF-1.7', FileKind.PDF); os.kill(os.getpid(), signal.SIGKILL)"
    )
    ended = subprocess.run([sys.executable, "-c", dies, str(tmp_path)], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert len(list((tmp_path / FOLDER).iterdir())) == 1
    prepare(tmp_path)
    diary.close()
    assert not (tmp_path / FOLDER).exists()


def test_a_link_in_its_place_leads_nowhere(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept.txt").write_text("another's")
    copies = Copies(tmp_path)
    copies.folder.symlink_to(elsewhere)
    copies.wipe()
    assert (elsewhere / "kept.txt").exists() and not copies.folder.exists()
    copies.folder.symlink_to(elsewhere)
    made = copies.make(PDF, FileKind.PDF)
    assert not copies.folder.is_symlink() and made.read_bytes() == PDF
    assert [one.name for one in elsewhere.iterdir()] == ["kept.txt"]


def test_what_another_program_put_there_goes_too(tmp_path: Path) -> None:
    copies = Copies(tmp_path)
    made = copies.make(PDF, FileKind.WORD)
    (copies.folder / f".~lock.{made.name}#").write_text("held")
    copies.wipe()
    assert not copies.folder.exists()
