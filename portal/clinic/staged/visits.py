"""Conversations about who writes and reads, visits and office work, with what each needs on the chart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from portal.clinic.cases import Line
from portal.clinic.chart import Chart, Visits, chart_resources
from portal.clinic.conversations import KINDS
from portal.clinic.fhir import HL7, TASK_INPUT, TASK_OUTPUT, Json, concept, day, instant, reference, resource
from portal.clinic.hours import ZONE
from portal.clinic.people import Person, Proxy, person
from portal.clinic.pools import BILLING, FAMILY, FORMS, PEDIATRICS, SCHEDULING, Pool
from portal.clinic.staff import BY_USER, PEDIATRICIAN
from portal.clinic.tasks import unclaimed, valued
from portal.clinic.threads import Envelope, header, message
from portal.clinic.words import load

_FIRST = 91001
"""The number of the first patient of these."""
_OF_THE_OFFICE = {"referral": FORMS, "form": FORMS, "scheduling": SCHEDULING, "billing": BILLING}
_ANSWERED_AFTER = timedelta(minutes=50)


def visit_resources(seed: int, now: datetime) -> Iterator[Json]:
    """Patients, charts, messages and work of every scene."""
    for number, scene in enumerate(load("visits")["scene"], _FIRST):
        one = _patient(seed, number, scene, now)
        for resource_ in chart_resources(Chart(person=one, visits=_visits(scene, one, now)), now):
            yield _with_period(resource_, scene, now)
        yield from _labelled_medicine(scene, one, now)
        yield from _referral(scene, one, now)
        yield from _conversation(scene, one, now)


def _patient(seed: int, number: int, scene: Json, now: datetime) -> Person:
    one, today = person(seed, number, now), now.date()
    heritage = next(h for h in load("names")["heritage"] if one.family in h["family"])
    names, child = heritage[scene["sex"]], scene["age"] < 18
    return replace(
        one,
        given=one.given if one.sex == scene["sex"] else names[number % len(names)],
        sex=scene["sex"],
        born=date(today.year - scene["age"], 1, 2),
        language="en",
        interpreter=False,
        pcp=BY_USER[PEDIATRICIAN if child else "solheim"],
        contact=_contact(scene, one),
        proxies=_proxies(scene, one),
    )


def _visits(scene: Json, one: Person, now: datetime) -> Visits:
    """When they were last seen, and in how many days they come again."""
    seen = Visits(last=now - timedelta(days=scene["seen_days"]), last_reason="Follow-up")
    if "next_days" not in scene:
        return seen
    day = (now.astimezone(ZONE) + timedelta(days=scene["next_days"])).date()
    booked = datetime.combine(day, time(9, 20), ZONE)
    return replace(seen, next=booked, next_reason="Check-up", next_id=f"{one.id}-next")


def _contact(scene: Json, one: Person) -> tuple[str, str, str]:
    """Whoever writes for them, else a spouse."""
    told = scene.get("proxy", {"given": "Alex", "relation": "spouse"})
    return f"{told['given']} {one.family}", told["relation"], "+1 309 555 0177"


def _proxies(scene: Json, one: Person) -> tuple[Proxy, ...]:
    told = scene.get("proxy")
    if told is None:
        return ()
    relation = told["relation"]
    return (Proxy(f"{one.id}-{relation}", told["given"], one.family, relation, "+1 309 555 0177"),)


def _with_period(found: Json, scene: Json, now: datetime) -> Json:
    """A proxy's access as the scene has it: it may have run out though nobody has switched it off."""
    if found["resourceType"] != "RelatedPerson":
        return found
    told = scene["proxy"]
    period = {"start": day((now - timedelta(days=told["since_days"])).date())}
    if "until_days" in told:
        period["end"] = day((now - timedelta(days=told["until_days"])).date())
    return found | {"period": period}


def _labels(scene: Json) -> list[Json]:
    return [{"system": HL7 + "v3-Confidentiality", "code": "R"}] if scene.get("restricted") else []


