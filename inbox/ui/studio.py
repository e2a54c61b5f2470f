"""One person's work on screen: the regions, the keys, the acts, the lock, and how it ends."""

from __future__ import annotations

import asyncio
from typing import Any

from PySide6.QtCore import QObject

from inbox.commands.registry import COMMANDS
from inbox.domain.words import tr, trn
from inbox.queries import status as standings
from inbox.shortcuts.dispatcher import Dispatcher
from inbox.sync.status import Status
from inbox.ui.admin.acts import AdminActs
from inbox.ui.board.sweep.acts import SweepActs
from inbox.ui.button_acts import ButtonActs
from inbox.ui.compact import Compact
from inbox.ui.conductor import Conductor
from inbox.ui.cover_acts import CoverActs
from inbox.ui.decision_acts import DecisionActs
from inbox.ui.desk import Desk, Tone
from inbox.ui.doors.entrance import Entrance
from inbox.ui.doors.first_sync import FirstSyncPage
from inbox.ui.first_words import first_words
from inbox.ui.front import Front
from inbox.ui.going_live import GoingLive
from inbox.ui.habit_acts import HabitActs
from inbox.ui.key_acts import KeyActs
from inbox.ui.leaving import QUIT, SIGNED_OUT, SWITCHED
from inbox.ui.locking import Locking
from inbox.ui.main_window import Window
from inbox.ui.overlays.chooser import Chooser
from inbox.ui.overlays.confirm import Confirm
from inbox.ui.overlays.key_hint import KeyHint
from inbox.ui.panel_acts import PanelActs
from inbox.ui.phrase_acts import PhraseActs
from inbox.ui.pin_acts import PinActs
from inbox.ui.policy_acts import PolicyActs
from inbox.ui.reading_watch import ReadingWatch
from inbox.ui.rights import Rights
from inbox.ui.signing_acts import SigningActs
from inbox.ui.spelling_acts import SpellingActs
from inbox.ui.taken_away import TakenAway
from inbox.ui.view_acts import ViewActs
from inbox.ui.work_acts import WorkActs
from inbox.ui.workspace import Workspace


