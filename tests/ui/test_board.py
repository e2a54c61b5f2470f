"""The board in front of the list: who sees it, what its keys do, and how one comes back."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from inbox.domain.people import Role
from inbox.queries.views import ViewKind
from inbox.ui.desk import Desk
from tests.ui.at_work import AtWork


@pytest.fixture
def lead(desk: Desk, qtbot: QtBot) -> Iterator[AtWork]:
    """The supervisor's screen."""
    supervisor = msgspec.structs.replace(desk.actor, role=Role.SUPERVISOR)
    desk.actor = supervisor
    desk.bus.actor = supervisor
    yield AtWork(desk, qtbot)


def test_the_board_is_refused_with_a_sentence_to_whoever_has_no_charge(desk: Desk, qtbot: QtBot) -> None:
    nadia = AtWork(desk, qtbot)
    nadia.press("view.board")
    assert nadia.said[-1] == "The board is for supervisors and the charge nurse."
    assert not nadia.views.board.is_open
    assert nadia.space.regions.isVisible()


def test_the_board_stands_where_the_list_stood_and_esc_leads_back(lead: AtWork) -> None:
    current = lead.current
    lead.press("view.board")
    assert lead.views.board.is_open
    assert not lead.space.regions.isVisible()
    lead.press("app.back")
    assert lead.space.regions.isVisible()
    assert lead.current == current
    assert lead.worklist.has_keyboard()


def test_nothing_is_done_to_the_item_that_the_board_hides(lead: AtWork) -> None:
    lead.press("view.board")
    for command in ("item.claim", "item.done", "item.reply", "quick.1", "item.send"):
        lead.press(command)
        assert lead.said[-1] in ("That is done in the list. Esc leads back to it.", "Select an item first.")
    assert lead.done() == []


def test_going_to_a_list_leaves_the_board(lead: AtWork) -> None:
    lead.press("view.board")
    lead.press("view.my_work")
    assert not lead.views.board.is_open
    assert lead.worklist.view is not None
    assert lead.worklist.view.kind is ViewKind.MY_WORK
