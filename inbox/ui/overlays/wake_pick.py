"""Until when to put an item aside: wait for the patient, or snooze it; each said as what it comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QWidget

from inbox.domain.calendar import Calendar, utc
from inbox.domain.time_words import day_words
from inbox.domain.words import tr, trn
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.pick import Pick
from inbox.ui.parts.field import Field
from inbox.ui.parts.nesting import nest_at
from inbox.ui.parts.words import Words

USUAL_DAYS = 3
"""Business days to wait unless somebody says otherwise (product, "Promises")."""
LATEST = 90
"""Days ahead that a wait may last."""
_A_DAY, _END = object(), object()
HOURS = (1, 2, 4)
"""What one usually snoozes for."""


class Snoozing(msgspec.Struct, frozen=True):
    """What may be done about a snooze."""

    then: Callable[[datetime], None]
    """Gets the instant in UTC until which to snooze."""
    latest: datetime | None = None
    """When it ends at the latest; None: nothing limits it."""
    off: str = ""
    """Why it cannot be snoozed, as a sentence."""
    end: Callable[[], None] | None = None
    """Ends the one there is; None when there is none."""


class _Later(msgspec.Struct, frozen=True):
    """A choice that snoozes."""

    until: datetime


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
    """Wait for 1 day, 3 days, 1 week, or till a date; or snooze for some hours."""

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
        nest_at(self.body.indexOf(self.list) + 1, self._row, self.body)
        self._day.dateChanged.connect(self._tell)
        self._day.entered = self.list.enter
        self.list.moved.connect(self._show_day)

    def ask_wake(
        self,
        calendar: Calendar,
        taken: Callable[[datetime, str], None],
        off: str = "",
        snoozing: Snoozing | None = None,
    ) -> None:
        """Open; `taken` gets the instant in UTC and what is waited for. `off`: why it may not wait."""
        self._calendar = calendar
        choices = [*self._waits(calendar, off), *(self._snoozes(calendar, snoozing) if snoozing else ())]

        def when(value: object, note: str) -> None:
            if isinstance(value, datetime):
                taken(value, note)
            elif isinstance(value, _Later) and snoozing is not None:
                snoozing.then(value.until)
            elif snoozing is not None and snoozing.end is not None:
                snoozing.end()

        self.ask(
            tr("Put it aside until"),
            "",
            choices,
            tr("What you wait for (optional)"),
            when,
            current=4 if off else 1,
        )

    def _waits(self, calendar: Calendar, off: str) -> Iterator[Choice]:
        """Waiting for the patient: the clock stands still."""
        now = self._desk.now()
        today = calendar.local(now).date()
        after = {
            tr("1 business day"): calendar.add_days(now, 1),
            tr("{n} business days", n=USUAL_DAYS): calendar.add_days(now, USUAL_DAYS),
            tr("1 week"): opening(calendar, today + timedelta(days=7)),
        }
        yield Choice(tr("Wait for the patient: the clock stands still"), heading=True)
        for title, wake in after.items():
            yield Choice(title, wake, back_words(wake, calendar), off=off)
        yield Choice(tr("A date"), _A_DAY, tr("you say which"), off=off)
        self._day.setDateRange(_qdate(today + timedelta(days=1)), _qdate(today + timedelta(days=LATEST)))
        self._day.setDate(_qdate(today + timedelta(days=14)))

    def _snoozes(self, calendar: Calendar, snoozing: Snoozing) -> Iterator[Choice]:
        """Snoozing: the clock goes on, so that three quarters of the time are the limit."""
        now, latest = self._desk.now(), snoozing.latest
        yield Choice(tr("Snooze: only you stop seeing it, and the clock goes on"), heading=True)
        if snoozing.end is not None:
            yield Choice(tr("End the snooze"), _END, tr("show it again now"))
        if snoozing.off:
            yield Choice(tr("Snooze"), _END, off=snoozing.off)
            return
        for hours in HOURS:
            until = now + timedelta(hours=hours)
            if latest is None or until < latest:
                yield Choice(trn("{n} hour", "{n} hours", hours), _Later(until), back_words(until, calendar))
        tomorrow = opening(calendar, calendar.local(now).date() + timedelta(days=1))
        if latest is None or tomorrow < latest:
            yield Choice(tr("Next opening"), _Later(tomorrow), back_words(tomorrow, calendar))
        if latest is not None:
            told = tr("{back}: three quarters of its time", back=back_words(latest, calendar))
            yield Choice(tr("As long as may be"), _Later(latest), told)

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
