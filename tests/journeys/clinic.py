"""The sandbox clinic on a quiet day: no message is a red flag of level 1 or 2, which waits for a call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import msgspec

from inbox.domain.red_flags import scan
from portal.app import build as build_portal
from portal.clinic import Clinic, build
from portal.clinic.hours import ZONE, closures
from portal.settings import Settings
from tests.red_flags.shipped import shipped

PATIENTS, THREADS = 60, 240
GUS = "Practitioner/gus"
LEFT_WITH_GUS = ("convert", "not-eligible", "record-mistakes", "wrong-patient")
"""Written conversations of his, each due today."""
DANGER = " Also, I have had chest pain and pressure in my left arm since this morning."

Json = dict[str, Any]


def quiet(seed: int, patients: int, threads: int, now: datetime) -> Clinic:
    """The clinic of this seed without the conversations that somebody has to telephone about.

    Neither by what the portal has stored nor by what the program's own rules find, in answers too. Nor is
    there work in no conversation: some seconds later it would join the lists that a test has just looked at.
    """
    made = build(seed, patients, threads, now)
    resources = [one for one in made.resources if one["resourceType"] != "Task" or _threads_of(one)]
    alarming = {one["focus"]["reference"] for one in resources if _calls(one)}
    alarming |= {thread for one in resources if _is_found(one) for thread in _threads_of(one)}
    answers = {f"QuestionnaireResponse/{one['id']}" for one in resources if _is_answered_with_danger(one)}
    for one in resources:
        if answers & {about.get("reference", "") for about in one.get("about", [])}:
            alarming |= _threads_of(one)
    return Clinic(made.accounts, [one for one in resources if not alarming & _threads_of(one)])


TUESDAY, FRIDAY = 1, 4


def ahead_to(at: time, weekday: int = TUESDAY) -> timedelta:
    """How far a clock is ahead of this computer's that shows `at` on the clinic's next working `weekday`."""
    now = datetime.now(UTC)
    days = (now.astimezone(ZONE).date() + timedelta(days=n) for n in range(1, 60))
    wanted = next(day for day in days if day.weekday() == weekday and day not in closures(day.year))
    return datetime.combine(wanted, at, ZONE) - now


def hiding_a_danger(seed: int, patients: int, threads: int, now: datetime) -> Clinic:
    """The quiet clinic, but in the end of one refill request stands what nobody has flagged."""
    made = quiet(seed, patients, threads, now)
    wanted = next(
        one["valueReference"]["reference"]
        for task in made.resources
        if task["resourceType"] == "Task" and task["status"] == "requested" and "efill" in task["description"]
        for one in task["input"]
        if one["type"]["coding"][0]["code"] == "triggering-message"
    )
    message = next(one for one in made.resources if f"Communication/{one['id']}" == wanted)
    message["payload"][0]["contentString"] += DANGER
    return made


def open_only(seed: int, patients: int, threads: int, now: datetime) -> Clinic:
    """The quiet clinic without its closed conversations: several people's computers are one here."""
    made = quiet(seed, patients, threads, now)
    tasks = [one for one in made.resources if one["resourceType"] == "Task" and one["status"] != "completed"]
    kept = set[str]().union(*map(_threads_of, tasks))
    resources = [one for one in made.resources if not _threads_of(one) or _threads_of(one) & kept]
    return Clinic(made.accounts, resources)


def without_gus(seed: int, patients: int, threads: int, now: datetime) -> Clinic:
    """The same while Gus is not in: what he was given yesterday lies with him, unbegun."""
    made = open_only(seed, patients, threads, now)
    for one in made.resources:
        if one["id"] == "gus" and one["resourceType"] == "PractitionerRole":
            one["availableTime"][0]["daysOfWeek"] = ["fri"]
        elif one["resourceType"] == "Task" and one["id"].removeprefix("task-") in LEFT_WITH_GUS:
            one["owner"] = {"reference": GUS, "display": "Gus Tiedemann, LPN"}
    return made


def make(
    database: Path,
    of: Callable[[int, int, int, datetime], Clinic] = quiet,
    ahead: timedelta = timedelta(),
    size: tuple[int, int] = (PATIENTS, THREADS),
) -> Clinic:
    """Fill a new database with it; `ahead`: of this computer's clock; `size`: patients and conversations."""
    made: list[Clinic] = []

    def kept(seed: int, patients: int, threads: int, now: datetime) -> Clinic:
        made.append(of(seed, patients, threads, now))
        return made[-1]

    settings = Settings(
        f"sqlite:///{database}",
        patients=size[0],
        threads=size[1],
        clock_offset=ahead.total_seconds(),
    )
    app = build_portal(settings, make_clinic=kept)
    app.state.database.close()
    return made[-1]


def _calls(resource: Json) -> bool:
    if resource["resourceType"] != "Task":
        return False
    inputs = (one for one in resource.get("input", []) if one["type"]["coding"][0]["code"] == "red-flag")
    return any(msgspec.json.decode(one["valueString"])["level"] <= 2 for one in inputs)


def _is_found(resource: Json) -> bool:
    if resource["resourceType"] != "Communication":
        return False
    subject = resource.get("topic", {}).get("text", "")
    words = "\n\n".join(part.get("contentString", "") for part in resource.get("payload", []))
    return any(hit.is_flag and hit.level <= 2 for hit in scan(shipped(), subject, words))


def _is_answered_with_danger(resource: Json) -> bool:
    if resource["resourceType"] != "QuestionnaireResponse":
        return False
    given = [(item["linkId"], answer) for item in resource["item"] for answer in item["answer"]]
    words = (answer["valueString"] for _, answer in given if "valueString" in answer)
    if any(hit.is_flag and hit.level <= 2 for one in words for hit in scan(shipped(), "", one)):
        return True
    ninth = (answer["valueCoding"] for link, answer in given if link == "9" and "valueCoding" in answer)
    return any(one["extension"][0]["valueDecimal"] > 0 for one in ninth)  # of a PHQ-9: thoughts of death


def _threads_of(resource: Json) -> set[str]:
    """The conversation that a header, a message or a Task belongs to."""
    kind = resource["resourceType"]
    if kind == "Communication":
        return {f"{kind}/{resource['id']}", *(part["reference"] for part in resource.get("partOf", []))}
    focus: str = resource.get("focus", {}).get("reference", "") if kind == "Task" else ""
    return {focus} if focus.startswith("Communication/") else set()
