"""The strip between header and conversation that says what this work needs; it folds to one line."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from inbox.commands.registry import COMMANDS
from inbox.domain.needs import Needs
from inbox.domain.words import tr
from inbox.ui.desk import Desk
from inbox.ui.look import paint
from inbox.ui.look.keys import caps
from inbox.ui.look.type import SMALL
from inbox.ui.parts.part import Part
from inbox.ui.parts.pressable import Pressable
from inbox.ui.parts.scroll_bar import scrolls_thinly
from inbox.ui.parts.tool_tip import says_on_hover
from inbox.ui.reading.facts import part_for
from inbox.ui.reading.facts.drawing import Drawing
from inbox.ui.reading.situation import Situation

FOLD = "view.needs"
ROOMY, ROOMY_ALONE = 620, 420
"""Height of the reading pane, pixels at 100 %, from which the strip is open unless somebody folds it;
and where nobody has written."""
_SHARE = 0.3
"""Of the pane's height, the most that the open strip takes; the rest of it scrolls."""
_SHARE_ALONE = 0.45
"""The same where nobody has written: there is no conversation that wants the room."""
_SIDE = 16
_LINE, _SECOND = 26, 18
"""Heights of the strip's own line, and of a second one."""


class FactsStrip(QWidget):
    """Hidden where a kind needs no facts. `command` asks to fold or unfold it."""

    command = Signal(str)
    folded = Signal()
    """It was folded or unfolded: the pane has to be laid out anew."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._needs: Needs | None = None
        self._chosen: bool | None = None
        """What the person chose, for as long as the program runs; None: as there is room."""
        self._call_first = False
        """A red flag waits for its call: nothing else is worth the room."""
        self._alone = False
        """Nobody has written: what is needed is all there is to read."""
        self._room = (0, 0)
        self._head = _Head(desk)
        self._body = _Body(desk)
        self._area = QScrollArea()
        self._area.setWidget(self._body)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(tr("What this work needs"))
        self._area.viewport().setAutoFillBackground(False)
        scrolls_thinly(self._area, desk.theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 1)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._area)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._head.clicked.connect(lambda: self.command.emit(FOLD))
        self.hide()

    @property
    def needs(self) -> Needs | None:
        """What is told; None while nothing is."""
        return self._needs

    @property
    def unfolded(self) -> bool:
        """Whether the rows are shown."""
        if self._needs is None or not self._needs.rows:
            return False
        if self._chosen is not None:
            return self._chosen
        roomy = ROOMY_ALONE if self._alone else ROOMY
        return not self._call_first and self._room[1] >= self._desk.theme.px(roomy)

    def turn(self) -> bool:
        """Fold or unfold; False when there is nothing to unfold."""
        if self._needs is None or not self._needs.rows:
            return False
        self._chosen = not self.unfolded
        self.folded.emit()
        return True

    def show_situation(self, situation: Situation) -> None:
        """Tell what the item on screen needs, if its kind needs anything and it is open."""
        part = part_for(situation.item.kind) if situation.item is not None and situation.open else None
        self._needs = part(situation) if part else None
        self._call_first = situation.calls
        self._alone = not situation.thread.messages
        self.setVisible(self._needs is not None)
        if self._needs is not None:
            self._head.show_needs(self._needs)
            self._body.show_needs(self._needs)

    def fit(self, wide: int, high: int) -> None:
        """Take what fits into a reading pane of that size."""
        self._room = (wide, high)
        unfolded = self.unfolded
        head = self._head.fit(wide, unfolded)
        self._area.setVisible(unfolded)
        wanted = self._body.fit(wide) if unfolded else 0
        shown = min(wanted, round(high * (_SHARE_ALONE if self._alone else _SHARE)))
        scrolls = shown < wanted
        if scrolls:
            self._body.fit(wide - self._area.verticalScrollBar().sizeHint().width())
        policy = Qt.ScrollBarPolicy
        self._area.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOn if scrolls else policy.ScrollBarAlwaysOff
        )
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus if scrolls else Qt.FocusPolicy.NoFocus)
        self._area.setFixedHeight(max(shown, 1))
        self.setFixedHeight(head + shown + 1)

    def heightForWidth(self, width: int) -> int:
        return self.height()

    def set_typing(self, typing: bool) -> None:
        """While a field has the keyboard the key on the strip would be typed."""
        self._head.set_typing(typing)

    def paintEvent(self, event: QPaintEvent) -> None:
        roles = self._desk.theme.roles
        painter = QPainter(self)
        painter.fillRect(self.rect(), roles.sunken)
        painter.fillRect(0, self.height() - 1, self.width(), 1, roles.line)


class _Head(Pressable):
    """Which way it folds, the title, the whole in a few words, the key; two lines where one is too short."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, tr("What this work needs"), desk.keys_of(FOLD), None)
        self._unfolded = False
        self._below = False
        """The summary has a line of its own."""
        self._needs: Needs | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_needs(self, needs: Needs) -> None:
        """Say these."""
        self._needs = needs
        self.set_label(f"{needs.title}: {needs.summary}" if needs.summary else needs.title)

    def fit(self, wide: int, unfolded: bool) -> int:
        """Stand in that width, the rows below or folded away; the height that takes."""
        self._unfolded = unfolded
        self.setAccessibleDescription(tr("Unfolded") if unfolded else tr("Folded"))
        says_on_hover(self, COMMANDS[FOLD].explained)
        self._below = self._summary_width() > self._room_beside(wide)
        high = self.theme.px(_LINE + _SECOND if self._below else _LINE)
        self.setFixedHeight(high)
        self.update()
        return high

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(80), self.theme.px(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        needs = self._needs
        if needs is None:
            return
        painter, px, theme, roles = QPainter(self), self.theme.px, self.theme, self.theme.roles
        if self.underMouse():
            painter.fillRect(self.rect(), roles.hover)
        line = QRect(0, 0, self.width(), px(_LINE))
        if needs.rows:
            self._arrow(painter, QPoint(px(_SIDE) - px(4), (line.height() - px(14)) // 2))
        x = px(_SIDE) + px(14)
        paint.words(painter, line.adjusted(x, 0, 0, 0), theme, needs.title, SMALL, roles.text, True)
        printed = caps(self.keys)
        if printed and needs.rows:
            right = self.width() - px(_SIDE) - paint.keycaps_width(theme, printed)
            at = QPoint(right, (line.height() - px(paint.KEYCAP_HEIGHT)) // 2)
            paint.keycaps(painter, at, theme, printed, roles.text_3 if self.typing else None, roles.surface)
        where = line.adjusted(x + self._title_width() + px(8), 0, 0, 0)
        room = self._room_beside(self.width())
        if self._below:
            where = QRect(x, px(_LINE) - px(4), self.width() - x, px(_SECOND))
            room = self.width() - px(_SIDE) - x
        ink = roles.overdue if needs.alert else roles.text_2
        told = theme.metrics(SMALL, needs.alert).elidedText(self._summary, Qt.TextElideMode.ElideRight, room)
        paint.words(painter, where, theme, told, SMALL, ink, needs.alert)

    @property
    def _summary(self) -> str:
        needs = self._needs
        return needs.summary if needs and not (self._unfolded and needs.told_below) else ""

    def _summary_width(self) -> int:
        bold = self._needs is not None and self._needs.alert
        return self.theme.metrics(SMALL, bold).horizontalAdvance(self._summary)

    def _title_width(self) -> int:
        return self.theme.metrics(SMALL, True).horizontalAdvance(self._needs.title if self._needs else "")

    def _room_beside(self, wide: int) -> int:
        """Between the title and the key."""
        px, printed = self.theme.px, caps(self.keys)
        keys = paint.keycaps_width(self.theme, printed) if printed else 0
        return max(0, wide - 2 * px(_SIDE) - px(14) - self._title_width() - 2 * px(8) - keys)

    def _arrow(self, painter: QPainter, at: QPoint) -> None:
        """Points to the right, and down while the rows are shown."""
        size = self.theme.px(14)
        painter.save()
        if self._unfolded:
            painter.translate(at.x() + size / 2, at.y() + size / 2)
            painter.rotate(90)
            at = QPoint(-size // 2, -size // 2)
        paint.icon(painter, at, self.theme, "chevron-right", self.theme.roles.text_2, 14)
        painter.restore()


class _Body(Part):
    """The rows, painted; in words they are its description. Measured once for each width they stand in."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, tr("What this work needs"))
        self._needs = Needs("", "")
        self._measured: dict[int, tuple[Drawing, list[int]]] = {}
        self._wide = 0
        desk.theme.changed.connect(self._measured.clear)

    def show_needs(self, needs: Needs) -> None:
        """Show these; `fit` comes next."""
        if needs != self._needs:
            self._measured.clear()
        self._needs = needs
        self.set_name(needs.title)
        self.setAccessibleDescription(". ".join(row.said.rstrip(".") for row in needs.rows))
        self.update()

    def fit(self, wide: int) -> int:
        """Stand in that width; the height that takes."""
        self._wide = wide
        high = sum(self._drawn()[1]) + self.theme.px(8)
        self.resize(wide, high)
        return high

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.theme.roles.sunken)
        drawing, heights = self._drawn()
        top = self.theme.px(2)
        for row, high in zip(self._needs.rows, heights, strict=True):
            if top <= event.rect().bottom() and top + high >= event.rect().top():
                drawing.paint(row, painter, QPoint(self.theme.px(_SIDE), top))
            top += high

    def _drawn(self) -> tuple[Drawing, list[int]]:
        """The rows as they are drawn in this width, and how high each is."""
        if self._wide not in self._measured:
            rows = self._needs.rows
            drawing = Drawing(self.theme, self._wide - 2 * self.theme.px(_SIDE), rows)
            self._measured[self._wide] = drawing, [drawing.height(row) for row in rows]
        return self._measured[self._wide]
