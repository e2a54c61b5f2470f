"""New promises and open work: tighter by rule, looser only where confirmed, closed never."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest

from inbox.domain import resources
from inbox.domain.ids import ItemId
from inbox.domain.operations import Redue
from inbox.domain.operations.base import Why
from inbox.domain.policy import Policy, Target, parse
from inbox.domain.policy_sheet import Column, with_cell
from inbox.domain.promises import Promises
from inbox.domain.redueing import Shift, Shifted, redues, shifted
from inbox.domain.work_item import Holding, Promise, WorkItem
from tests.domain.threads import ITEM, NOON, NURSE, NURSES, held_by, item, stamp, thread, unclaimed

POLICY = msgspec.structs.replace(
    parse(resources.path("starter", "policy.json").read_bytes(), "policy.json"), calendar=None
)
"""Without a calendar the clinic is always open: times are easy to count."""


class Clock:
    def now(self) -> datetime:
        return NOON


def promises(policy: Policy) -> Promises:
    return Promises(policy, (), Clock())


def reply_within(text: str, version: str = "2") -> Policy:
    changed = with_cell(POLICY, "", "refill", Column.FIRST_LOOK, "–")
    changed = with_cell(changed, "", "refill", Column.REPLY, text)
    return msgspec.structs.replace(changed, version=version)


BEFORE = promises(reply_within("10 h", "1"))


def under(text: str, *items: WorkItem) -> dict[ItemId, Shifted]:
    found = shifted([thread(*items)], BEFORE, promises(reply_within(text)))
    return {one.item: one for one in found}


def refill(stored: Promise | None = None) -> WorkItem:
    return msgspec.structs.replace(item(), holding=msgspec.structs.replace(unclaimed(), promise=stored))


@pytest.mark.parametrize(
    ("text", "shift"), [("4 h", Shift.TIGHTER), ("20 h", Shift.LOOSER), ("10 h", Shift.SAME)]
)
def test_each_open_item_moves_one_way_or_not_at_all(text: str, shift: Shift) -> None:
    assert under(text, refill())[ITEM].shift is shift


def test_no_promise_at_all_is_the_loosest() -> None:
    assert under("–", refill())[ITEM].shift is Shift.LOOSER


def test_a_stored_time_that_the_change_does_not_touch_stays() -> None:
    stored = Promise(NOON + timedelta(hours=1), "elsewhere@9")
    found = under("10 h", refill(stored))[ITEM]
    assert (found.shift, found.becomes, found.stored) == (Shift.SAME, stored, True)


def test_closed_items_are_not_looked_at() -> None:
    done = msgspec.structs.replace(refill(), holding=Holding("completed", owner=NURSES, pool=NURSES))
    assert under("4 h", done) == {}


def test_tighter_is_by_rule_and_looser_by_confirmation() -> None:
    tighter, looser = under("4 h", refill()), under("20 h", refill(Promise(NOON + timedelta(hours=9), "p@1")))
    [one] = redues(tighter.values(), (), "Shorter").values()
    assert one.to is not None
    assert (one.to.policy, one.confirmed, one.reason) == ("starter@2", False, "Shorter")
    assert redues(looser.values(), (), "Longer") == {}
    [confirmed] = redues(looser.values(), {ITEM}, "Longer").values()
    assert confirmed.confirmed
    assert confirmed.to == Promise(looser[ITEM].becomes.due, "starter@2", sla_class="refill")


def test_what_stores_nothing_and_may_not_become_later_gets_its_time_stored() -> None:
    looser = under("20 h", refill())
    [kept] = redues(looser.values(), (), "Longer").values()
    assert kept.to == Promise(looser[ITEM].was.due, "starter@1", sla_class="refill")
    assert not kept.confirmed


def test_a_review_is_never_due_after_what_it_is_part_of() -> None:
    parent = refill(Promise(NOON + timedelta(hours=9), "p@1"))
    review = item(unclaimed(), ItemId("Task/2"), "physician-review", parent=ITEM)
    found = under("2 h", parent, review)
    assert found[ITEM].becomes.due is not None
    assert found[ItemId("Task/2")].becomes.due == found[ITEM].becomes.due


def redue(hours: float, *, confirmed: bool = False) -> Redue:
    return Redue(item=ITEM, to=Promise(NOON + timedelta(hours=hours), "starter@2"), confirmed=confirmed)


def test_later_is_refused_unless_confirmed() -> None:
    there = thread(refill(Promise(NOON + timedelta(hours=5), "starter@1")))
    refused = redue(9).refuse_if(there, NURSE)
    assert refused is not None
    assert refused.why is Why.LOOSER
    assert redue(9, confirmed=True).refuse_if(there, NURSE) is None
    assert redue(4).refuse_if(there, NURSE) is None


def test_it_touches_the_due_time_and_nothing_else() -> None:
    mine = msgspec.structs.replace(item(), holding=held_by(NURSE.party))
    after = redue(4).apply(thread(mine), stamp()).item(ITEM)
    assert after is not None
    assert after.holding == msgspec.structs.replace(mine.holding, promise=redue(4).to)


def test_a_closed_item_stays_as_it_was_closed() -> None:
    done = msgspec.structs.replace(refill(), holding=Holding("completed", owner=NURSES, pool=NURSES))
    assert redue(4).apply(thread(done), stamp()) == thread(done)
    assert redue(4).done_in(thread(done), stamp())


@pytest.mark.parametrize(("stored", "stays"), [(2, True), (6, False)])
def test_an_earlier_time_that_others_stored_meanwhile_stays(stored: int, stays: bool) -> None:
    theirs = Promise(NOON + timedelta(hours=stored), "starter@1")
    for confirmed in (False, True):
        made = redue(4, confirmed=confirmed).with_promise(theirs)
        assert made.to == (theirs if stays else redue(4).to)


def test_taken_back_it_is_due_as_before() -> None:
    before = thread(refill(Promise(NOON + timedelta(hours=1), "starter@1")))
    inverse = redue(4, confirmed=True).inverse(before)
    assert inverse is not None
    after = redue(4, confirmed=True).apply(before, stamp())
    assert inverse.refuse_if(after, NURSE) is None
    assert inverse.apply(after, stamp()) == before


def test_targets_in_days_move_too() -> None:
    assert under("1 day", refill())[ITEM].becomes.due == NOON + timedelta(days=1)
    assert Target(days=1).hours is None
