"""Of whoever has left nothing stays: not a part of a screen, not what it shows, not what it was read from."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inbox.app import memory
from inbox.domain.ids import PersonId
from inbox.domain.people import Actor, Role
from inbox.domain.red_flags.folding import fold
from inbox.queries.views import View, ViewKind
from inbox.ui.look.theme import Theme
from inbox.ui.main_window import Window
from inbox.ui.studio import Studio
from tests.left_behind import Belongings
from tests.ui.conftest import NURSE, Clock, sit_down
from tests.ui.entrances import Nobody

SUPERVISOR = Actor(PersonId("Practitioner/petra"), "Petra Lind", Role.SUPERVISOR)
AT_WORK = (
    *("item.reply", "item.quote", "composer.spelling", "app.back", "quick.1", "edit.undo"),
    *("panel.enter", "panel.earlier", "app.back", "item.escalate", "app.back", "item.snooze", "app.back"),
    *("view.outbox", "app.back", "view.connection", "app.back", "app.help", "app.back", "app.palette"),
    *("buttons.edit", "app.back", "phrases.edit", "app.back", "app.keys", "app.back", "flags.test"),
    *("app.back", "habit.offers", "app.back", "item.claim", "app.lock"),
)
SUPERVISING = (
    *("view.board", "board.1", "board.2", "board.3", "board.4", "board.5", "clinic.edit", "app.back"),
    *("policy.edit", "app.back", "routing.test", "app.back", "sweep.begin", "app.lock"),
)


@pytest.mark.parametrize(
    ("who", "commands"), [(NURSE, AT_WORK), (SUPERVISOR, SUPERVISING)], ids=["a nurse", "a supervisor"]
)
def test_nothing_stays_of_whoever_has_left(
    tmp_path: Path, clinic_cache: Path, theme: Theme, qtbot: QtBot, who: Actor, commands: tuple[str, ...]
) -> None:
    shutil.copyfile(clinic_cache, tmp_path / clinic_cache.name)
    window = Window()
    qtbot.addWidget(window)
    window.show()
    before = Belongings()

    async def works(studio: Studio) -> Belongings:
        studio.lock.show(studio.workspace)
        studio.views.show_view(View(ViewKind.POOL))
        for command in commands:
            studio.conductor.ask(command)
            while studio.conductor.working:
                QTest.qWait(1)
                await asyncio.sleep(0)
            QTest.qWait(1)
        assert studio.lock.locked
        theirs = Belongings(before)
        await studio.put_away()
        return theirs

    async def comes_and_goes() -> Belongings:
        desk = sit_down(tmp_path, Clock(), theme, who)
        theirs = await works(Studio(desk, window, Nobody()))
        desk.leave()
        desk.store.close()
        desk.deleteLater()
        return theirs

    theirs = asyncio.run(comes_and_goes())
    assert len(theirs.left()) > 100, "all the kinds of parts that they worked with"
    window.clear()
    asyncio.run(let_go())
    assert theirs.left() == {}


async def let_go() -> None:
    """As the program does it, where no loop of Qt's runs beside."""
    going = asyncio.ensure_future(memory.let_go())
    while not going.done():
        QTest.qWait(1)
        await asyncio.sleep(0)


def test_what_was_remembered_of_their_messages_is_forgotten() -> None:
    text = "Walter Esterbrook has chest pain"
    remembered = fold(text, {})
    assert fold(text, {}) is remembered
    asyncio.run(let_go())
    assert fold(text, {}) is not remembered
