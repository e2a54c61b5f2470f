"""From a sign-in to a session, where somebody gives up on the way."""

from __future__ import annotations

import asyncio
import gc
import os
import webbrowser
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtTest import QTest

from inbox.app.porch import Porch
from inbox.app.start import Start
from inbox.domain.errors import InboxError
from inbox.session.pin import Pin
from inbox.ui.doors.pin_page import PinPage
from inbox.ui.doors.sign_in import SignInPage
from inbox.ui.look.theme import Theme
from inbox.ui.main_window import Window
from portal.running import Running
from tests.app.test_opening import shown, theme, window
from tests.session.browser import signs_in
from tests.session.clock import TurnedClock
from tests.session.conftest import clock, faults, keychain, portal
from tests.session.keychain import Keychain
from tests.session.portal_at_work import CLIENT, Faults
from tests.session.test_session import start

__all__ = ["clock", "faults", "keychain", "portal", "theme", "window"]


class Nadia(webbrowser.BaseBrowser):
    """Fills the form at once, as whoever sits at the browser."""

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        return signs_in("nadia")(url)


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "_tryorder", ["nadia"])
    monkeypatch.setitem(webbrowser._browsers, "nadia", [None, Nadia()])  # type: ignore[attr-defined]


def test_who_gives_up_at_the_pin_after_a_sign_in_can_sign_in_again_and_the_first_one_is_ended(
    window: Window,
    theme: Theme,
    keychain: Keychain,
    clock: TurnedClock,
    portal: Running,
    faults: Faults,
    browser: None,
    tmp_path: Path,
) -> None:
    session = start(tmp_path, portal, clock)
    session.pin = Pin(session.place.name, clock, cost=15)
    session.choose_pin("483920")
    faults.add("drop_before", "/auth/revoke")
    doors = Porch(window, theme, Start(portal.base_url, CLIENT, tmp_path), clock).doors()

    async def story() -> None:
        asking = asyncio.ensure_future(doors.sign_in(portal.base_url, asks=False))
        (await shown(window, PinPage)).cancel.emit()
        QTest.qWait(0)
        page = await shown(window, SignInPage)
        assert page.accessibleName() and not asking.done()
        assert faults.seen() == [1], "the portal has been asked to forget it"
        page.sign_in.emit(portal.base_url)
        (await shown(window, PinPage)).pin.emit("483920")
        assert (await asking).actor == session.actor

    asyncio.run(story())


def test_a_sign_in_at_the_lock_that_opens_nothing_is_ended(
    window: Window,
    theme: Theme,
    keychain: Keychain,
    clock: TurnedClock,
    portal: Running,
    faults: Faults,
    browser: None,
    tmp_path: Path,
) -> None:
    session = start(tmp_path, portal, clock)
    faults.add("status", "/auth/revoke")
    faults.add("status", "/Practitioner", status=500)
    doors = Porch(window, theme, Start(portal.base_url, CLIENT, tmp_path), clock).beside_the_lock()
    with pytest.raises(InboxError):
        asyncio.run(doors.same_person(session))
    assert faults.seen()[0] == 1, "the portal has been asked to forget it"


def test_garbage_is_collected_while_a_person_is_waited_for(
    window: Window, theme: Theme, clock: TurnedClock, tmp_path: Path
) -> None:
    """A start goes without; the page that asks for a sign-in may stand there for days."""
    doors = Porch(window, theme, Start("", CLIENT, tmp_path), clock).doors()

    async def story() -> None:
        asking = asyncio.ensure_future(doors.sign_in(""))
        await shown(window, SignInPage)
        assert gc.isenabled()
        asking.cancel()

    gc.disable()
    try:
        asyncio.run(story())
    finally:
        gc.enable()
