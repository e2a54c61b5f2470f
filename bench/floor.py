"""The least a list with a body below it costs: a bare PySide6 window over the same rows, encrypted too.

No badges, no clocks, no counts, no drafts, no interpretation, no network: a floor, not a design.
`python -m bench.floor FILE` is the window. Keys: Down, Page Down; d files an action and goes on; typing
in the field searches.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2


def make(file: Path, key: bytes, cache: Path) -> None:
    """Write what the window reads: a table of open items in order, bodies and a text index beside it."""
    from inbox.store.packing import unpack

    file.unlink(missing_ok=True)
    connection = opened(file, key)
    connection.execute(f"ATTACH DATABASE '{cache}' AS cache KEY \"x'{key.hex()}'\"")
    connection.execute("CREATE TABLE body (thread TEXT PRIMARY KEY, at INTEGER, words TEXT)")
    connection.execute(
        "CREATE TABLE item AS SELECT row_number() OVER (ORDER BY band, due IS NULL, due, arrived) AS place,"
        " inbox_row.thread, name, subject, pool_name, due, stage FROM cache.inbox_row"
        " JOIN cache.patient_row USING (patient)"
    )
    connection.execute("CREATE TABLE done (place INTEGER, verb TEXT)")
    connection.execute("CREATE INDEX item_open ON item (due) WHERE stage <> 'done'")
    connection.execute("CREATE INDEX item_thread ON item (thread)")
    connection.execute("CREATE VIRTUAL TABLE found USING fts5(words, content='', prefix='3')")
    bodies: dict[str, str] = {}
    import msgspec

    rows = connection.execute(
        "SELECT thread, body FROM cache.resource WHERE thread IS NOT NULL AND ref LIKE 'Communication/%'"
    )
    for thread, packed in rows:
        told = msgspec.json.decode(unpack(packed))["payload"][0]["contentString"]
        bodies[thread] = f"{bodies.get(thread, '')}\n\n{told}"
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO body VALUES (?, ?, ?)",
        [(thread, at, said) for at, (thread, said) in enumerate(bodies.items())],
    )
    connection.executemany("INSERT INTO found (rowid, words) VALUES (?, ?)", list(enumerate(bodies.values())))
    connection.execute("COMMIT")
    connection.execute("CREATE INDEX body_at ON body (at)")
    connection.close()


def opened(file: Path, key: bytes) -> Any:
    """The file, by the bare driver."""
    connection = dbapi2.connect(str(file), isolation_level=None)
    connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def window(file: Path, key: bytes) -> int:
    """Show the window until it is closed."""
    from PySide6.QtCore import QAbstractTableModel, Qt
    from PySide6.QtGui import QKeySequence, QShortcut
    from PySide6.QtWidgets import QApplication, QHeaderView, QLineEdit, QPlainTextEdit, QSplitter, QTableView

    application = QApplication(sys.argv[:1])
    data = opened(file, key)
    order = "SELECT place, thread FROM item WHERE stage <> 'done' ORDER BY due"
    found = (
        "SELECT place, item.thread"
        " FROM (SELECT rowid AS at FROM found WHERE found MATCH ? ORDER BY rowid DESC LIMIT 200)"
        " JOIN body USING (at) JOIN item ON item.thread = body.thread"
    )

    class Items(QAbstractTableModel):
        def __init__(self) -> None:
            super().__init__()
            self.rows = data.execute(order).fetchall()
            self.kept: dict[int, tuple[Any, ...]] = {}

        def rowCount(self, parent: object = None) -> int:
            return len(self.rows)

        def columnCount(self, parent: object = None) -> int:
            return 4

        def data(self, index: Any, role: int = 0) -> object:
            if role != Qt.ItemDataRole.DisplayRole:
                return None
            place = self.rows[index.row()][0]
            if place not in self.kept:
                columns = "SELECT name, subject, pool_name, due FROM item WHERE place = ?"
                self.kept[place] = data.execute(columns, (place,)).fetchone()
            return str(self.kept[place][index.column()])

        def show(self, rows: list[Any]) -> None:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    items, view, body, field = Items(), QTableView(), QPlainTextEdit(), QLineEdit()
    view.setModel(items)
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().hide()
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    view.horizontalHeader().setStretchLastSection(True)
    body.setReadOnly(True)

    def show(row: int) -> None:
        if 0 <= row < len(items.rows):
            said = data.execute("SELECT words FROM body WHERE thread = ?", (items.rows[row][1],)).fetchone()
            body.setPlainText(said[0])

    def act() -> None:
        row = view.currentIndex().row()
        data.execute("BEGIN IMMEDIATE")
        for verb in ("claim", "reply", "complete"):
            data.execute("INSERT INTO done VALUES (?, ?)", (items.rows[row][0], verb))
        data.execute("COMMIT")
        items.show(items.rows[:row] + items.rows[row + 1 :])
        view.selectRow(row)
        show(row)

    def search(words: str) -> None:
        items.show(
            data.execute(found, (words + "*",)).fetchall() if words else data.execute(order).fetchall()
        )

    def leave() -> None:
        field.clear()
        view.setFocus()

    whole = QSplitter(Qt.Orientation.Vertical)
    view.selectionModel().currentRowChanged.connect(lambda now, _before: show(now.row()))
    QShortcut(QKeySequence("d"), view, act, context=Qt.ShortcutContext.WidgetShortcut)
    QShortcut(QKeySequence("/"), view, field.setFocus, context=Qt.ShortcutContext.WidgetShortcut)
    QShortcut(QKeySequence("Escape"), whole, leave)
    field.textChanged.connect(search)
    for widget in (field, view, body):
        whole.addWidget(widget)
    whole.setSizes([30, 450, 420])
    whole.resize(1440, 900)
    whole.show()
    view.setFocus()
    view.selectRow(0)
    return application.exec()


if __name__ == "__main__":
    sys.exit(window(Path(sys.argv[1]), bytes.fromhex(os.environ["BENCH_KEY"])))
