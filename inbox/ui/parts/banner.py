"""A strip across a pane that a person must see: offline, stale, a red flag's level, a refusal."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from inbox.ui.look.roles import Role
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, SMALL
from inbox.ui.parts.icon_mark import IconMark
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.part import Part
from inbox.ui.parts.words import Strong, Words


class BannerKind(StrEnum):
    """What a banner is about."""

    STALE = "stale"  # offline, or a list older than it should be
    FLAG = "flag"  # the level of a red flag
    REFUSED = "refused"  # a guard or the server said no
    NOTE = "note"


class _Look(NamedTuple):
    fill: Role
    edge: Role
    title: Role
    icon: str
    stacked: bool  # edge on the left and two lines, or a rule below and one line


_LOOKS = {
    BannerKind.STALE: _Look("soon_bg", "soon", "soon_text", "cloud-off", False),
    BannerKind.FLAG: _Look("flag_bg", "flag", "flag", "flag", True),
    BannerKind.REFUSED: _Look("overdue_bg", "overdue", "overdue", "circle-alert", True),
    BannerKind.NOTE: _Look("note_bg", "line_strong", "text", "info", False),
}
_EDGE, _WORDS_LEAST = 6, 240
_PLACES = {True: Qt.AlignmentFlag.AlignVCenter, False: Qt.AlignmentFlag.AlignLeft}


class Banner(Part):
    """An icon, a bold title, sentences, and room for buttons at the right. It grows with its words."""

    def __init__(
        self, theme: Theme, kind: BannerKind, title: str, text: str = "", icon: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(theme, title, parent)
        self._look = look = _LOOKS[kind]
        self._mark = IconMark(theme, icon or look.icon, kind.value, 15, look.title)
        self._title = Words(theme, style=BASE, role=look.title if look.stacked else "text", wrap=True)
        self._text = Words(theme, style=SMALL, wrap=True)
        self._words = QVBoxLayout()
        self._words.setSpacing(0)
        self._words.addWidget(self._title)
        self._words.addWidget(self._text)
        self._wording = QHBoxLayout()
        self._wording.addWidget(
            self._mark, 0, Qt.AlignmentFlag.AlignTop if look.stacked else Qt.AlignmentFlag.AlignVCenter
        )
        nest(self._words, self._wording, 1)
        self._controls = QHBoxLayout()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        nest(self._wording, self._row, 1)
        nest(self._controls, self._row)
        # Not Fixed: a fixed height is that of the size hint, which knows nothing of wrapped words.
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_words(title, text)
        self.restyle()

    def set_words(self, title: str, text: str | Sequence[str] = "") -> None:
        """Say something else. `text` may hold `Strong` runs and, where there are two lines, more lines."""
        plain = text if isinstance(text, str) else "".join(text)
        self.set_name(f"{title} {plain}".strip().replace("\n", ". "))
        if self._look.stacked:
            self._title.set_words([Strong(title)])
            self._text.set_words(text)
        else:
            self._title.set_words([Strong(title), f"\N{NO-BREAK SPACE} {plain}"])
        self._text.setVisible(self._look.stacked and bool(text))

    def add(self, control: QWidget) -> None:
        """Put a control at the right end, or below where there is little room."""
        self._controls.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)

    def minimumSizeHint(self) -> QSize:
        """Small: how high it is follows from its width, and a window does not grow for its words."""
        return QSize(self.theme.px(160), self.theme.px(28))

    def heightForWidth(self, width: int) -> int:
        self._turn(width)
        return self._row.totalHeightForWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn(self.width())

    def _turn(self, width: int) -> None:
        """Controls beside the words, unless those would be left with too little."""
        needed = self._controls.sizeHint().width()
        beside = not needed or width - needed >= self.theme.px(_WORDS_LEAST)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != way:
            self._row.setDirection(way)
            self._controls.setAlignment(_PLACES[beside])

    def restyle(self) -> None:
        px = self.theme.px
        left = px(_EDGE + 10) if self._look.stacked else px(12)
        self._row.setContentsMargins(left, px(6), px(12), px(6))
        for row in (self._row, self._wording, self._controls):
            row.setSpacing(px(8))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect, edge = self.rect(), self.theme.color(self._look.edge)
        painter.fillRect(rect, self.theme.color(self._look.fill))
        if self._look.stacked:
            painter.fillRect(QRect(0, 0, self.theme.px(_EDGE), rect.height()), edge)
            painter.fillRect(QRect(0, rect.height() - 1, rect.width(), 1), self.theme.roles.line)
        else:
            rule = self.theme.px(2)
            painter.fillRect(QRect(0, rect.height() - rule, rect.width(), rule), edge)
