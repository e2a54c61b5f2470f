"""How the fields of a reply look: blanks and open lists, values from the chart, values that changed."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from inbox.shortcuts.phrases.expansion import Expansion, Field, FieldKind
from inbox.shortcuts.phrases.guards import Problem, Stop
from inbox.shortcuts.spelling import Span
from inbox.ui.look.theme import Theme
from inbox.ui.reading.utf16 import units


def field_selections(
    edit: QTextEdit, reply: Expansion, problems: Iterable[Problem], theme: Theme
) -> list[QTextEdit.ExtraSelection]:
    """The marks of everything in `reply` that came from a phrase, and of stray leftovers."""
    changed = {problem.start for problem in problems if problem.stop is Stop.CHANGED}
    found = [(field.start, field.end, _look(field, changed, theme)) for field in reply.fields]
    found += [(p.start, p.end, _open(theme)) for p in problems if p.stop is Stop.STRAY]
    return [_selection(edit, reply.text, start, end, look) for start, end, look in found if look is not None]


def word_selections(
    edit: QTextEdit, text: str, words: Iterable[Span], theme: Theme
) -> list[QTextEdit.ExtraSelection]:
    """The marks of words that no dictionary knows."""
    look = QTextCharFormat()
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    look.setUnderlineColor(theme.roles.soon)
    return [_selection(edit, text, one.start, one.end, look) for one in words]


def _look(field: Field, changed: set[int], theme: Theme) -> QTextCharFormat | None:
    if field.open:
        return _open(theme)
    if field.start in changed:
        return _under(theme, "overdue", QTextCharFormat.UnderlineStyle.SingleUnderline, "overdue_bg")
    if field.kind is FieldKind.BLANK:
        return None
    return _under(theme, "accent", QTextCharFormat.UnderlineStyle.DotLine, "link_bg")


def _open(theme: Theme) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setBackground(theme.roles.blank_bg)
    look.setForeground(theme.roles.on_blank)
    return look


def _under(theme: Theme, ink: str, style: QTextCharFormat.UnderlineStyle, fill: str) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setBackground(theme.color(fill))  # type: ignore[arg-type]
    look.setUnderlineStyle(style)
    look.setUnderlineColor(theme.color(ink))  # type: ignore[arg-type]
    return look


def _selection(
    edit: QTextEdit, text: str, start: int, end: int, look: QTextCharFormat
) -> QTextEdit.ExtraSelection:
    selection = QTextEdit.ExtraSelection()
    cursor = QTextCursor(edit.document())
    cursor.setPosition(units(text, start))
    cursor.setPosition(units(text, end), QTextCursor.MoveMode.KeepAnchor)
    selection.cursor = cursor
    selection.format = look
    return selection


def field_boxes(edit: QTextEdit, reply: Expansion, field: Field) -> list[QRect]:
    """The box of a field in the viewport of `edit`; one that goes over two lines has a box on each."""
    cursor = QTextCursor(edit.document())
    cursor.setPosition(units(reply.text, field.start))
    end = units(reply.text, field.end)
    boxes = [edit.cursorRect(cursor)]
    while cursor.position() < end and cursor.movePosition(QTextCursor.MoveOperation.NextCharacter):
        here = edit.cursorRect(cursor)
        if here.top() == boxes[-1].top():
            boxes[-1].setRight(here.left())
        else:
            boxes.append(here)
    return boxes
