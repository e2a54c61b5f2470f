"""The forecast of the day: what is late in one rest of the day, in many, and when nothing can be said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from inbox.domain.forecast.forecast import Outlook, Range, forecast
from inbox.domain.forecast.history import ENOUGH_DAYS, History, Past
from inbox.domain.forecast.run import Hand, Job, run
from inbox.domain.ids import PoolId

ADVICE, REFILLS = PoolId("HealthcareService/advice"), PoolId("HealthcareService/refills")
NO_NOISE = (1.0,)
MONDAY = date(2026, 1, 5)


def job(due: float, queue: int = 0, comes: float = 0.0, pool: PoolId = ADVICE) -> Job:
    return Job(comes, due, 10.0, queue, pool)


def past(days: int, each_hour: int = 3, done: float = 400.0) -> History:
    """Days alike: from nine to five each hour so many questions."""
    arrived = {(ADVICE, "medical-question", hour): each_hour for hour in range(9, 17)}
    return History([Past(MONDAY + timedelta(days=n), arrived, done, 480.0) for n in range(days)])


def outlook(*jobs: Job, people: int = 1) -> Outlook:
    return Outlook(
        jobs=jobs,
        hands=tuple(Hand(240.0, (0,)) for _ in range(people)),
        queue_of={(ADVICE, "medical-question"): 0},
        queues=1,
        targets={(ADVICE, "medical-question"): 120.0},
        minutes={"medical-question": 10.0},
        weekday=0,
        hour=13.0,
    )


def test_the_most_urgent_is_done_first_and_what_does_not_fit_is_late() -> None:
    ended = run([job(35), job(10), job(20), job(30)], [Hand(60, (0,))], 1, NO_NOISE)
    assert [one.due for one in ended.late] == [35]
    assert ended.undone == []


def test_what_comes_later_is_done_when_it_has_come() -> None:
    ended = run([job(100, comes=40), job(45, comes=40)], [Hand(120, (0,))], 1, NO_NOISE)
    assert [one.due for one in ended.late] == [45]


def test_nobody_does_what_is_not_theirs_nor_after_their_day() -> None:
    ended = run([job(60, queue=1), job(60)], [Hand(5, (0,))], 2, NO_NOISE)
    assert len(ended.late) == len(ended.undone) == 2


def test_nothing_is_foretold_from_too_few_days() -> None:
    assert forecast(outlook(), past(ENOUGH_DAYS - 1), [60.0]) is None
    assert forecast(outlook(), past(ENOUGH_DAYS), [60.0]) is not None


def test_days_on_which_nobody_worked_teach_nothing() -> None:
    closed = [Past(MONDAY + timedelta(days=n), {}, 0.0, 0.0) for n in range(30)]
    assert not History(closed).is_enough


def test_the_same_day_has_the_same_forecast() -> None:
    day = outlook(*(job(n * 15.0) for n in range(1, 15)))
    assert forecast(day, past(20), [60.0, 240.0], seed=7) == forecast(day, past(20), [60.0, 240.0], seed=7)


def test_with_nobody_there_all_that_is_due_will_be_late() -> None:
    found = forecast(outlook(*(job(30.0) for _ in range(5)), people=0), past(20), [60.0])
    assert found is not None
    assert found.late == (Range(5, 5, 5),)
    assert found.most_in == ADVICE


def test_more_hands_mean_fewer_late_and_counts_only_rise_through_the_day() -> None:
    jobs = [job(20.0 + n * 5) for n in range(40)]
    few, many = (forecast(outlook(*jobs, people=n), past(20), [60.0, 120.0, 240.0]) for n in (1, 6))
    assert few is not None
    assert many is not None
    assert many.late[-1].middle < few.late[-1].middle
    assert [one.middle for one in few.late] == sorted(one.middle for one in few.late)


@pytest.mark.parametrize("busy", [1, 15])
def test_a_busier_past_foretells_a_busier_day(busy: int) -> None:
    found = forecast(outlook(people=1), past(20, busy), [240.0])
    assert found is not None
    assert (found.late[-1].high > 0) is (busy == 15)


def test_a_weekday_of_its_own_is_seen_but_drawn_to_the_mean() -> None:
    days = [
        Past(MONDAY + timedelta(days=n), {(ADVICE, "refill", 9): 8 if n % 7 == 0 else 2}, 100, 480)
        for n in range(28)
    ]
    rates = {weekday: History(days).rates(weekday)[ADVICE, "refill", 9] for weekday in (0, 2)}
    assert 2 < rates[2] < rates[0] < 8
