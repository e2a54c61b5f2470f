"""What the clinic has decided for its stations: one Library for each JSON file beside this one.

A file is named as the part of the kit that it is; its own "version", where it has one, is the Library's.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.resources import files

from portal.clinic.fhir import HL7, Json, concept, day, resource
from portal.clinic.pools import CLINIC_NAME

CANONICAL = "https://example.org/riverbend/Library/"
_PUBLISHED = timedelta(days=60)


def libraries(now: datetime) -> Iterator[Json]:
    """Each part of the kit, as it was published some time ago."""
    published = now - _PUBLISHED
    for file in sorted(files(__package__).iterdir(), key=lambda one: one.name):
        part, _, ending = file.name.rpartition(".")
        if ending != "json":
            continue
        text = file.read_bytes()
        yield resource(
            "Library",
            part,
            published,
            url=CANONICAL + part,
            version=str(json.loads(text).get("version", "1")),
            name=part.title().replace("-", ""),
            title=part.replace("-", " ").capitalize(),
            status="active",
            type=concept(HL7 + "library-type", "asset-collection", "Asset Collection"),
            date=day(published.date()),
            publisher=CLINIC_NAME,
            content=[{"contentType": "application/json", "data": b64encode(text).decode()}],
        )
