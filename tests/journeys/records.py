"""What the portal's own records say of a day's work, without any code of the program under test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from tests.journeys.patients import THANKS
from tests.journeys.portal_process import Json, PortalProcess, text_of

_DONE = ("completed", "cancelled", "rejected", "failed", "entered-in-error")


class Sent(NamedTuple):
    """A reply that a patient must have, exactly once."""

    thread: str
    text: str
    by: str
    drafted_by: str = ""


def faults(portal: PortalProcess, before: Collection[str], replies: Collection[Sent]) -> list[str]:
    """Everything that is not as it must be; `before` are the items that there were."""
    tasks = portal.all("Task")
    return [*_of_replies(portal, replies), *_of_work(tasks, before), *_of_answers(portal, tasks)]


def open_work(portal: PortalProcess) -> dict[str, tuple[str, str]]:
    """Who has each open item, and by when it is due: as the portal has it."""
    return {
        f"Task/{one['id']}": (
            _person(one.get("owner", {}).get("reference", "")),
            one.get("restriction", {}).get("period", {}).get("end", ""),
        )
        for one in portal.all("Task")
        if one["status"] not in _DONE and _kind(one) != "breach"
    }


def closed_work(portal: PortalProcess) -> list[str]:
    """What has been closed, by reference."""
    return [f"Task/{one['id']}" for one in portal.all("Task") if one["status"] in _DONE]


def recorded(portal: PortalProcess, activity: str) -> list[Json]:
    """Why something was done, of that activity."""
    return [one for one in portal.all("Provenance") if one["activity"]["coding"][0]["code"] == activity]


def agents(record: Json) -> dict[str, str]:
    """Who did what of it."""
    return {one["type"]["coding"][0]["code"]: one["who"]["reference"] for one in record["agent"]}


def _of_replies(portal: PortalProcess, wanted: Collection[Sent]) -> Iterator[str]:
    there = portal.written_here()
    found = Counter(
        (one["partOf"][0]["reference"], text_of(one), one["sender"]["reference"]) for one in there
    )
    expected = Counter((one.thread, one.text, one.by) for one in wanted)
    yield from (f"sent {n} times too often: {what}" for what, n in (found - expected).items())
    yield from (f"never sent: {what}" for what in expected - found)
    for one in wanted:
        if one.drafted_by:
            names = {f"Communication/{sent['id']}" for sent in there if text_of(sent) == one.text}
            told = [
                record
                for record in recorded(portal, "approve")
                if names & {target["reference"] for target in record["target"]}
            ]
            if [agents(record) for record in told] != [{"author": one.drafted_by, "verifier": one.by}]:
                yield f"the authors of {one.text!r}: {[agents(record) for record in told]}"


def _of_work(tasks: Iterable[Json], before: Collection[str]) -> Iterator[str]:
    names = Counter(name["value"] for one in tasks for name in one.get("identifier", []))
    yield from (f"made {n} times: {name}" for name, n in names.items() if n > 1)
    yield from (f"lost: {one}" for one in set(before) - {f"Task/{one['id']}" for one in tasks})
    yield from (f"nobody's: {one['id']}" for one in tasks if "owner" not in one and _kind(one) != "breach")


def _of_answers(portal: PortalProcess, tasks: Iterable[Json]) -> Iterator[str]:
    """What the patients wrote back: each is work once."""
    thanks = [one for one in portal.all("Communication") if text_of_any(one) == THANKS]
    replied = Counter(one["partOf"][0]["reference"] for one in portal.written_here())
    if Counter(one["partOf"][0]["reference"] for one in thanks) != replied:
        yield f"{len(thanks)} answers to {replied.total()} replies"
    triggers = Counter(
        part["valueReference"]["reference"]
        for one in tasks
        if "partOf" not in one
        for part in one.get("input", [])
        if part["type"]["coding"][0]["code"] == "triggering-message"
    )
    for one in thanks:
        if (times := triggers[f"Communication/{one['id']}"]) != 1:
            yield f"{one['id']} is work {times} times"


def text_of_any(message: Json) -> str:
    """The first words of a message; a header has none."""
    return str(next((part.get("contentString", "") for part in message.get("payload", [])), ""))


def _person(owner: str) -> str:
    """Whom an owner means: at this clinic a role has the name of its person."""
    return owner.replace("PractitionerRole/", "Practitioner/")


def _kind(task: Json) -> str:
    return str(task["code"]["coding"][0]["code"])
