"""The rules by themselves: when each has something to do, and that none of them can write to a patient."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec
import pytest

from inbox.domain.by_rule import RULES, Case, Change, Known, Make
from inbox.domain.by_rule.base import Act
from inbox.domain.by_rule.said import said
from inbox.domain.calendar import Calendar, weekly_blocks
from inbox.domain.flag import Flag
from inbox.domain.ids import MessageId, PersonId
from inbox.domain.people import Party, Role
from inbox.domain.policy import parse
from inbox.domain.pool import Duty, OpenTime, Staff
from inbox.domain.promises import Promises
from inbox.domain.resources import path
from inbox.domain.thread import Thread
from inbox.domain.work_item import Holding, Kind, Promise, Stage, WorkItem
from tests.domain.threads import (
    NADIA,
    NOON,
    NURSES,
    SECOND,
    TOMAS,
    answered,
    held_by,
    hours,
    item,
    thread,
    unclaimed,
    wrote,
)

OFFICE = Calendar("UTC", tuple(weekly_blocks(range(5), time(9), time(17))))
POLICY = msgspec.structs.replace(
    parse(path("starter", "policy.json").read_bytes(), "policy.json"), calendar=OFFICE
)
FLAG = Flag("CHEST-01", 1, MessageId("Communication/1-1"))


class At:
    """A clock that stands."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


def look(
    there: Thread,
    now: datetime,
    rule: str = "",
    of: WorkItem | None = None,
    staff: tuple[Staff, ...] = (),
    **more: Any,
) -> Act | None:
    """What the rules ask for of the first item, or of another; `rule`: only that one."""
    covering: tuple[str, ...] = more.pop("covering", ())
    promises = Promises(POLICY, (), At(now), "UTC")
    known = Known(promises, staff, lambda item: more.pop("opened", False), covering)
    case = Case(there, of or there.items[0], known, now, **{k: v for k, v in more.items() if k != "opened"})
    acts = (one.look(case, one.name) for one in RULES if not rule or one.name.startswith(f"{rule}@"))
    return next((act for act in acts if act is not None), None)


def test_every_rule_has_a_name_of_its_own_with_its_version_and_words() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert all(name.rpartition("@")[2].isdecimal() for name in names)
    assert all(said(name) != name for name in names)
    assert said("theirs@7") == "theirs@7"


# Waits

WAITING = held_by(
    NADIA,
    "on-hold",
    wake=hours(72),
    hold_reason="photo",
    promise=Promise(hours(4), "starter@1"),
    first_action=NOON,
)


def waiting(**more: Any) -> WorkItem:
    return item(msgspec.structs.replace(WAITING, **more), waits=((NOON, None),), kind="billing")


def test_a_wait_lasts_until_its_day() -> None:
    assert look(thread(waiting()), hours(71)) is None
    act = look(thread(waiting()), hours(72))
    assert isinstance(act, Change)
    assert (act.after.stage, act.after.holding.owner, act.after.holding.wake) == (Stage.CLAIMED, NADIA, None)
    assert act.after.holding.hold_reason == ""


def test_its_due_time_moves_by_the_open_days_it_stood_still() -> None:
    act = look(thread(waiting()), hours(72))
    assert isinstance(act, Change)
    promise = act.after.holding.promise
    assert promise is not None
    assert promise.due == OFFICE.add_days(NOON, 3 + 4), "Tuesday to Friday noon are four open days"


def test_a_due_time_of_a_policy_that_is_not_known_here_stays() -> None:
    theirs = Promise(hours(4), "site@3")
    act = look(thread(waiting(promise=theirs)), hours(72))
    assert isinstance(act, Change)
    assert act.after.holding.promise == theirs


def test_the_patients_answer_ends_it_at_once() -> None:
    there = thread(waiting(), messages=(wrote(1), wrote(2, hours(2))))
    assert isinstance(look(there, hours(2.1)), Change)


