"""Patients who write while the portal runs, against a portal that is a dictionary."""

from __future__ import annotations

import asyncio
import importlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portal.clinic import build
from portal.clinic.arrivals import Arrivals
from portal.clinic.fhir import instant

Json = dict[str, Any]

START = datetime(2026, 11, 18, 16, 20, tzinfo=UTC)


class DictPortal:
    """As much of a portal as arrivals need; its clock is moved by the test."""

    def __init__(self, threads: int = 10) -> None:
        self.clock = START
        self.held: dict[tuple[str, str], Json] = {}
        self.created: list[Json] = []
        for found in build(11, 60, threads, START).resources:
            self.held[found["resourceType"], found["id"]] = found

    def now(self) -> datetime:
        return self.clock

    def search(self, resource_type: str, /, **params: str) -> list[Json]:
        found = [r for (kind, _), r in self.held.items() if kind == resource_type]
        for name, wanted in params.items():
            found = [r for r in found if self._matches(r, name, wanted)]
        return found

    def create(self, resource: Json) -> Json:
        assert "id" not in resource
        stored = {**resource, "id": f"new-{len(self.created)}", "meta": {"lastUpdated": instant(self.clock)}}
        self.held[stored["resourceType"], stored["id"]] = stored
        self.created.append(stored)
        return stored

    def update(self, resource: Json) -> Json:
        self.held[resource["resourceType"], resource["id"]] = resource
        return resource

    @staticmethod
    def _matches(found: Json, name: str, wanted: str) -> bool:
        match name:
            case "_id":
                return bool(found["id"] == wanted)
            case "_lastUpdated":
                return bool(found["meta"]["lastUpdated"] >= wanted.removeprefix("ge"))
            case "patient":
                about = found.get("subject") or found.get("patient") or {}
                actors = [p["actor"] for p in found.get("participant", []) if "actor" in p]
                return {"reference": wanted}.items() <= about.items() or any(
                    actor["reference"] == wanted for actor in actors
                )
            case "focus":
                return bool(found["focus"]["reference"] == wanted)
            case "status":
                return found["status"] in wanted.split(",")
        raise AssertionError(f"arrivals search by {name}, which this portal does not know")

    def new(self, kind: str) -> list[Json]:
        return [r for r in self.created if r["resourceType"] == kind]


def run_for(portal: DictPortal, arrivals: Arrivals, span: timedelta) -> None:
    until = portal.clock + span
    while portal.clock < until:
        portal.clock += timedelta(seconds=30)
        arrivals.catch_up()


def staff_reply(portal: DictPortal, thread: Json, text: str) -> Json:
    return portal.create(
        {
            "resourceType": "Communication",
            "status": "completed",
            "partOf": [{"reference": f"Communication/{thread['id']}"}],
            "sent": instant(portal.clock),
            "sender": {"reference": "Practitioner/nadia"},
            "payload": [{"contentString": text}],
        }
    )


def reply_until_answered(portal: DictPortal, arrivals: Arrivals, thread: Json, text: str) -> list[Json]:
    """What the patient wrote back; we write again when they are one of those who do not answer."""
    for _ in range(20):
        staff_reply(portal, thread, text)
        before = len(portal.created)
        run_for(portal, arrivals, timedelta(minutes=30))
        if written := portal.created[before:]:
            return written
    raise AssertionError("twenty replies and no answer")


def threads_of(portal: DictPortal, *, finished: bool) -> list[Json]:
    heads = [c for c in portal.search("Communication") if "payload" not in c]
    return [head for head in heads if (head["status"] == "completed") == finished]


def test_threads_arrive_at_the_asked_rate_with_header_message_and_unclaimed_task() -> None:
    portal = DictPortal()
    arrivals = Arrivals(1, 40, portal)
    run_for(portal, arrivals, timedelta(hours=5))
    tasks = portal.new("Task")
    assert 150 < len(tasks) < 250
    heads = [c for c in portal.new("Communication") if "payload" not in c]
    assert len(heads) == len(tasks)
    for task in tasks:
        thread = portal.held["Communication", task["focus"]["reference"].partition("/")[2]]
        opener = task["input"][1]["valueReference"]["reference"].partition("/")[2]
        assert portal.held["Communication", opener]["partOf"] == [
            {"reference": f"Communication/{thread['id']}"}
        ]
        assert task["status"] == "requested"
        assert task["owner"] == task["input"][0]["valueReference"]
        assert task["identifier"][0]["value"] == f"{thread['id']}#{opener}"
        assert "restriction" not in task
    assert len({task["code"]["coding"][0]["code"] for task in tasks}) >= 6


