"""A pool as a HealthcareService: what is otherwise than on the server, and all else as it stands there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from inbox.domain.open_time import OpenTime
from inbox.domain.opening_hours import DAY
from inbox.domain.pool import Closed, Pool
from inbox.fhir.codes import (
    MESSAGE_POOL,
    ON_CALL_POOL,
    OPERATION,
    POOL_HOLIDAYS,
    SERVICE_CATEGORY,
    TIME_ZONE,
    WORK_TYPE,
)
from inbox.fhir.incoming.hours import DAYS
from inbox.fhir.incoming.pools import is_kind
from inbox.fhir.incoming.shapes import Concept, Part, Telecom
from inbox.fhir.incoming.tolerant import decode
from inbox.fhir.outgoing.fields import Fields, reference

_DAY = {number: name for name, number in DAYS.items()}


class _Named(Part, frozen=True, gc=False):
    url: str = ""


def pool_body(pool: Pool, was: Pool | None, before: bytes | None, name: str) -> bytes:
    """The HealthcareService of `pool`. `before` is the resource that says `was`; None for a new one, which
    `name` identifies."""
    fields = Fields(before or msgspec.json.encode(_new(name)))
    old = was or Pool(pool.id, "")
    if pool.name != old.name:
        fields.put("name", pool.name)
    if pool.about != old.about:
        fields.put("comment", pool.about or None)
    if pool.active != old.active or was is None:
        fields.put("active", pool.active)
    if pool.phone != old.phone:
        fields.put("telecom", _telecom(fields, pool.phone))
    if pool.kinds != old.kinds:
        fields.put("type", _types(fields, pool.kinds))
    if pool.hours != old.hours:
        fields.put("availableTime", available(pool.hours))
    if pool.closed != old.closed or (pool.zone != old.zone and any(map(_is_timed, pool.closed))):
        fields.put("notAvailable", [_closed(one, pool.zone) for one in pool.closed])
    for url, value, kept in (
        (TIME_ZONE, {"valueCode": pool.zone} if pool.zone else None, pool.zone == old.zone),
        (
            POOL_HOLIDAYS,
            {"valueCode": pool.holidays} if pool.holidays else None,
            pool.holidays == old.holidays,
        ),
        (ON_CALL_POOL, _on_call(pool), pool.on_call == old.on_call),
    ):
        if not kept:
            _extend(fields, url, value)
    return fields.encoded()


def available(hours: Iterable[OpenTime]) -> list[dict[str, object]]:
    """One entry for every block of the day, naming all the days that have it."""
    days: dict[tuple[time, time | None], list[str]] = defaultdict(list)
    for block in hours:
        days[block.start, block.end].append(_DAY[block.day])
    return [_block(names, start, end) for (start, end), names in days.items()]


def _block(days: list[str], start: time, end: time | None) -> dict[str, object]:
    if start == time() and end is None:
        return {"daysOfWeek": days, "allDay": True}
    return {
        "daysOfWeek": days,
        "availableStartTime": f"{start:%H:%M:%S}",
        "availableEndTime": f"{end or time():%H:%M:%S}",
    }


def _is_timed(one: Closed) -> bool:
    """Whether it begins or ends within a day: it is told as moments, which mean another time in each zone."""
    return bool(one.from_min) or one.until_min != DAY


def _closed(one: Closed, zone: str) -> dict[str, object]:
    during = {
        "start": _moment(one.first, one.from_min, zone) if one.from_min else one.first.isoformat(),
        "end": _moment(one.last, one.until_min, zone) if one.until_min != DAY else one.last.isoformat(),
    }
    return {"description": one.why, "during": during}


def _moment(day: date, minute: int, zone: str) -> str:
    at = datetime.combine(day, time()) + timedelta(minutes=minute)
    return at.replace(tzinfo=ZoneInfo(zone or "UTC")).isoformat()


def _telecom(fields: Fields, phone: str) -> list[object]:
    """The telephone first; every other way to reach the pool stays."""
    others = [one for one in fields.elements("telecom") if decode(bytes(one), Telecom).system != "phone"]
    return [*([{"system": "phone", "value": phone, "use": "work"}] if phone else []), *others]


def _types(fields: Fields, kinds: Iterable[str]) -> list[object]:
    """The kinds of work; what else the type says stays."""
    others = [one for one in fields.elements("type") if not _says_kinds(one)]
    return [*others, *({"coding": [{"system": WORK_TYPE, "code": kind}]} for kind in kinds)]


def _says_kinds(element: msgspec.Raw) -> bool:
    return any(is_kind(coding) for coding in decode(bytes(element), Concept).coding)


def _extend(fields: Fields, url: str, value: Mapping[str, object] | None) -> None:
    """Set one extension; None takes it away."""
    others = [one for one in fields.elements("extension") if decode(bytes(one), _Named).url != url]
    fields.put("extension", [*others, *([{"url": url, **value}] if value else [])])


def _on_call(pool: Pool) -> Mapping[str, object] | None:
    return {"valueReference": reference(pool.on_call)} if pool.on_call else None


def _new(name: str) -> dict[str, object]:
    return {
        "resourceType": "HealthcareService",
        "identifier": [{"system": OPERATION, "value": name}],
        "category": [{"coding": [{"system": SERVICE_CATEGORY, "code": MESSAGE_POOL}]}],
    }
