"""Whatever is typed in whatever field, no command runs. The fields are found by walking all widgets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inbox.queries.views import View, ViewKind
from inbox.ui.desk import Desk
from inbox.ui.main_window import Window
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.studio import Studio
from tests.ui.entrances import Nobody


@dataclass
class Scene:
    """The whole window, with an item on screen, and the commands that keys have asked for."""

    studio: Studio
    window: Window
    ran: list[str] = field(default_factory=list)

    def fields(self) -> list[tuple[Overlay | None, QWidget]]:
        """Every place where text is typed, on screen or not yet, with the overlay it is in."""
        found = []
        for widget in self.window.findChildren(QWidget):
            takes = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None
            writes = bool(
                widget.inputMethodQuery(Qt.InputMethodQuery.ImEnabled)
            )  # Qt's word, not the program's
            if takes and widget.isEnabled() and writes:
                found.append((_overlay(widget), widget))
        return found

    def enter(self, overlay: Overlay | None, widget: QWidget) -> None:
        """Bring `widget` on screen and put the keyboard into it, unless it has it still."""
        if widget.hasFocus():
            return
        if overlay is not None:
            overlay.appear()
        at: QWidget | None = widget
        while at is not None and at is not (overlay or self.window):
            at.show()
            at = at.parentWidget()
        widget.setFocus()

    def leave(self, overlay: Overlay | None) -> None:
        if overlay is not None:
            overlay.dismiss()

    def strike(self, sign: str) -> None:
        """The key of a sign, at the door of the window, as the platform would bring it."""
        handle = self.window.windowHandle()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = ord(sign.upper()) if len(sign.upper()) == 1 else 0
            QApplication.sendEvent(handle, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, sign))
        QApplication.sendPostedEvents()


def _overlay(widget: QWidget) -> Overlay | None:
    at: QWidget | None = widget
    while at is not None and not isinstance(at, Overlay):
        at = at.parentWidget()
    return at


def play(desk: Desk, qtbot: QtBot, act: Callable[[Scene], None]) -> None:
    """Do `act` in the window as the program builds it."""

    async def scene() -> None:
        window = Window()
        qtbot.addWidget(window)
        studio = Studio(desk, window, Nobody())
        window.show_page(studio.workspace)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        studio.keys.watch(window.windowHandle())
        studio.views.show_view(View(ViewKind.POOL))
        QTest.qWait(0)
        made = Scene(studio, window)
        studio.keys.command.connect(lambda command, _at: made.ran.append(command))
        act(made)
        window.hide()
        await studio.put_away()

    asyncio.run(scene())


def bound(desk: Desk) -> Iterator[str]:
    """Every sign that some key sequence has in it."""
    signs = {chord.key for b in desk.keys.map.bindings for chord in b.keys.chords if chord.types_text}
    return iter(sorted(signs))


def test_the_walk_finds_the_fields_that_are_known(desk: Desk, qtbot: QtBot) -> None:
    def act(scene: Scene) -> None:
        overlays = {type(overlay).__name__ for overlay, _ in scene.fields() if overlay is not None}
        assert {"Palette", "KeysHelp", "KeySettings", "Pick", "PolicyEditor", "RuleTester"} <= overlays
        names = {widget.accessibleName() for overlay, widget in scene.fields() if overlay is None}
        assert any(name.startswith("Search") for name in names)
        assert any(name.startswith("Reply to") for name in names)

    play(desk, qtbot, act)


def test_no_sign_that_is_a_key_elsewhere_runs_a_command_in_any_field(desk: Desk, qtbot: QtBot) -> None:
    def act(scene: Scene) -> None:
        scene.window.setUpdatesEnabled(False)  # nobody looks: painting after each sign took most of the time
        for overlay, widget in scene.fields():
            for sign in bound(desk):
                scene.enter(overlay, widget)
                assert widget.hasFocus(), widget.accessibleName()
                scene.strike(sign)
                assert scene.ran == [], (sign, widget.accessibleName())
            scene.leave(overlay)

    play(desk, qtbot, act)


def test_no_text_runs_a_command_in_any_field(desk: Desk, qtbot: QtBot) -> None:
    def act(scene: Scene) -> None:
        fields = scene.fields()

        @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
        @given(st.integers(0, len(fields) - 1), st.text(st.characters(exclude_categories=["C"]), max_size=12))
        def typed(number: int, text: str) -> None:
            overlay, widget = fields[number]
            for sign in text:
                scene.enter(overlay, widget)
                scene.strike(sign)
            scene.leave(overlay)
            assert scene.ran == [], (text, widget.accessibleName())

        typed()

    play(desk, qtbot, act)


def test_the_same_signs_are_commands_where_nobody_types(desk: Desk, qtbot: QtBot) -> None:
    def act(scene: Scene) -> None:
        scene.studio.workspace.worklist.take_keyboard()
        scene.strike("j")
        assert scene.ran == ["item.next"]

    play(desk, qtbot, act)


def test_a_field_that_the_program_takes_for_no_field_is_noticed(desk: Desk, qtbot: QtBot) -> None:
    def act(scene: Scene) -> None:
        overlay, search = next(one for one in scene.fields() if one[0] is None)
        search.setProperty("typing", False)
        scene.enter(overlay, search)
        scene.strike("j")
        assert scene.ran == ["item.next"]

    play(desk, qtbot, act)
