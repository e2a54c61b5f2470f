"""The process: Qt and its loop, the window, and the way from sign-in to work and back."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import qasync
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from inbox import diary
from inbox.app import memory
from inbox.app.appearance import Looks
from inbox.app.for_good import FOR_GOOD, parting_words, sign_out
from inbox.app.last_words import heard_by, keep_words_in
from inbox.app.opening import Opening
from inbox.app.own_files import prepare
from inbox.app.porch import Porch
from inbox.app.reentry import Reentry
from inbox.app.signals import first
from inbox.app.start import Start
from inbox.app.told_to_end import told_to_end
from inbox.app.unused import told_of_wiping
from inbox.app.wall_clock import WallClock
from inbox.domain import resources
from inbox.domain.audit import SIGN_IN
from inbox.domain.clock import Clock
from inbox.domain.errors import InboxError
from inbox.session.session import Session
from inbox.store.unkept import Held
from inbox.ui import copied, trail
from inbox.ui.files.copies import Copies
from inbox.ui.leaving import OTHER_ROLE, QUIT, SIGN_IN_AGAIN, SWITCHED
from inbox.ui.look.theme import ThemeName, dress
from inbox.ui.main_window import Window

if TYPE_CHECKING:
    from inbox.app.workplace import Workplace
    from inbox.ui.studio import Studio

T = TypeVar("T")
_FAILED = "failed"
"""The saved inbox could be used no longer: nobody left."""
_A_TURN = 0.001
"""Seconds a thread may compute while another waits: sync and writer never hold the window up for longer."""
_OWNER_ONLY = 0o077
"""What nobody but its owner may do with any file or folder that this process makes, whoever makes it."""
_A_FRAME = 0.05
"""Seconds in which what has been shown is also painted."""


def run(start: Start) -> int:
    """Run the program until it is closed. Gives the exit status: 1 when a mistake of ours ended it."""
    QGuiApplication.setDesktopFileName("inbox-workstation")
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Inbox")
    application.setWindowIcon(QIcon(str(resources.path("icon", "inbox-workstation.svg"))))
    application.setQuitOnLastWindowClosed(False)
    sys.setswitchinterval(_A_TURN)
    keep_words_in()
    loop = qasync.QEventLoop(application)
    heard_by(loop)
    asyncio.set_event_loop(loop)
    try:
        program = Program(application, start, partial(prepare, start.profile_dir))
        with loop, told_to_end(program.end):
            loop.run_until_complete(program.live())
    except Exception as error:  # noqa: BLE001 - the last one to hear of it: written down, and the end
        diary.mistake("app.ended", error)
        return 1
    finally:
        diary.close()
    return 0


def _import_what_works() -> None:
    """What the list needs."""
    import inbox.app.workplace
    import inbox.ui.front  # noqa: F401


async def _start_sync(workplace: Workplace, studio: Studio) -> None:
    """Start it once the saved list is on screen, or at once where there is nothing saved yet."""
    if workplace.store.cursors():
        await studio.at_work.wait()
        await asyncio.sleep(_A_FRAME)
    workplace.flag_rules.start()
    workplace.ask_signs.start()
    workplace.history.start(studio.lock.idle.is_quiet)
    workplace.engine.start()
    memory.keep()


async def _failure(workplace: Workplace) -> None:
    """Until the saved inbox can be used no longer. Looked at in the turn in which listening begins: a failure
    between the two would be heard by nobody."""
    if workplace.trouble is None:
        await first(failed=workplace.failed)


async def _unless_failed(workplace: Workplace, work: Coroutine[object, object, str]) -> str:
    """What `work` gives; `_FAILED`, and it is given up, when the saved inbox can be used no longer."""
    working = asyncio.ensure_future(work)
    failing = asyncio.ensure_future(_failure(workplace))
    try:
        if workplace.trouble is None:
            await asyncio.wait({working, failing}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else _FAILED
    finally:
        working.cancel()
        failing.cancel()


class Program:
    """One window, one person after another."""

    def __init__(
        self, application: QApplication, start: Start, own_files: Callable[[], bool] = lambda: True
    ) -> None:
        """`own_files` prepares the folder of `start`, once there is a window to say why it cannot."""
        os.umask(_OWNER_ONLY)
        self._start = start
        self._own_files = own_files
        self._clock: Clock = WallClock()
        self._unkept: list[tuple[Held, dict[str, bytes]]] = []
        """What a failing disk would not take: kept as soon as its author's inbox is open again."""
        dark = application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        desktop = ThemeName.DARK if dark else ThemeName.LIGHT
        self._looks = Looks(start.profile_dir, desktop)
        self._theme = self._looks.theme
        dress(application, self._theme)
        self._window = Window()
        self._window.show()
        self._copied = copied.Copied(self._window)
        self._coming: Session | None = None
        """Of whoever takes the place of the person before."""
        self._left_behind = 0
        """How much of that person's work has not left."""
        self._told = ""
        self._wiped = True
        """What was to be wiped as somebody left is gone."""
        """What the next page has to say of what the portal has taken or given."""
        self._porch = Porch(self._window, self._theme, start, self._clock)
        self._told_to_end = False
        """Between two pages nobody listens to the window: what the system wants is remembered."""

    def end(self) -> None:
        """The system wants the program to end: as if the window was closed, but nothing is asked."""
        self._told_to_end = True
        self._window.closing.emit(True)

    async def live(self) -> None:
        """Sign in, work, and again, until somebody quits."""
        if not await self._unless_closed(Opening(self._window, self._theme).of(self._own_files)):
            self._window.let_go()
            return
        diary.note("app.started")
        session = await self._unless_closed(self._session(resumes=True))
        while session is not None:
            way = await self._work(session)
            if way == QUIT:
                break
            again = session.anew() if way in (_FAILED, OTHER_ROLE) else None
            session, self._coming = again or self._coming, None
            await memory.let_go()
            if session is None:
                session = await self._unless_closed(self._session(resumes=False))
        self._window.let_go()

    async def _session(self, *, resumes: bool) -> Session:
        """Whoever was here last if `resumes`, else whoever signs in now."""
        doors, portal, why_not, self._told = self._porch.doors(), self._start.portal, self._told, ""
        try:
            if resumes and portal:
                resuming = asyncio.ensure_future(doors.resume(portal))
                await asyncio.sleep(0)  # a thread asks the keyring, which takes as long as what comes next
                _import_what_works()
                if session := await resuming:
                    return session
        except InboxError as refusal:
            why_not = str(refusal)
        asks = bool(why_not) or not (self._start.signs_in and resumes)
        return await doors.sign_in(portal, asks=asks, why_not=why_not)

    async def _work(self, session: Session) -> str:
        """Let the person work; gives how they left, or `_FAILED`, when they have not but begin anew."""
        self._looks.sits_down(session.place.folder)
        opening = Opening(self._window, self._theme, session.cache_path, session.cache_key)
        since = self._clock.now()
        workplace = await self._unless_closed(opening.of(partial(self._workplace, session)))
        if workplace is None:
            return QUIT
        if self._was_left_alone(since, workplace):
            await workplace.close(wipe=False)
            return SIGN_IN_AGAIN
        self._unkept = [held for held in self._unkept if not workplace.takes(*held)]
        reentry = Reentry(session, self._porch.beside_the_lock)
        studio = self._studio(workplace, reentry)
        studio.left_behind, self._left_behind = self._left_behind, 0
        studio.told, self._told = self._told or told_of_wiping(session.place.folder), ""
        trail.note(workplace.desk, SIGN_IN)
        way = await self._at_work(workplace, studio)
        if way == SWITCHED:
            self._coming, self._left_behind = reentry.coming, studio.unsent
        if way in FOR_GOOD:
            await sign_out(session)
        self._told = parting_words(way, studio.rights.why, studio.unsent, wiped=self._wiped)
        if way == OTHER_ROLE and studio.lock.locked:
            return SIGN_IN_AGAIN
        if way == _FAILED and workplace.trouble is not None:
            since = self._clock.now()
            if not await self._unless_closed(opening.overcome(workplace.trouble)):
                return QUIT
            if studio.lock.locked or not session.online or self._was_left_alone(since, workplace):
                return SIGN_IN_AGAIN
        return way

    def _was_left_alone(self, since: datetime, workplace: Workplace) -> bool:
        """Whether a page that no lock watches stood there for so long that anybody may have gone on."""
        return not timedelta() <= self._clock.now() - since < workplace.desk.lock_after

    def _workplace(self, session: Session) -> Workplace:
        from inbox.app.workplace import Workplace

        copies = Copies(self._start.profile_dir)
        return Workplace(session, self._theme, self._clock, copies, self._start.site)

    def _studio(self, workplace: Workplace, reentry: Reentry) -> Studio:
        """All screens; where there is a saved list, it is painted before the others are even imported.

        Keys that are pressed meanwhile wait with the system until somebody looks at them.
        """
        desk, front = workplace.desk, None
        if workplace.store.cursors():
            from inbox.ui.front import Front

            front = Front(desk)
            self._window.show_page(front)
            front.begin()
            self._window.repaint()
        from inbox.ui.studio import Studio

        return Studio(desk, self._window, reentry, front)

    async def _at_work(self, workplace: Workplace, studio: Studio) -> str:
        """Let the person work, then take it apart; gives how they left, or `_FAILED`."""
        starting = asyncio.ensure_future(_start_sync(workplace, studio))
        way = QUIT
        try:
            if not self._told_to_end:
                way = await _unless_failed(workplace, studio.work())
        finally:
            starting.cancel()
            trail.note_leaving(workplace.desk, way)
            await studio.put_away()
            try:
                await workplace.close(wipe=way in FOR_GOOD)
                self._wiped = True
            except InboxError:
                self._wiped = way not in FOR_GOOD
                diary.note("store.not-wiped")  # it stays enciphered, and is met again at the next start
            self._window.clear()
            copied.forget()
            self._unkept += workplace.store.unkept.with_files()
        return way

    async def _unless_closed(self, work: Coroutine[object, object, T]) -> T | None:
        """What `work` gives; None, and it is given up, when the window is closed before."""
        if self._told_to_end:
            work.close()
            return None
        task = asyncio.ensure_future(work)

        def give_up(_at_once: bool) -> None:
            task.cancel()

        self._window.closing.connect(give_up)
        try:
            return await task
        except asyncio.CancelledError:
            return None
        finally:
            self._window.closing.disconnect(give_up)
