"""The seeded clinic: valid R4, resolving references, the promised mixture, nothing from the future."""

from __future__ import annotations

import importlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any

import pytest

from portal.clinic import build
from portal.clinic.hours import ALWAYS, LONG_OFFICE, OFFICE, OFFICE_AND_SATURDAY, ZONE
from portal.clinic.words import load

Json = dict[str, Any]

NOW = datetime(2026, 11, 18, 16, 20, tzinfo=UTC)  # a Wednesday, 10:20 in the clinic
OPEN = {"requested", "received", "ready", "accepted", "in-progress", "on-hold"}


@cache
def resources(now: datetime = NOW) -> dict[str, Json]:
    return {f"{r['resourceType']}/{r['id']}": r for r in build(7, 240, 520, now).resources}


def of_type(kind: str) -> list[Json]:
    return [r for r in resources().values() if r["resourceType"] == kind]


def inputs(task: Json, code: str) -> list[Json]:
    return [i for i in task["input"] if i["type"]["coding"][0]["code"] == code]


def open_tasks() -> list[Json]:
    return [task for task in of_type("Task") if task["status"] in OPEN]


def texts_of(thread: str) -> list[Json]:
    parts = [c for c in of_type("Communication") if {"reference": thread} in c.get("partOf", [])]
    return sorted(parts, key=lambda message: message["sent"])


def references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "reference":
                yield inner
            else:
                yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


KINDS = sorted({key.partition("/")[0] for key in resources()})


@pytest.mark.parametrize("kind", KINDS)
def test_every_resource_is_valid_r4(kind: str) -> None:
    module = importlib.import_module(f"fhirclient.models.{kind.lower()}")
    for found in of_type(kind):
        getattr(module, kind)(found, strict=True)


def test_the_clinic_holds_every_kind_of_resource_the_workstation_reads() -> None:
    assert {
        "AllergyIntolerance", "Appointment", "CareTeam", "Communication", "Condition", "DiagnosticReport",
        "Encounter", "HealthcareService", "MedicationDispense", "MedicationRequest", "Observation",
        "Organization", "Patient", "Practitioner", "PractitionerRole", "RelatedPerson", "Task",
    } <= set(KINDS)  # fmt: skip


def test_every_reference_resolves_and_names_its_type() -> None:
    dangling = {ref for r in resources().values() for ref in references(r) if ref not in resources()}
    assert dangling == set()


def test_ids_are_unique_and_legal() -> None:
    made = list(build(7, 240, 520, NOW).resources)
    assert len(made) == len(resources())
    assert all(re.fullmatch(r"[A-Za-z0-9\-.]{1,64}", r["id"]) for r in made)


def test_the_same_arguments_give_the_same_clinic_and_another_seed_another() -> None:
    first, again, other = (
        json.dumps(list(build(seed, 25, 60, NOW).resources), ensure_ascii=False) for seed in (3, 3, 4)
    )
    assert first == again
    assert first != other


def test_walking_the_resources_twice_gives_the_same() -> None:
    clinic = build(3, 12, 30, NOW)
    assert list(clinic.resources) == list(clinic.resources)


@pytest.mark.parametrize(
    "now",
    [
        NOW,
        datetime(2026, 11, 21, 11, 19, tzinfo=UTC),  # Saturday before opening
        datetime(2026, 11, 27, 4, 0, tzinfo=UTC),  # the night after Thanksgiving
        datetime(2027, 3, 14, 9, 0, tzinfo=UTC),  # the clocks have just changed
        datetime(2028, 2, 29, 20, 0, tzinfo=UTC),
    ],
)
def test_nothing_that_has_happened_lies_in_the_future(now: datetime) -> None:
    happened = re.compile(
        r'"(lastUpdated|sent|received|authoredOn|lastModified|time|issued|recordedDate)": "([^"]+)"'
    )
    for found in resources(now).values():
        for name, at in happened.findall(json.dumps(found)):
            assert datetime.fromisoformat(at) <= now, (found["resourceType"], found["id"], name, at)
    for task in (r for r in resources(now).values() if r["resourceType"] == "Task"):
        assert datetime.fromisoformat(task["authoredOn"]) <= datetime.fromisoformat(task["lastModified"])


def test_every_version_time_is_a_utc_instant_with_milliseconds() -> None:
    assert all(
        re.fullmatch(r"[\d-]{10}T[\d:]{8}\.\d{3}Z", r["meta"]["lastUpdated"]) for r in resources().values()
    )


