"""Messages on nobody's list: everybody is told, a supervisor decides, once and with the number in view."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inbox.domain.people import Role
from inbox.sync.status import Connection, Intaking, Status
from inbox.ui.bars.intake import IntakeBanner
from inbox.ui.desk import Desk
from inbox.ui.going_live import GoingLive
from inbox.ui.overlays.confirm import Confirm
from inbox.ui.parts.key_button import KeyButton
from tests.ui.at_work import AtWork


@pytest.fixture
def supervisor(desk: Desk) -> Desk:
    """Petra sits at the desk."""
    desk.actor = desk.bus.actor = msgspec.structs.replace(desk.actor, role=Role.SUPERVISOR)
    return desk


def hear(desk: Desk, waiting: int = 12, *, confirmed: bool = False, possible: bool = True) -> None:
    """The sync engine has counted."""
    since = desk.now() - timedelta(days=1)
    intake = Intaking(waiting, since, confirmed, possible)
    desk.hear_status(Status(Connection.CONNECTED, ready=True, intake=intake))
    QTest.qWait(0)


def banner(desk: Desk, qtbot: QtBot) -> IntakeBanner:
    strip = IntakeBanner(desk)
    qtbot.addWidget(strip)
    return strip


def offers(strip: IntakeBanner) -> bool:
    """Whether it offers to decide."""
    return not strip.findChildren(KeyButton)[0].isHidden()


def test_it_is_hidden_while_every_message_has_its_work(desk: Desk, qtbot: QtBot) -> None:
    strip = banner(desk, qtbot)
    assert strip.isHidden()
    hear(desk, confirmed=True)
    assert strip.isHidden(), "they are on their way"


def test_a_nurse_is_told_and_not_asked(desk: Desk, qtbot: QtBot) -> None:
    strip = banner(desk, qtbot)
    hear(desk)
    assert not strip.isHidden()
    assert "12 conversations since yesterday are on nobody’s list." in strip.accessibleName()
    assert "A supervisor decides" in strip.accessibleName()
    assert not offers(strip)


def test_a_supervisor_is_offered_to_decide_where_the_server_allows_it(supervisor: Desk, qtbot: QtBot) -> None:
    strip = banner(supervisor, qtbot)
    hear(supervisor)
    assert offers(strip)
    hear(supervisor, possible=False)
    assert not strip.isHidden()
    assert not offers(strip)


@pytest.fixture
def work(supervisor: Desk, qtbot: QtBot) -> AtWork:
    work = AtWork(supervisor, qtbot)
    work.confirm = Confirm(supervisor.theme, work.space)  # type: ignore[attr-defined]
    GoingLive(supervisor, work.conductor, work.confirm)  # type: ignore[attr-defined]
    return work


def test_it_is_decided_with_the_number_and_the_day_in_view(work: AtWork) -> None:
    confirm: Confirm = work.confirm  # type: ignore[attr-defined]
    asked = work.desk.sync.asked  # type: ignore[attr-defined]
    hear(work.desk)
    work.press("app.go_live")
    assert confirm.accessibleName() == "Put 12 conversations on the lists?"
    assert "since yesterday" in confirm.accessibleDescription()
    QTest.keyClick(confirm, Qt.Key.Key_N)
    assert "go live" not in asked
    work.press("app.go_live")
    QTest.keyClick(confirm, Qt.Key.Key_Y)
    assert "go live" in asked


def test_with_nothing_to_decide_it_says_so(work: AtWork) -> None:
    work.press("app.go_live")
    assert work.said[-1] == "Every message is on a list."
