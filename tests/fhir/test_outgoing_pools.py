"""A pool out and in again: what was changed arrives, and what this program does not know stays."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import msgspec

from inbox.domain.calendar import always
from inbox.domain.filed import Filed
from inbox.domain.ids import PoolId
from inbox.domain.open_time import OpenTime
from inbox.domain.pool import Closed, Pool
from inbox.domain.promises import calendar_of
from inbox.fhir.incoming import filed
from inbox.fhir.incoming.pools import pool
from inbox.fhir.outgoing.pools import pool_body
from inbox.fhir.resource import decode

THERE: dict[str, Any] = {
    "resourceType": "HealthcareService",
    "id": "refills",
    "meta": {"versionId": "3", "lastUpdated": "2026-03-17T14:00:00Z"},
    "extension": [
        {"url": "http://hl7.org/fhir/StructureDefinition/timezone", "valueCode": "America/Chicago"},
        {"url": "https://elsewhere.example/colour", "valueCode": "green"},
    ],
    "active": True,
    "type": [{"coding": [{"system": "https://elsewhere.example/type", "code": "pharmacy"}]}],
    "name": "Refills",
    "telecom": [{"system": "phone", "value": "1"}, {"system": "fax", "value": "2"}],
    "photo": {"title": "The desk"},
    "availableTime": [
        {"daysOfWeek": ["mon", "tue"], "availableStartTime": "08:00:00", "availableEndTime": "17:00:00"}
    ],
}


def sent(body: dict[str, Any]) -> Filed:
    return filed(decode(msgspec.json.encode({"meta": THERE["meta"], "id": "refills"} | body)))


def test_everything_a_supervisor_writes_comes_back_as_it_was_meant() -> None:
    was = pool(sent(THERE))
    assert was is not None
    wanted = msgspec.structs.replace(
        was,
        name="Renewals",
        about="Ask before noon",
        phone="3",
        active=False,
        kinds=("refill", "billing"),
        on_call=PoolId("HealthcareService/advice"),
        holidays="US-IL",
        hours=(OpenTime(0, time(8), time(12)), OpenTime(0, time(13), time(17)), OpenTime(5, time(0), None)),
        closed=(
            Closed(date(2026, 12, 24), date(2026, 12, 26), "Christmas", from_min=720),
            Closed(date(2026, 7, 4), date(2026, 7, 4), "July", until_min=600),
        ),
    )
    body = msgspec.json.decode(pool_body(wanted, was, sent(THERE).body, ""))
    assert pool(sent(body)) == wanted
    assert body["photo"] == THERE["photo"]
    assert {"system": "fax", "value": "2"} in body["telecom"]
    assert THERE["extension"][1] in body["extension"]
    assert THERE["type"][0] in body["type"]
    assert body["notAvailable"][0]["during"] == {"start": "2026-12-24T12:00:00-06:00", "end": "2026-12-26"}


def test_a_closure_keeps_its_time_on_the_wall_where_the_zone_becomes_another() -> None:
    noon = Closed(date(2026, 12, 24), date(2026, 12, 24), "Christmas", from_min=720)
    there = pool(sent(THERE))
    assert there is not None
    was = msgspec.structs.replace(there, closed=(noon,))
    before = sent(msgspec.json.decode(pool_body(was, there, sent(THERE).body, "")))
    for zone in ("America/New_York", ""):
        wanted = msgspec.structs.replace(was, zone=zone)
        assert pool(sent(msgspec.json.decode(pool_body(wanted, was, before.body, "")))) == wanted


def test_without_a_zone_a_closure_is_read_as_it_is_written() -> None:
    during = {"start": "2026-12-24T12:00:00-06:00", "end": "2026-12-24"}
    body = THERE | {"extension": [], "notAvailable": [{"description": "Christmas", "during": during}]}
    there = pool(sent(body))
    assert there is not None
    assert [one.from_min for one in there.closed] == [720]


def test_what_was_not_changed_is_sent_as_it_stood() -> None:
    was = pool(sent(THERE))
    assert was is not None
    assert msgspec.json.decode(pool_body(was, was, sent(THERE).body, "")) == THERE


def test_a_new_pool_is_a_message_pool_with_a_name_of_its_own() -> None:
    new = Pool(PoolId("new/1"), "Forms", zone="America/Chicago", hours=(OpenTime(4, time(9), time(12)),))
    body = msgspec.json.decode(pool_body(new, None, None, "name-of-it"))
    assert pool(sent(body)) == msgspec.structs.replace(new, id=PoolId("HealthcareService/refills"))
    assert body["identifier"][0]["value"] == "name-of-it"


def test_public_holidays_that_nobody_knows_stop_no_clock() -> None:

    there = Pool(PoolId("p"), "P", hours=(OpenTime(0, time(9), time(12)),), holidays="Narnia")
    assert calendar_of(there, always()).holidays is None


def test_what_a_server_has_shaped_otherwise_stays_beside_what_is_written() -> None:
    odd: dict[str, Any] = {
        **THERE,
        "telecom": [{"system": 5}, "ring us"],
        "type": [{"coding": "pharmacy"}],
        "extension": ["green"],
    }
    was = pool(sent(odd))
    assert was is not None
    wanted = msgspec.structs.replace(was, phone="+1 309 555 0199", kinds=("refill",), zone="America/Chicago")
    body = msgspec.json.decode(pool_body(wanted, was, sent(odd).body, ""))
    assert [*body["telecom"][1:], body["type"][0], body["extension"][0]] == [
        {"system": 5}, "ring us", {"coding": "pharmacy"}, "green",
    ]  # fmt: skip