def test_a_clinic_without_patients_is_staff_pools_and_what_was_decided() -> None:
    kinds = Counter(r["resourceType"] for r in build(1, 0, 500, NOW).resources)
    people = {"Practitioner", "PractitionerRole"}
    assert set(kinds) == people | {"HealthcareService", "Organization", "Library"}
    assert kinds["HealthcareService"] == 7


@pytest.mark.parametrize(("patients", "threads"), [(1, 12), (3, 40), (30, 0)])
def test_tiny_clinics_can_be_built(patients: int, threads: int) -> None:
    made = list(build(5, patients, threads, NOW).resources)
    headers = [r for r in made if r["resourceType"] == "Communication" and "payload" not in r]
    assert len(headers) == threads


def test_a_large_clinic_is_made_as_it_is_walked() -> None:
    found = islice(build(2, 60, 1_000_000, NOW).resources, 5_000)
    assert sum(r["resourceType"] == "Task" for r in found) > 500


def test_accounts_name_the_people_of_the_demo() -> None:
    accounts = {account.user: account for account in build(1, 0, 0, NOW).accounts}
    assert (accounts["nadia"].name, accounts["nadia"].role) == ("Nadia Brand, RN", "rn")
    assert accounts["solheim"].role == "prescriber"
    assert accounts["petra"].role == "supervisor"
    assert {a.role for a in accounts.values()} == {"clerk", "lpn", "rn", "prescriber", "supervisor"}
    assert all(account.practitioner in resources() for account in accounts.values())


def test_open_work_is_as_much_and_as_mixed_as_the_demo_needs() -> None:
    tasks = open_tasks()
    pools = Counter(inputs(task, "pool")[0]["valueReference"]["reference"] for task in tasks)
    owners = Counter(task["owner"]["reference"] for task in tasks)
    kinds = Counter(task["code"]["coding"][0]["code"] for task in tasks)
    assert 130 <= len(tasks) <= 180
    nurses = ("family-medicine-nurses", "nurse-advice-line", "refills")
    assert sum(pools[f"HealthcareService/{pool}"] for pool in nurses) >= 60
    assert len(pools) == 7
    assert owners["Practitioner/nadia"] >= 2
    assert owners["Practitioner/tomas"] >= 2
    assert owners["PractitionerRole/solheim"] >= 3
    everyday = "medical-question refill result-question scheduling fyi form referral billing"
    written = "home-monitoring questionnaire result-release physician-review"
    assert {*everyday.split(), *written.split()} <= set(kinds)
    assert {"requested", "accepted", "in-progress", "on-hold"} == {task["status"] for task in tasks}
    assert 0.15 < sum("restriction" in t for t in tasks if "partOf" not in t) / len(tasks) < 0.45


def test_an_unclaimed_item_is_owned_by_its_pool_and_a_claimed_one_by_a_member_of_it() -> None:
    members: dict[str, set[str]] = {}
    for role in of_type("PractitionerRole"):
        for pool in role["healthcareService"]:
            members.setdefault(pool["reference"], set()).add(role["practitioner"]["reference"])
    for task in of_type("Task"):
        pool, owner = inputs(task, "pool")[0]["valueReference"]["reference"], task["owner"]["reference"]
        if task["status"] == "requested" and "partOf" not in task:
            assert owner == pool
        elif "partOf" not in task:
            assert owner in members[pool]


def test_every_obligation_points_at_its_thread_and_the_messages_that_made_it() -> None:
    identifiers = Counter(task["identifier"][0]["value"] for task in of_type("Task"))
    assert max(identifiers.values()) == 1
    for task in (t for t in of_type("Task") if "partOf" not in t and inputs(t, "triggering-message")):
        thread = task["focus"]["reference"]
        messages = [resources()[i["valueReference"]["reference"]] for i in inputs(task, "triggering-message")]
        assert "payload" not in resources()[thread]
        assert task["identifier"][0]["value"] == f"{thread.partition('/')[2]}#{messages[0]['id']}"
        assert task["authoredOn"] == messages[0]["sent"]
        assert all({"reference": thread} in message["partOf"] for message in messages)
        assert not any(m["sender"]["reference"].startswith("Practitioner") for m in messages)


def test_an_open_thread_ends_with_the_patient_unless_it_waits_for_them() -> None:
    for task in (t for t in open_tasks() if "partOf" not in t and texts_of(t["focus"]["reference"])):
        staff_last = texts_of(task["focus"]["reference"])[-1]["sender"]["reference"].startswith(
            "Practitioner"
        )
        assert staff_last == (task["status"] == "on-hold")


