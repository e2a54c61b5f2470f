"""Until when to wait for the patient: a few usual times, or a day, each said as what it comes to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QWidget

from inbox.domain.calendar import Calendar, utc
from inbox.domain.time_words import day_words
from inbox.domain.words import tr
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.pick import Pick
from inbox.ui.parts.field import Field
from inbox.ui.parts.words import Words

USUAL_DAYS = 3
"""Business days to wait unless somebody says otherwise (product, "Promises")."""
LATEST = 90
"""Days ahead that a wait may last."""
_A_DAY = object()


def opening(calendar: Calendar, day: date) -> datetime:
    """When work begins on `day`; when it is closed then, the next opening after it."""
    opens = calendar.opens_on(day)
    if opens is not None:
        return opens
    midnight = datetime.combine(day, time(), ZoneInfo(calendar.zone))
    return calendar.next_open(utc(midnight))


def back_words(wake: datetime, calendar: Calendar) -> str:
    """When it comes back, by the clinic's clock: "back Fri 20 Mar, 10:42"."""
    local = calendar.local(wake)
    return tr("back {day}, {time}", day=day_words(local.date()), time=f"{local:%H:%M}")


class WakePick(Pick):
    """1 day, 3 days, 1 week, or a date."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        self._day = _Day()
        self._day_field = Field(desk.theme, self._day, tr("Date"))
        self._comes_to = Words(desk.theme, "", SMALL, "text_2")
        super().__init__(desk.theme, window)
        self._desk = desk
        self._day_field.hide()
        self._calendar: Calendar | None = None
        self._row = QHBoxLayout()
        self._row.addWidget(self._day_field)
        self._row.addWidget(self._comes_to, 1)
        self.body.insertLayout(self.body.indexOf(self.list) + 1, self._row)
        self._day.dateChanged.connect(self._tell)
        self._day.entered = self.list.enter
        self.list.moved.connect(self._show_day)

    def ask_wake(self, calendar: Calendar, taken: Callable[[datetime, str], None]) -> None:
        """Open; `taken` gets the instant in UTC and what is waited for."""
        self._calendar = calendar
        now = self._desk.now()
        today = calendar.local(now).date()
        after = {
            tr("1 business day"): calendar.add_days(now, 1),
            tr("{n} business days", n=USUAL_DAYS): calendar.add_days(now, USUAL_DAYS),
            tr("1 week"): opening(calendar, today + timedelta(days=7)),
        }
        choices = [Choice(title, wake, back_words(wake, calendar)) for title, wake in after.items()]
        choices.append(Choice(tr("A date"), _A_DAY, tr("you say which")))
        self._day.setDateRange(_qdate(today + timedelta(days=1)), _qdate(today + timedelta(days=LATEST)))
        self._day.setDate(_qdate(today + timedelta(days=14)))

        def when(value: object, note: str) -> None:
            assert isinstance(value, datetime)
            taken(value, note)

        self.ask(
            tr("Wait for the patient until"),
            tr("The clock stands still. It comes back to you then, or as soon as the patient answers."),
            choices,
            tr("What you wait for (optional)"),
            when,
            current=1,
        )

    def value(self, choice: Choice) -> object:
        if choice.value is not _A_DAY:
            return choice.value
        if not self._day.hasFocus() and not self.note.hasFocus():
            self._day.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        return self._wake()

    def restyle(self) -> None:
        super().restyle()
        px = self.theme.px
        self._day_field.setFixedWidth(px(150))
        if hasattr(self, "_row"):
            self._row.setContentsMargins(px(14 + 26), px(4), px(14), px(4))
            self._row.setSpacing(px(8))

    def _wake(self) -> datetime:
        assert self._calendar is not None
        return opening(self._calendar, _pydate(self._day.date()))

    def _show_day(self, choice: Choice | None) -> None:
        shown = choice is not None and choice.value is _A_DAY
        self._day_field.setVisible(shown)
        self._comes_to.setVisible(shown)
        if shown:
            self._tell()
        if self.is_open:
            self.place()

    def _tell(self) -> None:
        if self._calendar is None:
            return
        wake = self._wake()
        said = back_words(wake, self._calendar)
        if self._calendar.local(wake).date() != _pydate(self._day.date()):
            said = tr("closed that day: {back}", back=said)
        self._comes_to.set_words(said)
        self._day.setAccessibleDescription(said)


class _Day(QDateEdit):
    """A date by keyboard: digits, or the arrows."""

    def __init__(self) -> None:
        super().__init__()
        self.entered: Callable[[], None] = _nothing
        self.setDisplayFormat("d MMM yyyy")
        self.setButtonSymbols(QDateEdit.ButtonSymbols.NoButtons)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.interpretText()
            if not event.isAutoRepeat():
                self.entered()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


def _nothing() -> None:
    """Before it is built into its card."""


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _pydate(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
