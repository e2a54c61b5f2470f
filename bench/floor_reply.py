"""The least that a reply with phrases costs: a bare field, a bare list at a full stop, a text put in.

No grammar, no links, no marks, no drafts, no spelling: a floor, not a design. The window is
`python -m bench.floor_reply`.
"""

from __future__ import annotations

import json
import sys

from inbox.domain import resources


def window() -> int:
    """Show the window until it is closed."""
    from PySide6.QtCore import QStringListModel, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication, QListView, QPlainTextEdit

    application = QApplication(sys.argv[:1])
    shipped = json.loads(resources.path("starter", "phrases.json").read_text("utf-8"))["phrases"]
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

    reply = Reply()
    reply.resize(1440, 900)
    reply.show()
    reply.setFocus()
    return application.exec()


if __name__ == "__main__":
    sys.exit(window())
