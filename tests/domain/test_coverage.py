"""Who sees to whose work, when; and what goes over and comes back by rule, once."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from inbox.domain.by_rule import RULES, Case, Change, Known
from inbox.domain.calendar import Calendar, weekly_blocks
from inbox.domain.coverage import Coverage, Left, behalf, covering, leads_to, meet, stands_in, until
from inbox.domain.flag import Flag
from inbox.domain.ids import MessageId, PersonId, PoolId
from inbox.domain.open_time import OpenTime
from inbox.domain.people import Party
from inbox.domain.policy import parse
from inbox.domain.pool import Staff
from inbox.domain.promises import Promises
from inbox.domain.resources import path
from inbox.domain.thread import Message, Thread
from inbox.domain.work_item import ByRule, Holding, Kind, Promise, Stage, WorkItem
from tests.domain import threads
from tests.domain.threads import NOON, NURSES, REFILLS, held_by, hours, item, wrote

OKELLO = Party("Practitioner/okello", "Dr. Daniel Okello, MD")
SOLHEIM = Party("Practitioner/solheim", "Dr. Ingrid Solheim, MD")
FARAH = Party("Practitioner/farah", "Farah Sabbagh, NP")
UTC = ZoneInfo("UTC")
CHICAGO = ZoneInfo("America/Chicago")
OFFICE = Calendar("UTC", tuple(weekly_blocks(range(7), time(0), time(0))))
POLICY = msgspec.structs.replace(
    parse(path("starter", "policy.json").read_bytes(), "policy.json"), calendar=OFFICE
)
AWAY = Coverage(OKELLO, FARAH, NOON, hours(48), ref="PractitionerRole/c1")


EARLIER = NOON - timedelta(hours=3)


class At:
    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


def thread(one: WorkItem, *more: Message) -> Thread:
    """A conversation in which the patient wrote before anybody went away, and perhaps since."""
    return threads.thread(one, messages=(wrote(at=EARLIER), *more))


def colleagues(*coverages: Coverage) -> tuple[Staff, ...]:
    def covers(who: Party) -> tuple[Coverage, ...]:
        return tuple(one for one in coverages if one.cover == who)

    everybody = (OKELLO, SOLHEIM, FARAH)
    return tuple(Staff(PersonId(one.ref), one.name, covers=covers(one)) for one in everybody)


def look(there: Thread, now: datetime, *coverages: Coverage) -> Change | None:
    """What the rules of coverage ask for of the first item."""
    known = Known(Promises(POLICY, (), At(now), "UTC"), colleagues(*coverages))
    case = Case(there, there.items[0], known, now)
    named = [rule for rule in RULES if rule.name.startswith(("covered@", "cover-over@"))]
    acts = [act for rule in named if (act := rule.look(case, rule.name)) is not None]
    assert len(acts) <= 1, "no two rules ask for an item at once"
    assert all(isinstance(act, Change) for act in acts)
    return acts[0] if acts and isinstance(acts[0], Change) else None


def review(owner: Party = OKELLO, status: str = "requested", **more: Any) -> WorkItem:
    promise = Promise(hours(200), "starter@1")
    return item(held_by(owner, status, promise=promise), kind=Kind.PHYSICIAN_REVIEW, **more)


def handed_over(there: WorkItem, act: Change, at: datetime) -> WorkItem:
    """The item as the server has it after `act`."""
    record = ByRule("covered@1", at, PersonId("Practitioner/any"), "", act.name, act.behalf, act.to)
    return msgspec.structs.replace(act.after, by_rule=(*there.by_rule, record))


# Who covers whom


def test_a_cover_stands_in_from_the_first_moment_to_the_last() -> None:
    moments = (NOON - timedelta(seconds=1), NOON, hours(48) - timedelta(seconds=1), hours(48))
    told = [stands_in([AWAY], OKELLO.ref, "", at, UTC) for at in moments]
    assert told == [None, FARAH, FARAH, None]
    assert covering([AWAY], FARAH.ref, NOON, UTC) == [AWAY]
    assert until(AWAY, NOON, UTC) == hours(48)


def test_part_days_recur_by_the_clock_on_the_wall_also_over_a_change_of_the_clocks() -> None:
    afternoons = (OpenTime(1, time(13), time(17)),)  # Tuesdays
    march = datetime(2026, 3, 1, tzinfo=CHICAGO)
    part = Coverage(OKELLO, FARAH, march, march + timedelta(days=60), hours=afternoons)
    winter, summer = datetime(2026, 3, 3, 14, tzinfo=CHICAGO), datetime(2026, 3, 10, 14, tzinfo=CHICAGO)
    for at in (winter, summer):
        assert part.holds(at, CHICAGO)
        assert until(part, at, CHICAGO) == at + timedelta(hours=3)
        assert not part.holds(at + timedelta(hours=3), CHICAGO)
        assert not part.holds(at + timedelta(days=1), CHICAGO)


def test_several_colleagues_share_by_pool() -> None:
    nurses = msgspec.structs.replace(AWAY, pools=(PoolId(NURSES.ref),))
    refills = msgspec.structs.replace(AWAY, pools=(PoolId(REFILLS.ref),), cover=SOLHEIM)
    both = [nurses, refills]
    assert stands_in(both, OKELLO.ref, NURSES.ref, NOON, UTC) == FARAH
    assert stands_in(both, OKELLO.ref, REFILLS.ref, NOON, UTC) == SOLHEIM
    assert not meet(nurses, refills)
    assert meet(nurses, AWAY)


def test_who_covers_and_is_away_too_is_covered_in_turn_but_a_circle_stands_in_for_nobody() -> None:
    onward = Coverage(FARAH, SOLHEIM, NOON, hours(48), ref="PractitionerRole/c2")
    back = Coverage(SOLHEIM, OKELLO, NOON, hours(48), ref="PractitionerRole/c3")
    assert stands_in([AWAY, onward], OKELLO.ref, "", NOON, UTC) == SOLHEIM
    assert stands_in([AWAY, onward, back], OKELLO.ref, "", NOON, UTC) is None
    assert leads_to([AWAY, onward], back)
    assert not leads_to([AWAY], onward)


# What goes over and comes back


def test_what_comes_to_somebody_away_goes_to_their_cover_for_them() -> None:
    there = thread(review(arrived=hours(1)))
    act = look(there, hours(2), AWAY)
    assert act is not None
    assert (act.after.holding.owner, act.behalf, act.to) == (FARAH, OKELLO, FARAH.ref)
    assert act.after.stage is Stage.UNCLAIMED, "nobody has taken it yet"
    assert act.after.holding.promise == there.items[0].holding.promise, "its due time stays"


def test_what_they_had_stays_or_goes_as_was_chosen() -> None:
    earlier = thread(review(status="in-progress", arrived=EARLIER))
    assert look(earlier, hours(1), AWAY) is None
    goes = msgspec.structs.replace(AWAY, left=Left.GOES)
    act = look(earlier, hours(1), goes)
    assert act is not None
    assert act.after.holding.owner == FARAH


def test_what_stays_goes_all_the_same_once_the_patient_writes_or_a_call_is_owed() -> None:
    earlier = review(status="in-progress", arrived=EARLIER)
    wrote_since = thread(earlier, wrote(2, hours(1)))
    assert look(wrote_since, hours(2), AWAY) is not None
    flagged = msgspec.structs.replace(earlier, flags=(Flag("CHEST-01", 1, MessageId("Communication/1-1")),))
    assert look(thread(flagged), hours(2), AWAY) is not None


def test_what_is_on_hold_or_closed_is_left_alone() -> None:
    for status in ("on-hold", "completed"):
        assert look(thread(review(status=status, arrived=hours(1))), hours(2), AWAY) is None


def test_at_the_end_it_comes_back_and_stays_back() -> None:
    there = review(arrived=hours(1))
    act = look(thread(there), hours(2), AWAY)
    assert act is not None
    gone = handed_over(there, act, hours(2))
    assert gone.on_behalf == OKELLO
    assert look(thread(gone), hours(47), AWAY) is None
    back = look(thread(gone), hours(48), AWAY)
    assert back is not None
    assert back.after.holding.owner == OKELLO
    record = ByRule("cover-over@1", hours(48), PersonId("Practitioner/any"), "", back.name, None, back.to)
    home = msgspec.structs.replace(back.after, by_rule=(*gone.by_rule, record))
    assert home.on_behalf is None
    assert look(thread(home), hours(50), AWAY) is None
    given = msgspec.structs.replace(home, holding=Holding("requested", FARAH, NURSES))
    assert given.on_behalf is None, "handed on by its owner, it is the other's own work"
    assert look(thread(given), hours(50), AWAY) is None


def test_ending_it_early_brings_everything_back_and_what_was_handed_on_stays_there() -> None:
    there = review(arrived=hours(1))
    act = look(thread(there), hours(2), AWAY)
    assert act is not None
    gone = handed_over(there, act, hours(2))
    ended = msgspec.structs.replace(AWAY, active=False)
    assert look(thread(gone), hours(3), ended) is not None
    on = msgspec.structs.replace(gone, holding=held_by(SOLHEIM))
    assert on.on_behalf is None
    assert look(thread(on), hours(3), ended) is None


def test_all_stations_call_the_same_act_by_the_same_name_and_each_absence_by_another() -> None:
    there = thread(review(arrived=hours(1)))
    first, second = look(there, hours(2), AWAY), look(there, hours(3), AWAY)
    assert first is not None and second is not None
    assert first.name == second.name
    again = msgspec.structs.replace(AWAY, start=hours(0.5), ref="PractitionerRole/c9")
    third = look(there, hours(2), again)
    assert third is not None
    assert third.name != first.name


def test_a_cover_who_goes_away_hands_on_and_it_comes_back_to_the_first() -> None:
    there = review(arrived=hours(1))
    act = look(thread(there), hours(2), AWAY)
    assert act is not None
    gone = handed_over(there, act, hours(2))
    onward = Coverage(FARAH, SOLHEIM, hours(5), hours(10), ref="PractitionerRole/c2")
    further = look(thread(gone), hours(6), AWAY, onward)
    assert further is not None
    assert (further.after.holding.owner, further.behalf) == (SOLHEIM, OKELLO)
    last = handed_over(gone, further, hours(6))
    back = look(thread(last), hours(49), AWAY, onward)
    assert back is not None
    assert back.after.holding.owner == OKELLO


def test_one_acts_on_behalf_only_of_whom_one_stands_in_for_now() -> None:
    there = review(arrived=hours(1))
    act = look(thread(there), hours(2), AWAY)
    assert act is not None
    gone = handed_over(there, act, hours(2))
    assert behalf([AWAY], gone, FARAH.ref, "", hours(3), UTC) == OKELLO
    assert behalf([AWAY], gone, SOLHEIM.ref, "", hours(3), UTC) is None
    assert behalf([AWAY], gone, FARAH.ref, "", hours(49), UTC) is None
    assert behalf([AWAY], there, FARAH.ref, "", hours(3), UTC) is None
