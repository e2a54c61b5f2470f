"""The whole clinic in one line: flags, overdue, due today, open; and of when that is."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.domain.time_words import day_words, span_words
from inbox.domain.words import tr, trn
from inbox.sync.status import Connection, Status
from inbox.ui.bars.connection import OUT_OF_TOUCH
from inbox.ui.board.live.standing import Standing
from inbox.ui.desk import Desk
from inbox.ui.look import paint
from inbox.ui.look.sla import Sla, sla_color, sla_shape
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE
from inbox.ui.parts.part import Part

Told = tuple[Sla | None, str, str]
"""A shape or none, what is set in bold, and the words after it."""


def told(standing: Standing) -> list[Told]:
    """The line in words. That there is no flag is never said: it would be read as safe."""
    line = standing.clinic
    parts: list[Told] = []
    if line.flagged:
        parts.append((Sla.RED_FLAG, str(line.flagged), trn("flag open", "flags open", line.flagged)))
    late = tr("overdue")
    parts.append((Sla.OVERDUE, str(line.overdue), late))
    parts.append((Sla.DUE_SOON, str(line.due_today), tr("due later today")))
    oldest = span_words(standing.at - line.oldest) if line.oldest else ""
    unclaimed = trn("open, {n} unclaimed", "open, {n} unclaimed", line.unclaimed)
    parts.append(
        (
            Sla.ON_TRACK,
            str(line.open),
            f"{unclaimed}, {tr('oldest {age}', age=oldest)}" if oldest else unclaimed,
        )
    )
    parts.append((Sla.WAITING, str(line.held), tr("on hold")))
    return parts


def of_when(desk: Desk, standing: Standing | None) -> str:
    """How new the numbers are: "live, 10:42", or as of when they were heard of while out of touch."""
    status = desk.status or Status()
    away = status.connection in OUT_OF_TOUCH or status.connection is Connection.SIGN_IN
    last = status.last_sync
    if away or status.is_stale(desk.now()):
        if last is None:
            return tr("not from the server yet")
        local = last.astimezone(desk.zone)
        return tr("as of {time}, out of touch since", time=f"{local:%H:%M}")
    if standing is None:
        return tr("counting…")
    return tr("live, {time}", time=f"{standing.at.astimezone(desk.zone):%H:%M}")


def nobody_there(desk: Desk, standing: Standing) -> str:
    """What is to be said where nobody is on duty; empty while somebody is."""
    if standing.at_work:
        return ""
    if standing.next_on_duty is None:
        return tr("Nobody is on duty now. What comes in waits; no program alerts anybody.")
    local = standing.next_on_duty.astimezone(desk.zone)
    return tr(
        "Nobody is on duty until {day}, {time}. What comes in waits; no program alerts anybody.",
        day=day_words(local.date()),
        time=f"{local:%H:%M}",
    )


class SummaryLine(Part):
    """Shape, number and word of each; the last ones give way where there is no room."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("The whole clinic"), parent)
        self._told: list[Told] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_parts(self, parts: list[Told]) -> None:
        """Show these; the same again is not painted again."""
        if parts != self._told:
            self._told = parts
            self.setAccessibleDescription(", ".join(f"{count} {words}" for _, count, words in parts))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(320), self.theme.px(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        px, roles, x = theme.px, theme.roles, theme.px(16)
        painter.fillRect(self.rect(), roles.window)
        for sla, count, words in self._told:
            wide = theme.metrics(BASE, True).horizontalAdvance(count)
            text = theme.metrics(BASE).horizontalAdvance(words)
            if x + px(16) + wide + px(4) + text > self.width() - px(8):
                break
            if sla is not None:
                size = px(9)
                square = QRect(QPoint(x, (self.height() - size) // 2), QSize(size, size))
                sla_shape(painter, QRectF(square), sla, sla_color(sla, theme))
                x += px(15)
            paint.words(painter, QRect(x, 0, wide, self.height()), theme, count, BASE, roles.text, True)
            x += wide + px(4)
            paint.words(painter, QRect(x, 0, text, self.height()), theme, words, BASE, roles.text_2)
            x += text + px(22)
