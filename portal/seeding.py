"""The first start on an empty database: the clinic, its people, the client they sign in with, the keys."""

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

import sqlalchemy as sa

from portal.moments import to_datetime
from portal.settings import Settings
from portal.smart import sessions
from portal.smart.identity import add_signing_key
from portal.storage import resources, schema
from portal.storage.database import Database

CLIENT_ID = "inbox-workstation"
_CLIENT_NAME = "The inbox workstation"


class ClinicLike(Protocol):
    """What the portal needs of a clinic: who may sign in, and FHIR resources with ids of their own."""

    @property
    def accounts(self) -> Sequence[sessions.AccountLike]: ...
    @property
    def resources(self) -> Iterable[dict[str, Any]]: ...


MakeClinic = Callable[[int, int, int, datetime], ClinicLike]
"""Takes a seed, how many patients, how many conversations, and the moment they lead up to."""


def sample_clinic(seed: int, patients: int, threads: int, now: datetime) -> ClinicLike:
    from portal.clinic import build  # takes time to import and is needed on the first start only

    return build(seed, patients, threads, now)


def seed_if_empty(database: Database, settings: Settings, make_clinic: MakeClinic) -> str:
    """Fill the database unless it has been filled before; says in words what was found or done.

    All in one transaction, so a start that is cut short leaves the database empty.
    """
    with database.read() as connection:
        if connection.execute(sa.select(sa.func.count()).select_from(schema.signing_key)).scalar_one():
            return "Using the clinic that is in the database."
    began = time.monotonic()
    now = to_datetime(database.now())
    clinic = make_clinic(settings.seed, settings.patients, settings.threads if settings.patients else 0, now)

    with database.write() as writing:
        count = resources.load(writing, clinic.resources)
        sessions.add_accounts(writing, clinic.accounts, settings.password)
        sessions.add_client(writing, CLIENT_ID, _CLIENT_NAME)
        add_signing_key(writing)
    database.settle()
    return (
        f"Made a clinic of {count} resources from seed {settings.seed} in {time.monotonic() - began:.1f} s."
    )
