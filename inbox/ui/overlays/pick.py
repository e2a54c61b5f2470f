"""Pick one of a few, by digit, by letters or with the arrows; a note to go with it where one is wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from inbox.domain.words import tr
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.overlays.choices import Choice, ChoiceList
from inbox.ui.overlays.filter_field import FilterBar, FilterField
from inbox.ui.overlays.key_bar import KeyBar
from inbox.ui.overlays.match import match
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.parts.field import Field
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words


class Note(QLineEdit):
    """A line of one's own words; Enter in it picks what is under the cursor of the list."""

    def __init__(self, listed: ChoiceList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = listed
        self.setMaxLength(200)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._list.step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._list.enter()
        else:
            super().keyPressEvent(event)


class Pick(Overlay):
    """One question with its choices. `taken` is called with the value of the choice and the note."""

    def __init__(self, theme: Theme, window: QWidget, *, filtered: bool = False) -> None:
        super().__init__(theme, window, tr("Choose"), width=520, high_up=True)
        self._taken: Callable[[object, str], None] = _nothing
        self._choices: Sequence[Choice] = ()
        self._title = Words(theme, "", SUBJECT, wrap=True)
        self._about = Words(theme, "", SMALL, "text_2", wrap=True)
        self.list = ChoiceList(theme, tr("Choices"))
        self.filter = FilterField(theme, self.list, tr("Type to find"), digits=True)
        self._bar = FilterBar(theme, self.filter)
        self._filtered = filtered
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus if filtered else Qt.FocusPolicy.StrongFocus)
        self._note_label = Words(theme, "", SMALL, "text_2")
        self.note = Note(self.list)
        self._field = Field(theme, self.note, tr("Note"))
        self.foot = KeyBar(theme, _keys(noted=True))
        self._build()
        self._bar.setVisible(filtered)  # once it has a parent: before, it would be a window
        self.filter.textChanged.connect(self._find)
        self.list.picked.connect(self._take)
        self.list.refused.connect(lambda choice: self.foot.remark(choice.off))

    def ask(
        self, title: str, about: str, choices: Sequence[Choice], note: str,
        taken: Callable[[object, str], None], current: int = 0,
    ) -> None:  # fmt: skip
        """Open with these choices; the first nine get digits. `note` labels the field for one's own words."""
        self._taken = taken
        self._choices = choices
        self._title.set_words(title)
        self.setAccessibleName(title)
        self._about.set_words(about)
        self._about.setVisible(bool(about))
        self._label_note(note)
        self.note.clear()
        self.filter.clear()
        self.foot.remark("")
        self.list.set_choices(_numbered(choices), current)
        self.appear()

    def ask_again(self, why: str) -> None:
        """What was chosen was refused: the question stands as it was answered, with the note in it."""
        if not self.is_open:
            self.appear()
        self.foot.remark(why)

    def ask_for_note(self, label: str) -> None:
        """The choice cannot be taken without one's own words: say so above the field and go there."""
        self._label_note(label)
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def first(self) -> QWidget:
        return self.filter if self._filtered else self.list

    def restyle(self) -> None:
        px = self.theme.px
        self._head.setContentsMargins(px(14), px(12), px(14), px(8))
        self._head.setSpacing(px(2))
        self._tail.setContentsMargins(px(14), px(8), px(14), px(12))
        self._tail.setSpacing(px(4))

    def value(self, choice: Choice) -> object:
        """What picking `choice` means; None when it cannot be taken yet."""
        return choice.value

    def _build(self) -> None:
        self._head, self._tail = QVBoxLayout(), QVBoxLayout()
        self._head.addWidget(self._title)
        self._head.addWidget(self._about)
        self._tail.addWidget(self._note_label)
        self._tail.addWidget(self._field)
        nest(self._head, self.body)
        self.body.addWidget(self._bar)
        self.body.addWidget(self.list, 1)
        nest(self._tail, self.body)
        self.body.addWidget(self.foot)
        self.restyle()

    def _label_note(self, label: str) -> None:
        self._note_label.set_words(label)
        self.note.setAccessibleName(label)
        for part in (self._note_label, self._field):
            part.setVisible(bool(label))
        self.foot.set_hints(_keys(noted=bool(label)))

    def _find(self, typed: str) -> None:
        found = [(c, fit) for c in self._choices if (fit := match(typed, c.title))]
        found.sort(key=lambda pair: -pair[1].score)
        self.list.set_choices(
            _numbered([msgspec.structs.replace(choice, marks=fit.marks) for choice, fit in found])
        )
        self.foot.remark("" if found else tr("Nothing is called that."))
        self.place()

    def _take(self, choice: Choice) -> None:
        value = self.value(choice)
        if value is None:
            return
        note = self.note.text().strip()
        self.dismiss()
        self._taken(value, note)


def _keys(*, noted: bool) -> list[tuple[str, str]]:
    """What the foot names: Tab leads somewhere only where there is a field for a note."""
    note = [("Tab", tr("note"))] if noted else []
    return [("Enter", tr("take it")), ("Up Down", tr("choose")), *note, ("Esc", tr("back"))]


def _numbered(choices: Sequence[Choice]) -> list[Choice]:
    digits = iter("123456789")
    return [
        choice if choice.heading else msgspec.structs.replace(choice, number=next(digits, ""))
        for choice in choices
    ]


def _nothing(_value: object, _note: str) -> None:
    """Before anything was asked."""
