"""The dates of one absence: typed, looked at as they are typed, and said in a sentence before it holds."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from inbox.domain.coverage import Coverage, Left
from inbox.domain.coverage_sheet import Mistake, mistakes
from inbox.domain.coverage_text import Sheet, coverage_words, read
from inbox.domain.words import tr
from inbox.queries import pools
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.overlays.key_bar import KeyBar
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.parts.field import Field
from inbox.ui.parts.key_button import KeyButton
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words

_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
Set = Callable[[Coverage], None]


class CoverForm(Overlay):
    """`ask` opens it; what it was opened for gets the coverage on Ctrl+Enter, never a wrong one."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(desk.theme, window, tr("Absence"), width=620, high_up=True)
        self._desk = desk
        self._sheet = Sheet(desk.actor.party, desk.actor.party)
        self._former: Coverage | None = None
        self._then: Set = lambda _coverage: None
        theme = desk.theme
        self.start, self.end, self.hours, self.pools = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        names = (
            (self.start, "start", tr("From (day, or day and time)")),
            (self.end, "end", tr("Until (day, or day and time)")),
            (self.hours, "hours", tr("Only part days, every week (optional)")),
            (self.pools, "pools", tr("Only these pools (optional)")),
        )
        self._fields = {part: (Field(theme, edit, label), label) for edit, part, label in names}
        self.left = KeyButton(theme, tr("Open work stays with them"))
        self._title = Words(theme, "", SUBJECT, wrap=True)
        self.told = Words(theme, "", SMALL, "text_2", wrap=True)
        hints = [("Tab", tr("next field")), ("Ctrl+Enter", tr("set it")), ("Esc", tr("back"))]
        self.foot = KeyBar(theme, hints)
        self._build()
        for edit in (self.start, self.end, self.hours, self.pools):
            edit.textEdited.connect(lambda _typed: self._look())
        self.left.clicked.connect(self._turn)

    def ask(self, sheet: Sheet, then: Set, before: Coverage | None = None) -> None:
        """Open with `sheet`; `before`: the coverage that is changed by it."""
        self._sheet, self._then, self._former = sheet, then, before
        title = tr("{cover} covers for {away}", cover=sheet.cover.name, away=sheet.away.name)
        self._title.set_words(title)
        self.setAccessibleName(title)
        for part, edit in self._edits().items():
            edit.setText(getattr(sheet, part))
        self._look()
        self.appear()
        self.start.selectAll()

    def first(self) -> QWidget:
        return self.start

    def refused(self, why: str) -> None:
        """It was not set: it stands as it was typed, and why."""
        self.appear()
        self._tell(why, wrong=True)

    def restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(16), px(14), px(16), px(12))
        self._column.setSpacing(px(8))
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(4))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in _ENTERS and control and not event.isAutoRepeat():
            self._set()
        else:
            super().keyPressEvent(event)

    def _set(self) -> None:
        meant = self._look()
        if isinstance(meant, Mistake):
            edit = self._edits().get(meant.part)
            (edit or self.start).setFocus()
            return
        self.dismiss()
        self._then(meant)

    def _look(self) -> Coverage | Mistake:
        """Read what is typed; say what is wrong, or what it means."""
        desk, typed = self._desk, {part: edit.text() for part, edit in self._edits().items()}
        self._sheet = msgspec.structs.replace(self._sheet, **typed)
        goes = self._sheet.left is Left.GOES
        self.left.set_label(tr("Open work goes over too") if goes else tr("Open work stays with them"))
        meant = read(self._sheet, desk.pools(), desk.zone)
        if isinstance(meant, Coverage):
            if (before := self._former) is not None:
                meant = msgspec.structs.replace(meant, ref=before.ref, version=before.version)
            wrong = mistakes(meant, desk.actor, pools.staff(desk.reader), desk.now(), desk.zone)
            meant = wrong[0] if wrong else meant
        if isinstance(meant, Mistake):
            self._tell(meant.sentence, wrong=True)
        else:
            self._tell(coverage_words(meant, desk.zone), wrong=False)
        return meant

    def _tell(self, words: str, *, wrong: bool) -> None:
        self.told.set_role("overdue" if wrong else "text_2")
        self.told.set_words(words)
        if self.is_open:
            self.place()

    def _turn(self) -> None:
        left = Left.STAYS if self._sheet.left is Left.GOES else Left.GOES
        self._sheet = msgspec.structs.replace(self._sheet, left=left)
        self._look()

    def _edits(self) -> dict[str, QLineEdit]:
        return {"start": self.start, "end": self.end, "hours": self.hours, "pools": self.pools}

    def _build(self) -> None:
        self._column, self._grid = QVBoxLayout(), QGridLayout()
        self._column.addWidget(self._title)
        for number, (field, label) in enumerate(self._fields.values()):
            row, column = 2 * (number // 2), number % 2
            self._grid.addWidget(Words(self.theme, label, SMALL, "text_2"), row, column)
            self._grid.addWidget(field, row + 1, column)
        nest(self._grid, self._column)
        self._column.addWidget(self.left)
        self._column.addWidget(self.told)
        nest(self._column, self.body)
        self.body.addWidget(self.foot)
        self.restyle()
