"""Between visits: one window, small or whole, and nothing lost on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inbox.commands.declare import Target
from inbox.queries.between_visits import Waiting, waiting
from inbox.queries.views import View, ViewKind
from inbox.ui.compact import NOTE, waiting_words
from inbox.ui.desk import Desk
from inbox.ui.main_window import Window
from inbox.ui.reading.editor import Editor
from inbox.ui.studio import Studio
from tests.ui.entrances import Nobody
from tests.ui.packet.conftest import REPLY, hand_over


def scene(desk: Desk, qtbot: QtBot, act: Callable[[Studio, Window], None]) -> None:
    """Do `act` in the physician's window, with her escalations on screen."""

    async def play() -> None:
        window = Window()
        qtbot.addWidget(window)
        studio = Studio(desk, window, Nobody())
        window.show_page(studio.workspace)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        studio.keys.watch(window.windowHandle())
        studio.views.show_view(View(ViewKind.ESCALATIONS))
        studio.compact.resume()
        QTest.qWait(0)
        act(studio, window)
        window.hide()
        await studio.put_away()

    asyncio.run(play())


def test_small_it_shows_the_packet_and_its_keys_and_whole_again_everything(
    physician: Desk, parents: list[Target], qtbot: QtBot
) -> None:
    hand_over(physician, parents[0])

    def act(studio: Studio, window: Window) -> None:
        space = studio.workspace
        studio.conductor.ask("view.compact")
        assert 300 < window.width() < 420
        assert space.reading.packet.isVisible()
        assert space.reading.packet.keys.isVisible()
        assert space.waiting.isVisible()
        assert not any(part.isVisible() for part in (space.rail, space.worklist, space.panel, space.top))
        studio.conductor.ask("view.compact")
        assert window.width() >= 796, "as wide as the screen of this test lets it be"
        assert space.worklist.isVisible() and space.top.isVisible()

    scene(physician, qtbot, act)


def test_larger_letters_make_the_small_window_larger_and_another_colour_does_not(
    physician: Desk, parents: list[Target], qtbot: QtBot
) -> None:
    hand_over(physician, parents[0])

    def act(studio: Studio, window: Window) -> None:
        studio.conductor.ask("view.compact")
        narrow = window.width()
        window.resize(narrow + 40, window.height())
        studio.conductor.ask("view.theme")
        assert window.width() == narrow + 40, "as somebody has drawn it"
        for _ in range(5):
            studio.conductor.ask("view.larger")
        assert window.width() >= 1.4 * narrow

    scene(physician, qtbot, act)


def test_packet_scroll_typed_text_and_cursor_stay_where_they_were(
    physician: Desk, parents: list[Target], qtbot: QtBot
) -> None:
    packets = [hand_over(physician, parent, n + 1) for n, parent in enumerate(parents[:2])]

    def act(studio: Studio, window: Window) -> None:
        space = studio.workspace
        space.worklist.step(1)
        target = space.reading.target
        assert target in packets
        studio.conductor.ask("review.edit")
        QTest.qWait(0)
        editor = space.reading.composer.focusProxy()
        assert isinstance(editor, Editor)
        QTest.keyClicks(editor, "Hello. ")
        cursor = editor.textCursor()
        cursor.setPosition(4)
        editor.setTextCursor(cursor)
        for _ in range(2):
            studio.conductor.ask("view.compact")
            QTest.qWait(0)
            assert space.reading.target == target
            assert editor.hasFocus()
            assert editor.textCursor().position() == 4
            assert "Hello. " in editor.toPlainText() and REPLY in editor.toPlainText()

    scene(physician, qtbot, act)


def test_how_it_was_left_is_how_it_begins_the_next_time(
    physician: Desk, parents: list[Target], qtbot: QtBot
) -> None:
    hand_over(physician, parents[0])
    scene(physician, qtbot, lambda studio, _window: studio.conductor.ask("view.compact"))
    qtbot.waitUntil(lambda: physician.store.note(NOTE) == b"small")
    was: list[bool] = []
    scene(physician, qtbot, lambda studio, _window: was.append(studio.compact.is_small))
    assert was == [True]


def test_the_lock_hides_the_small_window_too(physician: Desk, parents: list[Target], qtbot: QtBot) -> None:
    hand_over(physician, parents[0])

    def act(studio: Studio, window: Window) -> None:
        studio.conductor.ask("view.compact")
        studio.conductor.ask("app.lock")
        assert studio.lock.page.isVisible()
        assert not studio.workspace.isVisible()
        assert studio.lock.page.width() == window.width()

    scene(physician, qtbot, act)


def test_what_waits_is_told_in_numbers_and_names_nobody(physician: Desk, parents: list[Target]) -> None:
    before = waiting(physician.reader, physician.actor, physician.now())
    hand_over(physician, parents[0])
    after = waiting(physician.reader, physician.actor, physician.now())
    assert after.count == before.count + 1
    told = waiting_words(Waiting(3, physician.now() - timedelta(hours=2), 1), physician)
    assert told == "3 waiting, oldest 2 h, 1 urgent"
    assert waiting_words(Waiting(0), physician) == "Nothing waits for you"
