"""The page of administration: subjects at the left, the sheet of one beside, and what it would change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from inbox.domain.words import tr
from inbox.ui.admin.chooser import Chooser, Names
from inbox.ui.admin.draft import ClinicDraft
from inbox.ui.admin.people_sheet import PeopleSheet
from inbox.ui.admin.pool_sheets import FieldsSheet, HoursSheet
from inbox.ui.admin.review import ReviewSheet
from inbox.ui.admin.sheet import Sheet
from inbox.ui.admin.subjects import HOURS, PEOPLE, POOLS, SUBJECTS, Subject
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.overlays.confirm import Confirm
from inbox.ui.overlays.key_bar import KeyBar
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words
from inbox.ui.reading.moments import when

_LIST = 190
"""Width of the list of subjects at 100 %."""
_SHARE = 20
"""Per cent of the card that it has at most."""


class AdminPage(Overlay):
    """Nothing holds before it is published. Closing it with changes asks first."""

    asked = Signal(str)
    """A subject with a page of its own was entered: the command that opens it."""
    weigh = Signal()
    """What the draft means is asked for."""
    publish = Signal()
    """The draft is to hold from now on."""
    back = Signal()
    """What was published last is to be drafted back."""

    def __init__(self, desk: Desk, draft: ClinicDraft, window: QWidget) -> None:
        super().__init__(desk.theme, window, tr("Administration"), width=1500)
        self._desk = desk
        self.draft = draft
        self.busy = False
        """Something is being worked out, or published: nothing else begins meanwhile."""
        self.subjects = Chooser(desk.theme, Names([tr(one.title) for one in SUBJECTS]), tr("Subjects"))
        self.fields, self.hours = FieldsSheet(desk.theme, draft), HoursSheet(desk.theme, draft)
        self.people = PeopleSheet(desk.theme, draft)
        self.sheets: Mapping[Subject, Sheet] = {POOLS: self.fields, HOURS: self.hours, PEOPLE: self.people}
        self.review = ReviewSheet(desk.theme, self._when)
        self.confirm = Confirm(desk.theme, window)
        self._build()
        self._listen()

    @property
    def subject(self) -> Subject:
        """What is chosen at the left."""
        return SUBJECTS[self.subjects.at]

    @property
    def reviewing(self) -> bool:
        """Whether what the draft changes is shown."""
        return self._stack.currentWidget() is self.review

    def open(self) -> None:
        """Open over the window with what holds now."""
        self.draft.begin()
        self.say("")
        self.appear()
        self.subjects.go_to(0, 0)
        self._show()
        self.subjects.setFocus(Qt.FocusReason.OtherFocusReason)

    def first(self) -> QWidget:
        return self.subjects

    def say(self, wrong: str) -> None:
        """Say what is the matter above the keys; empty where nothing is."""
        self._wrong.set_words(wrong)
        self._wrong.setVisible(bool(wrong))

    def show_review(self) -> None:
        """Bring what changes to the front; `review` was filled before."""
        self._stack.setCurrentWidget(self.review)
        self._tell()
        self.review.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def show_sheet(self, subject: Subject) -> None:
        """Bring the sheet of a subject to the front, with the keyboard in it."""
        self._enter(SUBJECTS.index(subject))

    def open_anew(self) -> None:
        """Show the sheet again: the draft has become another."""
        self._show()

    def dismiss(self) -> None:
        """Close; from what changes back to the sheet. Changes that were not published are asked about."""
        if self.is_open and self.reviewing:
            self._show()
            self.subjects.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.is_open and self.draft.dirty and not self.busy:
            question, about = tr("Discard your changes?"), tr("Nothing of them has been published.")
            self.confirm.ask(question, about, tr("Discard"), tr("Keep editing"), self.close_up)
        else:
            self.close_up()

    def close_up(self) -> None:
        """Close without a question."""
        super().dismiss()

    def pressed_outside(self) -> None:
        """A slip of the pointer does not close it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and not event.isAutoRepeat():
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go_on()
            elif event.key() == Qt.Key.Key_Z and not self.busy:
                self.back.emit()
            elif 0 <= (number := event.key() - Qt.Key.Key_1) < len(SUBJECTS):
                self._enter(number)
        super().keyPressEvent(event)

    def restyle(self) -> None:
        px = self.theme.px
        self._head.setContentsMargins(px(14), px(10), px(14), px(6))
        self._head.setSpacing(px(8))
        self._row.setSpacing(px(10))
        self._row.setContentsMargins(px(6), 0, px(14), 0)
        self._below.setContentsMargins(px(14), px(6), px(14), px(8))
        self._below.setSpacing(px(8))
        for sheet in self.sheets.values():
            sheet.restyle()
        self.review.restyle()

    def place(self) -> None:
        """As much of the window as there is: a sheet has as many lines as there is room for."""
        super().place()
        margin = self.theme.px(24)
        self.card.setGeometry(self.card.x(), margin, self.card.width(), max(self.height() - 2 * margin, 1))
        self.subjects.setFixedWidth(min(self.theme.px(_LIST), self.card.width() * _SHARE // 100))

    def _build(self) -> None:
        theme = self.theme
        self._about = Words(theme, "", SMALL, "text_2")
        self._head, self._row, self._below = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._head.addWidget(Words(theme, tr("Administration"), SUBJECT))
        self._head.addWidget(self._about, 1)
        self._stack = QStackedWidget()
        for part in (*self.sheets.values(), self.review):
            self._stack.addWidget(part)
        self._elsewhere = Words(theme, "", SMALL, "text_2", wrap=True)
        self._elsewhere.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._stack.addWidget(self._elsewhere)
        self._row.addWidget(self.subjects)
        self._row.addWidget(self._stack, 1)
        self._wrong = Words(theme, "", SMALL, "overdue", wrap=True)
        self._waits = Words(theme, tr("You have changes that are not published."), SMALL, "text_2", wrap=True)
        self._waits.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._on = KeyButton(theme, tr("See what changes"), "Ctrl+Enter", Variant.ACCENT)
        self._below.addWidget(self._wrong, 4)
        self._below.addStretch(1)
        self._below.addWidget(self._waits, 3)
        self._below.addWidget(self._on)
        self.foot = KeyBar(theme, [])
        nest(self._head, self.body)
        nest(self._row, self.body, 1)
        nest(self._below, self.body)
        self.body.addWidget(self.foot)

    def _listen(self) -> None:
        self.subjects.selectionModel().currentRowChanged.connect(lambda _now, _was: self._show())
        self.subjects.entered.connect(self._enter)
        self._on.clicked.connect(self._go_on)
        for sheet in self.sheets.values():
            sheet.table.cells.refused.connect(self.say)
            sheet.table.cells.written.connect(lambda: self.say(""))
        self.draft.changed.connect(self._tell)

    def _enter(self, number: int) -> None:
        """Go into the subject: to its sheet, or to its own page."""
        self.subjects.go_to(number, 0)
        subject = SUBJECTS[number]
        if subject.command:
            self.asked.emit(subject.command)
            return
        self._show()
        self.sheets[subject].first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        """Show the sheet of the chosen subject; the keyboard stays where it is."""
        sheet = self.sheets.get(self.subject)
        if sheet is None:
            self._elsewhere.set_words(tr("{about} Press Enter.", about=tr(self.subject.about)))
            self._stack.setCurrentWidget(self._elsewhere)
        else:
            sheet.come()
            self._stack.setCurrentWidget(sheet)
        self._tell()

    def _go_on(self) -> None:
        if self.busy:
            return
        if self.reviewing:
            self.publish.emit()
        elif self.draft.dirty:
            self.say("")
            self.weigh.emit()
        else:
            self.say(tr("Nothing has been changed yet."))

    def _tell(self) -> None:
        """What is in front, and whether something waits to be published."""
        review = self.reviewing
        about = tr("This is what your changes mean.") if review else tr(self.subject.about)
        self._about.set_words(about)
        self._waits.setVisible(self.draft.dirty and not review)
        self._on.set_label(tr("Publish") if review else tr("See what changes"))
        self._on.setEnabled(self.draft.dirty)
        self.foot.set_hints(_review_keys(moves=self.review.moves) if review else _sheet_keys())

    def _when(self, at: datetime) -> str:
        return when(at, self._desk.now(), self._desk.zone)


def _sheet_keys() -> list[tuple[str, str]]:
    return [
        ("Enter", tr("go in, change")),
        ("Del", tr("empty")),
        ("Tab", tr("list, pools, sheet")),
        ("Ctrl+Z", tr("bring back what was before")),
        ("Esc", tr("close")),
    ]


def _review_keys(*, moves: bool) -> list[tuple[str, str]]:
    confirming = [
        ("Space", tr("confirm that it is due later")),
        ("a", tr("confirm all")),
        ("Tab", tr("reason")),
    ]
    return [*(confirming if moves else []), ("Esc", tr("back to the sheet"))]
