"""The command palette at a real desk."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inbox.queries.views import View, ViewKind
from inbox.ui.desk import Desk
from inbox.ui.overlays.palette import Palette
from tests.ui.conftest import Clock
from tests.ui.overlays.conftest import Behind, press, write

Chosen = list[tuple[str, object]]


@pytest.fixture
def palette(desk: Desk, behind: Behind) -> Palette:
    return Palette(desk, behind.window)


@pytest.fixture
def chosen(palette: Palette) -> Chosen:
    """What was asked for."""
    found: Chosen = []
    palette.chosen.connect(lambda command, argument: found.append((command, argument)))
    return found


def nothing_off(_command: str) -> str:
    return ""


def titles(palette: Palette) -> list[str]:
    return [choice.title for choice in palette.list.choices if not choice.heading]


def first_of(palette: Palette, heading: str) -> str:
    """The first line under a heading."""
    listed = palette.list.choices
    return listed[[choice.title for choice in listed].index(heading) + 1].title


def headings(palette: Palette) -> list[str]:
    return [choice.title for choice in palette.list.choices if choice.heading]


def test_a_few_letters_and_enter_run_a_command(palette: Palette, chosen: Chosen, behind: Behind) -> None:
    palette.open(nothing_off)
    write("outb")
    press(Qt.Key.Key_Return)
    assert chosen == [("view.outbox", None)]
    assert not palette.is_open
    assert behind.field.hasFocus()


def test_a_command_that_is_off_says_why_and_does_not_run(palette: Palette, chosen: Chosen) -> None:
    palette.open(lambda command: "A colleague has it." if command == "item.release" else "")
    write("release to")
    press(Qt.Key.Key_Return)
    assert chosen == []
    assert palette.is_open
    assert palette.foot.remarked == "A colleague has it."
    assert "Off: A colleague has it" in palette.field.accessibleDescription()


def test_what_is_off_comes_after_what_can_be_done(palette: Palette) -> None:
    palette.open(lambda command: "Nothing written." if command == "item.send" else "")
    write("send")
    assert titles(palette).index("Send") > titles(palette).index("Send, close, next")


def test_what_is_off_never_leads_and_stands_below_everything_else(palette: Palette) -> None:
    palette.open(lambda command: "It is already yours." if command == "item.claim" else "")
    assert headings(palette) == ["For this item", "Everywhere", "Not now"]
    assert titles(palette)[-1] == "Claim"
    write("claim")
    assert titles(palette)[0] == "Claim most urgent"
    assert titles(palette)[-1] == "Claim"
    first = palette.list.current()
    assert first is not None
    assert first.title == "Claim most urgent"


def test_the_best_fit_stands_first_whatever_its_section(palette: Palette) -> None:
    palette.open(nothing_off)
    write("pool")
    assert titles(palette)[0] == "Pool"
    assert headings(palette)[0] == "Everywhere"


def test_a_command_used_before_comes_before_others_that_fit_as_well(palette: Palette, chosen: Chosen) -> None:
    palette.open(nothing_off)
    write("sen")
    assert titles(palette)[0] == "Send"
    palette.field.clear()
    write("send now")
    press(Qt.Key.Key_Return)
    palette.open(nothing_off)
    write("sen")
    assert titles(palette)[0] == "Send now"


def test_habits_are_kept_for_the_next_start_and_fade(
    palette: Palette, chosen: Chosen, desk: Desk, behind: Behind, clock: Clock
) -> None:
    for _ in range(3):
        palette.open(nothing_off)
        write("send now")
        press(Qt.Key.Key_Return)
    desk.store.keep_note("written", b"after").result()
    again = Palette(desk, behind.window)
    again.open(nothing_off)
    assert first_of(again, "Everywhere") == "Send now"
    again.dismiss()
    clock.forward(days=28)
    for _ in range(2):
        again.open(nothing_off)
        write("outbox")
        press(Qt.Key.Key_Return)
    again.open(nothing_off)
    assert first_of(again, "Everywhere") == "Outbox"


def test_a_word_of_the_explanation_finds_a_command_after_those_that_are_called_so(palette: Palette) -> None:
    palette.open(nothing_off)
    write("spelling colleagues")
    assert titles(palette) == []
    palette.field.clear()
    write("colleagues")
    assert "Internal comment" in titles(palette)


def test_pools_are_offered_with_what_is_open_in_them(palette: Palette, chosen: Chosen, desk: Desk) -> None:
    pool = desk.actor.pools[0]
    palette.open(nothing_off)
    write(f"open pool: {desk.pool_name(pool)}")
    assert "open" in palette.list.choices[1].about
    press(Qt.Key.Key_Return)
    assert chosen == [("view.pool", View(ViewKind.POOL, pools=(pool,)))]


def test_speed_buttons_are_offered_by_name_for_the_kind_of_work_in_front(
    palette: Palette, chosen: Chosen, desk: Desk
) -> None:
    number, button = next(iter(desk.kit.buttons_for("refill", desk.actor.role).items()))
    palette.open(nothing_off)
    assert button.name not in titles(palette)
    palette.open(nothing_off, "refill")
    write(button.name)
    press(Qt.Key.Key_Return)
    assert chosen == [(f"quick.{number}", None)]


def test_the_arrows_pass_over_headings_and_go_round(palette: Palette) -> None:
    palette.open(nothing_off)
    first = palette.list.current()
    press(Qt.Key.Key_Down, len(titles(palette)))
    assert palette.list.current() == first
    press(Qt.Key.Key_Up)
    last = palette.list.current()
    assert last is not None
    assert last.title == titles(palette)[-1]
    assert not last.heading


def test_every_command_shows_the_keys_that_are_in_force(palette: Palette, desk: Desk) -> None:
    palette.open(nothing_off)
    claim = next(choice for choice in palette.list.choices if choice.title == "Claim")
    assert claim.keys == desk.keys_of("item.claim") == "c"
    assert "Key: c" in claim.said


def test_it_does_not_offer_itself(palette: Palette) -> None:
    palette.open(nothing_off)
    assert "Commands" not in titles(palette)


def test_what_nothing_is_called_leaves_nothing_to_run(palette: Palette, chosen: Chosen) -> None:
    palette.open(nothing_off)
    write("qqqq")
    press(Qt.Key.Key_Return)
    assert titles(palette) == []
    assert chosen == []
    assert palette.foot.remarked == "Nothing is called that."


def test_it_opens_empty_every_time(palette: Palette, qtbot: QtBot) -> None:
    palette.open(nothing_off)
    write("send")
    press(Qt.Key.Key_Escape)
    palette.open(nothing_off)
    assert palette.field.text() == ""
    assert len(headings(palette)) == 2


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("theme", "Light or dark"),
        ("dark", "Light or dark"),
        ("font", "Larger text"),
        ("text size", "Larger text"),
        ("zoom out", "Smaller text"),
        ("log out", "Sign out"),
        ("sign out", "Sign out"),
        ("quit", "Quit"),
        ("exit", "Quit"),
        ("refresh", "Sync now"),
        ("template", "Phrases"),
        ("macro", "Speed buttons"),
        ("forward", "Route to a pool"),
        ("note", "Internal comment"),
        ("close", "Done, no reply"),
        ("shortcuts", "Keys"),
        ("find", "Search"),
        ("unsent", "Outbox"),
    ],
)
def test_a_command_is_found_by_what_people_call_it(palette: Palette, typed: str, wanted: str) -> None:
    palette.open(nothing_off)
    write(typed)
    assert wanted in titles(palette)[:3]


def test_what_the_program_does_not_do_is_answered_with_what_to_do_instead(palette: Palette) -> None:
    palette.open(nothing_off)
    write("printer")
    assert palette.foot.remarked == "Nothing is printed from here. Print from the record system."
