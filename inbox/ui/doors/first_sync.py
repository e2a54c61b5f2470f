"""The first sync: how far it has come, and from when on one can work. It is never waited for longer."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inbox.domain.words import tr
from inbox.sync.status import Progress, Status
from inbox.ui.doors.page import Page
from inbox.ui.look.roles import Role
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL
from inbox.ui.parts.icon_mark import IconMark
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.part import Part
from inbox.ui.parts.progress_row import ProgressRow
from inbox.ui.parts.rule import Rule
from inbox.ui.parts.words import Words


class FirstSyncPage(Page):
    """`start` once open work is here; what remains goes on behind the desk."""

    start = Signal()
    quit = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "refresh-cw", tr("Getting your clinic’s messages"), parent=parent)
        self._ready = False
        self.whole = ProgressRow(theme, tr("First sync"))
        self.column.addWidget(self.whole)
        self._stages: dict[str, StageRow] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._rows.addWidget(Rule(theme))
        nest(self._rows, self.column)
        self.begin = KeyButton(theme, tr("Start working"), "Enter", Variant.ACCENT)
        self.leave = KeyButton(theme, tr("Quit"))
        self.bar((self.begin, self.leave))
        note = tr("Interrupted? It goes on where it stopped.")
        self.column.addWidget(Words(theme, note, SMALL, "text_2", wrap=True))
        self.begin.clicked.connect(self.enter)
        self.leave.clicked.connect(self.quit)
        self.show_status(Status())

    def show_status(self, status: Status) -> None:
        """Show where the sync has come to."""
        came_ready = status.ready and not self._ready
        self._ready = status.ready
        trouble = status.sentence
        if status.ready:
            said = tr("You can start: open work is complete. Older threads follow.")
        else:
            said = tr("Open work comes first. You can start as soon as it is complete.")
        self.say(tr("Getting your clinic’s messages"), trouble or said)
        share, *words = in_words(status.progress)
        self.whole.set_progress(share, *words)
        for progress in status.progress:
            self._row(progress.stage).show_progress(progress)
        self.begin.set_off("" if status.ready else tr("Open work is not complete yet."))
        if came_ready:
            self.begin.setFocus()

    def first(self) -> QWidget | None:
        return self.begin if self._ready else None  # Enter pressed too early must not quit

    def enter(self) -> None:
        if self._ready:
            self.start.emit()

    def _row(self, stage: str) -> StageRow:
        if stage not in self._stages:
            self._stages[stage] = StageRow(self.theme, stage)
            self._rows.addWidget(self._stages[stage])
        return self._stages[stage]


class StageRow(Part):
    """One stage: its mark, its name, how much of it is here."""

    def __init__(self, theme: Theme, stage: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, stage, parent)
        self._stage = stage
        self._mark = IconMark(theme, "circle-dashed", stage, 15)
        self._name = Words(theme, stage, SMALL)
        self._value = Words(theme, "", SMALL, "text_2")
        self._line = QHBoxLayout()
        self._line.addWidget(self._mark)
        self._line.addWidget(self._name, 1)
        self._line.addWidget(self._value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        nest(self._line, column)
        column.addWidget(Rule(theme))
        self.restyle()

    def show_progress(self, progress: Progress) -> None:
        """Show how far this stage has come."""
        icon, role, done = _mark_of(progress)
        self._mark.set_icon(icon, done, role)
        amount = amount_words(progress.done, None if progress.finished else progress.total)
        rate = "" if progress.finished else rate_words(progress.rate)
        begun = progress.done or progress.finished
        said = ", ".join(filter(None, (amount, rate))) if begun else done
        self._value.set_words(said)
        self.set_name(f"{self._stage}: {said}, {done}" if begun else f"{self._stage}: {said}")

    def restyle(self) -> None:
        px = self.theme.px
        self._line.setContentsMargins(0, px(5), 0, px(5))
        self._line.setSpacing(px(8))


class SyncStrip(Part):
    """The same, in one line over the desk, while older threads still come in."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("First sync"), parent)
        self._whole = ProgressRow(theme, tr("Older threads are still coming"))
        self._title = Words(theme, tr("Older threads are still coming"), bold=True)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._title)
        self._row.addWidget(self._whole, 1)
        self.restyle()
        self.hide()

    def show_status(self, status: Status) -> None:
        """Show where it has come to; gone once everything is here."""
        share, *words = in_words(status.progress)
        self._whole.set_progress(share, *words)
        self.setVisible(bool(status.progress) and not all(one.finished for one in status.progress))

    def restyle(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(14), px(4), px(14), px(6))
        self._row.setSpacing(px(14))


def _mark_of(progress: Progress) -> tuple[str, Role, str]:
    if progress.finished:
        return "check", "good", tr("complete")
    return (
        ("refresh-cw", "accent", tr("under way"))
        if progress.done
        else ("circle-dashed", "text_2", tr("waits"))
    )


def in_words(stages: Sequence[Progress]) -> tuple[float, str, str, str]:
    """Of all stages together: the share (0 to 1) that is here, the amount, the rate, the time left.

    A stage whose size the server does not tell counts with what has come of it.
    """
    done = sum(one.done for one in stages)
    known = all(one.total is not None or not one.done for one in stages)
    total = sum(max(one.total or 0, one.done) for one in stages)
    running = [one for one in stages if one.done and not one.finished]
    rate = rate_words(sum(one.rate for one in running)) if running else ""
    lefts = [one.left for one in running if one.left is not None]
    left = left_words(sum(lefts)) if lefts and len(lefts) == len(running) else ""
    return (
        (done / total if total else 0.0),
        amount_words(done, total if known and stages else None),
        rate,
        left,
    )


def amount_words(done: int, total: int | None) -> str:
    """ "18,420 of 41,900"."""
    if total is None or total == done:
        return f"{done:,}"
    return tr("{done} of {total}", done=f"{done:,}", total=f"{total:,}")


def rate_words(rate: float) -> str:
    """ "310 a second"; empty before anything came."""
    return tr("{n} a second", n=f"{round(rate):,}") if rate >= 1 else ""


def left_words(seconds: float) -> str:
    """ "about 1 min 15 s left", in steps that do not flicker: 5 s, above two minutes whole minutes."""
    if seconds <= 5:
        return tr("a few seconds left")
    if seconds > 120:
        return tr("about {n} min left", n=ceil(seconds / 60))
    minutes, rest = divmod(ceil(seconds / 5) * 5, 60)
    if not minutes:
        return tr("about {n} s left", n=rest)
    if not rest:
        return tr("about {n} min left", n=minutes)
    return tr("about {m} min {s} s left", m=minutes, s=rest)
