"""What came of each attempt to tell the server is noted with the state it left, and goes with its entry."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from inbox.domain.attempt import Attempt, Came
from inbox.domain.entries import Entry, State
from inbox.domain.ids import ItemId
from inbox.domain.operations import Claim, Problem, Why
from inbox.queries.outbox import unconfirmed
from inbox.store import cipher
from inbox.store.attempts import MOST
from inbox.store.migrations import step_001_first
from inbox.store.store import Store
from tests.store.plain import KEY, ME, NOON, Plain, conversation, entry
from tests.store.story import killed_at

UNDER_WAY = Attempt(NOON, Came.SENDING)


@pytest.fixture
def made(store: Store) -> Entry:
    store.ingest(conversation()).result()
    claim = entry(Claim(item=ItemId("Task/1")))
    store.run([claim]).result()
    return claim


def noted(store: Store) -> list[Attempt]:
    (one,) = unconfirmed(store.reader(), ME)
    return list(one.attempts)


def came(store: Store) -> list[str]:
    return [str(attempt.came) for attempt in noted(store)]


def test_an_attempt_is_noted_when_it_leaves_and_ends_with_what_came_of_it(store: Store, made: Entry) -> None:
    assert noted(store) == []
    assert store.sending([made.id], UNDER_WAY).result()
    assert noted(store) == [UNDER_WAY]
    later = NOON + timedelta(seconds=30)
    answer = Attempt(later, Came.BUSY, "The server is busy.", 429, "request-1")
    store.back_to_waiting([made.id], unsure=False, attempt=answer).result()
    assert noted(store) == [msgspec.structs.replace(answer, at=NOON)], "at the time it left"


def test_attempts_are_told_in_the_order_they_were_made(store: Store, made: Entry) -> None:
    for seconds, what in enumerate((Came.NOT_REACHED, Came.NO_ANSWER)):
        at = NOON + timedelta(seconds=seconds)
        store.sending([made.id], Attempt(at, Came.SENDING)).result()
        store.back_to_waiting([made.id], unsure=True, attempt=Attempt(at, what)).result()
    problem = Problem(Why.SERVER, "Owner unknown.")
    refusal = Attempt(NOON, Came.REFUSED, "Owner unknown.", 422)
    store.stop(made.id, State.REFUSED, problem, refusal).result()
    assert came(store) == ["not-reached", "no-answer", "refused"]
    assert noted(store)[-1] == refusal, "one that never left is noted by itself"


def test_only_the_newest_attempts_are_kept(store: Store, made: Entry) -> None:
    for number in range(MOST + 3):
        at = NOON + timedelta(minutes=number)
        store.sending([made.id], Attempt(at, Came.SENDING)).result()
        store.back_to_waiting([made.id], unsure=False, attempt=Attempt(at, Came.NOT_REACHED)).result()
    kept = noted(store)
    assert len(kept) == MOST
    assert kept[-1].at == NOON + timedelta(minutes=MOST + 2)
    (one,) = unconfirmed(store.reader(), ME)
    assert one.entry.attempts == MOST + 3


def test_attempts_go_with_their_entry(store: Store, made: Entry) -> None:
    store.sending([made.id], UNDER_WAY).result()
    store.settle([made.id], []).result()
    left = store.reader().exec_driver_sql("SELECT count(*) FROM attempt").scalar()
    assert left == 0


def test_nothing_is_noted_of_what_was_taken_back_before_it_left(store: Store, made: Entry) -> None:
    store.take_back(made.group, ME).result()
    assert not store.sending([made.id], UNDER_WAY).result()
    assert store.reader().exec_driver_sql("SELECT count(*) FROM attempt").scalar() == 0


def test_an_attempt_under_way_when_the_program_was_killed_was_interrupted(path: Path) -> None:
    killed_at("after-sending", path)
    store = Store.open(path, KEY, Plain(), lambda changes: None)
    tried = [one for one in unconfirmed(store.reader(), ME) if one.attempts]
    assert len(tried) == 2
    assert {(one.entry.state, one.attempts[-1].came) for one in tried} == {(State.UNSURE, Came.INTERRUPTED)}
    store.close()


def test_an_outbox_from_before_attempts_were_noted_is_kept(path: Path) -> None:
    old = entry(Claim(item=ItemId("Task/1")))
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = cipher.connect(path, KEY, read_only=False)
    for statement in step_001_first.STATEMENTS:
        connection.execute(statement)
    connection.execute(
        "INSERT INTO outbox (id, command, thread, item, actor, verb, state, entry)"
        " VALUES (?, ?, ?, ?, ?, 'claim', 'waiting', ?)",
        (old.id, old.group, old.thread, old.item, old.actor, msgspec.json.encode(old)),
    )
    connection.execute("PRAGMA user_version=1")
    connection.commit()
    connection.close()
    store = Store.open(path, KEY, Plain(), lambda changes: None)
    (one,) = unconfirmed(store.reader(), ME)
    assert (one.entry.id, one.attempts) == (old.id, ())
    store.sending([old.id], UNDER_WAY).result()
    assert noted(store) == [UNDER_WAY]
    store.close()
