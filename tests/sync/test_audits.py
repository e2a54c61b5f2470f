"""The audit trail reaches the server, or is kept and said to be kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from inbox.domain.audit import AuditNote
from inbox.domain.errors import Offline
from inbox.domain.ids import OperationId, PatientId
from inbox.domain.people import Role
from inbox.fhir.profile import Profile
from tests.sync.station import Backstage, Station

Make = Callable[..., Station]


def opened(station: Station, count: int = 1) -> list[AuditNote]:
    notes = [
        AuditNote(
            OperationId(str(uuid4())),
            "read",
            station.actor.person,
            Role.RN,
            station.watch.now(),
            PatientId("Patient/p1"),
        )
        for _ in range(count)
    ]
    for note in notes:
        station.store.audit(note).result()
    return notes


def send(station: Station) -> None:
    station.with_portal(lambda portal: portal.audits.send())


def waiting(station: Station) -> int:
    return len(station.store.audits_waiting(station.actor.person, 1000).result())


def names(backstage: Backstage) -> list[str]:
    return [tag["code"] for event in backstage.dump("AuditEvent") for tag in event["meta"]["tag"]]


def test_every_note_becomes_one_event(station: Make, backstage: Backstage) -> None:
    nora = station()
    notes = opened(nora, 95)
    send(nora)
    found = names(backstage)
    assert all(found.count(note.id) == 1 for note in notes)
    assert waiting(nora) == 0
    assert not nora.board.status.audits_kept


def test_an_answer_that_was_lost_makes_no_second_event(station: Make, backstage: Backstage) -> None:
    nora = station()
    (note,) = opened(nora)
    backstage.fault(action="drop_after", method="POST", path=r"R4/?$", nth=1)
    with pytest.raises(Offline):
        send(nora)
    assert waiting(nora) == 1
    send(nora)
    assert names(backstage).count(note.id) == 1
    assert waiting(nora) == 0


def test_a_server_without_audit_events_leaves_them_here_and_that_is_said(station: Make) -> None:
    nora = station()

    def without(profile: Profile) -> Profile:
        types = {name: of for name, of in profile.said.types.items() if name != "AuditEvent"}
        return Profile(msgspec.structs.replace(profile.said, types=types))

    nora.reshape = without
    opened(nora)
    send(nora)
    assert waiting(nora) == 1
    assert nora.board.status.audits_kept


def test_another_persons_notes_are_not_sent(station: Make, backstage: Backstage) -> None:
    nora = station()
    note = msgspec.structs.replace(opened(nora)[0], id=OperationId(str(uuid4())), actor="Practitioner/otto")
    nora.store.audit(note).result()
    send(nora)
    assert note.id not in names(backstage)


def test_the_board_tells_only_what_is_new(station: Make) -> None:
    nora = station()
    opened(nora)
    send(nora)
    told: list[Any] = list(nora.told)
    send(nora)
    assert nora.told == told
