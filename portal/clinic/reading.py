"""A patient's chart read back from the portal, as far as messages speak of it."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Protocol

from portal.clinic.chart import Chart, Medicine, Problem, Reading, Result, Visits
from portal.clinic.fhir import Json
from portal.clinic.people import Person, Proxy
from portal.clinic.staff import BY_USER, PRESCRIBERS
from portal.clinic.words import load


class ClinicPortal(Protocol):
    """The portal as its own patients' side sees it: no sign-in, no limits."""

    def now(self) -> datetime:
        """The portal's time, aware."""
        ...

    def search(self, resource_type: str, /, **params: str) -> list[Json]:
        """All matches; an underscore inside a parameter's name stands for a hyphen."""
        ...

    def create(self, resource: Json) -> Json:
        """The resource as stored, with the id it was given."""
        ...

    def update(self, resource: Json) -> Json:
        """The resource as stored."""
        ...


_GROWN_UP = "1970-01-01"
"""The birth date of whom the record gives none: they write for themselves."""


def chart_of(portal: ClinicPortal, patient: Json) -> Chart:
    """The chart of one patient; entries that are not in the clinical table are left out."""
    mine = {"patient": f"Patient/{patient['id']}"}
    orders = portal.search("MedicationRequest", **mine)
    measured = [o for o in portal.search("Observation", **mine) if o["status"] != "entered-in-error"]
    observations = sorted(measured, key=lambda o: _at(o["effectiveDateTime"]))
    proxies = portal.search("RelatedPerson", **mine)
    return Chart(
        person=_person(patient, proxies, orders),
        problems=tuple(filter(None, map(_problem, portal.search("Condition", **mine)))),
        medicines=_medicines(orders, portal.search("MedicationDispense", **mine)),
        results=tuple(filter(None, map(_result, observations))),
        readings=tuple(filter(None, map(_reading, observations))),
        visits=_visits(portal, mine),
    )


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@cache
def _by(table: str, field: str) -> dict[str, str]:
    """Keys of a clinical table by one of its fields."""
    rows = load("clinical")[table]
    return {row[field]: key for key, row in rows.items()}


def _person(patient: Json, proxies: list[Json], orders: list[Json]) -> Person:
    name, spoken = patient["name"][0], patient.get("communication", [])
    preferred = next((c for c in spoken if c.get("preferred")), {"language": {"coding": [{"code": "en"}]}})
    user = patient.get("generalPractitioner", [{"reference": ""}])[0]["reference"].partition("/")[2]
    address = patient.get("address", [{}])[0]
    numbers = {t.get("use", ""): t["value"] for t in patient.get("telecom", []) if t.get("system") == "phone"}
    pharmacies = [o["dispenseRequest"]["performer"]["reference"] for o in orders if "dispenseRequest" in o]
    return Person(
        id=patient["id"],
        given=" ".join(name.get("given", [])),
        family=name["family"],
        sex=patient.get("gender", "female"),
        born=date.fromisoformat(patient.get("birthDate", _GROWN_UP)),
        language=preferred["language"]["coding"][0]["code"],
        interpreter=False,
        mobile=numbers.get("mobile", ""),
        home=numbers.get("home", ""),
        street=" ".join(address.get("line", [])),
        town=address.get("city", ""),
        pcp=BY_USER.get(user, PRESCRIBERS[0]),
        pharmacy=pharmacies[0] if pharmacies else "",
        contact=("", "", ""),
        proxies=tuple(_proxy(related) for related in proxies),
    )


def _proxy(related: Json) -> Proxy:
    name = related["name"][0]
    relation = related["relationship"][0].get("text", "proxy")
    return Proxy(related["id"], name["given"][0], name["family"], relation, "", related.get("active", True))


def _problem(condition: Json) -> Problem | None:
    keys = {row["name"]: row["key"] for row in load("clinical")["problem"]}
    name = condition["code"].get("text", "")
    if name not in keys or condition["clinicalStatus"]["coding"][0]["code"] != "active":
        return None
    return Problem(condition["id"], keys[name], name, "", "", _at(condition["recordedDate"]))


@cache
def _drugs() -> dict[str, str]:
    """Rows of the medicine table by the label that charts show."""
    return {
        f"{row['name']} {row['strength']} {row['form']}": key for key, row in load("clinical")["drug"].items()
    }


def _medicines(orders: list[Json], fills: list[Json]) -> tuple[Medicine, ...]:
    """The prescriptions that have been filled at least once, with their last fill."""
    last: dict[str, datetime] = {}
    for fill in fills:
        for order in fill.get("authorizingPrescription", []):
            at = _at(fill["whenHandedOver"])
            last[order["reference"]] = max(at, last.get(order["reference"], at))
    found = []
    for order in orders:
        drug = _drugs().get(order["medicationCodeableConcept"].get("text", ""))
        filled = last.get(f"MedicationRequest/{order['id']}")
        if not drug or not filled:
            continue
        supply = order["dispenseRequest"]
        found.append(
            Medicine(
                id=order["id"],
                drug=drug,
                prescribed=_at(order["authoredOn"]),
                filled=filled,
                days=int(supply["expectedSupplyDuration"]["value"]),
                repeats=supply.get("numberOfRepeatsAllowed", 0),
                stopped=order["status"] != "active",
            )
        )
    return tuple(found)


def _code(observation: Json) -> str:
    code: str = observation["code"].get("coding", [{}])[0].get("code", "")
    return code


def _result(observation: Json) -> Result | None:
    test = _by("test", "loinc").get(_code(observation))
    if not test or "valueQuantity" not in observation:
        return None
    value = float(observation["valueQuantity"]["value"])
    return Result(observation["id"], test, _at(observation["effectiveDateTime"]), value)


def _reading(observation: Json) -> Reading | None:
    kind = {"85354-9": "pressure", "29463-7": "weight", "41653-7": "sugar"}.get(_code(observation))
    if not kind:
        return None
    parts = observation.get("component", [observation])
    values = [float(part["valueQuantity"]["value"]) for part in parts]
    second = values[1] if len(values) > 1 else None
    return Reading(observation["id"], kind, _at(observation["effectiveDateTime"]), values[0], second)


def _visits(portal: ClinicPortal, mine: dict[str, str]) -> Visits:
    booked = [a for a in portal.search("Appointment", **mine) if a["status"] == "booked"]
    coming = sorted((a for a in booked if _at(a["start"]) > portal.now()), key=lambda a: _at(a["start"]))
    seen = [e for e in portal.search("Encounter", **mine) if "start" in e.get("period", {})]
    last = max((_at(e["period"]["start"]) for e in seen), default=None)
    if not coming:
        return Visits(last=last)
    return Visits(last=last, next=_at(coming[0]["start"]), next_id=coming[0]["id"])
