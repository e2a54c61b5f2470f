"""What a person does, and the AuditEvent that stands on the real portal for it, judged by IHE BALP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inbox.domain import audit
from inbox.domain.draft import Draft
from inbox.domain.unsent import KEPT
from inbox.fhir.client import FhirClient
from inbox.queries import outbox
from inbox.store.store import Store
from inbox.sync.audits import Audits
from inbox.sync.status import Board
from inbox.ui import trail
from inbox.ui.desk import Desk
from inbox.ui.leaving import DISOWNED, QUIT, SIGNED_OUT, SWITCHED
from inbox.ui.main_window import Window
from inbox.ui.reading_watch import ReadingWatch
from inbox.ui.studio import Studio
from portal.running import Running
from portal.settings import Settings
from tests.portal.visiting import Launch
from tests.sync import balp
from tests.sync.station import Backstage, Token
from tests.sync.test_audits import AT_ONCE
from tests.ui.at_work import AtWork
from tests.ui.entrances import Owner
from tests.ui.test_board import measures
from tests.ui.test_locking import play, settled

REQUEST = "5b0f4f0e-7f3e-4d0b-9a55-9f1d2f6f0a01"


@pytest.fixture(scope="module")
def portal() -> Iterator[Running]:
    with Running(Settings(database="", test_mode=True)) as running:
        yield running


@dataclass
class Person:
    """Somebody at a desk."""

    desk: Desk
    qtbot: QtBot
    folder: Path
    here: list[AtWork] = field(default_factory=list)

    @property
    def work(self) -> AtWork:
        if not self.here:
            self.here.append(AtWork(self.desk, self.qtbot))
        return self.here[0]

    def opens_a_record(self) -> None:
        target = self.work.worklist.current()
        row = self.work.worklist.model.row(0)
        assert target is not None and row is not None
        ReadingWatch(self.desk).opened(target.thread, row.line.patient)

    def claims(self) -> None:
        self.work.press("item.claim")
        done = outbox.unconfirmed(self.desk.reader, self.desk.actor.person)
        self.desk.store.settle([one.entry.id for one in done], [], REQUEST).result()

    def searches(self) -> None:
        self.work.space.top.searched.emit("blood pressure")
        self.work.space.top.search_left.emit()
        self.work.settle()

    def exports_measures(self) -> None:
        tab = measures(self.work)
        self.work.play(lambda: self.work.conductor.follow(tab.write(self.folder / "measures.csv")))
        assert (self.folder / "measures.csv").is_file()

    def locks_and_comes_back(self) -> None:
        async def act(studio: Studio, window: Window) -> None:
            studio.conductor.ask("app.lock")
            await settled(studio)
            studio.lock.page.unlock.emit()
            await settled(studio)

        play(self.desk, self.qtbot, Owner(), act)

    def begins(self) -> None:
        trail.note(self.desk, audit.SIGN_IN)

    def signs_out(self) -> None:
        trail.note_leaving(self.desk, SIGNED_OUT)

    def is_disowned(self) -> None:
        trail.note_leaving(self.desk, DISOWNED)

    def forgets_a_draft(self) -> None:
        row, now, me = self.work.worklist.model.row(0), self.desk.now(), self.desk.actor
        assert row is not None
        begun = Draft(row.line.thread, row.line.patient, me.person, "I will call", now - KEPT)
        self.desk.store.save_draft(begun).result()
        for later in (now, now + KEPT):
            self.desk.store.see_to_unsent(me, later).result()

    def makes_room(self) -> None:
        trail.note_leaving(self.desk, SWITCHED)

    def quits(self) -> None:
        trail.note_leaving(self.desk, QUIT)


DOINGS: dict[str, Callable[[Person], None]] = {
    audit.READ: Person.opens_a_record,
    audit.UPDATE: Person.claims,
    audit.SEARCH: Person.searches,
    audit.EXPORT: Person.exports_measures,
    audit.LOCK: Person.locks_and_comes_back,
    audit.UNLOCK: Person.locks_and_comes_back,
    audit.SIGN_IN: Person.begins,
    audit.SIGN_OUT: Person.signs_out,
    audit.WIPE: Person.signs_out,
    audit.ACCESS_ENDED: Person.is_disowned,
    audit.EXPIRED: Person.forgets_a_draft,
    audit.SWITCH: Person.makes_room,
    audit.QUIT: Person.quits,
}


def test_every_kind_is_done_by_somebody_here_or_at_once() -> None:
    assert {*DOINGS, *AT_ONCE} == set(audit.KINDS)


@pytest.mark.parametrize("what", DOINGS)
def test_what_a_person_does_stands_on_the_portal(
    what: str, desk: Desk, qtbot: QtBot, tmp_path: Path, portal: Running
) -> None:
    DOINGS[what](Person(desk, qtbot, tmp_path))
    (note,) = [one for one in desk.store.audits_waiting(desk.actor.person, 99).result() if one.what == what]
    deliver(desk.store, desk, portal)
    event = next(
        one for one in Backstage(portal).dump("AuditEvent") if one["meta"]["tag"][0]["code"] == note.id
    )
    assert balp.faults(event) == []
    assert balp.kind(event) == what
    assert balp.request(event) == (REQUEST if what == audit.UPDATE else "")
    patients = [one for one in event.get("entity", []) if one["type"]["code"] == "1"]
    assert bool(patients) == (what in (audit.READ, audit.UPDATE, audit.EXPIRED))
    assert "blood" not in str(event) and event["source"]["observer"]["display"] == "triage-07"


def deliver(store: Store, desk: Desk, portal: Running) -> None:
    """Send what waits, as the engine does."""

    async def send() -> None:
        token = Token(Launch(portal).tokens("nadia")["access_token"])
        async with FhirClient(portal.base_url, token) as client:
            profile = await client.capability()
            board = Board(lambda _status: None)
            await Audits(client, profile, store, desk.actor.person, board, "triage-07").send()

    asyncio.run(send())
    assert store.audits_waiting(desk.actor.person, 99).result() == []


def test_whoever_is_not_let_in_is_noted(desk: Desk, qtbot: QtBot) -> None:
    async def act(studio: Studio, window: Window) -> None:
        studio.conductor.ask("app.lock")
        await settled(studio)
        studio.lock.page.pin.emit("123456")
        await settled(studio)

    play(desk, qtbot, Owner(pin=True), act)
    notes = desk.store.audits_waiting(desk.actor.person, 99).result()
    assert [(one.what, one.outcome) for one in notes if "lock" in one.what] == [
        (audit.LOCK, ""),
        (audit.UNLOCK, trail.STRANGER),
    ]


def test_what_cannot_be_noted_is_not_exported(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    work = AtWork(desk, qtbot)
    tab = measures(work)
    desk.store.close()
    work.play(lambda: work.conductor.follow(tab.write(tmp_path / "measures.csv")))
    assert not (tmp_path / "measures.csv").exists()
