"""The page of administration: subjects at the left, the sheet of one beside, and what it would change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from inbox.domain.signing import SIGNED
from inbox.domain.words import tr
from inbox.ui.admin.drafts import Drafts
from inbox.ui.admin.frame import AdminFrame
from inbox.ui.admin.people_sheet import PeopleSheet
from inbox.ui.admin.pool_sheets import FieldsSheet, HoursSheet
from inbox.ui.admin.review import ReviewSheet
from inbox.ui.admin.rule_sheets import MinutesSheet, RoutingSheet
from inbox.ui.admin.sheet import Drafted, Sheet
from inbox.ui.admin.subjects import ROUTING, SUBJECTS, VERSIONS, Subject
from inbox.ui.admin.versions_sheet import VersionsSheet
from inbox.ui.desk import Desk
from inbox.ui.overlays.confirm import Confirm
from inbox.ui.overlays.under_way import UnderWay
from inbox.ui.reading.moments import when


class AdminPage(AdminFrame):
    """Nothing holds before it is published. Closing it with changes asks first."""

    asked = Signal(str)
    """A subject with a page of its own was entered: the command that opens it."""
    weigh = Signal()
    """What the draft means is asked for."""
    publish = Signal()
    """The draft is to hold from now on."""
    back = Signal()
    """What was published last is to be drafted back."""
    brings, exports = Signal(), Signal()
    """A part of the kit is to come from a file; the version that is chosen is to go into one."""
    tries = Signal()
    """The drafted routing rules are to be tried on a text."""

    def __init__(self, desk: Desk, drafts: Drafts, window: QWidget) -> None:
        super().__init__(desk.theme, window)
        self._desk = desk
        self.drafts = drafts
        self._reviewed: Drafted = drafts.clinic
        self.under_way = UnderWay(self, self.foot, (self.subjects, self._stack))
        self.fields, self.hours = (
            FieldsSheet(desk.theme, drafts.clinic),
            HoursSheet(desk.theme, drafts.clinic),
        )
        self.people = PeopleSheet(desk.theme, drafts.clinic)
        self.routing, self.minutes = RoutingSheet(desk, drafts.routing), MinutesSheet(desk, drafts.minutes)
        self.versions = VersionsSheet(desk, drafts.replacing)
        sheets = (self.fields, self.hours, self.people, self.routing, self.minutes, self.versions)
        self.sheets: Mapping[Subject, Sheet] = dict(zip(SUBJECTS, sheets, strict=False))
        self.review = ReviewSheet(desk.theme, self._when)
        self.confirm = Confirm(desk.theme, window)
        for part in (*self.sheets.values(), self.review):
            self._stack.addWidget(part)
        self._listen()

    @property
    def busy(self) -> bool:
        """Something is being worked out, or published: nothing is chosen, written or closed meanwhile."""
        return self.under_way.busy

    @property
    def subject(self) -> Subject:
        """What is chosen at the left."""
        return SUBJECTS[self.subjects.at]

    @property
    def drafted(self) -> Drafted:
        """What the sheet that is chosen writes into; while changes are shown, what they are of."""
        sheet = self.sheets.get(self.subject)
        return self._reviewed if self.reviewing or sheet is None else sheet.drafted

    @property
    def reviewing(self) -> bool:
        """Whether what the draft changes is shown."""
        return self._stack.currentWidget() is self.review

    def open(self) -> None:
        """Open over the window with what holds now."""
        self.drafts.begin()
        self.review.shifts.reason.edit.clear()  # it was that of another publication
        self.say("")
        self.appear()
        self.subjects.go_to(0, 0)
        self._show()
        self.subjects.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_review(self, drafted: Drafted) -> None:
        """Bring what changes by `drafted` to the front; `review` was filled before."""
        self._reviewed = drafted
        self.say("")
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
        if self.is_open and self.busy:
            self.say(tr("One moment: this is not finished yet."))
        elif self.is_open and self.reviewing:
            self._show()
            self.subjects.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.is_open and self.drafts.dirty:
            question, about = tr("Discard your changes?"), tr("Nothing of them has been published.")
            self.confirm.ask(question, about, tr("Discard"), tr("Keep editing"), self.close_up)
        else:
            self.close_up()

    def close_up(self) -> None:
        """Close without a question."""
        super().dismiss()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and not event.isAutoRepeat() and not self.busy:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go_on()
            elif event.key() == Qt.Key.Key_T and self.subject is ROUTING:
                self.tries.emit()
            elif event.key() == Qt.Key.Key_O and self.at_versions:
                self.brings.emit()
            elif event.key() == Qt.Key.Key_S and self.at_versions:
                self.exports.emit()
            elif event.key() == Qt.Key.Key_Z:
                self.back.emit()
            elif 0 <= (number := event.key() - Qt.Key.Key_1) < len(SUBJECTS):
                self._enter(number)
        super().keyPressEvent(event)

    def restyle(self) -> None:
        super().restyle()
        for sheet in self.sheets.values():
            sheet.restyle()
        self.review.restyle()

    def _listen(self) -> None:
        self.subjects.selectionModel().currentRowChanged.connect(lambda _now, _was: self._show())
        self.subjects.entered.connect(self._enter)
        self._on.clicked.connect(self._go_on)
        for sheet in self.sheets.values():
            sheet.table.cells.refused.connect(self.say)
            sheet.table.cells.written.connect(lambda: self.say(""))
        self.versions.back_to.connect(self._go_on)
        self.versions.list.selectionModel().currentRowChanged.connect(lambda _now, _was: self._tell())
        for draft in self.drafts.all:
            draft.changed.connect(self._tell)

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
        elif self.drafted.dirty:
            self.say("")
            self.weigh.emit()
        else:
            self.say(tr("Nothing has been changed yet."))

    def _tell(self) -> None:
        """What is in front, and whether something waits to be published."""
        review = self.reviewing
        about = tr("This is what your changes mean.") if review else tr(self.subject.about)
        self._about.set_words(about)
        self._waits.setVisible(self.drafts.dirty and not review)
        self._on.set_label(self._publish_words() if review else tr("See what changes"))
        self._on.setEnabled(self.drafted.dirty)
        sheet = _version_keys(self.versions.waits) if self.at_versions else _sheet_keys()
        keys = _review_keys(moves=self.review.moves) if review else sheet
        tried = [("Ctrl+T", tr("try on a text"))] if self.subject is ROUTING and not review else []
        self.foot.set_hints([*tried, *keys])

    @property
    def at_versions(self) -> bool:
        """Whether the sheet of versions is in front."""
        return self.subject is VERSIONS and not self.reviewing

    def _publish_words(self) -> str:
        replacing = self.drafts.replacing
        signs = self._reviewed is replacing and replacing.part in SIGNED
        return tr("Propose") if signs else tr("Publish")

    def _when(self, at: datetime) -> str:
        return when(at, self._desk.now(), self._desk.zone)


def _sheet_keys() -> list[tuple[str, str]]:
    return [
        ("Enter", tr("go in, change")),
        ("Del", tr("empty")),
        ("Tab", tr("next part")),
        ("Ctrl+Z", tr("bring back what was before")),
        ("Esc", tr("close")),
    ]


def _version_keys(waits: bool) -> list[tuple[str, str]]:
    withdrawing = [("Del", tr("withdraw what is proposed"))] if waits else []
    return [
        ("Enter", tr("go back to it")),
        ("Ctrl+O", tr("publish from a file")),
        ("Ctrl+S", tr("export to a file")),
        *withdrawing,
        ("Esc", tr("close")),
    ]


def _review_keys(*, moves: bool) -> list[tuple[str, str]]:
    confirming = [
        ("Space", tr("confirm that it is due later")),
        ("a", tr("confirm all")),
        ("Tab", tr("reason")),
    ]
    return [*(confirming if moves else []), ("Esc", tr("back to the sheet"))]