class Studio(QObject):
    """Puts the screens of one desk into the window and wires them."""

    left_behind = 0
    """How much of whoever worked here before has not left yet."""
    unsent = 0
    """How much of this person's had not left when somebody else took the place."""
    told = ""
    """Why it was opened anew."""

    def __init__(self, desk: Desk, window: Window, entrance: Entrance, front: Front | None = None) -> None:
        """`front`: the list, where it has been shown already."""
        super().__init__()
        self._desk = desk
        self._window = window
        self.at_work = asyncio.Event()
        """Set when the list is shown."""
        self._ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.workspace = Workspace(desk, front=front)
        self.conductor = Conductor(desk, self.workspace.worklist, self.workspace.reading, self)
        self.chooser = Chooser(desk, self.workspace)
        self.confirm = Confirm(desk.theme, self.workspace)
        self.views = ViewActs(desk, self.conductor, self.workspace, self)
        self.acts = WorkActs(
            desk, self.conductor, self.workspace.worklist, self.workspace.reading, self.chooser
        )
        self.decisions = DecisionActs(
            desk, self.conductor, self.workspace.reading, self.views.outbox, self.acts, self
        )
        GoingLive(desk, self.conductor, self.confirm)
        self.policy = PolicyActs(desk, self.conductor, self.workspace, self)
        self.admin = AdminActs(desk, self.conductor, self.workspace, self)
        self.signing = SigningActs(desk, self.conductor, self.workspace, self)
        self.cover = CoverActs(desk, self.conductor, self.workspace, self)
        self.buttons = ButtonActs(desk, self.conductor, self.workspace, self.workspace.reading, self)
        self.phrases = PhraseActs(desk, self.conductor, self.workspace, self.workspace.reading, self)
        self.spelling = SpellingActs(
            desk, self.conductor, self.workspace, self.workspace.reading.composer, self
        )
        self.panel = PanelActs(desk, self.conductor, self.workspace, self)
        self._watch_reading()
        self.hint = KeyHint(desk.theme, self.workspace, desk.keys.said)
        KeyActs(desk, self.conductor, self.workspace, self)
        self.habits = HabitActs(desk, self.conductor, self.workspace, self)
        self.lock = Locking(desk, window, self.conductor, entrance, self)
        self.rights = Rights(desk, self.lock, self)
        self.pin = PinActs(desk, self.conductor, self.workspace, entrance, self.lock, self)
        self._listen()

    def _watch_reading(self) -> None:
        """What is read is noted; in a sweep it counts as looked at."""
        desk, space = self._desk, self.workspace
        self.watch = ReadingWatch(desk, self)
        self.panel.earlier.reads.connect(self.watch.opened)
        space.reading.painted.connect(lambda _key, _at: self.watch.painted())
        TakenAway(desk, self.conductor, self)
        SweepActs(desk, self.conductor, space, self.chooser, self.views.board, self.watch, self)

    async def work(self) -> str:
        """Show it all and wait until the person leaves; gives the way (see `leaving`)."""
        await self._first_sync()
        self.lock.show(self.workspace)
        handle = self._window.windowHandle()
        if handle is not None:
            self.keys.watch(handle)
            self.lock.idle.watch(handle)
        self.workspace.begin()
        self.workspace.worklist.take_keyboard()
        self.habits.watch.begin()
        self.at_work.set()
        self.views.say_of_site()
        first_words(self._desk, self.told, self.left_behind)
        self.compact.resume()
        return await self._ended

    async def _first_sync(self) -> None:
        """On an empty cache: show how far the first sync has come, until the open work is there."""
        desk = self._desk
        if desk.store.cursors() or (desk.status and desk.status.ready):
            return
        page = FirstSyncPage(desk.theme)
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def shown(status: Status) -> None:
            page.show_status(status)
            if status.ready and not ready.done():
                ready.set_result(None)

        desk.status_changed.connect(shown)
        page.quit.connect(lambda: self._end(QUIT))
        self.lock.show(page)
        waited: list[asyncio.Future[Any]] = [ready, self._ended]
        await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
        desk.status_changed.disconnect(shown)

    async def put_away(self) -> None:
        """Let what is under way end, listen no more, and go: what was wired here holds nothing any longer."""
        self._window.closing.disconnect(self._leave_by_closing)
        self.conductor.still = True
        if handle := self._window.windowHandle():
            self.keys.leave(handle)
        self.lock.leave()
        if self.at_work.is_set():
            self.habits.watch.end()
        self.watch.shows(None, None)
        self.workspace.reading.composer.save_now()
        await self.conductor.settle()
        self.deleteLater()

    def _listen(self) -> None:
        space, conductor = self.workspace, self.conductor
        self.compact = Compact(self._desk, conductor, space, self._window, self)
        guarded = {command.id for command in COMMANDS.values() if command.guarded}
        self.keys = Dispatcher(self._desk.keys.map, guarded, parent=self)
        self.keys.command.connect(conductor.pressed)
        self.keys.prefix.connect(lambda followers: self.hint.follow(str(self.keys.begun or ""), followers))
        self._desk.keys.changed.connect(self._use_other_keys)
        self.keys.swallowed.connect(lambda why: self._desk.say(why, Tone.WARNING))
        for asking in (
            space.top.command,
            space.worklist.command,
            space.reading.command,
            space.status.command,
        ):
            asking.connect(conductor.ask)
        warnings = (space.connection, space.intake, space.unsent, space.kit, space.flag_rules)
        for strip in (*warnings, space.signing, space.absences, space.waiting):
            strip.command.connect(conductor.ask)
        self.rights.over.connect(self._give_place)
        space.worklist.opened.connect(lambda _target: conductor.ask("item.open"))
        space.worklist.current_changed.connect(self._shows)
        self.views.board.turned.connect(lambda: self._shows(None))
        conductor.on("app.quit", lambda _press: self._leave(QUIT))
        conductor.on("app.sign_out", lambda _press: self._leave(SIGNED_OUT))
        self.lock.idle.alive.connect(self._desk.store.courtesy.asked)
        self.lock.fell.connect(self._fall_silent)
        self.lock.opened.connect(self._wake_up)
        self.lock.taken_over.connect(lambda: self._give_place(SWITCHED))
        self._window.closing.connect(self._leave_by_closing)

    def _use_other_keys(self) -> None:
        self.keys.keymap = self._desk.keys.map
        self._desk.keys.show_anew(self.workspace)

    def _shows(self, target: object) -> None:
        if self.views.board.is_open:
            self.watch.shows(None, None)
            return
        reading = self.workspace.reading
        self.watch.shows(reading.target, reading.thread.patient if reading.thread else None)

    def _leave_by_closing(self, at_once: bool) -> None:
        if at_once:
            self._end(QUIT)
        else:
            self._leave(QUIT)

    def _leave(self, way: str) -> None:
        """End the work; what has not left yet is said first. The lock page has said it already."""
        count = self._not_left()
        if not count or not self.workspace.isVisible():
            self._end(way)
            return
        question = trn("{n} action has not left yet.", "{n} actions have not left yet.", count)
        about = trn(
            "It is kept here, encrypted, and goes out when you sign in again.",
            "They are kept here, encrypted, and go out when you sign in again.",
            count,
        )
        leave = tr("Quit") if way == QUIT else tr("Sign out")
        self.confirm.ask(question, about, leave, tr("Stay"), lambda: self._end(way))

    def _not_left(self) -> int:
        waiting = standings.standing(self._desk.reader, self._desk.actor)
        return waiting.unconfirmed + waiting.to_decide

    def _give_place(self, way: str) -> None:
        self._end(way)
        self.unsent = self._not_left()

    def _end(self, way: str) -> None:
        if not self._ended.done():
            self._ended.set_result(way)

    def _fall_silent(self) -> None:
        """It is locked: what is typed is kept, nothing is read any more, and the tray tells nothing."""
        self.workspace.reading.composer.save_now()
        self.watch.shows(None, None)
        self.acts.files.outside.put_away()
        self.compact.hide_words(True)

    def _wake_up(self) -> None:
        self.compact.hide_words(False)
        self._shows(None)
