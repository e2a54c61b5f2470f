"""A second clinician signs red-flag rules at the desk, in their own name."""

from __future__ import annotations

from concurrent.futures import Future

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.domain.people import Role
from inbox.domain.signing import Proposal
from inbox.domain.site_kit import KitFile, Overtaken
from inbox.ui.desk import Desk
from inbox.ui.signing_acts import SigningActs
from tests.ui.at_work import AtWork
from tests.ui.conftest import Sync
from tests.ui.proposals import proposes

CONTROL = Qt.KeyboardModifier.ControlModifier


class Nurse:
    """Nadia Brand, RN, at her desk."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.desk, self.work = desk, AtWork(desk, qtbot)
        self.acts = SigningActs(desk, self.work.conductor, self.work.space)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        self.work.play(lambda: QTest.keyClick(focus, key, modifiers))

    @property
    def asked(self) -> list[str]:
        assert isinstance(self.desk.sync, Sync)
        return [one for one in self.desk.sync.asked if one.startswith("sign")]


@pytest.fixture
def nurse(desk: Desk, qtbot: QtBot) -> Nurse:
    return Nurse(desk, qtbot)


def test_she_is_told_sees_what_it_changes_and_signs_after_a_question(nurse: Nurse) -> None:
    strip = nurse.work.space.signing
    assert strip.isHidden()
    proposes(nurse.desk)
    assert strip.isVisible()
    nurse.work.press("rules.sign")
    page = nurse.acts.page
    assert page._told.text() == "Version 2, proposed today 07:00 by Petra Nair: Too few were found"
    grid = page.review.table.cells.grid
    assert [grid.text(row, 1) for row in range(4)] == ["Called", "Level", "Finds", "Group"]
    assert grid.text(2, 3) == "question"
    assert "would newly be flagged" in page.review.hint.text()
    nurse.key(Qt.Key.Key_Return, CONTROL)
    assert page.confirm.accessibleName() == f"Sign as {nurse.desk.actor.name}?"
    nurse.key(Qt.Key.Key_N)
    assert nurse.asked == []
    nurse.key(Qt.Key.Key_Return, CONTROL)
    nurse.key(Qt.Key.Key_Y)
    assert nurse.asked == ["sign red-flag-rules 2"]
    assert not page.is_open
    assert nurse.work.said[-1] == "Version 2 of the red-flag rules holds: signed by you."


def test_what_was_put_off_is_told_again_once_it_is_another(nurse: Nurse) -> None:
    strip = nurse.work.space.signing
    proposes(nurse.desk)
    strip._later.click()
    assert strip.isHidden()
    proposes(nurse.desk)
    assert strip.isHidden()
    proposes(nurse.desk, "3")
    assert strip.isVisible()


def test_nobody_signs_what_they_proposed(nurse: Nurse) -> None:
    proposes(nurse.desk, by=nurse.desk.actor.person.rpartition("/")[2])
    assert nurse.work.space.signing.isHidden()
    nurse.work.press("rules.sign")
    assert "page" not in nurse.acts.__dict__
    assert nurse.work.said[-1] == "You have proposed these rules yourself: somebody else signs them."


@pytest.mark.parametrize("role", [Role.CLERK, Role.LPN, Role.SUPERVISOR])
def test_only_who_may_settle_a_red_flag_is_asked(desk: Desk, qtbot: QtBot, role: Role) -> None:
    desk.actor = desk.bus.actor = msgspec.structs.replace(desk.actor, role=role)
    nurse = Nurse(desk, qtbot)
    proposes(desk)
    assert nurse.work.space.signing.isHidden()
    nurse.work.press("rules.sign")
    assert "not allowed for your role" in nurse.work.said[-1]


def test_rules_that_cannot_be_used_here_are_not_signed(nurse: Nurse) -> None:
    proposes(nurse.desk, body=b'{"change": [{"rule": "no-such-rule", "off": true}]}')
    nurse.work.press("rules.sign")
    page = nurse.acts.page
    assert "there is no such rule" in page._wrong.text()
    nurse.key(Qt.Key.Key_Return, CONTROL)
    assert not page.confirm.is_open


def test_what_a_colleague_has_changed_meanwhile_is_said_on_the_page(
    nurse: Nurse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(_saw: Proposal) -> Future[KitFile]:
        answer: Future[KitFile] = Future()
        answer.set_exception(Overtaken("A colleague has changed the red-flag rules meanwhile."))
        return answer

    proposes(nurse.desk)
    nurse.work.press("rules.sign")
    monkeypatch.setattr(nurse.desk.sync, "sign", overtaken)
    nurse.key(Qt.Key.Key_Return, CONTROL)
    nurse.key(Qt.Key.Key_Y)
    page = nurse.acts.page
    assert page.is_open and not page.busy
    assert page._wrong.text() == "A colleague has changed the red-flag rules meanwhile."


def test_without_a_proposal_there_is_nothing_to_sign(nurse: Nurse) -> None:
    nurse.work.press("rules.sign")
    assert nurse.work.said[-1] == "No red-flag rules wait to be signed."
