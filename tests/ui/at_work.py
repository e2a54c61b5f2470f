"""The workplace wired as it is at work, without the doors: what is pressed is followed to its end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.commands.declare import Target
from inbox.domain.ids import ItemId
from inbox.domain.operations import AnyOperation
from inbox.queries import outbox, worklist
from inbox.queries.views import View, ViewKind
from inbox.queries.worklist import Line
from inbox.ui.conductor import Conductor
from inbox.ui.decision_acts import DecisionActs
from inbox.ui.desk import Desk
from inbox.ui.key_acts import KeyActs
from inbox.ui.overlays.chooser import Chooser
from inbox.ui.panel_acts import PanelActs
from inbox.ui.view_acts import ViewActs
from inbox.ui.work_acts import WorkActs
from inbox.ui.workspace import Workspace


class AtWork:
    """Nadia's screen, 1440 × 900, showing the pool."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.desk, self.qtbot = desk, qtbot
        self.said: list[str] = []
        desk.said.connect(lambda sentence, _tone, _command: self.said.append(sentence))
        self.space = Workspace(desk)
        qtbot.addWidget(self.space)
        self.worklist, self.reading = self.space.worklist, self.space.reading
        self.conductor = Conductor(desk, self.worklist, self.reading)
        self.chooser = Chooser(desk, self.space)
        self.views = ViewActs(desk, self.conductor, self.space)
        self.acts = WorkActs(desk, self.conductor, self.worklist, self.reading, self.chooser)
        self.decisions = DecisionActs(desk, self.conductor, self.reading, self.views.outbox, self.acts)
        self.panel = PanelActs(desk, self.conductor, self.space)
        self.keys = KeyActs(desk, self.conductor, self.space)
        self.space.resize(1440, 900)
        with qtbot.waitActive(self.space):
            self.space.show()
            self.space.activateWindow()
        self.views.show_view(View(ViewKind.POOL))
        self.settle()

    def press(self, command: str, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Ask for a command; `meanwhile` is done while it is under way."""
        self.play(lambda: self.conductor.ask(command), meanwhile)

    def play(self, start: Callable[[], object], meanwhile: Callable[[], object] = lambda: None) -> None:
        """Start something and see all that follows from it through, with the screen alive."""

        async def scene() -> None:
            start()
            meanwhile()
            while self.conductor.working:
                QTest.qWait(0)
                await asyncio.sleep(0)

        asyncio.run(scene())
        self.settle()

    def settle(self) -> None:
        """Let the screens hear and paint everything."""
        for _ in range(4):
            QTest.qWait(0)

    def go(self, choose: Callable[[Line], bool]) -> Target:
        """Go to the first item of the list that `choose` likes."""
        for number in range(self.worklist.model.rowCount()):
            row = self.worklist.model.row(number)
            if row is not None and choose(row.line):
                self.worklist.list.go_to(number)
                self.settle()
                return self.current
        raise LookupError("no such item in this list")

    def write(self, text: str) -> None:
        """Type a reply."""
        self.reading.composer.set_text(text)
        self.settle()

    def type(self, words: str) -> None:
        """Type where the keyboard is."""
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, words)

    def lose_item(self) -> None:
        """The server takes the item on screen away: whatever is asked for now is refused."""
        target = self.reading.target
        assert target is not None
        self.desk.store.remove([target.item]).result()

    def choose(self, digit: str) -> None:
        """Answer the question that is open by its digit."""
        focus = QApplication.focusWidget()
        assert focus is not None
        self.play(lambda: QTest.keyClicks(focus, digit))

    @property
    def current(self) -> Target:
        """The item under the cursor."""
        current = self.worklist.current()
        assert current is not None
        return current

    def line(self, item: ItemId) -> Line:
        """The item as the store has it."""
        line = worklist.line(self.desk.reader, item, self.desk.actor)
        assert line is not None
        return line

    def outbox(self) -> list[AnyOperation]:
        """What has not been confirmed, in order."""
        waiting = outbox.unconfirmed(self.desk.reader, self.desk.actor.person)
        return [one.entry.operation for one in waiting]

    def done(self) -> list[tuple[str, ItemId]]:
        """The same as verbs with their items."""
        return [(operation.verb, operation.item) for operation in self.outbox()]


def free(line: Line) -> bool:
    """Whether nobody has it and nothing hinders answering it."""
    return line.stage == "unclaimed" and line.flag_level is None and line.owner in ("", line.pool)


def long_ago() -> float:
    """When a key went down that nobody could call too soon; the guard's clock."""
    return time.monotonic() + 10
