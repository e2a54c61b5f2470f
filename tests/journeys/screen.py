"""What a window says: the words of everything visible, as it gives them to a screen reader."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget


def words(window: QWidget) -> str:
    """Everything there is to read, a line for each part."""
    return "\n".join(
        said for part in window.findChildren(QWidget) if part.isVisible() for said in _said(part)
    )


def rows(view: QAbstractItemView) -> list[str]:
    """The rows of a list, each as the sentence a screen reader speaks."""
    model = view.model()
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(model.index(number, 0).data(role) or "") for number in range(model.rowCount())]


def _said(part: QWidget) -> list[str]:
    said = [part.accessibleName(), part.accessibleDescription()]
    if isinstance(part, QLabel):
        said.append(part.text())
    elif isinstance(part, QLineEdit):
        said.append(part.text() or part.placeholderText())
    elif isinstance(part, QPlainTextEdit | QTextEdit):
        said.append(part.toPlainText())
    elif isinstance(part, QAbstractItemView):
        said += rows(part)
    return list(dict.fromkeys(one for one in said if one))
