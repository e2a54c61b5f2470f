"""A part of the site's kit from a file, at the desk: tried, looked at, published with a reason, exported."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from inbox.domain import resources
from inbox.domain.kit_history import KitVersion
from inbox.domain.operations import Redue
from inbox.domain.policy_in_force import InForce, Source
from inbox.domain.site_kit import KitFile, Overtaken, Part
from inbox.ui.admin.subjects import VERSIONS
from inbox.ui.desk import Desk
from tests.ui.conftest import NOW, Sync
from tests.ui.overlays.test_kit_words import POLICY, Kit
from tests.ui.proposals import RULES, proposes
from tests.ui.test_admin import CONTROL, Admin

MINUTES = b'{"id": "river-minutes", "version": "1", "minutes": {"refill": 4, "form": 9}}'


@pytest.fixture
def admin(desk: Desk, qtbot: QtBot) -> Admin:
    return Admin(desk, qtbot)


def holds(admin: Admin, part: Part, body: bytes, version: str = "1", etag: str = "5") -> None:
    """That part is in force, as the server published it."""
    kit = Kit(InForce(POLICY, Source.SHIPPED), KitFile(part, version, body, "Library/7", etag))
    admin.desk.published = kit
    assert isinstance(admin.desk.sync, Sync)
    admin.desk.sync.published = [KitVersion(version, NOW, "Petra Nair", body, "It was time")]


def goes_to(admin: Admin, part: Part) -> None:
    admin.work.play(lambda: (admin.page.show_sheet(VERSIONS), admin.page.versions.choose(part)))


def brings(admin: Admin, folder: Path, body: bytes) -> None:
    """Choose a file for the part that is in front."""
    path = folder / "new.json"
    path.write_bytes(body)
    admin.work.play(lambda: admin.acts.files.bring(admin.page.versions.part, path))


def hint(admin: Admin) -> str:
    return admin.page.review.hint.text()


def test_the_file_is_chosen_by_key_and_only_on_the_sheet_of_versions(admin: Admin, tmp_path: Path) -> None:
    def dialogs() -> list[QFileDialog]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog)]

    admin.key(Qt.Key.Key_O, CONTROL)
    assert dialogs() == []
    goes_to(admin, Part.MINUTES)
    admin.key(Qt.Key.Key_O, CONTROL)
    [dialog] = dialogs()
    assert dialog.windowTitle() == "New expected minutes from a file"
    (tmp_path / "new.json").write_bytes(MINUTES)
    admin.work.play(lambda: dialog.fileSelected.emit(str(tmp_path / "new.json")))
    dialog.close()
    assert admin.page.reviewing


def test_what_differs_is_counted_and_published_with_a_reason(admin: Admin, tmp_path: Path) -> None:
    holds(admin, Part.MINUTES, MINUTES)
    goes_to(admin, Part.MINUTES)
    grid = admin.page.versions.table.cells.grid
    assert [grid.text(0, column) for column in range(4)] == [
        "1", "today 09:42 by Petra Nair", "It was time", "the first"
    ]  # fmt: skip
    brings(admin, tmp_path, MINUTES.replace(b"4", b"5").replace(b'"form": 9', b'"referral": 7'))
    assert hint(admin) == "1 added, 1 changed, 1 removed."
    admin.on()
    assert admin.told() == "Reason: say why, in a few words."
    QTest.keyClicks(admin.focus, "We timed it")
    admin.on()
    assert admin.asked[-1] == "publish expected-minutes 2: We timed it"
    assert not admin.page.is_open


@pytest.mark.parametrize(
    ("part", "body", "told"),
    [
        (Part.MINUTES, b'{"id": "a",\n "version": "1",\n "minutes": {"refill": "long"}}', "new.json, line 3"),
        (Part.ROUTING, b'{"id": "a",\n\n oops', "new.json, line 3"),
        (Part.SPEED_BUTTONS, b'{"buttons": [\n{"id": 7}\n]}', "new.json:2"),
        (Part.PHRASES, b'{"words": []}', "The file has no list “phrases”"),
        (
            Part.RED_FLAGS,
            b'{"change": [\n{"rule": "chest-pain",\n "off": true}]}',
            "new.json, line 2, change of chest-pain",
        ),
        (Part.POLICY, b"[]", "new.json"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_line_and_nothing_holds(
    admin: Admin, tmp_path: Path, part: Part, body: bytes, told: str
) -> None:
    goes_to(admin, part)
    brings(admin, tmp_path, body)
    assert told in admin.told()
    assert not admin.page.reviewing
    admin.on()
    assert not any(one.startswith(("publish", "propose")) for one in admin.asked)


def test_a_file_that_says_what_holds_already_is_said_to(admin: Admin, tmp_path: Path) -> None:
    holds(admin, Part.MINUTES, MINUTES)
    goes_to(admin, Part.MINUTES)
    brings(admin, tmp_path, MINUTES)
    assert admin.told() == "new.json says what holds already."
    assert not admin.page.reviewing


def test_promises_from_a_file_show_what_moves_and_open_work_follows(admin: Admin, tmp_path: Path) -> None:
    shipped = json.loads(resources.path("starter", "policy.json").read_bytes())
    rule = next(one for one in shipped["rules"] if one.get("kind") == "medical-question")
    rule["first_look"] = {"hours": 0.5}
    goes_to(admin, Part.POLICY)
    brings(admin, tmp_path, json.dumps(shipped).encode())
    assert admin.page.review.moves
    QTest.keyClicks(admin.page.review.shifts.reason.edit, "Sooner")
    admin.on()
    assert admin.asked[-2:] == ["publish sla-policy 2: Sooner", "wake"]
    assert {one.reason for one in admin.work.outbox() if isinstance(one, Redue)} == {"Sooner"}
    admin.opens()
    assert admin.page.review.reason() == "", "the next one has a reason of its own"


def test_red_flag_rules_are_tried_on_what_is_kept_and_proposed_not_published(
    admin: Admin, tmp_path: Path
) -> None:
    proposes(admin.desk)
    goes_to(admin, Part.RED_FLAGS)
    grid = admin.page.versions.table.cells.grid
    assert grid.text(0, 1) == "proposed today 07:00 by Petra Nair; waits to be signed"
    brings(admin, tmp_path, RULES.replace(b"question", b"refill"))
    assert "messages kept here" in hint(admin)
    assert " 0 would newly be flagged" not in hint(admin)
    assert "It holds once a registered nurse or a prescriber has signed it." in hint(admin)
    assert "Version 2, proposed by Petra Nair, waits to be signed: yours takes its place." in hint(admin)
    admin.on()
    QTest.keyClicks(admin.focus, "Found missing")
    admin.on()
    assert admin.asked[-1] == "propose red-flag-rules 1: Found missing"
    assert "waits to be signed." in admin.work.said[-1]


def test_what_was_proposed_is_withdrawn_after_a_question(admin: Admin) -> None:
    proposes(admin.desk)
    goes_to(admin, Part.RED_FLAGS)
    admin.page.versions.table.setFocus()
    admin.key(Qt.Key.Key_Delete)
    assert admin.page.confirm.is_open
    admin.key(Qt.Key.Key_Y)
    assert admin.asked[-1] == "withdraw red-flag-rules 2"


def test_a_colleagues_publication_meanwhile_is_told_and_looked_at_first(
    admin: Admin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holds(admin, Part.MINUTES, MINUTES)
    goes_to(admin, Part.MINUTES)
    brings(admin, tmp_path, MINUTES.replace(b"4", b"5"))
    publish: Callable[..., Future[KitFile]] = admin.desk.sync.publish

    def overtaken(*_args: object) -> Future[KitFile]:
        holds(admin, Part.MINUTES, MINUTES.replace(b"9", b"8"), "2", "6")
        answer: Future[KitFile] = Future()
        answer.set_exception(Overtaken("A colleague has changed the expected minutes meanwhile."))
        return answer

    monkeypatch.setattr(admin.desk.sync, "publish", overtaken)
    admin.on()
    QTest.keyClicks(admin.focus, "We timed it")
    admin.on()
    assert not admin.page.reviewing
    assert admin.told() == "A colleague has changed the expected minutes meanwhile."
    monkeypatch.setattr(admin.desk.sync, "publish", publish)
    admin.on()
    assert hint(admin) == "0 added, 2 changed, 0 removed."
    admin.on()
    QTest.keyClicks(admin.focus, "We timed it")
    admin.on()
    assert admin.asked[-1] == "publish expected-minutes 3: We timed it"


def test_what_holds_is_written_to_a_file(admin: Admin, tmp_path: Path) -> None:
    holds(admin, Part.MINUTES, MINUTES)
    goes_to(admin, Part.MINUTES)
    path = tmp_path / "out.json"
    admin.work.play(lambda: admin.acts.files.export(path, admin.page.versions.body))
    assert path.read_bytes() == MINUTES
    goes_to(admin, Part.PROTOCOLS)
    assert msgspec.json.decode(admin.page.versions.body), "what comes with the program"
    admin.work.play(lambda: admin.acts.files.export(tmp_path / "no" / "where.json", b""))
    assert admin.told().startswith("The file cannot be written")
