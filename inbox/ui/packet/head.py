"""Whose packet it is: name, birth, number, allergies, how long there is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inbox.domain.sla import Standing, standing
from inbox.domain.time_words import words_left
from inbox.domain.words import tr
from inbox.ui.desk import Desk
from inbox.ui.look.paint import Tone
from inbox.ui.look.sla import Sla
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.packet.decide import parent_of
from inbox.ui.packet.told import Told
from inbox.ui.parts.badge import Badge
from inbox.ui.parts.elided_label import ElidedLabel
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.pill import Pill
from inbox.ui.parts.words import Words
from inbox.ui.reading.situation import Situation


class PacketHead(QWidget):
    """Two lines that never scroll away."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        theme = desk.theme
        self._name = ElidedLabel(theme, tr("Patient"), SUBJECT)
        self._pill = Pill(theme, Sla.ON_TRACK, tr("Clock"))
        self._flag = Badge(theme, tr("Level"), Tone.FLAG_OUTLINE, "flag")
        self._about = Words(theme, "", SMALL, "text_2", wrap=True)
        self._allergies = Words(theme, "", SMALL, "overdue", bold=True, wrap=True)
        self._title = QHBoxLayout()
        self._title.addWidget(self._name, 1)
        for part in (self._flag, self._pill):
            self._title.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column = QVBoxLayout(self)
        nest(self._title, self._column)
        self._column.addWidget(self._about)
        self._column.addWidget(self._allergies)
        theme.changed.connect(self.restyle)
        self.restyle()

    def show_packet(self, there: Situation, told: Told) -> None:
        """Show another packet, or the same as it is now."""
        self._name.set_text(told.name)
        self._about.set_words(told.about)
        self._allergies.set_words(" · ".join(line.text for line in told.allergies))
        self._allergies.set_role(told.allergies[0].role if told.allergies else "text_2")
        parent = parent_of(there)
        level = parent.flag_level if parent else None
        self._flag.setVisible(level is not None and level <= 3)
        if level is not None:
            self._flag.set_badge(tr("Level {n}", n=level), Tone.FLAG_OUTLINE, "flag")
        self.tell_time(there)

    def tell_time(self, there: Situation) -> None:
        """Say again how long there is."""
        row, now = there.row, self._desk.now()
        words = (
            words_left(row.due, row.soon_from, now, self._desk.promises.zone, counting=True) if row else ""
        )
        self._pill.setVisible(bool(words))
        if row is not None and words:
            stands = standing(row.due, row.soon_from, now)
            slas = {Standing.OVERDUE: Sla.OVERDUE, Standing.DUE_SOON: Sla.DUE_SOON}
            self._pill.set_promise(slas.get(stands, Sla.ON_TRACK), words)

    def set_side(self, side: int) -> None:
        """Leave `side` pixels at both sides, as what stands below does."""
        px = self._desk.theme.px
        self._column.setContentsMargins(side, px(10), side, px(8))

    def restyle(self) -> None:
        """Take spacings from the theme again."""
        px = self._desk.theme.px
        self._title.setSpacing(px(8))
        self._column.setSpacing(px(2))

    def paintEvent(self, event: QPaintEvent) -> None:
        roles, painter = self._desk.theme.roles, QPainter(self)
        painter.fillRect(self.rect(), roles.surface)
        painter.fillRect(0, self.height() - 1, self.width(), 1, roles.line)
