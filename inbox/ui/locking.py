"""The lock of one person's place: what makes it fall, what it hides, and who opens it again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from inbox import diary
from inbox.domain.audit import LOCK, UNLOCK
from inbox.domain.errors import AccessEnded, InboxError, Refused
from inbox.domain.words import tr
from inbox.queries import status as standings
from inbox.sync.status import Connection, Status
from inbox.ui import trail
from inbox.ui.conductor import Conductor, Work
from inbox.ui.curtain import Curtain
from inbox.ui.desk import Desk
from inbox.ui.doors.entrance import Entrance
from inbox.ui.doors.idle import IdleWatch
from inbox.ui.doors.lock import LockPage
from inbox.ui.doors.system_lock import SystemLock
from inbox.ui.main_window import Window


class Locking(QObject):
    """Falls when nobody is there, by key, when the system locks or sleeps, when the portal ends the sign-in.

    First everything is hidden, then it is told; what waits to leave goes on leaving. What was asked for
    before and not yet begun is not done behind it.
    """

    fell = Signal()
    opened = Signal()
    taken_over = Signal()
    """Another person has signed in: this place is to be taken apart, and theirs shown."""
    disowned = Signal(str)
    """Its owner has tried to come in, and the portal says why they may not be here any more."""

    def __init__(
        self, desk: Desk, window: Window, conductor: Conductor, entrance: Entrance, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._window = window
        self._conductor = conductor
        self._entrance = entrance
        self.page = LockPage(desk.theme)
        self.locked = False
        """Whether somebody has to come in before anything is shown again."""
        self.idle = IdleWatch(desk.clock, lambda: desk.lock_after, parent=self)
        self.system = SystemLock(self)
        self._curtain = Curtain(window, self)
        self._behind: QWidget | None = None
        self._focus: QWidget | None = None
        self._trying = self._left = False
        self._connection: Connection | None = None
        self._refused = False
        """Whether the portal no longer takes the sign-in: then a PIN is not enough."""
        self.idle.idle.connect(self.fall)
        self.system.told.connect(self.fall)
        desk.status_changed.connect(self._hear_status)
        conductor.on("app.lock", lambda _press: self.fall())
        conductor.on("app.switch", lambda _press: self._make_room())
        page = self.page
        page.unlock.connect(lambda: self._try(self._sign_in()))
        page.pin.connect(lambda pin: self._try(self._by_pin(pin)))
        page.another.connect(lambda: self._try(self._another()))

    def show(self, page: QWidget) -> None:
        """Show `page` of the work: now, or once it is unlocked."""
        if not self.locked:
            self._window.show_page(page)
        elif page is not self._behind:
            before, self._behind, self._focus = self._behind, page, None
            if before is not None:
                before.deleteLater()

    def fall(self, why: str = "") -> None:
        """Hide everything, at once. Work in progress stays where it is."""
        if self.locked or self._left:
            return
        self.locked = self._conductor.still = True
        self.idle.stop()
        self._behind, self._focus = self._window.page, QApplication.focusWidget()
        self.page.show_locked()
        self._window.show_page(self.page, keep=True)
        self._curtain.draw()
        self._conductor.follow(self._fallen())
        self.fell.emit()
        self._note(LOCK)
        self._tell(why)

    def _make_room(self) -> None:
        """Somebody else is to sign in at once."""
        self.fall()
        self.page.another.emit()

    def leave(self) -> None:
        """This place is taken apart: nobody is waited for any more, and nothing makes it fall."""
        self._left = True
        self.idle.stop()
        self.system.told.disconnect(self.fall)
        self._curtain.open()
        self._entrance.give_up()
        self._desk.status_changed.disconnect(self._hear_status)
        if self._window.page is not self.page:  # else it goes when another takes its place
            self.page.deleteLater()

    def _tell(self, why: str) -> None:
        """Say since when, for whom, and how much has not left: what it takes is read once all is hidden."""
        desk = self._desk
        try:
            standing = standings.standing(desk.reader, desk.actor)
            unsent = standing.unconfirmed + standing.to_decide
        except Exception as error:  # noqa: BLE001 - locked it is, also where the disk no longer reads
            diary.mistake("ui.lock", error)
            unsent = 0
        self.page.tell(desk.now().astimezone(desk.zone), desk.actor.name, unsent)
        if why:
            self.page.show_error(why)

    def _note(self, what: str, outcome: str = "") -> None:
        """For the audit trail."""
        trail.note(self._desk, what, outcome)

    async def _fallen(self) -> None:
        self.page.ask_pin(await self._entrance.has_pin() and not self._refused)
        await self._entrance.locked()

    def _try(self, way: Work) -> None:
        """One way in at a time; what it raises is said on the lock."""
        if self._trying:
            way.close()
            return
        self._trying = True
        self._conductor.follow(self._through(way), refused=self._still_locked)

    async def _through(self, way: Work) -> None:
        try:
            await way
        except InboxError as refusal:
            if isinstance(refusal, AccessEnded) and refusal.person == self._desk.actor.person:
                self.disowned.emit(str(refusal))
            elif isinstance(refusal, Refused):
                self._note(UNLOCK, trail.STRANGER)
            self._still_locked(str(refusal))
            self.page.ask_pin(await self._entrance.has_pin() and not self._refused)
        finally:
            self._trying = False
            self.page.show_trying(False)

    async def _by_pin(self, pin: str) -> None:
        self.page.show_trying(True)
        await self._entrance.check_pin(pin)
        await self._open()

    async def _sign_in(self) -> None:
        if await self._entrance.same_person():
            await self._signed_in()
        else:
            self._note(UNLOCK, trail.STRANGER)
            self._still_locked(tr("That was somebody else. This place is still locked."))

    async def _another(self) -> None:
        if await self._entrance.another():
            self.taken_over.emit()
        else:
            await self._signed_in()

    async def _signed_in(self) -> None:
        self._refused = False
        self._desk.sync.try_now()
        await self._open()

    async def _open(self) -> None:
        """Whom the place belongs to is back: everything is as it was."""
        await self._entrance.unlocked()
        self.locked = self._conductor.still = False
        self._curtain.open()
        assert self._behind is not None, "something was on screen when the lock fell"
        behind, self._behind = self._behind, None
        self._window.show_page(behind, keep=self._window.page is self.page)
        focus, self._focus = self._focus, None
        if focus is not None and isValid(focus) and focus.isVisible():
            focus.setFocus()
        self.idle.start()
        self._note(UNLOCK)
        self.opened.emit()

    def _still_locked(self, why: str) -> None:
        self._window.show_page(self.page)
        self.page.show_error(why)

    def _hear_status(self, status: Status) -> None:
        """A sign-in that the portal has ended locks, and only a new one opens."""
        before, self._connection = self._connection, status.connection
        if self._connection is not Connection.SIGN_IN or before is Connection.SIGN_IN:
            return
        self._refused = True
        why = tr("The portal has ended your sign-in. Sign in again; nothing is lost.")
        if self.locked:
            self.page.ask_pin(False)
            self.page.show_error(why)
        self.fall(why)