def test_a_waiting_item_says_why_and_until_when() -> None:
    waiting = [task for task in open_tasks() if task["status"] == "on-hold"]
    assert len(waiting) >= 6
    for task in waiting:
        assert task["statusReason"]["text"]
        assert datetime.fromisoformat(inputs(task, "wake")[0]["valueDateTime"]) > datetime.fromisoformat(
            task["authoredOn"]
        )


def test_an_escalation_carries_question_summary_and_reply_and_is_due_before_its_parent() -> None:
    reviews = [task for task in open_tasks() if "partOf" in task]
    assert len(reviews) >= 5
    for task in reviews:
        assert all(inputs(task, code)[0]["valueString"] for code in ("question", "summary", "proposed-reply"))
        parent = resources()[task["partOf"][0]["reference"]]
        assert parent["status"] == "in-progress"
        assert task["owner"]["reference"].startswith("PractitionerRole/")
        if "restriction" in parent:
            assert task["restriction"]["period"]["end"] <= max(
                parent["restriction"]["period"]["end"], task["authoredOn"]
            )


def test_a_finished_item_says_what_closed_it_and_how_long_it_took() -> None:
    for task in (t for t in of_type("Task") if t["status"] == "completed"):
        outputs = {o["type"]["coding"][0]["code"]: o for o in task["output"]}
        assert outputs.keys() & {"reply", "outcome"}
        assert outputs["handling-time"]["valueDuration"]["value"] > 0
        assert task["executionPeriod"]["start"] <= task["executionPeriod"]["end"]
        if "reply" in outputs:
            reply = resources()[outputs["reply"]["valueReference"]["reference"]]
            assert reply["sender"]["reference"] == task["owner"]["reference"]


def test_each_flagged_span_is_the_words_the_rule_names() -> None:
    stock = {flag["rule"]: " ".join(flag["sentences"]) for flag in load("red_flags")["flag"]}
    flagged = [task for task in open_tasks() if inputs(task, "red-flag")]
    assert 5 <= len(flagged) <= 10
    for task in flagged:
        hit = json.loads(inputs(task, "red-flag")[0]["valueString"])
        text = resources()[hit["message"]]["payload"][0]["contentString"]
        words = text[hit["start"] : hit["end"]]
        marked = [re.sub(r"\{\w+\}", "@", m) for m in re.findall(r"<<(.*?)>>", stock[hit["rule"]])]
        assert any(re.fullmatch(re.escape(m).replace("@", r"[\w -]+"), words) for m in marked), words
        assert hit["level"] in (1, 2, 3)
        assert task["priority"] != "routine"


def test_a_refill_asks_for_a_medicine_that_is_on_the_patients_list() -> None:
    refills = [t for t in of_type("Task") if t["code"]["coding"][0]["code"] == "refill"]
    assert len(refills) > 60
    linked = [task for task in refills if inputs(task, "medication-request")]
    assert len(linked) >= len(refills) - 2
    for task in linked:
        order = resources()[inputs(task, "medication-request")[0]["valueReference"]["reference"]]
        assert order["subject"]["reference"] == task["for"]["reference"]
        assert order["status"] == "active"


def test_supplies_run_from_out_to_many_weeks() -> None:
    left = []
    for fill in of_type("MedicationDispense"):
        elapsed = NOW - datetime.fromisoformat(fill["whenHandedOver"])
        left.append(fill["daysSupply"]["value"] - elapsed / timedelta(days=1))
    assert min(left) < 0
    assert max(left) > 60
    assert sum(-1 < days < 7 for days in left) > 40


def test_only_proxies_of_the_patient_write_for_them_and_children_do_not_write() -> None:
    proxies = 0
    for thread in (c for c in of_type("Communication") if "payload" not in c):
        sender, patient = thread["sender"]["reference"], thread["subject"]["reference"]
        if sender.startswith("RelatedPerson/"):
            proxies += 1
            related = resources()[sender]
            assert related["active"]
            assert related["patient"]["reference"] == patient
        else:
            assert sender == patient
            if "birthDate" not in resources()[patient]:
                continue  # the one record that says nothing
            born = datetime.fromisoformat(resources()[patient]["birthDate"]).date()
            assert (NOW.date() - born).days > 12.9 * 365.25
    assert proxies > 40


def test_some_senders_wrote_three_times_within_72_hours() -> None:
    def often(task: Json) -> bool:
        sent = [
            resources()[i["valueReference"]["reference"]]["sent"] for i in inputs(task, "triggering-message")
        ]
        return len(sent) >= 3 and datetime.fromisoformat(sent[-1]) - datetime.fromisoformat(
            sent[0]
        ) < timedelta(hours=72)

    assert sum(often(task) for task in open_tasks()) >= 2


