"""A reading pane on screen, at the size it has in a window of 1280."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from inbox.commands.declare import Target
from inbox.domain.thread import Thread
from inbox.queries.thread import thread
from inbox.ui.desk import Desk
from inbox.ui.reading.pane import ReadingPane


@pytest.fixture
def pane(qtbot: QtBot, desk: Desk) -> ReadingPane:
    """Nothing is selected yet."""
    pane = ReadingPane(desk)
    qtbot.addWidget(pane)
    pane.resize(500, 840)
    with qtbot.waitExposed(pane):
        pane.show()
    return pane


@pytest.fixture
def look(desk: Desk) -> Callable[[Target], Thread]:
    """A conversation as the store shows it now."""

    def at(target: Target) -> Thread:
        found = thread(desk.reader, desk.interpreter, target.thread)
        assert found is not None
        return found

    return at


@pytest.fixture
def plain(targets: list[Target], look: Callable[[Target], Thread]) -> Target:
    """An unclaimed refill or question without a flag that a patient's own message made."""
    for target in targets:
        there = look(target)
        item, last = there.item(target.item), there.last_from_patient
        if (
            item
            and last
            and item.flag_level is None
            and item.stage == "unclaimed"
            and not last.sender.relation
        ):
            return target
    raise LookupError("the clinic has no such thread")


@pytest.fixture
def urgent(targets: list[Target], look: Callable[[Target], Thread]) -> Target:
    """Call-now work: a flag of level 1 or 2."""
    found = (t for t in targets if (item := look(t).item(t.item)) and item.flag_level in (1, 2))
    return next(found)
