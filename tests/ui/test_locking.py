"""The lock hides everything at once, lets nothing through, loses nothing, and opens for its owner only."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import msgspec
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from inbox.domain.people import Role
from inbox.domain.site import Site, SiteClinic, SiteFile
from inbox.queries import outbox, patient
from inbox.queries.drafts import draft
from inbox.queries.views import View, ViewKind
from inbox.sync.status import Connection, Status
from inbox.ui import copied
from inbox.ui.desk import Desk
from inbox.ui.doors.entrance import Entrance
from inbox.ui.leaving import DISOWNED, OTHER_ROLE, SWITCHED
from inbox.ui.main_window import Window
from inbox.ui.overlays.pin_sheet import PinSheet
from inbox.ui.reading.editor import Editor
from inbox.ui.studio import Studio
from tests.ui.conftest import Clock
from tests.ui.entrances import Colleague, Nobody, NoLonger, Owner

Act = Callable[[Studio, Window], Awaitable[None]]


def play(desk: Desk, qtbot: QtBot, entrance: Entrance, act: Act) -> None:
    """Do `act` in the window as the program builds it."""

    async def scene() -> None:
        window = Window()
        qtbot.addWidget(window)
        studio = Studio(desk, window, entrance)
        studio.lock.show(studio.workspace)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        studio.keys.watch(window.windowHandle())
        studio.views.show_view(View(ViewKind.POOL))
        QTest.qWait(0)
        await act(studio, window)
        window.hide()
        await studio.put_away()

    asyncio.run(scene())


async def settled(studio: Studio) -> None:
    while studio.conductor.working:
        QTest.qWait(0)
        await asyncio.sleep(0)
    QTest.qWait(0)


def locked(studio: Studio) -> bool:
    return studio.lock.locked


def strike(window: Window, key: Qt.Key, sign: str = "") -> None:
    """A key at the door of the window, as the platform would bring it."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, sign)
        QApplication.sendEvent(window.windowHandle(), event)
    QTest.qWait(0)


def words(window: QWidget) -> str:
    """All that can be read or heard in it."""
    shown = [one for one in (window, *window.findChildren(QWidget)) if one.isVisible()]
    said = [f"{one.accessibleName()} {one.accessibleDescription()} {one.toolTip()}" for one in shown]
    return " ".join([window.windowTitle(), *said, *(one.text() for one in shown if isinstance(one, QLabel))])


def writing(studio: Studio) -> Editor:
    """Begin a reply."""
    studio.conductor.ask("item.reply")
    QTest.qWait(0)
    editor = studio.workspace.reading.composer.focusProxy()
    assert isinstance(editor, Editor)
    editor.setFocus()
    return editor


def test_everything_is_hidden_at_once_and_what_was_typed_is_there_afterwards(
    desk: Desk, qtbot: QtBot
) -> None:
    entrance = Owner()

    async def act(studio: Studio, window: Window) -> None:
        there = studio.workspace.reading.thread
        assert there is not None
        editor = writing(studio)
        QTest.keyClicks(editor, "I will call ")
        studio.conductor.ask("app.lock")
        assert studio.lock.page.isVisible() and not studio.workspace.isVisible()
        card = patient.card(desk.reader, there.patient)
        assert card is not None and card.name not in words(window) and "I will call" not in words(window)
        assert window.windowTitle() == "Inbox"
        await settled(studio)
        assert entrance.heard == ["locked"]
        studio.lock.page.unlock.emit()
        await settled(studio)
        assert entrance.heard == ["locked", "signed in", "unlocked"]
        notes = desk.store.audits_waiting(desk.actor.person, 99).result()
        assert [note.what for note in notes if "lock" in note.what] == ["lock", "unlock"]
        assert studio.workspace.isVisible() and editor.hasFocus()
        QTest.keyClicks(editor, "you.")
        assert editor.toPlainText() == "I will call you."

    play(desk, qtbot, entrance, act)


def test_it_locks_whole_also_where_the_disk_no_longer_reads(desk: Desk, qtbot: QtBot) -> None:
    entrance = Owner(pin=True)

    async def act(studio: Studio, window: Window) -> None:
        desk.reader.close()
        studio.lock.system.now()
        assert studio.lock.page.isVisible() and desk.actor.name in words(studio.lock.page)
        await settled(studio)
        assert entrance.heard == ["locked"] and studio.lock.page.field.isVisible()

    play(desk, qtbot, entrance, act)


