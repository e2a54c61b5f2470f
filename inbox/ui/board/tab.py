"""What a tab of the board is, and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inbox.commands.declare import Target
from inbox.domain.errors import Refused
from inbox.domain.words import tr
from inbox.queries.views import View
from inbox.ui.beside import Beside
from inbox.ui.board.sweep.finding import Finding
from inbox.ui.conductor import Conductor
from inbox.ui.desk import Desk
from inbox.ui.look.roles import Role
from inbox.ui.parts.part import Part


@dataclass(frozen=True)
class Around:
    """What every tab is given."""

    desk: Desk
    conductor: Conductor
    beside: Beside
    """Where it reads, off the window's thread."""
    finding: Finding
    """What the sweep before closing has come to."""
    window: QWidget
    """What overlays lie over."""
    drill: Callable[[View], None]
    """Lists the items of a view in the worklist; Esc there leads back to the board as it was."""


class BoardTab(Part):
    """One page of the board. It reads and follows only while it is in front.

    The keys of the board (`board.next`, `board.open`, …) come here as calls; a tab with keys of its own has a
    scope of its own, set as its property, and lets the conductor know by `Conductor.on`.
    """

    answers: frozenset[str] = frozenset()
    """The commands of the worklist that act on what `targets` gives, beside those that only send."""
    ground: Role = "window"
    """The colour it stands on: the one of lists where it is a list itself."""

    def __init__(self, around: Around, name: str, parent: QWidget | None = None) -> None:
        super().__init__(around.desk.theme, name, parent)
        self.around = around
        self.desk = around.desk

    def come(self) -> None:
        """It is in front now: read, and follow from here on."""

    def go(self) -> None:
        """It is not in front any more: follow nothing."""

    def first(self) -> QWidget:
        """What has the keyboard when the tab comes to the front."""
        return self

    def step(self, by: int) -> None:
        """Go so many lines down or up."""

    def across(self, by: int) -> None:
        """Go so many columns to the right or left."""

    def enter(self) -> None:
        """Act on what is current: list what is behind it."""

    def choose(self, what: str) -> None:
        """Go on to the next `period`, `lines` or `pool`. Raises Refused where there is nothing to choose."""
        raise Refused(tr("Here is nothing to choose."))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self.theme.color(self.ground))

    def export(self) -> None:
        """Write what is shown to a file. Raises Refused where nothing of it is to be written."""
        raise Refused(tr("Only measures are exported."))

    def targets(self) -> Sequence[Target]:
        """The items that a command acts on here."""
        return ()