def test_its_name_is_the_same_wherever_it_is_done() -> None:
    acts = [look(thread(waiting()), hours(at)) for at in (72, 80)]
    assert [act.name for act in acts if act] == ["return@1#1#20260320T120000Z"] * 2


# Breaches


def late(**more: Any) -> WorkItem:
    return item(unclaimed(promise=Promise(hours(1), "starter@1")), kind="medical-question", **more)


def test_a_breach_is_told_when_it_is_due_and_not_before() -> None:
    assert look(thread(late()), hours(0.9)) is None
    act = look(thread(late()), hours(1))
    assert isinstance(act, Make)
    assert (act.kind, act.to.ref if act.to else "") == (Kind.BREACH, "role|supervisor")
    assert act.name == "breach@1#1#20260317T130000Z#supervisor"


def test_what_was_broken_long_ago_is_told_to_nobody_any_more() -> None:
    assert look(thread(late()), hours(1 + 72)) is not None
    assert look(thread(late()), hours(1 + 72.1)) is None


def test_urgent_work_is_told_of_at_three_quarters_of_its_time() -> None:
    urgent = item(held_by(NADIA, first_action=NOON), kind="home-monitoring")
    assert look(thread(urgent), hours(2.9)) is None
    assert look(thread(urgent), hours(3)) is not None, "four hours, three of them gone"


def test_what_waits_for_the_patient_or_is_closed_breaks_no_promise() -> None:
    assert look(thread(waiting(promise=Promise(NOON, "starter@1"))), hours(5)) is None
    assert look(thread(item(Holding("completed", NADIA, NURSES))), hours(99)) is None


def duty(name: str, who: Any, *pools: str) -> Staff:
    held = Duty(name, date(2026, 3, 16), date(2026, 3, 23), tuple(pools))  # type: ignore[arg-type]
    return Staff(PersonId(who.ref), who.name, duties=(held,))


def test_a_flag_goes_to_the_charge_nurse_then_to_the_supervisor() -> None:
    there = thread(item(unclaimed(), flags=(FLAG,)))
    staff = (duty("charge", TOMAS),)
    first = look(there, hours(0.3), staff=staff)
    assert isinstance(first, Make)
    assert first.to is not None
    assert first.to.ref == TOMAS.ref
    names = frozenset({first.name})
    assert look(there, hours(0.4), staff=staff, names=names) is None, "he is given a quarter of an hour"
    second = look(there, hours(0.55), staff=staff, names=names)
    assert isinstance(second, Make)
    assert second.to is not None
    assert second.to.ref == "role|supervisor"


def late_review(owner: Party) -> Thread:
    """A question a prescriber was asked, an hour over."""
    promise = Promise(NOON, "starter@1")
    return thread(item(Holding("requested", owner, NURSES, promise=promise), kind="physician-review"))


SOLHEIM = Party("Practitioner/solheim", "Dr. Solheim")
FARAH = Party("Practitioner/farah", "Farah Sabbagh, NP")


def told_of(owner: Party, *staff: Staff, covering: tuple[str, ...] = ()) -> str:
    act = look(late_review(owner), hours(1), staff=staff, covering=covering)
    assert isinstance(act, Make) and act.to is not None
    return act.to.ref


def test_a_review_that_is_late_goes_to_the_covering_prescriber() -> None:
    assert told_of(SOLHEIM, duty("covering", FARAH)) == FARAH.ref


def test_who_covers_is_asked_of_the_day_the_hour_and_the_pool() -> None:
    at_work = duty("covering", FARAH)
    [held] = at_work.duties
    afternoon = msgspec.structs.replace(held, hours=(OpenTime(1, time(13), None),))
    assert told_of(SOLHEIM, duty("covering", FARAH, "HealthcareService/other")) == "role|prescriber"
    assert told_of(SOLHEIM, msgspec.structs.replace(at_work, duties=(afternoon,))) == FARAH.ref
    morning = msgspec.structs.replace(held, hours=(OpenTime(1, time(8), time(13)),))
    assert told_of(SOLHEIM, msgspec.structs.replace(at_work, duties=(morning,))) == "role|prescriber"