def test_the_draft_is_kept_when_it_locks_and_not_only_when_one_goes_on(desk: Desk, qtbot: QtBot) -> None:
    async def act(studio: Studio, window: Window) -> None:
        there = studio.workspace.reading.thread
        assert there is not None
        QTest.keyClicks(writing(studio), "I will call you.")
        studio.conductor.ask("app.lock")
        await settled(studio)
        kept = partial(draft, desk.reader, there.id, desk.actor.person)
        qtbot.waitUntil(lambda: kept() is not None)
        saved = kept()
        assert saved is not None and saved.text == "I will call you."

    play(desk, qtbot, Nobody(), act)


@pytest.mark.parametrize("focused", [True, False], ids=["lock has the keyboard", "nothing has the keyboard"])
def test_no_key_reaches_what_is_behind(desk: Desk, qtbot: QtBot, focused: bool) -> None:
    async def act(studio: Studio, window: Window) -> None:
        ran: list[str] = []
        before = studio.workspace.worklist.current()
        studio.conductor.ask("app.lock")
        studio.keys.command.connect(lambda command, _at: ran.append(command))
        if not focused:
            focus = QApplication.focusWidget()
            assert focus is not None
            focus.clearFocus()
        for key, sign in ((Qt.Key.Key_J, "j"), (Qt.Key.Key_C, "c"), (Qt.Key.Key_D, "d"), (Qt.Key.Key_1, "1")):
            strike(window, key, sign)
        studio.conductor.ask("item.next")
        studio.conductor.ask("item.claim")
        await settled(studio)
        assert studio.workspace.worklist.current() == before
        assert not outbox.unconfirmed(desk.reader, desk.actor.person)
        assert focused is (ran == []), "without the keyboard a key is a command, and it is not followed"

    play(desk, qtbot, Nobody(), act)


def test_menus_dialogs_and_what_comes_up_later_are_put_away(desk: Desk, qtbot: QtBot) -> None:
    async def act(studio: Studio, window: Window) -> None:
        dialog, late, menu = QDialog(window), QDialog(window), QMenu(window)
        for one in (dialog, late):
            QVBoxLayout(one).addWidget(QLabel("Walter Esterbrook"))
        menu.addAction("Walter Esterbrook")
        dialog.show()
        menu.popup(window.pos())
        studio.conductor.ask("app.lock")
        assert not dialog.isVisible() and not menu.isVisible()
        late.open()
        assert late.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        QTest.qWait(0)
        assert not late.isVisible()
        for made in (dialog, late, menu):
            made.deleteLater()

    play(desk, qtbot, Nobody(), act)


def test_what_was_copied_here_is_forgotten_and_what_others_copied_is_not(desk: Desk, qtbot: QtBot) -> None:
    clipboard = QGuiApplication.clipboard()

    async def act(studio: Studio, window: Window) -> None:
        copied.copy("+1 555 010 0199")
        assert clipboard.text() == "+1 555 010 0199"
        studio.conductor.ask("app.lock")
        assert clipboard.text() == ""
        clipboard.setText("a shopping list")
        copied.forget()
        assert clipboard.text() == "a shopping list"
        clipboard.clear()

    play(desk, qtbot, Nobody(), act)


def test_the_pin_opens_and_another_does_not(desk: Desk, qtbot: QtBot) -> None:
    async def act(studio: Studio, window: Window) -> None:
        page = studio.lock.page
        studio.conductor.ask("app.lock")
        await settled(studio)
        assert page.field.isVisible() and page.field.edit.hasFocus()
        QTest.keyClicks(page.field.edit, "483921")
        QTest.keyClick(page.field.edit, Qt.Key.Key_Return)
        await settled(studio)
        assert locked(studio) and "That is not the PIN." in words(page)
        assert page.field.edit.text() == ""
        QTest.keyClicks(page.field.edit, Owner.PIN)
        QTest.keyClick(page.field.edit, Qt.Key.Key_Return)
        await settled(studio)
        assert not locked(studio) and studio.workspace.isVisible()
        studio.conductor.ask("app.lock")
        await settled(studio)
        assert page.isVisible() and page.field.edit.hasFocus(), "it locks again"

    play(desk, qtbot, Owner(pin=True), act)


