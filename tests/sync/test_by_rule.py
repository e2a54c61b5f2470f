"""What is done without a person: whoever does it first, the portal shows exactly one effect."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any

import msgspec
import pytest

from inbox.domain.by_rule import Known
from inbox.domain.calendar import always
from inbox.domain.cursor import Cursor
from inbox.domain.ids import ItemId, PersonId, ThreadId
from inbox.domain.policy import Policy, parse
from inbox.domain.pool import Duty, Staff
from inbox.domain.promises import Promises
from inbox.domain.protocols import Band, Protocols
from inbox.domain.resources import path
from inbox.domain.work_item import Stage, WorkItem
from inbox.fhir.faults import NoAnswer
from inbox.sync.portal import Desk, Portal
from inbox.sync.uploads import LOOKED
from tests.sync.clinic import stamp
from tests.sync.station import QUICK, Backstage, Station, item_of, thread_of
from tests.sync.test_engine import Running
from tests.sync.test_pull import message

Make = Callable[..., Station]
NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)
LATE = {"restriction": {"period": {"end": stamp(NOW - HOUR)}}}
STAFF = (
    Staff(PersonId("Practitioner/nora"), "Nora Nurse, RN"),
    Staff(PersonId("Practitioner/otto"), "Otto Other, RN"),
)


def policy() -> Policy:
    """The shipped one, around the clock: a test may run at any hour."""
    shipped = parse(path("starter", "policy.json").read_bytes(), "policy.json")
    return msgspec.structs.replace(shipped, calendar=always("America/New_York"))


class Clinic(Station):
    """A computer on which rules may judge."""

    staff: tuple[Staff, ...] = STAFF
    opened: frozenset[ItemId] = frozenset()

    def judging(self) -> Station:
        promises = Promises(policy(), (), self.watch)
        self.reading.promise_of = promises.of
        self.known = lambda: Known(promises, self.staff, lambda item: item in self.opened)
        self.settings = msgspec.structs.replace(QUICK, rule_after=0, rule_gap=0)
        return self

    def desk(self) -> Desk:
        return msgspec.structs.replace(super().desk(), known=self.known)


@pytest.fixture
def judge(station: Make) -> Callable[..., Clinic]:
    """Makes stations on which rules may judge."""

    def make(user: str = "nora", **more: Any) -> Clinic:
        made = station(user)
        made.__class__ = Clinic
        assert isinstance(made, Clinic)
        for name, value in more.items():
            setattr(made, name, value)
        made.judging()
        return made

    return make


async def rules(portal: Portal) -> None:
    """Until nothing is left to be done by rule."""
    while await portal.by_rule.run() == 0:
        pass


def put(backstage: Backstage, by: Station, thread: ThreadId, **fields: Any) -> dict[str, Any]:
    """Change the work of `thread` as any other program might."""
    return backstage.write(by, backstage.task(thread) | fields)


def given(code: str, **value: Any) -> dict[str, Any]:
    return {"type": {"coding": [{"system": "https://elsewhere.example/task-input", "code": code}]}, **value}


def on_hold(backstage: Backstage, by: Station, thread: ThreadId, owner: str = "Practitioner/nora") -> None:
    """A wait for the patient that ended an hour ago and had lasted for two."""
    put(backstage, by, thread, **waited(backstage.task(thread), owner))


def waited(task: dict[str, Any], owner: str = "Practitioner/nora") -> dict[str, Any]:
    held = {"start": stamp(NOW - 3 * HOUR)}
    inputs = [given("wake", valueDateTime=stamp(NOW - HOUR)), given("held", valuePeriod=held)]
    return {
        "status": "on-hold",
        "owner": {"reference": owner},
        "input": [*task["input"], *inputs],
        "statusReason": {"text": "photo"},
    }


def late(backstage: Backstage, by: Station, thread: ThreadId, **fields: Any) -> None:
    """Work whose due time, stored, is an hour ago."""
    put(backstage, by, thread, **LATE, **fields)


def made_beside(backstage: Backstage, thread: ThreadId, kind: str = "breach") -> list[dict[str, Any]]:
    """The work that rules made beside that of `thread`, oldest first."""
    of = item_of(thread)
    found = [
        task
        for task in backstage.dump("Task")
        if any(part["reference"] == of for part in task.get("partOf", []))
        and task["code"]["coding"][0]["code"] == kind
    ]
    return sorted(found, key=lambda task: task["authoredOn"])


def records(backstage: Backstage, ref: str) -> list[dict[str, Any]]:
    """The Provenances of rules about `ref`."""
    return [
        one
        for one in backstage.dump("Provenance")
        if one["target"][0]["reference"] == ref
        and one["agent"][0]["who"].get("display", "").startswith("Rule ")
    ]


def item(station: Station, thread: ThreadId) -> WorkItem:
    found = station.thread(thread).item(item_of(thread))
    assert found is not None
    return found


# The return timer


def test_a_wait_that_is_over_comes_back_to_whoever_held_it_and_says_so(
    judge: Callable[..., Clinic], backstage: Backstage, thread: ThreadId
) -> None:
    nora = judge()
    on_hold(backstage, nora, thread)
    nora.look(thread)
    nora.with_portal(rules)
    task = backstage.task(thread)
    assert (task["status"], task["owner"]["reference"]) == ("accepted", "Practitioner/nora")
    assert "statusReason" not in task
    codes = [one["type"]["coding"][0]["code"] for one in task["input"]]
    assert "wake" not in codes
    [held] = [one["valuePeriod"] for one in task["input"] if "valuePeriod" in one]
    assert held["end"]
    [said] = [json.loads(one["valueString"]) for one in task["output"]]
    assert (said["rule"], said["by"], said["name"]) == ("return@1", "Practitioner/nora", "Nora, RN")
    assert said["act"].startswith(f"return@1#{task['id']}#")
    [record] = records(backstage, item_of(thread))
    assert record["reason"] == [{"text": "By rule return@1, on Nora, RN's station."}]
    there = item(nora, thread)
    assert there.came_back
    assert there.stage is Stage.CLAIMED
    [row] = [row for row in nora.reading.rows(nora.thread(thread)) if row.item == item_of(thread)]
    assert row.came_back


def test_it_goes_to_the_pool_where_its_holder_works_here_no_more(
    judge: Callable[..., Clinic], backstage: Backstage, thread: ThreadId
) -> None:
    nora = judge()
    on_hold(backstage, nora, thread, "Practitioner/long-gone")
    nora.look(thread)
    nora.with_portal(rules)
    task = backstage.task(thread)
    assert (task["status"], task["owner"]["reference"]) == ("requested", "HealthcareService/nurses")


def test_it_comes_back_as_soon_as_the_patient_writes(
    judge: Callable[..., Clinic], backstage: Backstage, thread: ThreadId
) -> None:
    nora = judge()
    on_hold(backstage, nora, thread)
    task = backstage.task(thread)
    later = given("wake", valueDateTime=stamp(NOW + 48 * HOUR))
    put(backstage, nora, thread, input=[*(i for i in task["input"] if "valueDateTime" not in i), later])
    nora.look(thread)
    nora.with_portal(rules)
    assert backstage.task(thread)["status"] == "on-hold"
    backstage.write(nora, message(thread, "Here is the photo.", sent=stamp(NOW)))
    nora.look(thread)
    nora.with_portal(rules)
    assert backstage.task(thread)["status"] == "accepted"


def test_many_stations_at_once_bring_it_back_once(
    judge: Callable[..., Clinic], backstage: Backstage, thread: ThreadId
) -> None:
    stations = [judge(), judge("otto"), judge("sara")]
    on_hold(backstage, stations[0], thread)
    before = int(backstage.task(thread)["meta"]["versionId"])
    race(stations, thread)
    task = backstage.task(thread)
    assert task["status"] == "accepted"
    assert int(task["meta"]["versionId"]) == before + 1
    assert len(task["output"]) == 1
    assert len(records(backstage, item_of(thread))) == 1
    assert [one.outbox() for one in stations] == [[], [], []], "nobody is told of a conflict"


def race(stations: list[Clinic], thread: ThreadId) -> None:
    """All at the same moment, each having seen the same."""
    for one in stations:
        one.look(thread)
    ready = Barrier(len(stations))

    def work(one: Clinic) -> None:
        async def together(portal: Portal) -> None:
            step = portal.by_rule.step(thread)
            assert step is not None
            ready.wait()
            await portal.by_rule.do(thread, step)
            await rules(portal)

        one.with_portal(together)

    with ThreadPoolExecutor(len(stations)) as crowd:
        list(crowd.map(work, stations))


def test_what_a_colleague_has_and_the_server_guards_keeps_no_other_wait_from_ending(
    judge: Callable[..., Clinic], backstage: Backstage, thread: ThreadId, numbers: Iterator[int]
) -> None:
    nora, mine = judge(staff=STAFF[:1]), thread_of(next(numbers))
    on_hold(backstage, nora, thread, "Practitioner/otto")
    nora.look(thread)

    async def one_after_the_other(portal: Portal) -> None:
        await rules(portal)
        on_hold(backstage, nora, mine)
        await portal.pull.fetch([mine])
        await rules(portal)

    nora.with_portal(one_after_the_other)
    theirs = backstage.task(thread)
    assert (theirs["status"], theirs["owner"]["reference"]) == ("on-hold", "Practitioner/otto"), "refused"
    assert backstage.task(mine)["status"] == "accepted"


@pytest.mark.parametrize("late_one", [0, 1], ids=["which came first", "which came later"])
def test_a_wait_that_is_over_is_not_kept_by_another_piece_of_the_conversation_that_is_late(
    judge: Callable[..., Clinic], backstage: Backstage, thread: ThreadId, late_one: int
) -> None:
    nora = judge()
    task = backstage.task(thread)
    split = {name: value for name, value in task.items() if name not in ("id", "meta", "identifier")}
    both = [task, backstage.write(nora, split)]
    late_id = backstage.write(nora, both.pop(late_one) | LATE)["id"]
    waits = backstage.write(nora, both[0] | waited(task))["id"]
    nora.look(thread)

    def told() -> list[dict[str, Any]]:
        return [one for one in backstage.dump("Task") if f"breach@1#{late_id}#" in json.dumps(one)]

    async def once(portal: Portal) -> None:
        await portal.by_rule.run()

    nora.with_portal(once)
    [back] = [one for one in backstage.dump("Task") if one["id"] == waits]
    assert (back["status"], told()) == ("accepted", [])
    nora.with_portal(rules)
    assert len(told()) == 1


# Breach


def test_a_broken_promise_is_told_once_to_whom_the_policy_names(
    judge: Callable[..., Clinic], backstage: Backstage, thread: ThreadId
) -> None:
    stations = [judge(), judge("otto"), judge("sara")]
    late(backstage, stations[0], thread)
    race(stations, thread)
    [told] = made_beside(backstage, thread)
    assert told["performerType"][0]["coding"][0]["code"] == "supervisor"
    assert told["focus"] == {"reference": thread}
    assert "owner" not in told
    due = stamp(NOW - HOUR).partition(".")[0].replace("-", "").replace(":", "") + "Z"
    [name] = [one["value"] for one in told["identifier"]]
    assert name == f"breach@1#{backstage.task(thread)['id']}#{due}#supervisor"
    assert len(records(backstage, f"Task/{told['id']}")) == 1
    assert backstage.texts(thread) == [backstage.texts(thread)[0]], "nothing was written to the patient"


def test_a_call_that_is_late_goes_to_the_charge_nurse_first(
    judge: Callable[..., Clinic], backstage: Backstage, thread: ThreadId
) -> None:
    charge = msgspec.structs.replace(STAFF[1], duties=(Duty("charge", date(2020, 1, 1)),))
    nora = judge(staff=(STAFF[0], charge))
    flag = json.dumps({"rule": "RF-CARD-01", "level": 1, "message": thread.replace("thr", "msg")})
    task = backstage.task(thread)
    late(backstage, nora, thread, input=[*task["input"], given("red-flag", valueString=flag)])
    nora.look(thread)
    nora.with_portal(rules)
    told = made_beside(backstage, thread)
    assert [one.get("owner", {}).get("reference") for one in told] == ["Practitioner/otto", None]
    assert told[1]["performerType"][0]["coding"][0]["code"] == "supervisor", "nobody took it for an hour"


def test_whoever_takes_the_word_of_it_ends_the_telling(
    judge: Callable[..., Clinic], backstage: Backstage, thread: ThreadId
) -> None:
    charge = msgspec.structs.replace(STAFF[1], duties=(Duty("charge", date(2020, 1, 1)),))
    nora = judge(staff=(STAFF[0], charge))
    flag = json.dumps({"rule": "RF-CARD-01", "level": 1, "message": thread.replace("thr", "msg")})
    task = backstage.task(thread)
    late(backstage, nora, thread, input=[*task["input"], given("red-flag", valueString=flag)])
    nora.look(thread)

    async def first_only(portal: Portal) -> None:
        step = portal.by_rule.step(thread)
        assert step is not None
        await portal.by_rule.do(thread, step)

    nora.with_portal(first_only)
    [told] = made_beside(backstage, thread)
    backstage.write(nora, told | {"status": "accepted"})
    nora.look(thread)
    nora.with_portal(rules)
    assert len(made_beside(backstage, thread)) == 1


def test_the_word_of_it_closes_by_rule_once_the_item_is_closed(
    judge: Callable[..., Clinic], backstage: Backstage, thread: ThreadId
) -> None:
    nora = judge()
    late(backstage, nora, thread)
    nora.look(thread)
    nora.with_portal(rules)
    put(backstage, nora, thread, status="completed", owner={"reference": "Practitioner/nora"})
    nora.look(thread)
    nora.with_portal(rules)
    [told] = made_beside(backstage, thread)
    assert told["status"] == "completed"
    assert json.loads(told["output"][-1]["valueString"])["rule"] == "breach-over@1"


def test_a_lost_answer_tells_nobody_twice(
    judge: Callable[..., Clinic], backstage: Backstage, thread: ThreadId
) -> None:
    nora = judge()
    late(backstage, nora, thread)
    nora.look(thread)
    backstage.fault(action="drop_after", method="POST", path="Task$", nth=1)
    with pytest.raises(NoAnswer):
        nora.with_portal(rules)
    backstage.no_faults()
    nora.look(thread)
    nora.with_portal(rules)
    assert len(made_beside(backstage, thread)) == 1


def test_a_station_that_ends_in_between_leaves_nothing_half_done(
    judge: Callable[..., Clinic], backstage: Backstage, thread: ThreadId
) -> None:
    """The change and the record of why are one transaction: both are there, or neither."""
    nora, otto = judge(), judge("otto")
    on_hold(backstage, nora, thread)
    nora.look(thread)
    otto.look(thread)
    backstage.fault(action="drop_after", method="POST", path=r"^/fhir/R4/?$", nth=1)
    with pytest.raises(NoAnswer):
        nora.with_portal(rules)
    backstage.no_faults()
    otto.with_portal(rules)
    assert len(backstage.task(thread)["output"]) == 1
    assert len(records(backstage, item_of(thread))) == 1


def test_a_server_without_conditional_creates_is_searched_first(
    judge: Callable[..., Clinic], backstage: Backstage, thread: ThreadId
) -> None:
    nora, otto = judge(), judge("otto")
    late(backstage, nora, thread)
    for one in (nora, otto):
        one.knows(no_conditional_create=True)
        one.look(thread)

    async def blindly(portal: Portal) -> None:
        step = portal.by_rule.step(thread)
        assert step is not None
        await portal.by_rule.do(thread, step)

    nora.with_portal(blindly)
    otto.with_portal(blindly)
    assert len(made_beside(backstage, thread)) == 1


def test_a_server_without_transactions_gets_the_change_and_then_the_record(
    judge: Callable[..., Clinic], backstage: Backstage, thread: ThreadId
) -> None:
    nora = judge()
    nora.knows(no_transactions=True)
    on_hold(backstage, nora, thread)
    nora.look(thread)
    nora.with_portal(rules)
    assert backstage.task(thread)["status"] == "accepted"
    assert len(records(backstage, item_of(thread))) == 1


# Thanks


def test_thanks_are_closed_once_somebody_has_opened_them(
    judge: Callable[..., Clinic], backstage: Backstage, thread: ThreadId
) -> None:
    nora = judge()
    code = {"coding": [{"system": "x", "code": "fyi"}]}
    put(backstage, nora, thread, code=code, authoredOn=stamp(NOW - timedelta(days=5)))
    nora.look(thread)
    nora.with_portal(rules)
    assert backstage.task(thread)["status"] == "requested", "nobody has seen it"
    nora.opened = frozenset({item_of(thread)})
    nora.with_portal(rules)
    task = backstage.task(thread)
    assert task["status"] == "completed"
    assert task["owner"]["reference"] == "HealthcareService/nurses"


# Not read


def test_a_reply_that_is_not_read_for_days_comes_to_the_pool_and_leaves_when_it_is_read(
    judge: Callable[..., Clinic], backstage: Backstage, thread: ThreadId
) -> None:
    nora, otto = judge(), judge("otto")
    reply = message(thread, "Come in on Monday.", sender={"reference": "Practitioner/nora"})
    reply["sent"] = stamp(NOW - timedelta(days=4))
    posted = backstage.write(nora, reply)
    first = thread.replace("thr", "msg")
    patient = next(one for one in backstage.dump("Communication") if one["id"] == first.partition("/")[2])
    backstage.write(nora, patient | {"sent": stamp(NOW - timedelta(days=6))})
    put(
        backstage, nora, thread, status="completed", owner={"reference": "Practitioner/nora"},
        authoredOn=stamp(NOW - timedelta(days=6)), executionPeriod={"end": stamp(NOW - timedelta(days=4))},
    )  # fmt: skip
    for one in (nora, otto):
        one.look(thread)
    nora.with_portal(rules)
    assert made_beside(backstage, thread, "not-read") == [], "this server has told of nothing that was read"
    for one in (nora, otto):
        one.knows(read_receipts=True)
    race([nora, otto], thread)
    [made] = made_beside(backstage, thread, "not-read")
    assert made["owner"]["reference"] == "HealthcareService/nurses"
    current = next(one for one in backstage.dump("Communication") if one["id"] == posted["id"])
    backstage.write(nora, current | {"received": stamp(NOW)})
    nora.look(thread)
    nora.with_portal(rules)
    [made] = made_beside(backstage, thread, "not-read")
    assert made["status"] == "completed"


# Home readings


@pytest.mark.parametrize(("limit", "times"), [(180, 0), (150, 1)])
def test_a_home_reading_outside_the_sites_band_becomes_work_once(
    judge: Callable[..., Clinic], backstage: Backstage, limit: float, times: int
) -> None:
    thread = thread_of(59)
    stations = [judge(), judge("otto")]
    promises = Promises(
        policy(),
        (),
        stations[0].watch,
        protocols=Protocols(home=(Band("85354-9", "Blood pressure", high=limit),)),
    )
    for one in stations:
        one.known = lambda: Known(promises, STAFF)
        one.look(thread)
        one.store.ingest((), Cursor(LOOKED, NOW - HOUR)).result()
        one.with_portal(rules)
    made = alerts(backstage, stations[0].thread(thread).patient)
    assert len(made) == times
    for task in made:
        assert task["focus"] == {"reference": thread}
        assert "partOf" not in task
        assert task["description"] == "Blood pressure outside its band: 171/80."
        assert task["restriction"]["period"]["end"]
        assert task["owner"]["reference"] == "HealthcareService/nurses"


def alerts(backstage: Backstage, patient: str) -> list[dict[str, Any]]:
    """The alerts about a patient's home readings."""
    return [
        task
        for task in backstage.dump("Task")
        if task["for"]["reference"] == patient
        and task.get("code", {"coding": [{"code": ""}]})["coding"][0]["code"] == "home-monitoring"
    ]


# The engine


def test_the_engine_does_it_while_somebody_is_signed_in(
    judge: Callable[..., Clinic], backstage: Backstage, thread: ThreadId
) -> None:
    nora = judge()
    on_hold(backstage, nora, thread)
    running = Running(nora)
    running.engine.start()
    running.until(lambda _: bool(nora.store.truth_now(thread)) and item(nora, thread).stage is Stage.CLAIMED)
    assert running.engine.stop()


def test_where_nothing_can_be_judged_nothing_is_done(
    station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    plain = station()
    on_hold(backstage, plain, thread)
    plain.look(thread)
    plain.with_portal(rules)
    assert backstage.task(thread)["status"] == "on-hold"
