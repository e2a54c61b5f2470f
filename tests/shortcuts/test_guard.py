"""The double-key guard, and the time a key really went down."""

from __future__ import annotations

import pytest

from inbox.shortcuts.guard import PaintGuard
from inbox.shortcuts.press_time import PressClock


def test_an_item_painted_too_lately_is_refused() -> None:
    guard = PaintGuard(minimum=0.4)
    guard.painted("item", 10.0)
    assert not guard.allows("item", 10.39, auto_repeat=False)
    assert guard.allows("item", 10.4, auto_repeat=False)


def test_a_held_key_is_always_refused() -> None:
    guard = PaintGuard()
    guard.painted("item", 10.0)
    assert not guard.allows("item", 60.0, auto_repeat=True)


def test_painting_again_does_not_start_the_time_anew_but_another_item_does() -> None:
    guard = PaintGuard(minimum=0.4)
    guard.painted("first", 10.0)
    guard.painted("first", 10.3)
    assert guard.allows("first", 10.5, auto_repeat=False)
    guard.painted("second", 11.0)
    guard.painted("first", 11.2)
    assert not guard.allows("first", 11.5, auto_repeat=False)


@pytest.mark.parametrize("item", ["other", None])
def test_what_is_not_on_screen_is_refused(item: object) -> None:
    guard = PaintGuard()
    assert not guard.allows(item, 99.0, auto_repeat=False)
    guard.painted("item", 10.0)
    assert not guard.allows(item, 99.0, auto_repeat=False)


def test_a_press_that_waited_to_be_read_is_dated_back() -> None:
    clock = PressClock()
    assert clock.pressed_at(5_000, 100.0) == 100.0
    assert clock.pressed_at(6_000, 101.3) == pytest.approx(101.0)


def test_a_quicker_event_corrects_the_first_estimate() -> None:
    clock = PressClock()
    clock.pressed_at(5_000, 100.3)
    assert clock.pressed_at(6_000, 101.0) == pytest.approx(101.0)
    assert clock.pressed_at(7_000, 102.2) == pytest.approx(102.0)


def test_an_event_without_a_timestamp_is_now() -> None:
    clock = PressClock()
    clock.pressed_at(5_000, 100.0)
    assert clock.pressed_at(0, 250.0) == 250.0


def test_a_clock_that_jumped_is_learnt_anew() -> None:
    clock = PressClock()
    clock.pressed_at(5_000, 100.0)
    assert clock.pressed_at(10, 160.0) == pytest.approx(160.0)
    assert clock.pressed_at(1_010, 161.2) == pytest.approx(161.0)
