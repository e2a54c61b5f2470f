"""Reading from a portal that behaves as servers in the field were measured to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from inbox.domain.ids import PatientId
from portal.profile import PROFILES
from portal.running import Running
from portal.settings import Settings
from tests.sync.clinic import CLOSED, PATIENTS, THREADS, Clinic, clinic
from tests.sync.station import Backstage, Station, thread_of

Make = Callable[..., Station]
PICTURE = thread_of(3)


def with_a_picture(seed: int, patients: int, threads: int, now: datetime) -> Clinic:
    """One message has a picture, whose address the portal signs anew at every reading."""
    made = clinic(seed, patients, threads, now)
    message = next(one for one in made.resources if one["id"] == "msg3")
    attachment = {"contentType": "image/png", "url": "https://files.example.org/rash.png", "title": "Rash"}
    message["payload"].append({"contentAttachment": attachment})
    return made


@pytest.fixture(scope="module")
def portal() -> Iterator[Running]:
    settings = Settings(database="", patients=1, test_mode=True, profile=PROFILES["strict"])
    with Running(settings, make_clinic=with_a_picture) as running:
        yield running


@pytest.fixture
def nora(portal: Running, tmp_path: Path) -> Iterator[Station]:
    made = Station(portal, tmp_path, "nora")
    yield made
    made.store.close()


def address(station: Station) -> Any:
    """Of the picture, read once more past the program."""
    headers = {"Authorization": f"Bearer {station.token.token}"}
    got = httpx.get(f"{station.portal.base_url}/Communication/msg3", headers=headers).raise_for_status()
    return got.json()["payload"][1]["contentAttachment"]["url"]


def test_a_strict_portal_is_read_whole_and_what_it_is_like_is_learned(nora: Station) -> None:
    nora.first_sync()
    counted = nora.store.reader().exec_driver_sql(
        "SELECT substr(ref, 1, instr(ref, '/') - 1), count(*) FROM resource GROUP BY 1"
    )
    held = {kind: int(count) for kind, count in counted}
    assert held["Task"] == THREADS + CLOSED
    assert held["Communication"] == 2 * (THREADS + CLOSED)
    assert held["Patient"] == PATIENTS
    words = {fact.what: fact.words for fact in nora.board.status.report.facts}
    assert words["Pools"] == "Work names its pool as HealthcareService."
    assert words["Sent messages"] == "A message that is sent gets the status “completed”."


def test_what_was_learned_of_a_portal_is_there_after_a_restart(nora: Station) -> None:
    nora.first_sync()
    nora.reopen()
    before = nora.board.status.report
    nora.board.change(report=type(before)())
    nora.with_portal(_nothing)
    assert nora.board.status.report == before


async def _nothing(_portal: object) -> None:
    """Only meet the portal."""


def test_an_attachment_whose_address_is_another_at_every_reading_is_no_change(nora: Station) -> None:
    nora.first_sync()
    assert address(nora) != address(nora), "the portal signs it anew"
    before = len(nora.changes)
    nora.look(PICTURE)
    nora.pull()
    assert nora.changes[before:] == []
    assert nora.thread(PICTURE).patient == PatientId("Patient/p3")


def test_an_attachment_whose_address_changed_stops_no_claim(nora: Station, portal: Running) -> None:
    nora.first_sync()
    nora.claim(PICTURE)
    nora.push()
    assert nora.outbox() == []
    assert Backstage(portal).task(PICTURE)["owner"]["reference"] == "Practitioner/nora"
