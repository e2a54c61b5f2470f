"""The site's kit as the server has published it."""

from __future__ import annotations

from sqlalchemy import Connection

from inbox.domain.signing import Proposal
from inbox.domain.site_kit import KitFile, Part, highest, newest
from inbox.fhir.site_kit import kit_file, proposal
from inbox.store import truth


def file(reader: Connection, part: Part) -> KitFile | None:
    """The file in force of one part; None where the site has published none."""
    return newest(_published(reader, part))


def libraries(reader: Connection, part: Part) -> list[str]:
    """The references of all Libraries that publish a part: what is signed has one for each version."""
    return [one.library for one in _published(reader, part)]


def proposed(reader: Connection) -> Proposal | None:
    """The newest version that waits to be signed; None where none is newer than what holds."""
    found = [one for filed in truth.of_type(reader, "Library") if (one := proposal(filed))]
    by_file = {one.file: one for one in found}
    last = newest(by_file)
    if last is None:
        return None
    held = file(reader, last.part)
    behind = held is not None and highest(held.version, last.version) == held.version
    return None if behind else by_file[last]


def _published(reader: Connection, part: Part) -> list[KitFile]:
    found = (kit_file(filed) for filed in truth.of_type(reader, "Library"))
    return [one for one in found if one and one.part is part]