def test_a_sign_in_that_the_portal_has_ended_locks_and_a_pin_is_not_enough(desk: Desk, qtbot: QtBot) -> None:
    async def act(studio: Studio, window: Window) -> None:
        desk.status_changed.emit(Status(Connection.CONNECTED))
        desk.status_changed.emit(Status(Connection.SIGN_IN))
        await settled(studio)
        assert locked(studio)
        assert "The portal has ended your sign-in." in words(studio.lock.page)
        assert not studio.lock.page.field.isVisible()
        studio.lock.page.unlock.emit()
        await settled(studio)
        assert not locked(studio)
        desk.status_changed.emit(Status(Connection.SIGN_IN))
        assert not locked(studio), "what the portal said of the old sign-in is no news"

    play(desk, qtbot, Owner(pin=True), act)


def test_the_first_sync_ends_behind_the_lock(desk: Desk, qtbot: QtBot) -> None:
    async def act(studio: Studio, window: Window) -> None:
        later = QLabel("Walter Esterbrook")
        studio.conductor.ask("app.lock")
        studio.lock.show(later)
        assert not later.isVisible() and studio.lock.page.isVisible()
        await settled(studio)
        studio.lock.page.unlock.emit()
        await settled(studio)
        assert later.isVisible()

    play(desk, qtbot, Owner(), act)


def test_somebody_else_takes_the_place_and_never_sees_it(desk: Desk, qtbot: QtBot) -> None:
    async def act(studio: Studio, window: Window) -> None:
        studio.conductor.ask("app.switch")
        await settled(studio)
        assert locked(studio) and not studio.workspace.isVisible()
        assert await studio._ended == SWITCHED

    play(desk, qtbot, Colleague(), act)


def test_who_works_there_no_longer_is_hidden_from_at_once_and_sent_away(desk: Desk, qtbot: QtBot) -> None:
    async def act(studio: Studio, window: Window) -> None:
        desk.status_changed.emit(Status(Connection.CONNECTED, access_ended="You no longer work there."))
        assert locked(studio) and not studio.workspace.isVisible()
        await settled(studio)
        assert await studio._ended == DISOWNED and studio.rights.why == "You no longer work there."

    play(desk, qtbot, Owner(pin=True), act)


def test_who_works_there_no_longer_is_sent_away_also_when_they_hear_it_at_the_lock(
    desk: Desk, qtbot: QtBot
) -> None:
    async def act(studio: Studio, window: Window) -> None:
        studio.conductor.ask("app.lock")
        studio.lock.page.unlock.emit()
        await settled(studio)
        assert await studio._ended == DISOWNED

    play(desk, qtbot, NoLonger(desk.actor.person), act)


def test_a_stranger_who_works_there_no_longer_changes_nothing_for_its_owner(desk: Desk, qtbot: QtBot) -> None:
    async def act(studio: Studio, window: Window) -> None:
        studio.conductor.ask("app.lock")
        studio.lock.page.unlock.emit()
        await settled(studio)
        assert locked(studio) and not studio._ended.done()
        assert "You no longer work there." in words(studio.lock.page)

    play(desk, qtbot, NoLonger("Practitioner/somebody-else"), act)


def test_another_role_opens_everything_anew(desk: Desk, qtbot: QtBot) -> None:
    async def act(studio: Studio, window: Window) -> None:
        desk.status_changed.emit(Status(Connection.CONNECTED, new_role=Role.CLERK))
        assert await studio._ended == OTHER_ROLE and not locked(studio)

    play(desk, qtbot, Nobody(), act)


def test_a_new_sign_in_that_is_refused_too_locks_again(desk: Desk, qtbot: QtBot) -> None:
    async def act(studio: Studio, window: Window) -> None:
        desk.status_changed.emit(Status(Connection.SIGN_IN))
        await settled(studio)
        studio.lock.page.unlock.emit()
        await settled(studio)
        assert not locked(studio)
        desk.status_changed.emit(Status(Connection.STARTING))
        desk.status_changed.emit(Status(Connection.SIGN_IN))
        assert locked(studio)
        await settled(studio)

    play(desk, qtbot, Owner(pin=True), act)


