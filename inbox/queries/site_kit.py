"""The site's kit as the server has published it."""

from __future__ import annotations

from sqlalchemy import Connection

from inbox.domain.site_kit import KitFile, Part, newest
from inbox.fhir.site_kit import kit_file
from inbox.store import truth


def file(reader: Connection, part: Part) -> KitFile | None:
    """The file in force of one part; None where the site has published none."""
    published = (kit_file(filed) for filed in truth.of_type(reader, "Library"))
    return newest(one for one in published if one and one.part is part)
