"""The program as a whole: its end, and whom it lets in again."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import delete

from inbox.app.program import Program
from inbox.app.start import Start
from inbox.session.session import Session
from inbox.store.lock import FileLock
from inbox.ui.doors.error import ErrorPage
from inbox.ui.leaving import SIGN_IN_AGAIN
from portal.running import Running
from tests.session.clock import TurnedClock
from tests.session.conftest import clock, keychain, portal
from tests.session.keychain import Keychain
from tests.session.portal_at_work import CLIENT
from tests.session.test_session import start

__all__ = ["clock", "keychain", "portal"]
P = TypeVar("P", bound=QWidget)
T = TypeVar("T")


@pytest.fixture
def session(tmp_path: Path, keychain: Keychain, clock: TurnedClock, portal: Running) -> Session:
    """Of a nurse who was here before."""
    return start(tmp_path, portal, clock)


@pytest.fixture
def station(qapp: QApplication, tmp_path: Path, portal: Running, clock: TurnedClock) -> Iterator[Program]:
    program = Program(qapp, Start(portal.base_url, CLIENT, tmp_path))
    program._clock = clock
    yield program
    delete(program._window)  # with it goes what watches the clipboard


async def until(condition: Callable[[], T | None]) -> T:
    """What `condition` gives, once it does; Qt goes on meanwhile."""
    async with asyncio.timeout(20):
        while (found := condition()) is None:
            QTest.qWait(1)
            await asyncio.sleep(0.01)
        return found


def shown(kind: type[P], program: Program) -> P | None:
    """The page of this program's own window, if it is of that kind."""
    page = program._window.page
    return page if isinstance(page, kind) and page.isVisible() else None


def test_a_page_that_says_what_is_wrong_lets_nobody_in_an_hour_later(
    station: Program, session: Session, clock: TurnedClock
) -> None:
    async def story() -> str:
        other = FileLock(session.cache_path)
        working = asyncio.ensure_future(station._work(session))
        page = await until(lambda: shown(ErrorPage, station))
        other.release()
        clock.turn(hours=1)
        page.again.emit()
        async with asyncio.timeout(20):
            return await working

    assert asyncio.run(story()) == SIGN_IN_AGAIN


def test_the_wish_to_end_is_heard_between_two_pages_too(qapp: QApplication, tmp_path: Path) -> None:
    async def told_between_two_pages() -> bool:
        def own_files() -> bool:
            asyncio.get_running_loop().call_soon(program.end)  # it comes when this page is left
            return True

        program = Program(qapp, Start("", "inbox", tmp_path), own_files)
        living = asyncio.ensure_future(program.live())
        ended, _ = await asyncio.wait({living}, timeout=10)
        living.cancel()
        return bool(ended)

    assert asyncio.run(told_between_two_pages())
