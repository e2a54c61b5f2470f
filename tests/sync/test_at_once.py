"""Several people act on the same work at once: one of them was first, and nobody's words are lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import msgspec
import pytest

from inbox.commands.bus import Bus, Done
from inbox.commands.declare import Target
from inbox.commands.give import assign
from inbox.commands.many import Refusal, keep, weigh
from inbox.commands.undo import Undo, at_once
from inbox.domain.entries import State
from inbox.domain.ids import ThreadId
from inbox.domain.operations import Assign, Claim, Complete, Reply, TakeBack, Why
from inbox.domain.people import Party, Role
from inbox.sync.portal import Portal
from tests.sync.examples import promise_of
from tests.sync.station import Backstage, Station, item_of, thread_of

Make = Callable[..., Station]
NORA, OTTO = Party("Practitioner/nora", "Nora Nurse, RN"), Party("Practitioner/otto", "Otto Other, RN")
WORDS = "Take it with food, and write again on Monday."


@pytest.fixture
def nora(station: Make) -> Station:
    return station("nora")


@pytest.fixture
def sara(station: Make) -> Station:
    return leading(station("sara"), Role.SUPERVISOR)


@pytest.fixture
def threads(numbers: Iterator[int]) -> list[ThreadId]:
    return [thread_of(next(numbers)) for _ in range(3)]


def leading(station: Station, role: Role = Role.RN) -> Station:
    """Whoever sits there leads the day."""
    station.actor = msgspec.structs.replace(station.actor, role=role, duties=frozenset({"charge"}))
    return station


def problems(station: Station) -> dict[ThreadId, tuple[Why, str]]:
    """What was stopped on a computer, by conversation."""
    return {one.thread: (one.problem.why, one.problem.sentence) for one in station.outbox() if one.problem}


def owner(backstage: Backstage, thread: ThreadId) -> tuple[str, str]:
    task = backstage.task(thread)
    return str(task["status"]), str(task["owner"]["reference"])


def together(*stations: Station) -> None:
    """All send what waits at the same moment."""
    ready = Barrier(len(stations))

    def send(one: Station) -> None:
        async def errand(portal: Portal) -> None:
            ready.wait()
            await portal.push.run()

        one.with_portal(errand)

    with ThreadPoolExecutor(len(stations)) as crowd:
        list(crowd.map(send, stations))


def test_what_was_taken_back_while_she_was_offline_is_not_answered_and_her_words_stay(
    nora: Station, sara: Station, backstage: Backstage, thread: ThreadId
) -> None:
    nora.look(thread)
    nora.claim(thread)
    nora.push()
    reply = Reply(item=item_of(thread), text=WORDS, to=(Party(nora.thread(thread).patient),))
    nora.do(thread, reply, Complete(item=item_of(thread)))
    sara.look(thread)
    sara.do(thread, TakeBack(item=item_of(thread), reason="She went home."))
    sara.push()
    nora.push()
    assert owner(backstage, thread) == ("requested", "HealthcareService/nurses")
    assert len(backstage.texts(thread)) == 1, "nothing was written to the patient"
    assert problems(nora) == {thread: (Why.MOVED_ELSEWHERE, "Sara, RN took it back to its pool meanwhile.")}
    first, *_ = nora.outbox()
    assert isinstance(first.operation, Reply)
    assert (first.state, first.operation.text) == (State.CONFLICTED, WORDS)


def rebalanced(station: Station, threads: list[ThreadId], to: Party) -> tuple[Undo, Done]:
    """All of it given to `to` as one act, as the board does it."""
    bus = Bus(station.store, station.thread, station.actor, station.watch, promise_of, timedelta())

    async def act() -> Done:
        targets = [Target(thread, item_of(thread)) for thread in threads]
        weighed = await weigh(
            bus, "Rebalance", targets, lambda case: assign(case, to, Role.RN, "late"), at_once
        )
        done = (await keep(bus, weighed, at_once)).done
        assert done is not None
        return done

    undo, done = Undo(bus, station.store), asyncio.run(act())
    undo.push(done)
    return undo, done


def test_of_two_who_rebalance_at_once_one_is_first_with_each_piece(
    sara: Station, station: Make, backstage: Backstage, threads: list[ThreadId]
) -> None:
    backstage.register(
        {
            "resourceType": "PractitionerRole",
            "id": "otto-charge",
            "practitioner": {"reference": OTTO.ref},
            "code": [{"coding": [{"code": "charge"}]}],
        }
    )
    otto = leading(station("otto"))
    for thread in threads:
        sara.look(thread)
        otto.look(thread)
    rebalanced(sara, threads, NORA)
    rebalanced(otto, threads, OTTO)
    together(sara, otto)
    both = {**problems(sara), **problems(otto)}
    assert set(both) == set(threads), "each piece has one who came second"
    for thread in threads:
        first = NORA if thread in problems(otto) else OTTO
        assert owner(backstage, thread) == ("requested", first.ref)
        assert both[thread] == (Why.CLAIMED_ELSEWHERE, f"It was given to {first.name} meanwhile.")


def test_rebalanced_while_its_owner_closes_it_the_reply_is_sent_once_or_kept(
    nora: Station, sara: Station, backstage: Backstage, threads: list[ThreadId]
) -> None:
    for thread in threads:
        nora.look(thread)
        nora.claim(thread)
    nora.push()
    for thread in threads:
        sara.look(thread)
        to = (Party(nora.thread(thread).patient),)
        nora.do(thread, Reply(item=item_of(thread), text=WORDS, to=to), Complete(item=item_of(thread)))
    rebalanced(sara, threads, OTTO)
    together(nora, sara)
    hers, leads = problems(nora), problems(sara)
    assert set(hers) | set(leads) == set(threads)
    for thread in threads:
        if thread in hers:
            assert owner(backstage, thread) == ("requested", OTTO.ref)
            assert hers[thread] == (Why.CLAIMED_ELSEWHERE, "It was given to Otto Other, RN meanwhile.")
            kept = [one.operation for one in nora.outbox() if one.thread == thread]
            assert isinstance(kept[0], Reply) and kept[0].text == WORDS
        else:
            assert owner(backstage, thread) == ("completed", NORA.ref)
            assert leads[thread] == (Why.CLOSED_ELSEWHERE, "Nora, RN closed it meanwhile.")
        assert backstage.texts(thread).count(WORDS) == (thread not in hers)


def test_a_rebalance_is_undone_but_for_what_others_have_worked_on(
    sara: Station, station: Make, backstage: Backstage, threads: list[ThreadId]
) -> None:
    otto = station("otto")
    begun, given_on, untouched = threads
    for thread in threads:
        sara.look(thread)
    undo, _ = rebalanced(sara, threads, OTTO)
    sara.push()
    otto.look(begun)
    otto.claim(begun)
    otto.look(given_on)
    otto.do(given_on, Assign(item=item_of(given_on), to=NORA, licence=Role.RN))
    otto.push()
    for thread in threads:
        sara.look(thread)
    left_out: list[Refusal] = []

    async def without(refused: Any, _fit: int) -> bool:
        left_out.extend(refused)
        return True

    taken = asyncio.run(undo.back(leave_out=without))
    sara.push()
    assert taken.out == 2
    assert [one.why for one in left_out] == ["Otto Other, RN is on it.", "It has changed hands since."]
    assert owner(backstage, begun) == ("accepted", OTTO.ref)
    assert owner(backstage, given_on) == ("requested", NORA.ref)
    assert owner(backstage, untouched) == ("requested", "HealthcareService/nurses")
    assert problems(sara) == {}


def test_an_undo_that_did_not_know_of_others_work_leaves_it_as_it_is(
    sara: Station, station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    otto = station("otto")
    sara.look(thread)
    undo, _ = rebalanced(sara, [thread], OTTO)
    sara.push()
    otto.look(thread)
    otto.do(thread, Claim(item=item_of(thread)), Complete(item=item_of(thread), outcome="no-reply-needed"))
    otto.push()
    asyncio.run(undo.back())
    sara.push()
    assert owner(backstage, thread) == ("completed", OTTO.ref)
    assert problems(sara) == {thread: (Why.CLOSED_ELSEWHERE, "Otto Other, RN closed it meanwhile.")}
