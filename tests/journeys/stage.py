"""The whole program in this process, with people who press real keys in its real windows.

Everything is what runs at a clinic: the composition root, the encrypted file, the sync thread, HTTP to a
portal in another process. Played are the keyring, the browser's person, and the passing of the undo time.
"""

from __future__ import annotations

import asyncio
import time
import weakref
import webbrowser
from collections.abc import Callable, Coroutine, Hashable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QStackedWidget

from inbox.app import Start, program
from inbox.commands.declare import Target
from inbox.ui.main_window import Window
from inbox.ui.worklist.model import ROW
from inbox.ui.worklist.words import Row
from inbox.ui.workspace import Workspace
from portal.visitor import visit
from tests.journeys import screen
from tests.journeys.keys import Stroke, signs, strokes
from tests.journeys.portal_process import PortalProcess
from tests.journeys.wire import Wire

Condition = Callable[[], object]

PATIENCE = 40.0
"""Seconds: what a computer that is busy with other things may take. Nobody waits for longer than it lasts."""
LONG_ENOUGH = 0.45
"""Seconds on screen from which on a key that closes or sends is taken for meant."""


class Clock:
    """The real time, which a test may set forward."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class Browser(webbrowser.BaseBrowser):
    """In place of the system's browser: whoever is named fills the form."""

    def __init__(self) -> None:
        super().__init__("visitor")
        self.user = ""

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        return visit(url, self.user, "sandbox") == ""


