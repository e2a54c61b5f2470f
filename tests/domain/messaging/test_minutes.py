"""Minutes toward an online visit: every condition by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest

from inbox.domain.ids import MessageId
from inbox.domain.messaging.minutes import Case, Minutes, minutes, why_no_time
from inbox.domain.messaging.rules import OnlineVisit
from inbox.domain.patient import Chart, Visit
from inbox.domain.people import Party, Role
from inbox.domain.visit import Consent, Spent
from inbox.domain.work_item import WorkItem
from tests.domain.threads import NADIA, NOON, answered, hours, item, thread, wrote

CLINICIAN = Party("Practitioner/solheim", "Dr. Ingrid Solheim")
COLLEAGUE = Party("Practitioner/farah", "Farah Nouri, NP")
SEEN = Chart(last_visit=Visit(NOON - timedelta(days=200)), fetched_at=NOON)
YES = Consent(MessageId("Communication/1-1"), NOON, NADIA)


def spent(start: float, length: float, by: Party = CLINICIAN) -> Spent:
    """`length` minutes from `start` minutes after noon on."""
    begun = NOON + timedelta(minutes=start)
    return Spent(begun, begun + timedelta(minutes=length), by)


def work(*times: Spent, kind: str = "medical-question", consent: Consent | None = YES) -> WorkItem:
    return msgspec.structs.replace(item(kind=kind), times=times, consent=consent)


def counted(on: WorkItem, chart: Chart = SEEN, **conversation: object) -> Minutes:
    there = thread(on, **conversation)  # type: ignore[arg-type]
    return minutes(Case(there, on, chart, CLINICIAN, OnlineVisit()))


def seen(at: datetime) -> Chart:
    return msgspec.structs.replace(SEEN, last_visit=Visit(at))


def booked(at: datetime) -> Chart:
    return msgspec.structs.replace(SEEN, next_visit=Visit(at))


def test_minutes_of_the_billing_clinician_after_the_yes_are_added_up() -> None:
    assert counted(work(spent(0, 4), spent(60, 3))) == Minutes(spent=7, counted=7)


def test_minutes_of_anybody_else_do_not_count() -> None:
    made = counted(work(spent(0, 4), spent(60, 9, COLLEAGUE)))
    assert (made.spent, made.counted) == (13, 4)
    assert made.blocks == ("Only the billing clinician’s own minutes count.",)


def test_without_a_recorded_yes_nothing_counts() -> None:
    made = counted(work(spent(0, 9), consent=None))
    assert (made.counted, made.blocks) == (0, ("The patient’s yes to an e-visit is not recorded.",))


def test_time_before_the_yes_does_not_count() -> None:
    made = counted(work(spent(-10, 16)))
    assert (made.counted, made.blocks) == (6, ("Time before the patient agreed does not count.",))


def test_what_the_clinic_began_does_not_count() -> None:
    made = counted(work(spent(0, 9)), messages=(answered(1, NADIA), wrote(2)))
    assert (made.counted, made.blocks) == (0, ("The patient did not begin this conversation.",))


@pytest.mark.parametrize("chart", [Chart(fetched_at=NOON), seen(NOON - timedelta(days=365 * 3 + 5))])
def test_for_a_patient_who_is_not_established_nothing_counts(chart: Chart) -> None:
    made = counted(work(spent(0, 9)), chart)
    assert (made.counted, made.blocks) == (0, ("Not an established patient: not seen within 36 months.",))


def test_a_patient_seen_three_years_ago_to_the_day_is_established() -> None:
    assert counted(work(spent(0, 9)), seen(NOON.replace(year=NOON.year - 3))).counted == 9


@pytest.mark.parametrize(("days", "counts"), [(6, 0), (7, 9)])
def test_within_seven_days_after_a_visit_nothing_counts(days: int, counts: int) -> None:
    made = counted(work(spent(0, 9)), seen(NOON - timedelta(days=days)))
    assert made.counted == counts
    assert made.blocks == (() if counts else ("It belongs to a visit within 7 days before.",))


@pytest.mark.parametrize(("hour", "counts"), [(24, 0), (25, 9)])
def test_when_a_visit_follows_within_a_day_nothing_counts(hour: int, counts: int) -> None:
    made = counted(work(spent(0, 9)), booked(hours(hour) + timedelta(minutes=9)))
    assert made.counted == counts
    assert made.blocks == (() if counts else ("It leads to a visit within 24 hours.",))


@pytest.mark.parametrize("kind", ["scheduling", "refill", "billing", "fyi"])
def test_time_for_scheduling_refills_and_office_work_never_counts(kind: str) -> None:
    made = counted(work(spent(0, 9), kind=kind))
    assert (made.counted, made.blocks) == (0, ("Time for scheduling, refills and office work never counts.",))


def test_only_seven_days_from_the_first_minute_count() -> None:
    week = 7 * 24 * 60
    made = counted(work(spent(0, 4), spent(week - 2, 5), spent(week + 60, 5)))
    assert (made.counted, made.blocks) == (6, ("Time after 7 days does not count.",))


def test_the_same_minute_counts_once() -> None:
    assert counted(work(spent(0, 10), spent(5, 10))).counted == 15


def test_part_of_a_minute_is_none() -> None:
    assert counted(work(spent(0, 4.9))).counted == 4


@pytest.mark.parametrize(
    ("spent_minutes", "band"),
    [(0, "under 5 min"), (4, "under 5 min"), (5, "5 to 10 min"), (10, "5 to 10 min"), (11, "11 to 20 min"),
     (20, "11 to 20 min"), (21, "21 min or more"), (60, "21 min or more")],
)  # fmt: skip
def test_the_band_is_said_in_minutes(spent_minutes: int, band: str) -> None:
    assert Minutes(spent_minutes, spent_minutes).band == band


def test_several_rules_that_block_are_all_said() -> None:
    made = counted(work(spent(0, 9), kind="refill", consent=None))
    assert len(made.blocks) == 2


@pytest.mark.parametrize("role", [Role.CLERK, Role.LPN, Role.RN, Role.SUPERVISOR])
def test_staff_time_is_not_even_kept(role: Role) -> None:
    assert why_no_time("medical-question", role, OnlineVisit())
    assert not why_no_time("medical-question", Role.PRESCRIBER, OnlineVisit())
    assert why_no_time("refill", Role.PRESCRIBER, OnlineVisit())
