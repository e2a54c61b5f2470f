"""What can wait stands back while a key is being answered, and never for ever."""

from __future__ import annotations

import asyncio
from functools import partial

from inbox.store.courtesy import ANSWERED_WITHIN, MOST, Courtesy
from inbox.store.writer import Writer


class Clock:
    """Stands still until it is moved."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_nobody_stands_back_while_no_key_is_pressed() -> None:
    assert Courtesy(Clock()).standing_back()() == 0


def test_what_can_wait_stands_back_until_the_key_is_answered() -> None:
    clock = Clock()
    courtesy = Courtesy(clock)
    courtesy.asked()
    still = courtesy.standing_back()
    assert still() > 0

    clock.now += ANSWERED_WITHIN

    assert still() == 0


def test_keys_that_never_end_do_not_hold_it_up_for_ever() -> None:
    clock = Clock()
    courtesy = Courtesy(clock)
    courtesy.asked()
    still = courtesy.standing_back()

    clock.now += MOST
    courtesy.asked()

    assert still() == 0


def test_work_on_a_loop_goes_on_when_it_is_quiet() -> None:
    courtesy = Courtesy()
    courtesy.asked()

    asyncio.run(asyncio.wait_for(courtesy.stand_back(), 5))


def test_what_people_do_is_kept_at_once_while_the_background_stands_back() -> None:
    clock, order = Clock(), list[str]()
    courtesy = Courtesy(clock)
    courtesy.asked()
    writer = Writer(idle=lambda: False, courtesy=courtesy)

    later = writer.later([partial(order.append, "background")], merge=lambda parts: None)
    writer.first(partial(order.append, "people")).result(5)
    clock.now += MOST
    later.result(5)
    writer.close()

    assert order == ["people", "background"]
