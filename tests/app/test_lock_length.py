"""After how long it locks, as a site publishes it: while the program runs, and from its next start on."""

from __future__ import annotations

import asyncio
import os
from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inbox.app.program import Program
from inbox.app.start import Start
from inbox.domain.station_rules import StationRulesError, lock_after, read_station_rules
from inbox.ui.desk import Desk
from inbox.ui.doors.lock import LockPage
from inbox.ui.workspace import Workspace
from portal.running import Running
from portal.settings import Settings
from tests.app.test_program import shown, until
from tests.portal.visiting import signed_in
from tests.session.clock import TurnedClock
from tests.session.conftest import clock, keychain
from tests.session.keychain import Keychain
from tests.session.portal_at_work import CLIENT
from tests.session.test_session import start

__all__ = ["clock", "keychain"]


@pytest.fixture
def clinic() -> Iterator[Running]:
    with Running(Settings(database="", patients=2, threads=3, test_mode=True)) as portal:
        yield portal


def publish(portal: Running, version: str, rules: bytes) -> None:
    """As a supervisor's program does."""
    library = {
        "resourceType": "Library",
        "url": "https://example.org/Library/station-rules",
        "version": version,
        "status": "active",
        "type": {"text": "asset-collection"},
        "content": [{"contentType": "application/json", "data": b64encode(rules).decode()}],
    }
    with signed_in(portal, "petra") as petra:
        petra.post("/Library", json=library).raise_for_status()


def test_a_published_length_holds_while_the_program_runs_and_from_its_next_start(
    qapp: QApplication, tmp_path: Path, keychain: Keychain, clock: TurnedClock, clinic: Running
) -> None:
    start(tmp_path, clinic, clock)

    def opened() -> tuple[Program, asyncio.Task[None]]:
        program = Program(qapp, Start(clinic.base_url, CLIENT, tmp_path))
        program._clock = clock
        return program, asyncio.ensure_future(program.live())

    async def ended(program: Program, living: asyncio.Task[None]) -> None:
        program.end()
        await living
        program._window.deleteLater()

    async def desk_of(program: Program) -> Desk:
        return (await until(lambda: shown(Workspace, program))).desk

    async def story() -> None:
        program, living = opened()
        desk = await desk_of(program)
        assert desk.lock_after == timedelta(minutes=5)
        publish(clinic, "1", b'{"id": "river", "version": "1", "lock_minutes": 2}')
        desk.sync.try_now()
        await until(lambda: desk.lock_after == timedelta(minutes=2) or None)
        publish(clinic, "2", b'{"id": "river", "version": "2", "lock_minutes": 60}')
        desk.sync.try_now()
        await until(lambda: desk.kit_problems or None)
        assert desk.lock_after == timedelta(minutes=2), "no site may have it later"
        await ended(program, living)
        program, living = opened()
        assert (await desk_of(program)).lock_after == timedelta(minutes=2)
        clock.turn(minutes=2)
        QTest.keyClick(program._window.windowHandle(), Qt.Key.Key_J)
        assert shown(LockPage, program) and not shown(Workspace, program)
        await ended(program, living)

    asyncio.run(story())


def test_the_soonest_that_anybody_has_decided_counts_and_never_later_than_usual() -> None:
    assert lock_after() == lock_after(None, None) == timedelta(minutes=5)
    assert lock_after(3, None) == lock_after(3, 4) == lock_after(4, 3) == timedelta(minutes=3)
    assert lock_after(60) == timedelta(minutes=5)


@pytest.mark.parametrize("minutes", [0, 6, -1, "2", 2.5])
def test_another_number_of_minutes_is_no_rule(minutes: object) -> None:
    body = msgspec.json.encode({"id": "river", "version": "1", "lock_minutes": minutes})
    with pytest.raises(StationRulesError, match="station-rules 1"):
        read_station_rules("station-rules 1", body)
