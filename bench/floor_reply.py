"""The least that a reply with phrases costs: a bare field, a bare list at a full stop, a text put in.
Ctrl+K opens the least that could be a palette: every command's name in a bare list below a bare field.

No grammar, no links, no marks, no drafts, no spelling: a floor, not a design. The window is
`python -m bench.floor_reply`.
"""

from __future__ import annotations

import json
import sys

from inbox.commands.registry import COMMANDS
from inbox.domain import resources


def window() -> int:
    """Show the window until it is closed."""
    from PySide6.QtCore import QStringListModel, Qt
    from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
    from PySide6.QtWidgets import (
        QApplication,
        QFrame,
        QLineEdit,
        QListView,
        QPlainTextEdit,
        QVBoxLayout,
        QWidget,
    )

    application = QApplication(sys.argv[:1])
    shipped = json.loads(resources.path("starter", "phrases.json").read_text("utf-8"))["phrases"]
    commands = [command.said for command in COMMANDS.values()]
    texts = {one["name"]: one["text"] for one in shipped}

    class Reply(QPlainTextEdit):
        def __init__(self) -> None:
            super().__init__()
            self.list = QListView(self)
            self.names = QStringListModel(self.list)
            self.list.setModel(self.names)
            self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.list.hide()

        def keyPressEvent(self, event: QKeyEvent) -> None:
            if event.key() == Qt.Key.Key_Return and self.list.isVisible():
                self.list.hide()
                cursor = self.textCursor()
                cursor.movePosition(cursor.MoveOperation.StartOfBlock, cursor.MoveMode.KeepAnchor)
                cursor.insertText(texts[self.names.stringList()[0]])
                return
            super().keyPressEvent(event)
            typed = self.textCursor().block().text()
            found = [name for name in texts if name.startswith(typed[1:])] if typed[:1] == "." else []
            self.names.setStringList(found)
            self.list.setGeometry(20, 60, 560, 240)
            self.list.setVisible(bool(found))

    class Palette(QFrame):
        def __init__(self, window: QWidget) -> None:
            super().__init__(window)
            self.setFrameShape(QFrame.Shape.Box)
            self.setAutoFillBackground(True)
            self.names = QStringListModel(self)
            self.field, shown, column = QLineEdit(), QListView(), QVBoxLayout(self)
            shown.setModel(self.names)
            column.addWidget(self.field)
            column.addWidget(shown)
            self.field.textChanged.connect(self.search)
            self.hide()

        def search(self, typed: str) -> None:
            self.names.setStringList([one for one in commands if typed in one.lower()])

        def open(self) -> None:
            self.field.clear()
            self.search("")
            self.setGeometry(360, 60, 720, 600)
            self.show()
            self.field.setFocus()

        def leave(self) -> None:
            self.hide()
            reply.setFocus()

    reply = Reply()
    palette = Palette(reply)
    QShortcut(QKeySequence("Ctrl+K"), reply, palette.open)
    QShortcut(QKeySequence("Escape"), reply, palette.leave)
    reply.resize(1440, 900)
    reply.show()
    reply.setFocus()
    return application.exec()


if __name__ == "__main__":
    sys.exit(window())
