"""A habit as the phrase and the speed button it may become: to be changed, and kept with one key."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from inbox.domain.words import tr
from inbox.domain.work_item import Kind
from inbox.shortcuts.learning.habits import Habit
from inbox.shortcuts.learning.making import Made, named
from inbox.shortcuts.phrases.grammar import PhraseError, parse
from inbox.ui.desk import Desk
from inbox.ui.habit_words import example_words, share_words, way_words
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.overlays.key_bar import KeyBar
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.overlays.tester.text_frame import TextFrame
from inbox.ui.parts.field import Field
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words
from inbox.ui.reading.plain_field import PlainField


class HabitSheet(Overlay):
    """Enter in a line keeps it, Ctrl+Enter anywhere; Esc leaves everything as it is."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(desk.theme, window, tr("Make it one key"), width=640, high_up=True)
        theme = desk.theme
        self._desk = desk
        self._kind = Kind.MEDICAL_QUESTION
        self._made: Made | None = None
        self._keep: Callable[[Made], None] | None = None
        self._title = Words(theme, tr("Make it one key"), SUBJECT)
        self._about = Words(theme, "", SMALL, "text_2", wrap=True)
        self.name = QLineEdit()
        self.name.setMaxLength(40)
        self.text = PlainField(theme)
        self.text.set_lines(3, 8)
        self.text.setAccessibleName(tr("What it says"))
        self._text_label = Words(
            theme, tr("What it says. @…@ comes from the chart; *** is filled in each time."), SMALL, "text_2"
        )
        self._frame = TextFrame(theme, self.text)
        self._frame.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.number = QLineEdit()
        self.number.setValidator(QIntValidator(1, 9, self.number))
        self._there = Words(theme, "", SMALL, "text_2")
        self.foot = KeyBar(
            theme, [("Ctrl+Enter", tr("keep it")), ("Tab", tr("next field")), ("Esc", tr("not now"))]
        )
        self._build()
        self.number.textChanged.connect(self._tell_number)
        self.text.grown.connect(self.place)
        for line in (self.name, self.number):
            line.returnPressed.connect(self._enter)
        self.restyle()

    def _build(self) -> None:
        theme = self.theme
        number = Field(theme, self.number, tr("Its number, 1 to 9"))
        number.add(self._there)
        self._column = QVBoxLayout()
        for part in (
            self._title,
            self._about,
            Words(theme, tr("What stands on the button"), SMALL, "text_2"),
            Field(theme, self.name, tr("What stands on the button")),
            self._text_label,
            self._frame,
            Words(theme, tr("Its number, 1 to 9"), SMALL, "text_2"),
            number,
        ):
            self._column.addWidget(part)
        nest(self._column, self.body)
        self.body.addWidget(self.foot)

    def open(self, habit: Habit, made: Made, keep: Callable[[Made], None]) -> None:
        """Show what `habit` would become; `keep` is called with what is made of it."""
        self._made, self._keep, self._kind = made, keep, habit.kind
        about = f"{share_words(habit)} {example_words(habit, self._desk)}\n{way_words(habit)}."
        self._about.set_words(about)
        self.name.setText(made.button.name)
        self.name.selectAll()
        for part in (self._text_label, self._frame):
            part.setVisible(made.phrase is not None)
        self.text.setPlainText(made.phrase.text if made.phrase is not None else "")
        self.number.setText(str(made.button.keys[habit.kind]))
        self._tell_number()
        self.foot.remark("")
        self.appear()

    def ask_again(self, why: str) -> None:
        """It was refused: what was written stands as it was."""
        if not self.is_open:
            self.appear()
        self.foot.remark(why)

    def first(self) -> QWidget:
        return self.name

    def restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(14), px(12), px(14), px(12))
        self._column.setSpacing(px(4))
        self.text.restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if ctrl and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._enter()
        super().keyPressEvent(event)

    def _tell_number(self) -> None:
        """What the number does now."""
        number = self.number.text()
        there = self._desk.kit.buttons_for(self._kind, self._desk.actor.role).get(int(number or 0))
        self._there.set_words(
            tr("takes the place of “{name}” for you", name=there.name) if there else tr("free")
        )

    def _enter(self) -> None:
        """Keep it as it stands here, if it can be kept."""
        if self._made is None or self._keep is None:
            return
        try:
            made = self._as_written(self._made)
        except PhraseError as mistake:
            self.foot.remark(mistake.sentence)
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        except ValueError as mistake:
            self.foot.remark(str(mistake))
            return
        self.dismiss()
        self._keep(made)

    def _as_written(self, made: Made) -> Made:
        """`made` with what is in the fields. Raises PhraseError, or ValueError with a sentence."""
        text = self.text.written() if made.phrase is not None else ""
        parse(text)
        keys = {**made.button.keys, self._kind: int(self.number.text() or 0)}
        button = msgspec.structs.replace(made.button, keys=keys)
        return named(Made(made.phrase, button), self.name.text(), text, self._desk.kit)