def _labelled_medicine(scene: Json, one: Person, now: datetime) -> Iterator[Json]:
    if "medicine" not in scene:
        return
    at = now - timedelta(days=90)
    order = resource(
        "MedicationRequest",
        f"{one.id}-rx-restricted",
        at,
        status="active",
        intent="order",
        medicationCodeableConcept={"text": scene["medicine"]},
        subject=reference(one.ref, one.name),
        authoredOn=instant(at),
        requester=reference(one.pcp.ref, one.pcp.name),
        dosageInstruction=[{"text": "1 tablet every day"}],
    )
    order["meta"]["security"] = _labels(scene)
    yield order


def _referral(scene: Json, one: Person, now: datetime) -> Iterator[Json]:
    if "referral" not in scene:
        return
    told = scene["referral"]
    at = now - timedelta(days=told["days"])
    yield resource(
        "ServiceRequest",
        f"{one.id}-referral",
        at,
        status="active",
        intent="order",
        category=[concept("http://snomed.info/sct", "3457005", "Patient referral")],
        code={"text": told["for"]},
        subject=reference(one.ref, one.name),
        authoredOn=instant(at),
        occurrencePeriod={
            "start": day(at.date()),
            "end": day((now + timedelta(days=told["valid_days"])).date()),
        },
        requester=reference(one.pcp.ref, one.pcp.name),
        performer=[{"display": told["to"]}],
    )


def _conversation(scene: Json, one: Person, now: datetime) -> Iterator[Json]:
    """The header, what was written, and the open Task."""
    pool, key = _pool(scene), scene["key"]
    patient = reference(one.ref, one.name)
    proxy = next(iter(one.proxies), None)
    by_proxy = scene["writes"] == "proxy" and proxy is not None
    writer = reference(proxy.ref, f"{proxy.name} ({proxy.relation})") if by_proxy and proxy else patient
    kind = KINDS[scene["work"]]
    shared = Envelope(kind, scene["subject"], patient, writer, reference(pool.ref, pool.name))
    at, thread = now - timedelta(hours=scene["hours"]), f"Communication/thr-{key}"
    messages = _messages(scene, shared, thread, at)
    head = header(shared, f"thr-{key}", at, ())
    for one_of_them in (head, *messages):
        if labels := _labels(scene):
            one_of_them["meta"]["security"] = labels
        yield one_of_them
    opener = messages[0]["id"]
    task = unclaimed(shared, f"task-{key}", thread, f"Communication/{opener}", at, scene["work"])
    for joined in messages[2:]:
        ref = reference(f"Communication/{joined['id']}")
        task["input"].append(valued(TASK_INPUT, "triggering-message", valueReference=ref))
    if "medicine" in scene:
        order = reference(f"MedicationRequest/{one.id}-rx-restricted")
        task["input"].append(valued(TASK_INPUT, "medication-request", valueReference=order))
    if "asks" in scene:
        task["output"] = [valued(TASK_OUTPUT, "visit-request", valueString=_offered(key, at))]
    yield task


def _offered(key: str, at: datetime) -> str:
    """A nurse's offer of an e-visit, as the workstation writes it: a draft until a prescriber opens one."""
    nurse = BY_USER["nadia"]
    offer = {
        "how": "e-visit",
        "at": instant(at + _ANSWERED_AFTER),
        "by": nurse.ref,
        "name": nurse.name,
        "draft": "prescribers",
        "operation": f"offered-{key}",
    }
    return json.dumps(offer)


def _messages(scene: Json, shared: Envelope, thread: str, at: datetime) -> list[Json]:
    name = f"msg-{scene['key']}"
    lines = [Line(at, scene["text"])]
    if "asks" in scene:
        lines.append(Line(at + _ANSWERED_AFTER, scene["asks"], BY_USER["nadia"]))
        lines.append(Line(at + 2 * _ANSWERED_AFTER, scene["answers"]))
    made = [message(shared, f"{name}-{n}", thread, line, read=n == 2) for n, line in enumerate(lines, 1)]
    if "attachment" in scene:
        file = {"contentType": "application/pdf", "title": scene["attachment"], "size": 84_210}
        made[0]["payload"].append({"contentAttachment": file})
    return made


def _pool(scene: Json) -> Pool:
    if scene["work"] in _OF_THE_OFFICE:
        return _OF_THE_OFFICE[scene["work"]]
    return PEDIATRICS if scene["age"] < 18 else FAMILY
