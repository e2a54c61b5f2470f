"""Portals that post only messages: one piece of work comes of each, whoever sees it first."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import msgspec
import pytest

from inbox.domain.errors import Refused
from inbox.domain.ids import ThreadId
from inbox.domain.people import Party, Role, all_of
from inbox.domain.routing import Place
from inbox.domain.thread import Thread
from inbox.domain.work_item import Stage
from inbox.fhir.faults import NoAnswer
from inbox.sync.intake_go_live import AGREED
from inbox.sync.portal import Portal
from tests.sync.clinic import POOL, stamp
from tests.sync.station import QUICK, Backstage, Station
from tests.sync.test_engine import Running

Make = Callable[..., Station]
AT_ONCE = msgspec.structs.replace(QUICK, intake_after=0, intake_gap=0)
NOW = datetime.now(UTC)
EVER = NOW - timedelta(days=3650)


@pytest.fixture
def live(station: Make) -> Callable[..., Station]:
    """Makes stations of a site that has long gone live and says so in its file."""

    def make(user: str = "nora", **settings: Any) -> Station:
        made = station(user)
        made.settings = msgspec.structs.replace(AT_ONCE, **{"go_live": EVER, **settings})
        return made

    return make


def post(backstage: Backstage, by: Station, sent: datetime, text: str, **fields: Any) -> dict[str, Any]:
    """What a portal posts of a message, as `by`, without any work."""
    body = {
        "resourceType": "Communication",
        "status": "completed",
        "subject": {"reference": "Patient/p1"},
        "sender": {"reference": "Patient/p1", "display": "Person1 Example"},
        "recipient": [{"reference": POOL}],
        "sent": stamp(sent),
        **fields,
    }
    return backstage.write(by, body | ({"payload": [{"contentString": text}]} if text else {}))


def opened(backstage: Backstage, by: Station, minutes: float = 30, category: str = "") -> ThreadId:
    """A conversation of one message, sent so many minutes ago."""
    sent = NOW - timedelta(minutes=minutes)
    coded = {"category": [{"coding": [{"system": "x", "code": category}]}]} if category else {}
    header = post(backstage, by, sent, "", topic={"text": "Question"}, **coded)
    thread = ThreadId(f"Communication/{header['id']}")
    more(backstage, by, thread, "May I ask something?", minutes)
    return thread


def more(
    backstage: Backstage, by: Station, thread: ThreadId, text: str, minutes: float, **fields: Any
) -> str:
    """One more message in `thread`; gives its reference."""
    part = [{"reference": thread}]
    body = post(backstage, by, NOW - timedelta(minutes=minutes), text, partOf=part, **fields)
    return f"Communication/{body['id']}"


async def take_in(portal: Portal) -> None:
    """Until nothing is left to be done."""
    await portal.pull.run()
    while await portal.intake.run() == 0:
        pass


def work_of(backstage: Backstage, thread: ThreadId) -> list[dict[str, Any]]:
    return [task for task in backstage.dump("Task") if task["focus"]["reference"] == thread]


def inputs(task: dict[str, Any], code: str) -> list[Any]:
    found = []
    for one in task["input"]:
        if one["type"]["coding"][0]["code"] == code:
            found.append(one.get("valueString") or one["valueReference"]["reference"])
    return found


def test_a_message_without_work_becomes_work_that_says_all_of_it(live: Make, backstage: Backstage) -> None:
    nora = live()
    nora.first_sync()
    thread = opened(backstage, nora, category="medication-refill")
    second = more(backstage, nora, thread, "It is urgent.", 20)
    nora.with_portal(take_in)
    [task] = work_of(backstage, thread)
    first = nora.thread(thread).messages[0]
    assert task["identifier"] == [
        {
            "system": "https://example.org/portal/obligation",
            "value": f"{thread.partition('/')[2]}#{first.id.partition('/')[2]}",
        }
    ]
    assert task["status"] == "requested"
    assert task["businessStatus"]["coding"][0]["code"] == "new"
    assert [one["code"] for one in task["code"]["coding"]] == ["refill", "103742009"]
    assert task["for"] == {"reference": "Patient/p1"}
    assert task["requester"] == {"reference": "Patient/p1", "display": "Person1 Example"}
    assert task["owner"]["reference"] == POOL
    assert task["authoredOn"] == stamp(first.sent)
    assert inputs(task, "pool") == [POOL]
    assert inputs(task, "triggering-message") == [first.id, second]
    assert task["restriction"]["period"]["end"]
    assert inputs(task, "sla-policy") == ["test@1"]
    said = json.loads(inputs(task, "by-rule")[0])
    assert (said["rule"], said["by"], said["name"]) == ("intake@1", "Practitioner/nora", "Nora, RN")
    [item] = nora.thread(thread).items
    assert (item.stage, item.kind, item.arrived) == (Stage.UNCLAIMED, "refill", first.sent)


def test_new_work_goes_to_whom_the_routing_rules_name_and_says_by_which(
    live: Make, backstage: Backstage
) -> None:
    nora = live()
    nora.first_sync()
    asked: list[tuple[str, str]] = []

    def direct(thread: Thread, kind: str, pool: Party | None) -> Place | None:
        asked.append((kind, pool.ref if pool else ""))
        return Place(all_of(Role.RN), pool, "refills-to-rns")

    nora.direct = direct
    thread = opened(backstage, nora, category="medication-refill")
    nora.with_portal(take_in)
    [task] = work_of(backstage, thread)
    assert asked == [("refill", POOL)]
    assert "owner" not in task and inputs(task, "pool") == [POOL]
    [item] = nora.thread(thread).items
    assert item.holding.owner is not None and item.holding.owner.ref == "role|rn"
    assert [(one.rule, one.act) for one in item.by_rule] == [
        ("intake@1", ""),
        ("routed@1", "refills-to-rns"),
    ]


@pytest.mark.parametrize("conditional", [True, False], ids=["conditional create", "search first"])
def test_done_again_by_one_who_has_not_heard_of_it_it_makes_no_second_work(
    live: Make, backstage: Backstage, conditional: bool
) -> None:
    nora = live()
    nora.knows(no_conditional_create=not conditional)
    nora.first_sync()
    thread = opened(backstage, nora)
    nora.with_portal(take_in)
    [made] = work_of(backstage, thread)
    nora.store.remove([f"Task/{made['id']}"]).result()

    async def blindly(portal: Portal) -> None:
        steps = portal.intake.steps
        step = steps.step(thread, EVER)
        assert step is not None
        outcome = await steps.do(thread, step)
        assert (outcome.status, outcome.ref) == (200, f"Task/{made['id']}")

    nora.with_portal(blindly)
    assert len(work_of(backstage, thread)) == 1
    assert [item.id for item in nora.thread(thread).items] == [f"Task/{made['id']}"]


def test_many_stations_at_once_make_one_piece_of_work_each(live: Make, backstage: Backstage) -> None:
    stations = [live(), live("otto"), live("sara"), live()]
    for one in stations:
        one.first_sync()
    threads = [opened(backstage, stations[0], minutes) for minutes in range(10, 16)]
    ready = Barrier(len(stations))

    def work(one: Station) -> None:
        async def together(portal: Portal) -> None:
            await portal.pull.run()
            ready.wait()
            await take_in(portal)

        one.with_portal(together)

    with ThreadPoolExecutor(len(stations)) as crowd:
        list(crowd.map(work, stations))
    assert [len(work_of(backstage, thread)) for thread in threads] == [1] * len(threads)


def test_nothing_is_made_before_a_supervisor_has_confirmed_the_count(
    live: Make, backstage: Backstage
) -> None:
    nora, sara = live(go_live=None), live("sara", go_live=None)
    for one in (nora, sara):
        one.first_sync()
    recent, old = opened(backstage, nora), opened(backstage, nora, minutes=60 * 24 * 15)
    nora.with_portal(take_in)
    assert work_of(backstage, recent) == []
    told = nora.board.status.intake
    assert told is not None
    assert not told.confirmed
    assert told.waiting >= 1

    async def confirm(portal: Portal) -> None:
        await portal.intake.go_live.confirm()
        await take_in(portal)

    sara.with_portal(confirm)
    assert len(work_of(backstage, recent)) == 1
    later = opened(backstage, nora, minutes=5)
    nora.with_portal(take_in)
    assert len(work_of(backstage, later)) == 1, "what the supervisor confirmed holds for every station"
    assert work_of(backstage, old) == []


def test_an_answered_message_and_one_that_somebody_closed_owe_nothing(
    live: Make, backstage: Backstage
) -> None:
    nora = live()
    nora.first_sync()
    answered = opened(backstage, nora)
    more(backstage, nora, answered, "Yes.", 10, sender={"reference": "Practitioner/nora"})
    closed = opened(backstage, nora)
    nora.with_portal(take_in)
    assert work_of(backstage, answered) == []
    [task] = work_of(backstage, closed)
    backstage.write(
        nora, task | {"status": "completed", "executionPeriod": {"end": stamp(NOW - timedelta(minutes=1))}}
    )
    nora.with_portal(take_in)
    assert len(work_of(backstage, closed)) == 1
    more(backstage, nora, closed, "Another thing.", 0)
    nora.with_portal(take_in)
    assert [one["status"] for one in work_of(backstage, closed)] == ["completed", "requested"]


def test_a_message_joins_open_work_and_only_tightens_its_due_time(live: Make, backstage: Backstage) -> None:
    nora = live()
    nora.first_sync()
    thread = opened(backstage, nora)
    nora.with_portal(take_in)
    [task] = work_of(backstage, thread)
    for end, kept in (("2999-01-01T00:00:00Z", False), ("2020-01-01T00:00:00Z", True)):
        task = work_of(backstage, thread)[0]
        backstage.write(nora, task | {"restriction": {"period": {"end": end}}})
        joined = more(backstage, nora, thread, "Please!", 5)
        nora.with_portal(take_in)
        [task] = work_of(backstage, thread)
        assert joined in inputs(task, "triggering-message")
        assert (task["restriction"]["period"]["end"] == end) is kept


def test_of_two_equal_ones_the_earliest_stays_and_what_is_taken_is_left(
    live: Make, backstage: Backstage
) -> None:
    nora, otto = live(), live("otto")
    nora.first_sync()
    thread = opened(backstage, nora)
    nora.with_portal(take_in)
    [first] = work_of(backstage, thread)
    again = {name: value for name, value in first.items() if name not in ("id", "meta")}
    said = json.loads(inputs(first, "by-rule")[0]) | {"at": stamp(NOW + timedelta(days=1))}
    again["input"] = [*first["input"][:-1], first["input"][-1] | {"valueString": json.dumps(said)}]
    taken = again | {"status": "accepted", "owner": {"reference": "Practitioner/otto"}}
    later, kept = backstage.write(otto, again), backstage.write(otto, taken)
    nora.with_portal(take_in)
    status = {task["id"]: task["status"] for task in work_of(backstage, thread)}
    assert status == {first["id"]: "requested", later["id"]: "cancelled", kept["id"]: "accepted"}
    reason = next(task for task in work_of(backstage, thread) if task["id"] == later["id"])["statusReason"]
    assert (
        reason["text"] == f"The same as Task/{first['id']}. By rule earliest-stays@1, on Nora, RN's station."
    )


def test_a_lost_answer_makes_no_second_work(live: Make, backstage: Backstage) -> None:
    nora = live()
    nora.first_sync()
    thread = opened(backstage, nora)
    backstage.fault(action="drop_after", method="POST", path="Task$", nth=1)
    with pytest.raises(NoAnswer):
        nora.with_portal(take_in)
    assert len(work_of(backstage, thread)) == 1
    nora.with_portal(take_in)
    assert len(work_of(backstage, thread)) == 1
    assert nora.thread(thread).items


def test_a_server_that_lets_nobody_make_work_is_asked_once(live: Make, backstage: Backstage) -> None:
    nora = live()
    nora.first_sync()
    opened(backstage, nora)
    opened(backstage, nora)
    backstage.fault(action="status", status=403, method="POST", path="Task$")
    nora.with_portal(take_in)
    assert backstage.hits() == 1
    told = nora.board.status.intake
    assert told is not None
    assert not told.possible


def test_it_leaves_the_portal_time_and_goes_slowly(live: Make, backstage: Backstage) -> None:
    nora = live(intake_after=1000, intake_gap=2)
    nora.first_sync()
    thread = opened(backstage, nora)

    async def once(portal: Portal) -> float:
        await portal.pull.run()
        return await portal.intake.run()

    assert nora.with_portal(once) == 60
    assert work_of(backstage, thread) == []
    assert nora.board.status.intake is None, "the portal may be making work of it at this moment"
    nora.settings = msgspec.structs.replace(nora.settings, intake_after=0)
    opened(backstage, nora)
    assert 1 <= nora.with_portal(once) <= 3


def test_the_engine_takes_in_what_comes(live: Make, backstage: Backstage) -> None:
    running = Running(live())
    running.engine.start()
    running.until(lambda status: status.ready and not status.progress)
    thread = opened(backstage, running.station)
    running.until(
        lambda _: bool(running.station.store.truth_now(thread) and running.station.thread(thread).items)
    )
    assert running.engine.stop()
    assert len(work_of(backstage, thread)) == 1


def test_only_a_supervisor_goes_live(live: Make, backstage: Backstage) -> None:
    nora, sara = Running(live(go_live=None)), live("sara", go_live=None)
    with pytest.raises(Refused):
        nora.engine.go_live()
    sara.actor = msgspec.structs.replace(sara.actor, role=Role.SUPERVISOR)
    thread = opened(backstage, sara)
    running = Running(sara)
    running.engine.start()
    running.until(lambda status: status.intake is not None or bool(sara.store.cursors().get(AGREED)))
    running.engine.go_live()
    running.until(lambda _: bool(sara.thread(thread).items))
    assert running.engine.stop()