def test_everything_written_is_valid_r4_past_and_by_patients_only() -> None:
    portal = DictPortal()
    arrivals = Arrivals(2, 60, portal)
    run_for(portal, arrivals, timedelta(hours=1))
    assert portal.created
    for made in portal.created:
        module = importlib.import_module(f"fhirclient.models.{made['resourceType'].lower()}")
        getattr(module, made["resourceType"])(made, strict=True)
        assert START < datetime.fromisoformat(made.get("sent") or made["authoredOn"]) <= portal.clock
        who = (made.get("sender") or made["requester"])["reference"]
        assert who.partition("/")[0] in ("Patient", "RelatedPerson")
    identifiers = [made["identifier"][0]["value"] for made in portal.created]
    assert len(set(identifiers)) == len(identifiers)


def test_the_same_seed_and_start_write_the_same() -> None:
    written = []
    for seed in (3, 3, 4):
        portal = DictPortal()
        run_for(portal, Arrivals(seed, 30, portal), timedelta(hours=1))
        written.append(portal.created)
    assert written[0] == written[1]
    assert written[0] != written[2]


def test_a_refill_that_arrives_names_an_active_medicine_of_the_patient() -> None:
    portal = DictPortal()
    run_for(portal, Arrivals(5, 120, portal), timedelta(hours=1))
    refills = [t for t in portal.new("Task") if t["code"]["coding"][0]["code"] == "refill"]
    assert refills
    for task in refills:
        order = task["input"][2]["valueReference"]["reference"].partition("/")[2]
        assert portal.held["MedicationRequest", order]["status"] == "active"
        assert portal.held["MedicationRequest", order]["subject"]["reference"] == task["for"]["reference"]


def test_a_patient_who_answers_in_a_finished_thread_makes_a_new_task() -> None:
    portal = DictPortal(threads=40)
    arrivals = Arrivals(6, 0, portal)
    thread = threads_of(portal, finished=True)[0]
    answer, task = reply_until_answered(portal, arrivals, thread, "All is well, nothing to do.")
    assert answer["sender"] == thread["sender"]
    assert answer["partOf"] == [{"reference": f"Communication/{thread['id']}"}]
    assert task["focus"] == {"reference": f"Communication/{thread['id']}"}
    assert task["status"] == "requested"


def test_a_patient_who_answers_while_something_is_open_only_adds_a_message() -> None:
    portal = DictPortal(threads=40)
    arrivals = Arrivals(6, 0, portal)
    thread = threads_of(portal, finished=False)[0]
    written = reply_until_answered(portal, arrivals, thread, "Since when, and how bad is it?")
    assert [made["resourceType"] for made in written] == ["Communication"]


def test_not_every_reply_is_answered_and_none_twice() -> None:
    portal = DictPortal(threads=200)
    arrivals = Arrivals(8, 0, portal)
    heads = threads_of(portal, finished=True)[:60]
    for head in heads:
        staff_reply(portal, head, "Please go on as you are.")
    run_for(portal, arrivals, timedelta(hours=2))
    answers = [c for c in portal.new("Communication") if c["sender"]["reference"] != "Practitioner/nadia"]
    assert 18 <= len(answers) <= 48
    assert len({a["partOf"][0]["reference"] for a in answers}) == len(answers)


def test_without_a_rate_nobody_opens_a_thread() -> None:
    portal = DictPortal()
    run_for(portal, Arrivals(9, 0, portal), timedelta(hours=3))
    assert portal.created == []


def test_a_portal_without_patients_receives_nothing() -> None:
    portal = DictPortal()
    portal.held = {key: r for key, r in portal.held.items() if key[0] != "Patient"}
    run_for(portal, Arrivals(9, 60, portal), timedelta(hours=1))
    assert portal.created == []


def test_it_runs_until_it_is_cancelled() -> None:
    portal = DictPortal()
    arrivals = Arrivals(10, 60, portal)
    portal.clock += timedelta(hours=1)

    async def run() -> None:
        task = asyncio.create_task(arrivals.run())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())
    assert portal.new("Task")


def test_patients_open_most_of_what_staff_writes_and_all_that_they_answer() -> None:
    portal = DictPortal()
    arrivals = Arrivals(3, 0, portal)
    thread = next(one for (kind, _), one in portal.held.items() if kind == "Task")["focus"]["reference"]
    replies = []
    for number in range(40):
        said = {
            "resourceType": "Communication",
            "partOf": [{"reference": thread}],
            "sender": {"reference": "Practitioner/nadia"},
            "payload": [{"contentString": f"It is at the pharmacy, {number}."}],
            "sent": instant(portal.clock),
        }
        replies.append(portal.create(said)["id"])
    run_for(portal, arrivals, timedelta(minutes=40))
    opened = [one for one in replies if "received" in portal.held["Communication", one]]
    answered = {
        one["inResponseTo"][0]["reference"].partition("/")[2]
        for one in portal.new("Communication")
        if "inResponseTo" in one
    }
    assert 25 < len(opened) < 40
    assert answered and answered <= set(opened)
