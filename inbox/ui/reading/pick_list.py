"""An open pick list of the reply: it takes the keyboard, so that digits choose."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inbox.domain.words import tr
from inbox.shortcuts.phrases import prose
from inbox.shortcuts.phrases.expansion import Field
from inbox.ui.look import paint
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, SMALL
from inbox.ui.parts.badge import Badge
from inbox.ui.parts.flow import Flow
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.keycap import Keycap
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.part import Part
from inbox.ui.parts.words import Strong, Words


class PickList(Part):
    """The choices of one list. `picked` gives the field and what was chosen from it, `left` goes back."""

    picked = Signal(object, list)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Pick list"), parent)
        self._field: Field | None = None
        self._picks: list[str] = []
        self._chips: list[KeyButton] = []
        self._title = Words(theme, "", BASE, bold=True)
        self._how = Words(theme, "", SMALL, "text_2")
        self._must = Badge(theme, tr("required"))
        self._becomes = Words(theme, "", SMALL, "text_2", wrap=True)
        self._head = QHBoxLayout()
        self._head.addWidget(self._title)
        self._head.addWidget(self._how)
        self._head.addStretch(1)
        self._head.addWidget(self._must)
        self._flow = Flow()
        self._flow.let_grow()
        self._foot = QHBoxLayout()
        self._foot.addWidget(self._becomes, 1)
        for keys, words in (("Enter", tr("accept")), ("F2", tr("next"))):
            self._foot.addWidget(Keycap(theme, keys))
            self._foot.addWidget(Words(theme, words, SMALL, "text_2"))
        self._column = QVBoxLayout(self)
        nest(self._head, self._column)
        self._column.addWidget(self._flow)
        nest(self._foot, self._column)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.restyle()
        self.hide()

    @property
    def field(self) -> Field | None:
        """The list that is open; None when none is."""
        return self._field if not self.isHidden() else None

    def open_for(self, field: Field) -> None:
        """Offer the choices of `field` and take the keyboard."""
        self._field = field
        self._picks = _parts(field)
        self._title.set_words(field.label)
        how = tr("choose one or more, joined as prose") if field.several else tr("choose one")
        self._how.set_words(how)
        self._must.set_badge(tr("required") if field.required else tr("optional, Del leaves it out"))
        self._offer(field)
        self.set_name(f"{field.label}: {how}")
        self._tell()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_list(self) -> None:
        """Put it away."""
        self._field = None
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, field = event.key(), self._field
        if field is None or event.isAutoRepeat():
            return
        digit = key - Qt.Key.Key_0
        if 1 <= digit <= len(self._chips):
            self._choose(field.choices[digit - 1])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._picks:
            self.picked.emit(field, self._picks)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not field.required:
            self.picked.emit(field, [])
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            event.ignore()

    def restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(12), px(8), px(12), px(8))
        self._column.setSpacing(px(8))
        self._flow.set_gap(px(6))
        for row in (self._head, self._foot):
            row.setSpacing(px(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, roles = QPainter(self), self.theme.roles
        paint.box(painter, self.rect(), roles.surface, roles.line, self.theme.px(4))
        if self.hasFocus():
            paint.focus_ring(painter, self.rect(), self.theme)

    def _offer(self, field: Field) -> None:
        self._flow.clear()
        self._chips = []
        for number, choice in enumerate(field.choices, 1):
            chip = KeyButton(self.theme, choice, str(number) if number <= 9 else "")
            chip.clicked.connect(lambda _on=False, choice=choice: self._choose(choice))
            self._flow.add(chip)
            chip.show()
            self._chips.append(chip)
        self._flow.arrange()

    def _choose(self, choice: str) -> None:
        field = self._field
        if field is None:
            return
        if not field.several:
            self.picked.emit(field, [choice])
            return
        if choice in self._picks:
            self._picks.remove(choice)
        else:
            self._picks.append(choice)
        self._tell()

    def _tell(self) -> None:
        field = self._field
        if field is None:
            return
        for chip, choice in zip(self._chips, field.choices, strict=True):
            chip.set_variant(Variant.ACCENT if choice in self._picks else Variant.NORMAL)
            chip.setAccessibleDescription(tr("chosen") if choice in self._picks else "")
        ordered = [choice for choice in field.choices if choice in self._picks]
        joined = prose.joined(ordered, field.joined_by)
        self._becomes.set_words([tr("Becomes "), Strong(f"“{joined}”")] if joined else "")


def _parts(field: Field) -> list[str]:
    """The choices a filled list was made of."""
    value = field.value or ""
    among = [choice for choice in field.choices if choice in value]
    return among if prose.joined(among, field.joined_by) == value else [c for c in among if c == value]