def test_messages_hardly_ever_repeat_and_leave_no_stock_marks() -> None:
    bodies = [c["payload"][0]["contentString"] for c in of_type("Communication") if "payload" in c]
    headers = [f"Communication/{c['id']}" for c in of_type("Communication") if "payload" not in c]
    first = [texts[0]["payload"][0]["contentString"] for thread in headers if (texts := texts_of(thread))]
    assert len(set(first)) > 0.98 * len(first)
    assert not [body for body in bodies if re.search(r"[{}<>|\[\]]|\.\.\d|  ", body)]
    assert any("gracias" in body.lower() for body in bodies)


def test_open_items_are_spread_over_overdue_soon_and_on_track() -> None:
    first_look = {"medical-question": 4, "scheduling": 4, "billing": 4, "refill": 8, "result-question": 8}
    hours = {"scheduling": LONG_OFFICE, "billing-and-records": OFFICE, "nurse-advice-line": ALWAYS}
    late = counted = 0
    for task in (t for t in open_tasks() if t["status"] == "requested" and "partOf" not in t):
        pool = inputs(task, "pool")[0]["valueReference"]["reference"].partition("/")[2]
        promised = first_look.get(task["code"]["coding"][0]["code"])
        if promised:
            arrived = datetime.fromisoformat(task["authoredOn"])
            due = hours.get(pool, OFFICE_AND_SATURDAY).add(arrived, timedelta(hours=promised))
            counted, late = counted + 1, late + (due < NOW)
    assert 0.08 < late / counted < 0.4


def test_pools_say_their_hours_zone_and_coming_holidays() -> None:
    pools = {pool["id"]: pool for pool in of_type("HealthcareService")}
    assert all(p["extension"][0]["valueCode"] == "America/Chicago" for p in pools.values())
    family = pools["family-medicine-nurses"]
    assert {
        "description": "Thanksgiving Day",
        "during": {"start": "2026-11-26", "end": "2026-11-26"},
    } in family["notAvailable"]
    assert {
        "daysOfWeek": ["sat"],
        "availableStartTime": "09:00:00",
        "availableEndTime": "13:00:00",
    } in family["availableTime"]
    assert pools["nurse-advice-line"]["availableTime"][0]["allDay"] is True


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-11-16 11:30", 2, "2026-11-16 14:30"),
        ("2026-11-20 16:30", 1, "2026-11-21 09:30"),
        ("2026-11-25 16:30", 1, "2026-11-27 08:30"),
    ],
)
def test_open_hours_skip_lunch_nights_and_holidays_both_ways(start: str, hours: float, due: str) -> None:
    assert OFFICE_AND_SATURDAY.add(at(start), timedelta(hours=hours)) == at(due)
    assert OFFICE_AND_SATURDAY.back(at(due), timedelta(hours=hours)) == at(start)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-11-16 20:00", "2026-11-18 08:00"),  # received Tuesday 08:00
        ("2026-11-20 16:00", "2026-11-21 13:00"),  # Saturday closes at 13:00
        ("2026-11-25 15:00", "2026-11-27 15:00"),  # Thanksgiving between
    ],
)
def test_a_business_day_is_the_same_time_on_the_next_open_day(start: str, due: str) -> None:
    assert OFFICE_AND_SATURDAY.add_days(at(start), 1) == at(due)


def test_every_written_conversation_has_its_open_work_and_what_it_is_about() -> None:
    keys = [scene["key"] for scene in load("staged")["scene"]]
    assert len(keys) >= 19
    for key in keys:
        task, header = resources()[f"Task/task-{key}"], resources()[f"Communication/thr-{key}"]
        assert task["status"] == "requested"
        assert all(one["reference"] in resources() for one in header.get("about", ()))


def test_a_small_clinic_has_no_written_conversations() -> None:
    assert not any(
        one["resourceType"] == "Task" and "refill-met" in one["id"] for one in build(7, 5, 20, NOW).resources
    )


def test_what_was_done_is_recorded_so_that_it_can_be_measured() -> None:
    records = of_type("Provenance")
    activities = Counter(one["activity"]["coding"][0]["code"] for one in records)
    assert activities["complete"] > 50
    assert activities["route"] and activities["escalate"]
    named = {policy for one in records for policy in one.get("policy", ())}
    assert named and all(policy.startswith("https://example.org/inbox/speed-button/") for policy in named)
    for one in records:
        (target,) = one["target"]
        assert target["reference"] in resources()
        assert datetime.fromisoformat(one["recorded"]) <= NOW
    decided = [task for task in of_type("Task") if task["id"].endswith("-decided")]
    assert decided
    assert {resources()[task["partOf"][0]["reference"]]["status"] for task in decided} == {"completed"}