class Stage:
    """One event loop, one application, any number of people."""

    def __init__(self, application: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
        self.application = application
        self.clock = Clock()
        self.browser = Browser()
        self.people: list[Person] = []
        application.setQuitOnLastWindowClosed(False)
        self.loop = qasync.QEventLoop(application, already_running=False)
        asyncio.set_event_loop(self.loop)
        monkeypatch.setattr(program, "WallClock", lambda: self.clock)
        webbrowser.register("visitor", None, self.browser, preferred=True)
        monkeypatch.setattr(webbrowser, "_tryorder", ["visitor"])

    def person(self, user: str, portal: PortalProcess | Wire, profile: Path) -> Person:
        """Somebody at a computer of their own."""
        self.people.append(Person(self, user, portal, profile))
        return self.people[-1]

    def until(
        self, condition: Callable[[], object], why: Callable[[], str], seconds: float = PATIENCE
    ) -> None:
        """Let the program run until `condition` holds."""

        async def wait() -> None:
            end = time.monotonic() + seconds
            while not condition():
                assert time.monotonic() < end, why()
                await asyncio.sleep(0.01)

        self._run(wait())

    def do(self, act: Callable[[], object]) -> None:
        """Do `act` while the program runs, as if it came from outside."""
        done = self.loop.create_future()

        def go() -> None:
            try:
                act()
            except BaseException as error:  # noqa: BLE001 - raised again where it was asked for
                done.set_exception(error)
            else:
                done.set_result(None)

        async def finished() -> None:
            await done

        self.loop.call_soon(go)
        self._run(finished())

    def close(self) -> None:
        """Everybody goes home, whatever they were at."""
        self.everybody_goes_home()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        asyncio._set_running_loop(None)
        self.loop.close()
        asyncio.set_event_loop(None)

    def everybody_goes_home(self) -> None:
        for one in self.people:
            one.goes_home()

    def _run(self, work: Coroutine[object, object, None]) -> None:
        """Run the loop until `work` is done.

        Qt's events are processed between two steps of a test as well (pytest-qt does), and with them the
        program's tasks: the loop counts as running from the first step to the last.
        """
        asyncio._set_running_loop(None)
        task = self.loop.create_task(work)
        task.add_done_callback(lambda _: self.loop.stop())
        try:
            self.loop.run_forever()
        finally:
            asyncio._set_running_loop(self.loop)
        task.result()


class Person:
    """Reads the window and presses keys; every verb waits until the program has done it or time is up."""

    def __init__(self, stage: Stage, user: str, portal: PortalProcess | Wire, profile: Path) -> None:
        self._stage = stage
        self._user = user
        self._portal = portal
        self._profile = profile
        self._window: Window | None = None
        self._life: asyncio.Task[None] | None = None
        self._painted: tuple[Hashable, float] = (None, 0.0)
        self._watched: weakref.ref[Workspace] | None = None
        self.was_told: list[str] = []
        """Every sentence of the status line so far."""

    # Coming and going

    def opens_the_program(self) -> None:
        before = set(self._stage.application.topLevelWidgets())
        start = Start(self._portal.address, "inbox-workstation", self._profile)
        running = program.Program(self._stage.application, start)
        mine = [one for one in self._stage.application.topLevelWidgets() if one not in before]
        self._window = next(one for one in mine if isinstance(one, Window))
        self._life = self._stage.loop.create_task(running.live())
        self._comes_to_front()

    def signs_in(self) -> None:
        """Open the program, sign in through the browser and wait for the list."""
        self.opens_the_program()
        self.sees("Sign in to your clinic")
        self._stage.browser.user = self._user
        self.presses("Enter")
        self.is_at_work()

    def signs_in_as(self, user: str) -> None:
        """At a page that asks for a sign-in: press Enter and let `user` fill the form in the browser."""
        self._stage.browser.user = user
        before = self.reads_all()
        self.presses("Enter")
        self._until(lambda: self.reads_all() != before, "another page")

    def hands_over_to(self, user: str) -> None:
        """Ask for somebody else, whom the browser knows, and wait for their list."""
        self._stage.browser.user = user
        before = weakref.ref(self.workspace)  # whoever has left is not to be kept in memory from here
        self.asks_for("somebody else works")
        self._until(lambda: self._at_work() and self._page() is not before(), "another workplace")
        self.is_at_work()

    def lets_everything_load(self) -> None:
        """Wait until closed history and charts are here as well."""
        desk = self.workspace.desk
        self._until(lambda: desk.status is not None and desk.status.ready, "open work")
        self._until(lambda: desk.status is not None and not desk.status.progress, "everything")

    def comes_back(self) -> None:
        """Open the program again where one has signed in before; no network is needed."""
        self.opens_the_program()
        self.is_at_work()

    def is_at_work(self) -> None:
        """Wait for the workspace with its list filled, and look at it."""
        self._until(lambda: self._at_work() and bool(self.rows), "the worklist")
        if self._watched is None or self._watched() is not self.workspace:
            self._watched = weakref.ref(self.workspace)
            self.workspace.reading.painted.connect(self._note_painted)
            self.workspace.desk.said.connect(lambda sentence, _tone, _command: self.was_told.append(sentence))

    def closes_the_window(self) -> None:
        """Ask for the end; the program may have a question first."""
        self._stage.do(self.window.close)

    def quits(self) -> None:
        """Close the window; what has not left is said, and quitting is confirmed."""
        self.closes_the_window()
        self._until(lambda: self._gone() or self._reads("not left yet"), "the end or a question")
        if not self._gone():
            self.presses("y")
        self.has_left()

    def has_left(self) -> None:
        """Wait until the program has ended by itself."""
        self._until(self._gone, "the program's end")
        life, window = self._life, self.window
        self._life = self._window = self._watched = None
        assert life is not None
        life.result()
        window.deleteLater()

    def goes_home(self) -> None:
        """End in any case."""
        if self._window is None or self._life is None:
            return
        if not self._life.done():
            self._stage.do(self._window.close)
            self._until(lambda: self._gone() or self._reads("not left yet"), "the end or a question")
            if not self._gone():
                self.presses("y")
            self._until(self._gone, "the program's end")
        self._window.deleteLater()
        self._life = self._window = None

    # Keys

    def presses(self, keys: str) -> None:
        """Press one key after the other: "Shift+C", "g m"."""
        self._comes_to_front()
        self._strike(strokes(keys))

    def types(self, text: str) -> None:
        """Write, a key for each sign."""
        self._comes_to_front()
        self._strike(signs(text))

    def asks_for(self, command: str) -> None:
        """Find a command in the palette and run it."""
        self.presses("Ctrl+K")
        self.types(command)
        self.presses("Enter")

    def clicks(self, words: str) -> None:
        """Press the button that says so with the pointer."""
        self.sees(words)
        buttons = [one for one in self.window.findChildren(QAbstractButton) if one.isVisible()]
        button = next(one for one in buttons if words in one.accessibleName())
        self._stage.do(button.click)

    def has_looked(self) -> None:
        """Have the item before one long enough that a key is taken for meant."""
        reading = self.workspace.reading

        def long_enough() -> bool:
            key, at = self._painted
            return key == reading.guard_key() and time.monotonic() - at > LONG_ENOUGH

        self._until(long_enough, "an item that stays on screen")

    def lets_the_undo_time_pass(self) -> None:
        """Nine seconds later; the program is told to look at its clock again by the key for that."""
        self._stage.clock.ahead += timedelta(seconds=9)
        self.presses("F5")

    # Reading

    @property
    def window(self) -> Window:
        assert self._window is not None, f"{self._user} has not opened the program"
        return self._window

    @property
    def workspace(self) -> Workspace:
        space = self._page()
        assert isinstance(space, Workspace)
        return space

    @property
    def rows(self) -> list[str]:
        """The worklist, a sentence a row."""
        return screen.rows(self.workspace.worklist.list)

    @property
    def lines(self) -> list[Row]:
        """The same rows with all that they show."""
        model = self.workspace.worklist.model
        found = [model.index(number, 0).data(ROW) for number in range(model.rowCount())]
        return [row for row in found if row is not None]

    @property
    def item(self) -> Target:
        """The item under the cursor."""
        target = self.workspace.worklist.current()
        assert target is not None
        return target

    @property
    def row(self) -> Row:
        """The row under the cursor."""
        return self.row_of(self.item)

    def row_of(self, target: Target) -> Row:
        return next(row for row in self.lines if row.line.item == target.item)

    def reads_all(self) -> str:
        """Every word on the screen."""
        return screen.words(self.window)

    def sees(self, words: str, seconds: float = PATIENCE) -> None:
        """Wait until `words` stand somewhere on the screen."""
        self._until(lambda: self._reads(words), f"“{words}”", seconds)

    def sees_no(self, words: str) -> None:
        """Wait until `words` stand nowhere on the screen."""
        self._until(lambda: not self._reads(words), f"no “{words}”")

    def is_told(self, words: str, times: int = 1) -> None:
        """Wait for a sentence of the status line, or for so many."""

        def told() -> bool:
            return sum(words in one for one in self.was_told) >= times

        self._until(told, f"to be told “{words}”")

    def waits_until(self, condition: Condition, what: str, seconds: float = PATIENCE) -> None:
        """Wait for anything else that can be looked at."""
        self._until(condition, what, seconds)

    def keeps_trying(self, condition: Condition, what: str) -> None:
        """Have the program try again now and then until it holds: nobody waits out a back-off in a test."""
        pressed = 0.0

        def holds() -> object:
            nonlocal pressed
            if time.monotonic() - pressed > 1:
                pressed = time.monotonic()
                self.workspace.desk.sync.try_now()
            return condition()

        self._until(holds, what, 40)

    def goes_to(self, wanted: Callable[[Row], bool]) -> Target:
        """Walk along the list with j or k to the first row that is `wanted`, wherever it moves meanwhile."""
        self._until(lambda: any(map(wanted, self.lines)), "what is wanted in the list")
        found = next(row.line.item for row in self.lines if wanted(row))
        worklist = self.workspace.worklist
        while (way := worklist.model.place(found) - worklist.list.currentIndex().row()) != 0:
            assert worklist.model.place(found) >= 0, "what was wanted has left the list"
            self.presses("j" if way > 0 else "k")
        self._until(lambda: self.item.item == found, "the wanted item")
        return self.item

    def goes_to_item(self, target: Target) -> None:
        self.goes_to(lambda row: row.line.item == target.item)

    # Inside

    def _strike(self, keys: list[Stroke]) -> None:
        for one in keys:
            self._stage.do(partial(self._strike_one, one))

    def _strike_one(self, stroke: Stroke) -> None:
        """Through the window system's door, where the program listens for keys."""
        handle = self.window.windowHandle()
        assert handle is not None
        if stroke.key is None:
            QTest.keyClick(handle, stroke.sign, stroke.held)  # type: ignore[call-overload]
        else:
            QTest.keyClick(handle, stroke.key, stroke.held)

    def _comes_to_front(self) -> None:
        window = self.window
        if QApplication.activeWindow() is not window:
            self._stage.do(window.activateWindow)
            self._until(lambda: QApplication.activeWindow() is window, "the window in front")
        self._until(lambda: QApplication.focusWidget() is not None, "the keyboard somewhere")

    def _until(self, condition: Condition, what: str, seconds: float = PATIENCE) -> None:
        def why() -> str:
            seen = self.reads_all() if self._window is not None else "no window"
            told, keys = self.was_told[-5:], QApplication.focusWidget()
            return f"{self._user} never saw {what}. On the screen:\n{seen}\nTold: {told}\nKeyboard: {keys}"

        def holds() -> bool:
            if self._life is not None and self._life.done() and not self._life.cancelled():
                self._life.result()
            return bool(condition())

        self._stage.until(holds, why, seconds)

    def _reads(self, words: str) -> bool:
        return words.lower() in self.reads_all().lower()

    def _note_painted(self, key: Hashable, at: float) -> None:
        if key != self._painted[0]:
            self._painted = (key, at)

    def _page(self) -> object:
        pages = self.window.centralWidget()
        assert isinstance(pages, QStackedWidget)
        return pages.currentWidget()

    def _at_work(self) -> bool:
        return isinstance(self._page(), Workspace)

    def _gone(self) -> bool:
        return self._life is None or self._life.done()


def unclaimed(row: Row) -> bool:
    """Somebody may take it, and nobody has to be called first."""
    return row.line.stage == "unclaimed" and (row.line.flag_level or 9) > 2


def refill(row: Row) -> bool:
    """A request that meets every condition of its protocol: it can be answered by one key."""
    return unclaimed(row) and row.line.item == "Task/task-refill-met"


def question(row: Row) -> bool:
    """Of the patient, who is also whom an answer goes to."""
    return unclaimed(row) and row.line.kind == "medical-question" and not row.line.sender_relation
