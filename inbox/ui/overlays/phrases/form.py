"""One phrase: its fields, what is wrong with them as they are typed, and how it reads for this patient."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import msgspec
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from inbox.domain.people import LICENSED
from inbox.domain.words import tr
from inbox.shortcuts.phrases.links import Lookup
from inbox.shortcuts.phrases.phrase import Phrase
from inbox.shortcuts.phrases.sheet import Mistake, Sheet, mistakes, remark
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL
from inbox.ui.overlays.phrases.emergency_button import EmergencyButton
from inbox.ui.overlays.phrases.kinds_button import KindsButton
from inbox.ui.overlays.phrases.reads import PhraseReads
from inbox.ui.overlays.phrases.text import PhraseText
from inbox.ui.overlays.tester.text_frame import TextFrame
from inbox.ui.parts.field import Field
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.scroll_bar import scrolls_thinly
from inbox.ui.parts.words import Words

_PAUSE = 120
"""Milliseconds after the last letter in which it is looked at: no letter waits for it."""
REVIEW_IN = timedelta(days=365)
"""When a new phrase is read again, unless its writer says otherwise."""
_LINES = (5, 12)
"""Lines of the text, at least and at most."""


class PhraseForm(QScrollArea):
    """Shows the phrase under the cursor of the list, or a new one. `changed`: it was looked at again."""

    changed = Signal()

    def __init__(self, desk: Desk, window: QWidget, lookup: Callable[[], Lookup | None]) -> None:
        super().__init__()
        self._desk = desk
        self._former: Phrase | None = None
        self._begun = Sheet()
        self._wrong: list[Mistake] = []
        theme = desk.theme
        self.name, self.title, self.review = QLineEdit(), QLineEdit(), QLineEdit()
        for line, most in ((self.name, 40), (self.title, 100), (self.review, 10)):
            line.setMaxLength(most)
        self.text = PhraseText(theme)
        self.text.set_lines(*_LINES)
        self.text.setAccessibleName(tr("Text of the phrase"))
        self.kinds = KindsButton(theme, window)
        self.emergency = EmergencyButton(theme)
        self.reads = PhraseReads(desk, lookup)
        self._fields = {
            "name": Field(theme, self.name, tr("Name, without the full stop")),
            "title": Field(theme, self.title, tr("What it is for")),
            "review": Field(theme, self.review, tr("Read again by")),
        }
        self._told = Words(theme, "", SMALL, "text_2", wrap=True)
        self._soon = QTimer(self, interval=_PAUSE, singleShot=True)
        self._build()
        self._soon.timeout.connect(self.look)
        for edited in (self.name.textEdited, self.title.textEdited, self.review.textEdited):
            edited.connect(self._soon.start)
        self.text.textChanged.connect(self._soon.start)
        self.kinds.changed.connect(self.look)
        self.emergency.changed.connect(self.look)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    @property
    def sheet(self) -> Sheet:
        """What is typed."""
        return msgspec.structs.replace(
            self._begun,
            name=self.name.text().strip().removeprefix("."),
            title=self.title.text(),
            text=self.text.written(),
            review=self.review.text().strip(),
            kinds=self.kinds.kinds,
            emergency=self.emergency.may,
        )

    @property
    def former(self) -> Phrase | None:
        """The phrase as it is kept; None: it is new."""
        return self._former

    @property
    def edited(self) -> bool:
        """Whether something is typed that is not kept."""
        return self.sheet != self._begun

    @property
    def wrong(self) -> list[Mistake]:
        """What keeps it from being kept, as it is typed now."""
        self.look()
        return self._wrong

    def show_phrase(self, phrase: Phrase) -> None:
        """Show a phrase there is."""
        self._former = phrase
        self._show(Sheet.of(phrase))

    def show_new(self, like: Phrase | None = None) -> None:
        """An empty sheet, or a copy without a name."""
        self._former = None
        review = (self._desk.today() + REVIEW_IN).isoformat()
        copied = Sheet.of(like) if like is not None else Sheet()
        self._show(msgspec.structs.replace(copied, name="", review=review))

    def taken(self, phrase: Phrase) -> None:
        """It is kept as `phrase` now."""
        self._former = phrase
        self._begun = Sheet.of(phrase)
        self.look()

    def insert(self, text: str) -> None:
        """Put something in at the caret of the text."""
        self.text.textCursor().insertText(text)

    def look(self) -> None:
        """Say what is wrong, what saving means, where it is used, and how it reads."""
        self._soon.stop()
        desk, sheet, former = self._desk, self.sheet, self._former
        phrases, me = desk.kit.phrases, desk.owner
        self._wrong = mistakes(sheet, phrases, me, former.name if former else "")
        untouched = former is None and not self.edited
        first = None if untouched else next(iter(self._wrong), None)
        self.text.show_mistake(first.at if first is not None else None)
        self._told.set_role("overdue" if first else "text_2")
        self._told.set_words(
            first.sentence if first else remark(sheet, phrases, former, me) if self.edited else ""
        )
        self._told.setVisible(bool(self._told.text()))
        self.reads.tell_of(former)
        self.reads.show_sheet(sheet, readable=all(one.part != "text" for one in self._wrong))
        self.changed.emit()

    def go_to_mistake(self) -> None:
        """Take the keyboard to the first field that is wrong."""
        if self._wrong:
            first = self._wrong[0]
            (self.text if first.part == "text" else self._fields[first.part]).setFocus()
            self.text.go_to_mistake()

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What has the keyboard is in view."""
        if now is not None and self.isAncestorOf(now):
            self.ensureWidgetVisible(now)

    def restyle(self) -> None:
        """Take margins from the theme again."""
        px = self._desk.theme.px
        self._column.setContentsMargins(px(14), px(4), px(14), px(8))
        self._column.setSpacing(px(4))
        self._names.setSpacing(px(10))
        self.reads.column.setSpacing(px(4))
        self._name_box.setFixedWidth(px(190))
        self._review_box.setFixedWidth(px(150))

    def _show(self, sheet: Sheet) -> None:
        if self._desk.actor.role not in LICENSED:  # a copy of theirs is for no emergency
            sheet = msgspec.structs.replace(sheet, emergency=False)
        self._begun = sheet
        self.emergency.show_may(sheet.emergency)
        self.name.setText(sheet.name)
        self.title.setText(sheet.title)
        self.review.setText(sheet.review)
        self.kinds.show_kinds(sheet.kinds)
        self.text.setPlainText(sheet.text)
        self.text.restyle()  # new words have no line height yet
        self.look()
        self.verticalScrollBar().setValue(0)

    def _build(self) -> None:
        theme = self._desk.theme
        scrolls_thinly(self, theme)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.viewport().setAutoFillBackground(False)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._names = QHBoxLayout()
        self._name_box = self._boxed("name", tr("Name"), self._names)
        self._boxed("title", tr("What it is for"), self._names)
        self._review_box = self._boxed("review", tr("Read again by"), self._names)
        nest(self._names, self._column)
        self._column.addWidget(Words(theme, tr("Text"), SMALL, "text_2"))
        self._column.addWidget(TextFrame(theme, self.text))
        self._column.addWidget(self._told)
        self._column.addWidget(self.kinds)
        self._column.addWidget(self.emergency)
        if self._desk.actor.role not in LICENSED:
            self.emergency.hide()
        self._column.addWidget(self.reads)
        self._column.addStretch(1)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)  # which being put in has turned on

    def _boxed(self, part: str, label: str, row: QHBoxLayout) -> QWidget:
        """A field under its label."""
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._desk.theme.px(2))
        column.addWidget(Words(self._desk.theme, label, SMALL, "text_2"))
        column.addWidget(self._fields[part])
        row.addWidget(box, 1 if part == "title" else 0)
        return box
