"""Files of a reply: chosen, dropped, pasted, taken out, sent, taken back; never lost, never with another."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QImageWriter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inbox.domain.errors import Refused
from inbox.domain.messaging.file_kinds import FileKind, kind_of
from inbox.domain.messaging.rules import FileRules
from inbox.domain.operations import Reply
from inbox.fhir.incoming import filed
from inbox.fhir.resource import decode
from inbox.queries import drafts
from inbox.ui.desk import Desk
from inbox.ui.files.chips import FileChip
from inbox.ui.files.taking import take
from tests.ui.at_work import AtWork, free
from tests.ui.conftest import Sync

PDF = b"%PDF-1.7\nwhat to do at home\n%%EOF\n"
RULES = FileRules()


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> AtWork:
    work = AtWork(desk, qtbot)
    work.go(free)
    return work


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "what to do.pdf"
    path.write_bytes(PDF)
    return path


def files_of(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(work: AtWork, *paths: Path) -> None:
    work.play(lambda: work.reading.composer._editor.insertFromMimeData(files_of(*paths)))


def titles(work: AtWork) -> list[str]:
    return [one.title for one in work.reading.composer.files]


def chips(work: AtWork) -> list[FileChip]:
    return [chip for chip in work.reading.composer._frame.files.chips if chip.isVisible()]


def bodies(work: AtWork) -> list[bytes]:
    return list(work.desk.store.reader().exec_driver_sql("SELECT body FROM file_body").scalars())


def replies(work: AtWork) -> list[Reply]:
    return [one for one in work.outbox() if isinstance(one, Reply)]


# Attaching


def test_what_is_dropped_shows_as_a_chip_and_is_kept_at_once(work: AtWork, letter: Path) -> None:
    drop(work, letter)
    (chip,) = chips(work)
    assert chip.accessibleName() == f"Attached: what to do.pdf, PDF, {len(PDF)} bytes"
    assert work.said[-1] == f"1 file attached, {len(PDF)} bytes."
    assert bodies(work) == [PDF]
    kept = drafts.drafts(work.desk.reader, work.desk.actor.person)
    assert [one.files for one in kept] == [work.reading.composer.files]


@pytest.mark.parametrize(("wide", "keys", "tip"), [(900, "F9", ""), (480, "", ""), (300, "", "Attach (F9)")])
def test_what_attaches_stands_beside_send_with_its_name_and_key_as_far_as_there_is_room(
    work: AtWork, wide: int, keys: str, tip: str
) -> None:
    asked: list[str] = []
    work.reading.command.connect(asked.append)
    work.write("Hello")
    foot = work.reading.composer._frame.foot
    foot.resize(wide, foot.height())
    assert foot.attach.accessibleName() == "Attach" and foot.attach.isVisible()
    assert (foot.attach.keys, foot.attach.toolTip()) == (keys, tip)
    foot.attach.click()
    assert asked == ["composer.attach"]


def test_no_dialog_opens_where_nothing_may_be_attached(work: AtWork, letter: Path) -> None:
    work.press("item.comment")
    work.press("composer.attach")
    assert work.said[-1] == "Files go with replies to the patient, not with comments."


def test_a_picture_is_pasted_as_a_file_and_words_as_words(work: AtWork) -> None:
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("teal"))
    data = QMimeData()
    data.setImageData(picture)
    work.play(lambda: work.reading.composer._editor.insertFromMimeData(data))
    assert titles(work) == ["picture.png"]
    assert kind_of(bodies(work)[0]) is FileKind.PNG
    data.setText("words from a table")
    work.play(lambda: work.reading.composer._editor.insertFromMimeData(data))
    assert (len(titles(work)), work.reading.composer.text()) == (1, "words from a table")


def test_a_file_that_may_not_go_is_said_and_the_others_go(work: AtWork, letter: Path, tmp_path: Path) -> None:
    program = tmp_path / "results.pdf"
    program.write_bytes(b"MZ\x90\0")
    drop(work, program, letter)
    assert titles(work) == ["what to do.pdf"]
    assert work.said[-1].startswith("results.pdf is not what its name says.")


def test_it_goes_with_the_conversation_it_was_chosen_for(work: AtWork, letter: Path) -> None:
    meant = work.current
    offered = [letter]
    work.play(
        lambda: work.reading.composer.offered.emit(offered),
        meanwhile=lambda: work.go(lambda line: free(line) and line.item != meant.item),
    )
    assert titles(work) == []
    work.go(lambda line: line.item == meant.item)
    assert titles(work) == ["what to do.pdf"]


def test_files_go_with_no_comment_and_wait_beside_it(work: AtWork, letter: Path) -> None:
    drop(work, letter)
    work.press("item.comment")
    drop(work, letter)
    assert work.said[-1] == "Files go with replies to the patient, not with comments."
    work.reading.composer.back()
    assert titles(work) == ["what to do.pdf"]


# Taking out


def test_delete_on_a_chip_takes_the_file_out_for_good(work: AtWork, letter: Path) -> None:
    drop(work, letter)
    (chip,) = chips(work)
    chip.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    work.reading.composer.save_now()
    work.settle()
    assert (titles(work), chips(work)) == ([], [])
    work.qtbot.waitUntil(lambda: bodies(work) == [])
    assert work.reading.composer._editor.hasFocus()


def test_the_last_file_is_taken_out_by_its_command(work: AtWork, letter: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.pdf"
    other.write_bytes(PDF + b"\n")
    drop(work, letter, other)
    work.press("composer.detach")
    assert titles(work) == ["what to do.pdf"]
    work.press("composer.detach")
    work.press("composer.detach")
    assert work.said[-1] == "Nothing is attached to the reply."


# Sending and taking back


def test_it_is_sent_with_the_words_and_never_without_one(work: AtWork, letter: Path) -> None:
    drop(work, letter)
    attached = work.reading.composer.files
    work.press("item.send")
    assert work.said[-1] == "Write a word to go with the file."
    work.write("This may help.")
    work.press("item.send")
    (reply,) = replies(work)
    assert (reply.text, reply.files) == ("This may help.", attached)
    assert (titles(work), bodies(work)) == ([], [PDF])
    shown = work.reading.conversation.toPlainText()
    assert f"what to do.pdf, {len(PDF)} bytes" in shown


def test_undo_brings_words_and_file_back_to_the_draft(work: AtWork, letter: Path) -> None:
    drop(work, letter)
    work.write("This may help.")
    work.press("item.send_and_close")
    work.press("edit.undo")
    assert (work.reading.composer.text(), titles(work)) == ("This may help.", ["what to do.pdf"])
    assert bodies(work) == [PDF]
    work.press("item.send")
    assert [one.files[0].title for one in replies(work)] == ["what to do.pdf"]


def test_a_speed_button_does_not_throw_a_lone_file_away(work: AtWork, letter: Path) -> None:
    drop(work, letter)
    assert not work.reading.composer.is_empty()
    assert work.reading.composer.in_use


def test_going_away_and_coming_back_finds_the_file(work: AtWork, letter: Path) -> None:
    drop(work, letter)
    here = work.current
    work.go(lambda line: free(line) and line.item != here.item)
    assert chips(work) == []
    work.go(lambda line: line.item == here.item)
    assert [chip.file.title for chip in chips(work)] == ["what to do.pdf"]


# The disk


def test_only_a_plain_file_is_read(tmp_path: Path, letter: Path) -> None:
    link = tmp_path / "link.pdf"
    link.symlink_to(letter)
    pipe = tmp_path / "pipe.pdf"
    os.mkfifo(pipe)
    for path, why in (
        (link, "is a link to another file"),
        (pipe, "is not a file"),
        (tmp_path, "is a folder"),
        (Path("/dev/zero"), "is not a file"),
        (tmp_path / "gone.pdf", "is no longer there"),
    ):
        with pytest.raises(Refused, match=why):
            take(path, RULES)
    assert take(letter, RULES) == PDF


def test_no_more_is_read_than_is_allowed(tmp_path: Path) -> None:
    film = tmp_path / "film.pdf"
    with film.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(Refused, match=r"film.pdf is too large: .* MB. The portal takes files up to 5 MB"):
        take(film, RULES)


def test_a_file_that_grows_while_it_is_read_is_refused(letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really_read = os.read

    def slow(opened: int, most: int) -> bytes:
        with letter.open("ab") as file:
            file.write(b"more")
        monkeypatch.setattr(os, "read", really_read)
        return really_read(opened, most)

    monkeypatch.setattr(os, "read", slow)
    with pytest.raises(Refused, match="was changed while it was read"):
        take(letter, RULES)


# Opening


def png() -> bytes:
    picture = QImage(60, 40, QImage.Format.Format_RGB32)
    picture.fill(QColor("teal"))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(b"png")).write(picture)
    return bytes(buffer.data().data())


def received(work: AtWork, *files: Mapping[str, object]) -> None:
    """The patient has sent files."""
    assert work.reading.thread is not None
    there = next(
        one for one in work.desk.store.truth_now(work.reading.thread.id) if b"contentString" in one.body
    )
    message = msgspec.json.decode(there.body)
    message["payload"] += [{"contentAttachment": file} for file in files]
    message["meta"]["versionId"] = "99"
    work.desk.store.ingest([filed(decode(msgspec.json.encode(message)))]).result()
    work.settle()


def sync_of(work: AtWork) -> Sync:
    assert isinstance(work.desk.sync, Sync)
    return work.desk.sync


def test_a_picture_of_the_patient_is_shown_and_let_go_of(work: AtWork) -> None:
    received(work, {"title": "rash.png", "contentType": "image/png", "url": "Binary/rash"})
    sync_of(work).files["Binary/rash"] = png()
    work.press("file.open")
    view = work.acts.files.view
    assert view.is_open and view.accessibleName() == "File: rash.png"
    assert view.picture._image.width() == 60
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.picture._image.isNull()


@pytest.mark.parametrize(
    ("title", "content_type", "body", "why"),
    [
        ("rash.png", "image/png", b"MZ\x90\0", "rash.png is not what it says it is. It is not opened."),
        ("rash.png", "image/png", PDF, "rash.png is not what it says it is. It is not opened."),
        ("rash.png", "image/png", b"\x89PNG\r\n\x1a\n" + bytes(20), "This picture is damaged, or too large"),
        ("page.txt", "text/plain", b"<html><script>x</script>", "page.txt is not what it says it is."),
    ],
)
def test_what_is_not_what_it_says_is_not_opened(
    work: AtWork, title: str, content_type: str, body: bytes, why: str
) -> None:
    received(work, {"title": title, "contentType": content_type, "url": "Binary/it"})
    sync_of(work).files["Binary/it"] = body
    work.press("file.open")
    assert work.said[-1].startswith(why)
    assert not work.acts.files.view.is_open


def test_of_several_files_one_is_chosen(work: AtWork) -> None:
    both = [{"title": f"{n}.txt", "contentType": "text/plain", "url": f"Binary/{n}"} for n in (1, 2)]
    received(work, *both)
    sync_of(work).files.update({"Binary/1": b"one", "Binary/2": b"two"})
    work.press("file.open")
    work.choose("2")
    assert work.acts.files.view.text.toPlainText() == "two"


def test_what_goes_with_a_reply_opens_from_its_chip_and_from_the_conversation(
    work: AtWork, tmp_path: Path
) -> None:
    diet = tmp_path / "diet.txt"
    diet.write_text("Eat well.")
    drop(work, diet)
    view = work.acts.files.view
    work.play(chips(work)[0].click)
    assert view.text.toPlainText() == "Eat well."
    view.dismiss()
    work.write("As promised.")
    work.press("item.send")
    work.press("file.open")
    assert view.text.toPlainText() == "Eat well."


def test_where_there_is_no_file_that_is_said(work: AtWork) -> None:
    work.press("file.open")
    assert work.said[-1] == "There is no file in this conversation that can be opened."