def test_where_the_server_names_nobody_the_sites_file_does_and_never_whoever_is_late() -> None:
    plain = Staff(PersonId(FARAH.ref), FARAH.name)
    assert told_of(SOLHEIM, plain, covering=(FARAH.ref,)) == FARAH.ref
    assert told_of(FARAH, duty("covering", FARAH)) == "role|prescriber"
    assert told_of(SOLHEIM) == "role|prescriber"


def test_without_a_charge_nurse_in_this_pool_the_supervisor_is_told_at_once() -> None:
    there = thread(item(unclaimed(), flags=(FLAG,)))
    act = look(there, hours(0.3), staff=(duty("charge", TOMAS, "HealthcareService/other"),))
    assert isinstance(act, Make)
    assert act.to is not None
    assert act.to.ref == "role|supervisor"


def test_outside_staffed_hours_a_flag_goes_to_whoever_is_on_call_at_once() -> None:
    night = hours(10)
    there = thread(item(unclaimed(), arrived=night, flags=(FLAG,)), messages=(wrote(1, night),))
    assert look(there, hours(10.1), staff=(duty("charge", TOMAS),)) is None, "nobody is at work to be told"
    act = look(there, hours(10.1), staff=(duty("on-call", NADIA), duty("charge", TOMAS)))
    assert isinstance(act, Make)
    assert act.to is not None
    assert act.to.ref == NADIA.ref


def test_word_of_it_closes_once_the_item_is_answered() -> None:
    told = item(unclaimed(), SECOND, "breach", parent=late().id, arrived=hours(1))
    there = thread(late(), told)
    assert look(there, hours(2), "breach-over", told) is None
    replied = msgspec.structs.replace(there, messages=(wrote(1), answered(1, NADIA, hours(2))))
    act = look(replied, hours(2), "breach-over", told)
    assert isinstance(act, Change)
    assert act.after.stage is Stage.DONE


# Thanks


@pytest.mark.parametrize(
    ("facts", "opened", "closes"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"flags": (Flag("CHEST-01", 3),)}, True, False),
        ({"flags": (Flag("COUGH-02", 4),)}, True, True),
        ({"kind": "billing"}, True, False),
    ],
)
def test_thanks_need_no_flag_and_that_somebody_opened_them(
    facts: dict[str, Any], opened: bool, closes: bool
) -> None:
    there = thread(item(**{"kind": "fyi", **facts}))
    now = OFFICE.add_days(NOON, 3)
    assert look(there, now - timedelta(seconds=1), "thanks", opened=opened) is None
    assert (look(there, now, "thanks", opened=opened) is not None) == closes


# Not read


def replied(**more: Any) -> Thread:
    reply = msgspec.structs.replace(answered(1, NADIA, hours(1)), **more)
    return thread(item(Holding("completed", NADIA, NURSES)), messages=(wrote(1), reply))


def test_a_reply_is_given_three_business_days_to_be_read() -> None:
    at = OFFICE.add_days(hours(1), 3)
    assert look(replied(), at - timedelta(seconds=1), "not-read", tells_read=True) is None
    act = look(replied(), at, "not-read", tells_read=True)
    assert isinstance(act, Make)
    assert (act.kind, act.to) == (Kind.NOT_READ, None)


def test_nobody_is_reminded_where_the_server_tells_nothing_or_it_was_read() -> None:
    at = OFFICE.add_days(hours(1), 9)
    assert look(replied(), at, "not-read") is None
    assert look(replied(received=hours(9)), at, "not-read", tells_read=True) is None


def test_no_rule_is_for_roles_that_do_not_exist() -> None:
    assert all(rule.roles <= frozenset(Role) and rule.roles for rule in RULES)