def test_once_the_place_is_taken_apart_nothing_makes_the_lock_fall(desk: Desk, qtbot: QtBot) -> None:
    """The sign-in page stands there then: a lock page over it would open for nobody."""

    async def scene() -> None:
        window = Window()
        qtbot.addWidget(window)
        studio = Studio(desk, window, Nobody())
        studio.lock.show(studio.workspace)
        window.show()
        await studio.put_away()
        studio.lock.system.now()
        studio.lock.fall()
        assert not locked(studio) and window.page is studio.workspace

    asyncio.run(scene())


def test_once_it_is_put_away_no_key_and_nobody_else_asks_for_anything(desk: Desk, qtbot: QtBot) -> None:
    async def scene() -> None:
        window = Window()
        qtbot.addWidget(window)
        studio = Studio(desk, window, Nobody())
        studio.lock.show(studio.workspace)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        studio.keys.watch(window.windowHandle())
        studio.views.show_view(View(ViewKind.POOL))
        await studio.put_away()
        ran: list[str] = []
        studio.keys.command.connect(lambda command, _at: ran.append(command))
        before = studio.workspace.worklist.current()
        strike(window, Qt.Key.Key_J, "j")
        studio.conductor.ask("item.next")
        assert ran == [] and studio.workspace.worklist.current() == before

    asyncio.run(scene())


def test_whoever_is_not_the_owner_opens_nothing(desk: Desk, qtbot: QtBot) -> None:
    async def act(studio: Studio, window: Window) -> None:
        studio.conductor.ask("app.lock")
        studio.lock.page.unlock.emit()
        await settled(studio)
        assert locked(studio)
        assert "That was somebody else." in words(studio.lock.page)

    play(desk, qtbot, Nobody(), act)


def test_a_site_locks_sooner_and_none_later(desk: Desk, clock: Clock, qtbot: QtBot) -> None:
    desk.site = SiteFile(Site(clinic=SiteClinic(lock_minutes=2)))

    async def act(studio: Studio, window: Window) -> None:
        clock.forward(minutes=1, seconds=59)
        assert not studio.lock.idle.look()
        clock.forward(seconds=1)
        assert studio.lock.idle.look() and locked(studio)

    play(desk, qtbot, Nobody(), act)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"lock_minutes": 6}, SiteClinic)


def test_a_first_pin_asks_for_a_sign_in(desk: Desk, qtbot: QtBot) -> None:
    async def refused(studio: Studio, window: Window) -> None:
        studio.conductor.ask("app.pin")
        await settled(studio)
        assert not studio.pin.sheet.is_open and studio.workspace.isVisible()

    play(desk, qtbot, Nobody(), refused)


def test_a_pin_is_changed_and_dropped_by_whoever_knows_it(desk: Desk, qtbot: QtBot) -> None:
    owner = Owner()

    def is_open() -> bool:
        return any(one.isVisible() for one in QApplication.allWidgets() if isinstance(one, PinSheet))

    def its_pin() -> str:
        return owner.pin

    async def act(studio: Studio, window: Window) -> None:
        sheet = studio.pin.sheet

        async def fill(*typed: str) -> None:
            for digits in typed:
                focus = QApplication.focusWidget()
                assert focus is not None
                QTest.keyClicks(focus, digits)
                QTest.keyClick(focus, Qt.Key.Key_Return)
            await settled(studio)

        studio.conductor.ask("app.pin")
        await settled(studio)
        assert not sheet.now.isVisible()
        await fill("123456")
        assert "Too easy" in words(window) and its_pin() == ""
        await fill("483920", "483920")
        assert its_pin() == "483920" and not is_open()
        studio.conductor.ask("app.pin")
        await settled(studio)
        await fill("111222", "905172", "905172")
        assert its_pin() == "483920" and "That is not the PIN." in words(window)
        await fill("483920", "905172", "905172")
        assert its_pin() == "905172"
        studio.conductor.ask("app.pin")
        await settled(studio)
        QTest.keyClicks(sheet.now.edit, "905172")
        sheet.drop.click()
        await settled(studio)
        assert its_pin() == "" and owner.heard == ["signed in"]

    play(desk, qtbot, owner, act)
