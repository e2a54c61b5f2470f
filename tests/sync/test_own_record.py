"""What the portal takes from somebody is heard within a minute, whatever else is under way or nobody does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import msgspec
import pytest

from inbox.domain.errors import SignInNeeded
from inbox.domain.people import Actor, Role
from inbox.domain.site import SiteServer
from inbox.fhir.client import FhirClient
from inbox.fhir.incoming.roles import role_table
from inbox.session.who import actor_of
from inbox.sync.settings import Settings
from inbox.sync.status import Connection
from tests.sync.station import Backstage, Station
from tests.sync.test_engine import Running

NEVER = 3600.0
Make = Callable[..., Station]


async def who_nora_is(client: FhirClient) -> Actor:
    return await actor_of(client, "Practitioner/nora", role_table(), date.today())


class LooksAtRecord(Running):
    """Nothing else makes it look: nobody is there, and the next poll is an hour away."""

    def __init__(self, station: Station) -> None:
        rare = dict.fromkeys(("poll", "poll_listening", "rare", "kit", "reconcile_first"), NEVER)
        station.settings = msgspec.structs.replace(station.settings, own_record=0.05, **rare)
        made = station.desk
        polls = SiteServer(changes="polling")
        station.actor = msgspec.structs.replace(station.actor, role=Role.CLERK)  # as her record says
        station.desk = lambda: msgspec.structs.replace(  # type: ignore[method-assign]
            made(), look_again=who_nora_is, site=polls
        )
        super().__init__(station)


@pytest.fixture
def nora(station: Make) -> Iterator[LooksAtRecord]:
    running = LooksAtRecord(station())
    yield running
    assert running.engine.stop()


@pytest.fixture
def record(backstage: Backstage) -> Iterator[Callable[..., dict[str, Any]]]:
    """Changes the record of Nora, and puts it back."""
    before = next(one for one in backstage.dump("Practitioner") if one["id"] == "nora")
    yield lambda **fields: backstage.register({**before, **fields})
    backstage.register({**before, "active": True})


def test_who_works_there_no_longer_is_told_while_nobody_does_anything(
    nora: LooksAtRecord, record: Callable[..., dict[str, Any]]
) -> None:
    nora.engine.start()
    nora.until(lambda status: status.ready and not status.progress)
    record(active=False)
    nora.until(lambda status: bool(status.access_ended) and status.connection is Connection.SIGN_IN)


def test_it_is_told_while_the_portal_keeps_a_look_at_the_lists_waiting(
    nora: LooksAtRecord, backstage: Backstage, record: Callable[..., dict[str, Any]]
) -> None:
    nora.engine.start()
    nora.until(lambda status: status.ready and not status.progress)
    backstage.fault(action="delay", seconds=4, path="R4/(?!Practitioner)")
    nora.engine.try_now()
    nora.until(lambda _: backstage.hits() > 0)
    before = nora.engine.status.last_sync
    record(active=False)
    nora.until(lambda status: bool(status.access_ended))
    assert nora.engine.status.last_sync == before, "the look at the lists is still waiting"


def test_another_role_is_told(nora: LooksAtRecord, record: Callable[..., dict[str, Any]]) -> None:
    nora.engine.start()
    nora.until(lambda status: status.ready)
    assert nora.engine.status.new_role is None
    record(qualification=[{"code": {"text": "Registered Nurse"}}])
    nora.until(lambda status: status.new_role is Role.RN)


def test_a_new_sign_in_that_is_refused_too_is_told_anew(nora: LooksAtRecord) -> None:
    async def refused(after: str = "") -> str:
        raise SignInNeeded("Please sign in again.")

    nora.station.token.access = refused  # type: ignore[method-assign]
    nora.engine.start()
    nora.until(lambda status: status.connection is Connection.SIGN_IN)
    heard = len(nora.heard)
    nora.engine.try_now()
    nora.until(lambda _: nora.heard[heard:] == [Connection.STARTING, Connection.SIGN_IN])


def test_two_looks_and_a_lost_answer_are_within_a_minute() -> None:
    settings = Settings()
    assert 2 * settings.own_record < 60
