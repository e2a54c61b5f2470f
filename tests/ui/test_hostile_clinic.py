"""A clinic in which every word from outside is hostile: markup, signs that reorder, signs that hide.

What is on the screen is walked through part by part, and so is what a screen reader is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from inbox.domain.filed import Filed
from inbox.fhir.incoming import filed
from inbox.fhir.resource import decode
from inbox.ui.desk import Desk
from portal.clinic import build
from tests.ui.at_work import AtWork
from tests.ui.conftest import NOW, PATIENTS, THREADS

PICTURE = "file:///etc/hostname"
HOSTILE = f"\u202e<b><img src='{PICTURE}'></b>\x07\u2066<a href='https://evil.example'>&amp;"
WORDS = frozenset(
    {"text", "display", "family", "given", "contentString", "title", "description", "name", "conclusion",
     "unit", "city", "comment", "patientInstruction", "valueString"}
)  # fmt: skip
REORDERS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\x00-\x08\x0e-\x1f]")
SHOWN = ("panel.enter", "panel.earlier", "item.claim", "item.reply", "item.quote", "item.recipients",
         "item.route", "view.outbox", "item.escalate")  # fmt: skip
"""What brings more of it on the screen."""


def spoilt(value: Any, key: str = "") -> Any:
    """`value` with hostile signs in everything that people read."""
    if isinstance(value, dict):
        return {name: spoilt(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [spoilt(inner, key) for inner in value]
    return f"{HOSTILE} {value}" if isinstance(value, str) and key in WORDS else value


@pytest.fixture(scope="module")
def clinic() -> list[Filed]:
    """The sandbox clinic, spoilt: it takes the place of the usual one."""
    made = [
        filed(decode(msgspec.json.encode(spoilt(one)))) for one in build(7, PATIENTS, THREADS, NOW).resources
    ]
    return sorted(made, key=lambda one: one.type in ("Communication", "Task"))


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> AtWork:
    return AtWork(desk, qtbot)


def told(space: QWidget) -> Iterator[tuple[str, str]]:
    """Everything that can be read or heard in a window, with where."""
    for widget in [space, *space.findChildren(QWidget)]:
        where = f"{type(widget).__name__} “{widget.accessibleName()[:40]}”"
        for kind in (
            "accessibleName",
            "accessibleDescription",
            "toolTip",
            "statusTip",
            "whatsThis",
            "windowTitle",
        ):
            yield f"{kind} of {where}", getattr(widget, kind)()
        if isinstance(widget, QLabel | QLineEdit | QAbstractButton):
            yield f"text of {where}", widget.text()
        if isinstance(widget, QTextEdit | QPlainTextEdit):
            yield f"words of {where}", widget.toPlainText()
        if isinstance(widget, QAbstractItemView):
            for said in _rows(widget.model()):
                yield f"row of {where}", said


def _rows(model: QAbstractItemModel) -> Iterator[str]:
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole,
             Qt.ItemDataRole.AccessibleDescriptionRole)  # fmt: skip
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            values = [model.index(row, column).data(role) for role in roles]
            yield from (value for value in values if isinstance(value, str))


def all_that_is_shown(work: AtWork) -> dict[str, str]:
    """What can be read at a nurse's desk: every item of the list opened, then what lies over the window."""
    seen: dict[str, str] = {}
    seen |= told(work.space)
    for number in range(work.worklist.model.rowCount()):
        work.worklist.list.go_to(number)
        work.settle()
        seen |= told(work.space)
    for command in SHOWN:
        work.press(command)
        seen |= told(work.space)
    return seen


def test_nothing_from_outside_is_ever_markup(work: AtWork) -> None:
    seen = all_that_is_shown(work)
    assert sum("img src" in words for words in seen.values()) > 50, "the hostile words are on the screen"
    for label in work.space.findChildren(QLabel):
        assert label.textFormat() is not Qt.TextFormat.AutoText or not label.text(), label.text()
        if label.textFormat() is Qt.TextFormat.RichText:
            assert "<img" not in label.text()
            assert not label.openExternalLinks()
    for field in work.space.findChildren(QTextEdit):
        assert not field.acceptRichText() or field.isReadOnly()
        assert "<img" not in field.toHtml()
        assert "<a href" not in field.toHtml()
    for where, words in seen.items():
        if where.startswith("toolTip"):
            assert "<img" not in words, where


def test_nothing_from_outside_reorders_or_hides_what_is_read_or_heard(work: AtWork) -> None:
    leaks = {where: words for where, words in all_that_is_shown(work).items() if REORDERS.search(words)}
    assert not leaks, "\n".join(f"{where}: {words!r}" for where, words in leaks.items())
