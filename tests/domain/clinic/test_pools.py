"""Pools and their hours as a supervisor writes them: what is meant, what is refused, what differs."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import partial

import msgspec
import pytest

from inbox.domain.calendar import Block, Calendar, CalendarError
from inbox.domain.clinic import hours
from inbox.domain.clinic.changes import holds, pool_changes, taken_back
from inbox.domain.clinic.differences import Clash, Difference, clashes, differences
from inbox.domain.clinic.pools import (
    ClinicError,
    Field,
    Pools,
    field_text,
    new_ref,
    retired,
    with_field,
    with_new,
)
from inbox.domain.drafting import Drafting
from inbox.domain.ids import PoolId
from inbox.domain.open_time import OpenTime
from inbox.domain.pool import Closed, Pool
from inbox.domain.promises import Promises, calendar_of
from tests.domain.test_promises import POLICY, Stopped

TODAY = date(2026, 3, 17)
CLINIC = Calendar("America/Chicago", tuple(Block(day, 540, 1020) for day in range(5)), holidays="US")
WEEK = tuple(OpenTime(day, time(8), time(17)) for day in range(5))
REFILLS = Pool(PoolId("HealthcareService/r"), "Refills", zone="America/Chicago", hours=WEEK)
NURSES = Pool(PoolId("HealthcareService/n"), "Nurses", zone="America/Chicago", hours=WEEK)
ADVICE = Pool(
    PoolId("HealthcareService/a"), "Advice", zone="America/Chicago", hours=(OpenTime(5, time(9), None),)
)
POOLS = (REFILLS, NURSES, ADVICE)


def written(field: Field, text: str, ref: str = REFILLS.id) -> Pool:
    return next(pool for pool in with_field(POOLS, ref, field, text) if pool.id == ref)


def test_fields_are_read_as_people_write_them() -> None:
    assert written(Field.NAME, "  Renewals  ").name == "Renewals"
    assert written(Field.KINDS, "refill, Billing").kinds == ("refill", "billing")
    assert written(Field.ON_CALL, "advice").on_call == ADVICE.id
    assert field_text(POOLS, written(Field.ON_CALL, "advice"), Field.ON_CALL) == "Advice"
    assert written(Field.PHONE, "+1 309 555 0199").phone == "+1 309 555 0199"


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        (Field.NAME, "", "needs a name"),
        (Field.NAME, "nurses", "already"),
        (Field.KINDS, "gossip", "“gossip” is no kind of work. There are:"),
        (Field.ON_CALL, "Refills", "not on call for itself"),
        (Field.ON_CALL, "Nobody", "no pool called Nobody"),
        (Field.PHONE, "ring us", "no telephone number"),
        (Field.STANDS, "perhaps", "open, or retired"),
    ],
)
def test_what_cannot_be_meant_is_said_with_what_to_write(field: Field, text: str, says: str) -> None:
    with pytest.raises(ClinicError, match=says):
        with_field(POOLS, REFILLS.id, field, text)


def test_a_new_pool_has_the_hours_of_its_neighbours() -> None:
    *_, new = with_new(POOLS, "new/1", "Forms")
    assert (new.name, new.hours, new.zone) == ("Forms", WEEK, "America/Chicago")
    assert [one.saw for one in pool_changes(POOLS, (*POOLS, new))] == [None]


def test_what_was_written_of_a_new_pool_never_becomes_another_s() -> None:
    """A colleague has opened a pool of the same name meanwhile: what was written of ours is lost with it."""
    draft: Drafting[Pools] = Drafting(POOLS)
    for name in ("Forms", "Letters"):
        ref = new_ref(pool.id for pool in draft.now)
        draft.change(partial(with_new, ref=ref, name=name))
    draft.change(partial(with_field, ref="new/1", field=Field.PHONE, text="+1 309 555 0111"))
    draft.change(partial(with_field, ref="new/2", field=Field.PHONE, text="+1 309 555 0122"))
    theirs = msgspec.structs.replace(NURSES, id=PoolId("HealthcareService/f"), name="Forms")
    assert draft.rebase((*POOLS, theirs)) == 2
    assert [(pool.name, pool.phone) for pool in draft.now[4:]] == [("Letters", "+1 309 555 0122")]
    assert new_ref(pool.id for pool in draft.now) == "new/3"


def test_a_pool_that_is_not_published_yet_is_on_call_for_nobody() -> None:
    with pytest.raises(ClinicError, match="Publish Forms first"):
        with_field(with_new(POOLS, "new/1", "Forms"), REFILLS.id, Field.ON_CALL, "Forms")


def test_a_pool_is_retired_only_where_its_work_has_somewhere_to_go() -> None:
    with pytest.raises(ClinicError, match="Say in “Open items go to”"):
        retired(POOLS, REFILLS.id, 3)
    with pytest.raises(ClinicError, match="on call for Refills"):
        retired(with_field(POOLS, REFILLS.id, Field.ON_CALL, "Advice"), ADVICE.id, 0)
    with pytest.raises(ClinicError, match="One pool has to stay"):
        retired((REFILLS,), REFILLS.id, 0)
    assert not retired(POOLS, REFILLS.id, 3, NURSES.id)[0].active
    with pytest.raises(ClinicError, match="Nurses takes the open items of Refills, and is retired"):
        retired(retired(POOLS, NURSES.id, 0), REFILLS.id, 0, NURSES.id)


def test_a_change_is_taken_back_field_by_field_and_known_when_it_holds() -> None:
    renamed = msgspec.structs.replace(REFILLS, name="Renewals")
    [change] = pool_changes(POOLS, (renamed, NURSES, ADVICE))
    theirs = msgspec.structs.replace(renamed, about="Theirs")
    assert change.saw is not None
    assert taken_back(theirs, change.saw, change.to) == msgspec.structs.replace(REFILLS, about="Theirs")
    assert holds(change, (renamed, NURSES), ())
    assert not holds(change, POOLS, ())
    assert not holds(change, (theirs,), ()), "a colleague has written it otherwise"
    [new] = pool_changes(POOLS, with_new(POOLS, "new/1", "Forms"))
    assert not holds(new, POOLS, ())
    assert holds(new, (msgspec.structs.replace(new.to, id=PoolId("HealthcareService/9")),), ())


def test_a_closure_for_all_pools_is_one_change_and_leaves_their_own_alone() -> None:
    own = hours.with_closure(POOLS, REFILLS.id, None, "2026-04-01 Stocktaking", CLINIC, TODAY)
    both = hours.with_closure(
        own, hours.EVERY, None, "2026-12-24 12:00 – 2026-12-24 Christmas Eve", CLINIC, TODAY
    )
    assert [len(pool.closed) for pool in both] == [2, 1, 1]
    [shared] = hours.closures(both, hours.EVERY, CLINIC)
    assert (shared.first, shared.from_min) == (date(2026, 12, 24), 720)
    assert all(
        len(pool.closed) <= 1 for pool in hours.with_closure(both, hours.EVERY, shared, "", CLINIC, TODAY)
    )


def test_the_first_closure_of_its_own_costs_a_pool_no_public_holiday() -> None:
    assert calendar_of(REFILLS, CLINIC).openings(date(2026, 7, 3)) == ()
    changed = hours.with_closure(POOLS, REFILLS.id, None, "2026-04-01 Stocktaking", CLINIC, TODAY)[0]
    calendar = calendar_of(changed, CLINIC)
    assert calendar.openings(date(2026, 7, 3)) == calendar.openings(date(2026, 4, 1)) == ()


@pytest.mark.parametrize("pool", [REFILLS, msgspec.structs.replace(REFILLS, holidays="US")])
def test_a_pool_may_be_open_on_public_holidays_on_which_the_clinic_is_closed(pool: Pool) -> None:
    [opened] = hours.with_line((pool,), pool.id, hours.HOLIDAYS, "none", CLINIC)
    assert hours.line_text(hours.sheet(opened, CLINIC), hours.HOLIDAYS) == "none"
    assert calendar_of(opened, CLINIC).openings(date(2026, 7, 3)) != ()
    [again] = hours.with_line((opened,), pool.id, hours.HOLIDAYS, "us", CLINIC)
    assert calendar_of(again, CLINIC).openings(date(2026, 7, 3)) == ()


def test_the_last_closure_of_a_pool_takes_no_public_holiday_with_it() -> None:
    closed = msgspec.structs.replace(REFILLS, closed=(Closed(date(2026, 5, 4), date(2026, 5, 4), "Fair"),))
    assert calendar_of(closed, CLINIC).openings(date(2026, 7, 3)) != ()
    [fair] = hours.closures((closed,), REFILLS.id, CLINIC)
    [opened] = hours.with_closure((closed,), REFILLS.id, fair, "", CLINIC, TODAY)
    assert calendar_of(opened, CLINIC).openings(date(2026, 7, 3)) != ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2026-03-01", "over already"),
        ("2026-04-01 – 2027-06-01", "retire the pool"),
        ("some day", "no closure"),
        ("2026-05-04", "closed then already"),
    ],
)
def test_closures_that_make_no_sense_are_refused(text: str, says: str) -> None:
    closed = msgspec.structs.replace(REFILLS, closed=(Closed(date(2026, 5, 4), date(2026, 5, 4), "Fair"),))
    with pytest.raises(CalendarError, match=says):
        hours.with_closure((closed, NURSES), REFILLS.id, None, text, CLINIC, TODAY)


def test_a_closure_for_all_leaves_a_pool_alone_that_is_closed_then_already() -> None:
    closed = msgspec.structs.replace(REFILLS, closed=(Closed(date(2026, 5, 4), date(2026, 5, 4), "Fair"),))
    both = hours.with_closure((closed, NURSES), hours.EVERY, None, "2026-05-04 Holiday", CLINIC, TODAY)
    assert [[one.why for one in pool.closed] for pool in both] == [["Fair"], ["Holiday"]]


def test_hours_of_a_day_may_be_several_blocks_and_the_last_open_day_stays() -> None:
    changed = hours.with_line(POOLS, REFILLS.id, 0, "08:00–12:00, 13:00–17:00", CLINIC)[0]
    assert [(one.start, one.end) for one in changed.hours if one.day == 0] == [
        (time(8), time(12)),
        (time(13), time(17)),
    ]
    with pytest.raises(CalendarError, match="no open hours"):
        hours.with_line(POOLS, ADVICE.id, 5, "closed", CLINIC)


def test_red_flags_count_in_the_hours_of_the_pool_that_is_on_call() -> None:
    saturday = datetime(2026, 3, 21, 15, tzinfo=UTC)
    before = Promises(POLICY, POOLS, Stopped(saturday))
    after = before.in_hours_of(with_field(POOLS, REFILLS.id, Field.ON_CALL, "Advice"))
    assert not before.red_flags_count_in(REFILLS.id).is_open(saturday)
    assert after.red_flags_count_in(REFILLS.id).is_open(saturday)
    assert not after.calendar(REFILLS.id).is_open(saturday)


def test_a_difference_names_the_pool_the_field_and_both_texts() -> None:
    after = hours.with_line(
        with_field(POOLS, NURSES.id, Field.ABOUT, "Ask us"), REFILLS.id, 1, "closed", CLINIC
    )
    assert differences(POOLS, after, CLINIC) == [
        Difference("Refills", "Tuesday", "08:00–17:00", "closed"),
        Difference("Nurses", "What comes there", "", "Ask us"),
    ]


def test_a_closure_is_one_difference_whatever_its_reason_says() -> None:
    text = "2026-04-01 Training; all staff"
    closed = hours.with_closure(POOLS, REFILLS.id, None, text, CLINIC, TODAY)
    assert [
        (one.what, one.becomes) for one in differences(POOLS, closed, CLINIC) if one.what == "Closure"
    ] == [("Closure", text)]


def test_what_two_have_changed_is_shown_as_both_and_the_draft_stands_on_top() -> None:
    draft: Drafting[Pools] = Drafting(POOLS)
    draft.change(lambda pools: hours.with_line(pools, REFILLS.id, 1, "08:00–12:00", CLINIC))
    draft.change(lambda pools: hours.with_closure(pools, REFILLS.id, None, "2026-04-01 Mine", CLINIC, TODAY))
    theirs = hours.with_line(POOLS, REFILLS.id, 1, "09:00–10:00", CLINIC)
    theirs = hours.with_closure(theirs, REFILLS.id, None, "2026-04-02 Theirs", CLINIC, TODAY)
    theirs = with_field(theirs, NURSES.id, Field.ABOUT, "Theirs")
    mine, others = differences(POOLS, draft.now, CLINIC), differences(POOLS, theirs, CLINIC)
    assert clashes(mine, others) == [Clash("Refills", "Tuesday", "08:00–12:00", "09:00–10:00")]
    assert draft.rebase(theirs) == 0
    assert hours.line_text(hours.sheet(draft.now[0], CLINIC), 1) == "08:00–12:00"
    assert [one.why for one in draft.now[0].closed] == ["Mine", "Theirs"], "nothing is lost"
    assert draft.now[1].about == "Theirs"
