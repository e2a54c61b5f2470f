"""What the arrival simulator sees of the portal: the clinic's own hand, with no sign-in and no limits."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from portal import json_text
from portal.moments import to_datetime
from portal.profile import PROFILES
from portal.refusals import not_found
from portal.search.query import read_search
from portal.search.results import run
from portal.storage import resources
from portal.storage.database import Database, Writing

Resource = dict[str, Any]

_UNLIMITED = replace(PROFILES["plain"], page_default=1_000_000, page_ceiling=1_000_000)


class OwnHand:
    """Reads and writes the clinic directly. Calls wait for the database, a few milliseconds each."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def now(self) -> datetime:
        return to_datetime(self._database.now())

    def search(self, resource_type: str, /, **params: str) -> list[Resource]:
        """All matches. In the names of parameters an underscore inside stands for the hyphen (`part_of`)."""
        pairs = [(name[0] + name[1:].replace("_", "-"), str(value)) for name, value in params.items()]
        with self._database.read() as connection:
            page = run(connection, read_search(resource_type, pairs, _UNLIMITED), lambda _type: True)
        return [json_text.decode(found.body) for found in page.matches]

    def create(self, resource: Resource) -> Resource:
        stored = self._database.write_now(lambda writing: resources.insert(writing, resource))
        return _decoded(stored.body)

    def update(self, resource: Resource) -> Resource:
        def work(writing: Writing) -> bytes:
            current = resources.fetch(writing.connection, resource["resourceType"], resource["id"])
            if current is None or current.deleted:
                raise not_found(f"There is no {resource['resourceType']}/{resource['id']}.")
            return resources.replace(writing, current, resource).body

        return _decoded(self._database.write_now(work))


def _decoded(body: bytes) -> Resource:
    value: Resource = json_text.decode(body)
    return value
