"""What has not left for a month goes, and never before its author has known of it for a day."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest

from inbox.domain.audit import EXPIRED
from inbox.domain.draft import Draft
from inbox.domain.entries import Entry, State
from inbox.domain.ids import GroupId, ItemId, PatientId, ThreadId
from inbox.domain.operations import AnyOperation, Comment, Complete, Problem, Reply, Why
from inbox.domain.people import Actor, Party, Role
from inbox.domain.unsent import AHEAD, KEPT, NOTICE, REMEMBERED, Unsent
from inbox.queries import drafts
from inbox.queries.outbox import unconfirmed
from inbox.store.store import Store
from tests.store.plain import ME, NOON, conversation, entry

NADIA = Actor(ME, "Nadia Brand, RN", Role.RN)
ITEM, WALTER = ItemId("Task/1"), PatientId("Patient/1")
REPLY = Reply(item=ITEM, text="Please sit down first.", to=(Party("Patient/1", "Walter Esterbrook"),))


@pytest.fixture
def inbox(store: Store) -> Store:
    """A reply and its close that were refused, a younger comment, and a draft."""
    store.ingest([*conversation("1"), *conversation("2")]).result()
    group = GroupId("reply-and-close")
    reply, close = done(REPLY, group), done(Complete(item=ITEM), group)
    store.run([reply, close]).result()
    store.stop(reply.id, State.REFUSED, Problem(Why.CLAIMED_ELSEWHERE, "No.")).result()
    store.save_draft(Draft(ThreadId("Communication/2"), WALTER, ME, "I will call", NOON)).result()
    return store


def done(operation: AnyOperation, group: str = "", when: datetime = NOON) -> Entry:
    n = operation.item.partition("/")[2]
    return msgspec.structs.replace(entry(operation, n, group=group), made_at=when)


def left(store: Store) -> tuple[int, int]:
    """Entries and drafts."""
    return len(unconfirmed(store.reader(), ME)), len(drafts.drafts(store.reader(), ME))


def at(store: Store, when: datetime) -> Unsent:
    store.see_to_unsent(NADIA, when).result()
    return store.unsent(NADIA)


def test_a_week_before_it_goes_its_author_is_told_until_when_and_of_whom(inbox: Store) -> None:
    assert at(inbox, NOON + KEPT - AHEAD - timedelta(seconds=1)) == Unsent()
    told = at(inbox, NOON + KEPT - AHEAD)
    assert told.going and WALTER in told.going and told.until == NOON + KEPT
    assert left(inbox) == (2, 1) and not told.gone


def test_after_a_month_it_goes_with_what_belongs_to_it_and_that_is_told_too(inbox: Store) -> None:
    at(inbox, NOON + KEPT - AHEAD)
    assert left(inbox) == (2, 1)
    gone = at(inbox, NOON + KEPT)
    assert left(inbox) == (0, 0)
    assert WALTER in [one.patient for one in gone.gone] and not gone.going
    noted = [note.what for note in inbox.audits_waiting(ME, 10).result()]
    assert noted.count(EXPIRED) == 3
    assert at(inbox, NOON + KEPT + REMEMBERED) == Unsent()


def test_who_comes_back_after_weeks_is_told_first_and_finds_everything(inbox: Store) -> None:
    back = NOON + 2 * KEPT
    assert at(inbox, back).until == back + NOTICE
    assert at(inbox, back + NOTICE - timedelta(seconds=1)).going and left(inbox) == (2, 1)
    assert at(inbox, back + NOTICE).gone and left(inbox) == (0, 0)


def test_a_clock_that_is_years_ahead_for_a_while_takes_nothing(inbox: Store) -> None:
    at(inbox, NOON + timedelta(days=4_000))
    later = NOON + KEPT
    assert at(inbox, later).until == later + NOTICE and left(inbox) == (2, 1)


def test_what_is_younger_or_on_its_way_stays(inbox: Store) -> None:
    younger = done(Comment(item=ItemId("Task/2"), text="Called."), when=NOON + AHEAD)
    sent = done(Comment(item=ItemId("Task/2"), text="And again."))
    inbox.run([younger]).result()
    inbox.run([sent]).result()
    assert inbox.sending([sent.id]).result()
    at(inbox, NOON + KEPT - AHEAD)
    at(inbox, NOON + KEPT)
    assert {one.entry.id for one in unconfirmed(inbox.reader(), ME)} == {younger.id, sent.id}
