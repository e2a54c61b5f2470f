"""The audit trail reaches the server, or is kept and said to be kept."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from inbox.domain import audit
from inbox.domain.audit import AuditNote
from inbox.domain.coverage import Coverage
from inbox.domain.errors import Offline, Refused
from inbox.domain.ids import OperationId, PatientId, ThreadId
from inbox.domain.operations import Claim
from inbox.domain.people import Party, Role
from inbox.domain.site_kit import Part
from inbox.domain.trail import Leaf, Wanted, once
from inbox.fhir.profile import Profile
from inbox.sync.portal import Portal
from inbox.sync.status import Connection
from portal.running import Running
from tests.sync import balp
from tests.sync.rude import Bundle, rude
from tests.sync.station import Backstage, Station, item_of
from tests.sync.test_arranging import becomes, seen
from tests.sync.test_engine import Running as Working
from tests.sync.test_engine import running
from tests.sync.test_signing import RULES
from tests.sync.test_signing import waiting as proposed_to
from tests.sync.test_site_kit import AtWork

__all__ = ["running"]

Make = Callable[..., Station]
PATIENT = PatientId("Patient/p1")
THREAD = ThreadId("Communication/thr1")
NORA, OTTO = Party("Practitioner/nora", "Nora Nurse, RN"), Party("Practitioner/otto", "Otto Other, RN")


def opened(
    station: Station,
    count: int = 1,
    patient: PatientId = PATIENT,
    what: str = audit.READ,
    ago: timedelta = timedelta(),
) -> list[AuditNote]:
    notes = [
        AuditNote(
            OperationId(str(uuid4())),
            what,
            station.actor.person,
            Role.RN,
            station.watch.now() - ago,
            patient,
            THREAD,
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


def supervisor(station: Make) -> Station:
    sara = station("sara")
    sara.actor = msgspec.structs.replace(sara.actor, role=Role.SUPERVISOR)
    return sara


def read(station: Station, wanted: Wanted, after: str = "") -> Leaf:
    leaf = station.with_portal(lambda portal: portal.trail.read(wanted, after))
    assert isinstance(leaf, Leaf)
    return leaf


def of(backstage: Backstage, station: Station) -> list[balp.Json]:
    """The events of whoever sits there."""
    return [one for one in backstage.dump("AuditEvent") if station.actor.person in str(one["agent"])]


def tagged(backstage: Backstage, name: str) -> list[balp.Json]:
    return [one for one in backstage.dump("AuditEvent") if one["meta"]["tag"][0]["code"] == name]


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


def test_what_is_noted_of_the_leaving_goes_before_the_end(
    running: Callable[..., Working], backstage: Backstage
) -> None:
    nora = running()
    nora.engine.start()
    nora.until(lambda status: status.connection is Connection.CONNECTED and waiting(nora.station) == 0)
    [left] = opened(nora.station, what=audit.QUIT)
    assert nora.engine.stop()
    assert names(backstage).count(left.id) == 1


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


def test_killed_between_sending_and_noting_it_is_one_event(
    station: Make, backstage: Backstage, tmp_path: Path
) -> None:
    nora = station()
    (note,) = opened(nora)
    file = nora.folder / f"{nora.name}.db"
    nora.store.close()
    shutil.copy(file, tmp_path / "as it was when the plug was pulled")
    nora.reopen()
    send(nora)
    nora.store.close()
    shutil.copy(tmp_path / "as it was when the plug was pulled", file)
    nora.reopen()
    assert waiting(nora) == 1
    send(nora)
    assert names(backstage).count(note.id) == 1
    assert waiting(nora) == 0


def test_a_note_that_the_server_refuses_holds_nothing_else_up(
    station: Make, backstage: Backstage, portal: Running
) -> None:
    nora = station()
    spoilt, *good = opened(nora, 3)
    later: list[AuditNote] = []

    def without_source(bundle: Bundle) -> Bundle:
        for entry in bundle["entry"]:
            if spoilt.id in str(entry["resource"]["meta"]):
                del entry["resource"]["source"]
        return bundle

    async def twice(portal: Portal) -> None:
        await portal.audits.send()
        later.extend(opened(nora))
        await portal.audits.send()

    with rude(portal, without_source) as base:
        nora.base_url = base
        nora.with_portal(twice)
    assert waiting(nora) == 1 and spoilt.id not in names(backstage)
    assert all(names(backstage).count(note.id) == 1 for note in [*good, *later])
    assert nora.board.status.audits_kept


def test_an_action_is_told_with_the_request_that_carried_it_once_it_has_left(
    station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    nora = station()
    nora.look(thread)
    entry = nora.claim(thread)
    note = AuditNote(entry.id, audit.UPDATE, nora.actor.person, Role.RN, nora.watch.now(), thread=thread)
    nora.store.audit(note).result()
    send(nora)
    assert entry.id not in names(backstage), "nobody knows yet what becomes of it"
    nora.push()
    send(nora)
    (event,) = tagged(backstage, entry.id)
    assert balp.faults(event) == []
    assert balp.request(event)


def test_an_action_taken_back_before_it_left_says_so(
    station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    nora = station()
    nora.look(thread)
    (entry,) = nora.do(thread, Claim(item=item_of(thread)))
    note = AuditNote(entry.id, audit.UPDATE, nora.actor.person, Role.RN, nora.watch.now(), thread=thread)
    nora.store.audit(note).result()
    nora.store.take_back(entry.group, nora.actor.person).result()
    send(nora)
    (event,) = tagged(backstage, entry.id)
    assert (event["outcome"], event["outcomeDesc"]) == ("4", audit.WITHDRAWN)
    assert not balp.request(event)


class AtOnce:
    """What a supervisor does at once, without the outbox; what needs a second clinician, with a nurse."""

    def __init__(self, sara: Station, nora: Station) -> None:
        self.sara, self.nora = sara, nora
        self.ready = threading.Event()
        self.engine = sara.engine(lambda status: self.ready.set() if status.ready else None)

    def publish(self) -> None:
        self.engine.publish(Part.MINUTES, "1", b'{"n": 1}', None).result(20)

    def propose(self) -> None:
        self.proposal = self.engine.propose(Part.RED_FLAGS, "1", RULES, None, "Winter").result(20)

    def withdraw(self) -> None:
        self.engine.withdraw(self.proposal).result(20)

    def sign(self) -> None:
        self.engine.propose(Part.RED_FLAGS, "2", RULES, None, "Winter").result(20)
        with AtWork(self.nora, Role.RN) as engine:
            engine.sign(proposed_to(self.nora)).result(20)

    def arrange(self) -> None:
        self.engine.arrange([becomes(seen(self.sara), name="Nurses, first floor")]).result(20)

    def cover(self) -> None:
        now = self.sara.watch.now()
        self.engine.cover(Coverage(NORA, OTTO, now, now + timedelta(hours=8))).result(20)

    def audit(self) -> None:
        self.engine.trail(Wanted(patient="Patient/p1")).result(20)


AT_ONCE: dict[str, Callable[[AtOnce], None]] = {
    audit.PUBLISH: AtOnce.publish,
    audit.PROPOSE: AtOnce.propose,
    audit.WITHDRAW: AtOnce.withdraw,
    audit.SIGN: AtOnce.sign,
    audit.ARRANGE: AtOnce.arrange,
    audit.COVER: AtOnce.cover,
    audit.AUDIT: AtOnce.audit,
}


def test_what_is_done_at_once_stands_on_the_portal(station: Make, backstage: Backstage) -> None:
    sara, nora = supervisor(station), station()
    doing = AtOnce(sara, nora)
    doing.engine.start()
    assert doing.ready.wait(20)
    for act in AT_ONCE.values():
        act(doing)
    assert doing.engine.stop()
    send(sara)
    send(nora)
    events = {balp.kind(event): event for one in (sara, nora) for event in of(backstage, one)}
    assert set(events) >= set(AT_ONCE)
    for what in AT_ONCE:
        assert balp.faults(events[what]) == [], what


def test_the_trail_is_read_newest_first_leaf_by_leaf_and_each_event_once(
    station: Make, backstage: Backstage
) -> None:
    nora, sara = station(), supervisor(station)
    notes = opened(nora, 70, patient=PatientId("Patient/many"))
    send(nora)
    twice = next(event for event in backstage.dump("AuditEvent") if notes[0].id in str(event["meta"]))
    backstage.register(
        {name: value for name, value in twice.items() if name not in ("id", "meta")}
        | {"meta": {"tag": twice["meta"]["tag"]}}
    )
    first = read(sara, Wanted(patient="Patient/many"))
    rest = read(sara, Wanted(patient="Patient/many"), first.next)
    events = once([*first.events, *rest.events])
    assert first.next and not rest.next
    assert len(tagged(backstage, notes[0].id)) == 2 and len(events) == 70
    assert {event.id for event in events} == {note.id for note in notes}
    assert list(events) == sorted(events, key=lambda event: event.at, reverse=True)
    event = events[0]
    assert (event.what, event.actor, event.role, event.patient) == (
        audit.READ, nora.actor.person, "rn", "Patient/many",
    )  # fmt: skip


def test_the_trail_is_searched_by_person_patient_kind_and_period(station: Make, backstage: Backstage) -> None:
    nora, otto, sara = station(), station("otto"), supervisor(station)
    (hers,) = opened(nora, patient=PatientId("Patient/chosen"))
    (his,) = opened(otto, patient=PatientId("Patient/chosen"))
    (search,) = opened(otto, patient=PatientId("Patient/chosen"), what=audit.SEARCH)
    (old,) = opened(otto, patient=PatientId("Patient/chosen"), ago=timedelta(days=9))
    send(nora)
    send(otto)

    def ids(**wanted: Any) -> set[str]:
        return {event.id for event in read(sara, Wanted(**wanted)).events}

    assert ids(patient="Patient/chosen") == {hers.id, his.id, search.id, old.id}
    assert ids(patient="Patient/chosen", person=otto.actor.person) == {his.id, search.id, old.id}
    assert ids(patient="Patient/chosen", what=audit.SEARCH) == {search.id}
    assert ids(patient="Patient/chosen", since=nora.watch.now() - timedelta(days=1)) == {
        hers.id, his.id, search.id,
    }  # fmt: skip


def test_reading_the_trail_is_noted_before_it_is_shown_and_names_the_patients(
    station: Make, backstage: Backstage
) -> None:
    nora, sara = station(), supervisor(station)
    opened(nora)
    send(nora)
    leaf = read(sara, Wanted(patient="Patient/p1"))
    assert leaf.names.keys() == {"Patient/p1"} and all(leaf.names.values())
    (note,) = sara.store.audits_waiting(sara.actor.person, 10).result()
    assert (note.what, note.patient) == (audit.AUDIT, "Patient/p1")


def test_whoever_is_no_supervisor_is_told_that_the_server_does_not_show_it(station: Make) -> None:
    nora = station()
    with pytest.raises(Refused, match="supervisors only"):
        read(nora, Wanted())
    assert waiting(nora) == 0, "she has seen nothing of it"
