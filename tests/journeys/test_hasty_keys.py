"""Keys that come too fast, are held down, or come from keyboards of other countries: in a real window."""

from __future__ import annotations

from functools import partial

import pytest

from inbox.domain.work_item import Kind
from tests.journeys.portal_process import PortalProcess
from tests.journeys.real_window import Workstation

pytestmark = [pytest.mark.proof, pytest.mark.window, pytest.mark.timeout(300)]

BURST = 0.3
"""Seconds of it: over before the next item has been on screen for long enough, however soon it is painted."""
PLACE_OF_J = 44
"""Of the key right of "h", as X numbers the keys of every keyboard."""


def test_one_press_closes_one_item_however_fast_its_key_comes_again(
    station: Workstation, portal: PortalProcess
) -> None:
    station.signs_in()
    before = closed(portal)
    for number, gap in enumerate((0.005, 0.015, 0.03), start=1):
        station.has_looked()
        assert station.desktop.burst("d", BURST, gap) > 1
        station.waits_until(partial(are_closed, portal, before + number), f"{number} closed")
    station.has_looked()
    station.desktop.hold("d", 1.5)
    station.waits_until(partial(are_closed, portal, before + 4), "four closed")
    station.desktop.hold("n", 1.5)  # nothing waits to be sent now: no other sentence comes later
    station.sees("The key is held down")
    station.sees("all confirmed")  # whatever else a key had closed would wait here, or be closed there
    assert closed(portal) - before == 4


def test_signs_are_commands_by_what_they_write_and_letters_by_their_place(station: Workstation) -> None:
    station.signs_in()
    station.desktop.use_layout("fr")
    station.presses("?")
    station.sees("Keys here")
    station.presses("Esc")
    station.presses("/")
    station.has_the_keyboard_in("Search")
    station.types("1")
    station.presses("Esc")
    station.desktop.use_layout("ru")
    first = current(station)
    station.desktop.strike_place(PLACE_OF_J)
    station.waits_until(lambda: current(station) != first, "the next item")


def current(station: Workstation) -> str:
    """The subject of the item that is read."""
    return station.has_looked()[0]


def closed(portal: PortalProcess) -> int:
    """How many items are; word of a late one is closed with it, by rule, and is not counted."""
    done = [task for task in portal.all("Task") if task["status"] == "completed"]
    return sum(task["code"]["coding"][0]["code"] != Kind.BREACH for task in done)


def are_closed(portal: PortalProcess, number: int) -> bool:
    return closed(portal) == number
