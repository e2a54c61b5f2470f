"""Words: never markup, never lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible, QPalette
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from inbox.ui.look.charts import Series
from inbox.ui.look.theme import Theme
from inbox.ui.parts.elided_label import ElidedLabel
from inbox.ui.parts.preview_card import PreviewCard
from inbox.ui.parts.progress_row import ProgressRow
from inbox.ui.parts.sparkline import Sparkline
from inbox.ui.parts.words import Strong, Words


def test_what_looks_like_markup_is_shown_as_it_is(theme: Theme, qtbot: QtBot) -> None:
    plain = Words(theme, "a <b>bold</b> claim")
    mixed = Words(theme, ["5 < 6 & ", Strong("<i>6</i>")])
    for label in (plain, mixed):
        qtbot.addWidget(label)
    assert plain.textFormat() is Qt.TextFormat.PlainText
    assert mixed.text() == "5 &lt; 6 &amp; <b>&lt;i&gt;6&lt;/i&gt;</b>"
    assert mixed.accessibleName() == "5 < 6 & <i>6</i>"


def test_words_take_their_colour_from_their_role_and_follow_the_theme(theme: Theme, qtbot: QtBot) -> None:
    label = Words(theme, "Not sent", role="overdue")
    qtbot.addWidget(label)
    assert label.palette().color(QPalette.ColorRole.WindowText) == theme.roles.overdue
    theme.change(name="dark", scale=150)
    assert label.palette().color(QPalette.ColorRole.WindowText) == theme.roles.overdue
    assert label.font().pixelSize() == 20
    label.set_role("good")
    assert label.palette().color(QPalette.ColorRole.WindowText) == theme.roles.good


def test_a_line_that_does_not_fit_ends_in_an_ellipsis_and_is_whole_in_its_tip(
    theme: Theme, qtbot: QtBot
) -> None:
    text = "Cardiology closer to home, please"
    label = ElidedLabel(theme, text)
    qtbot.addWidget(label)
    label.show()
    label.resize(label.sizeHint())
    assert (label.shown(), label.toolTip()) == (text, "")
    label.resize(80, 18)
    assert label.shown().endswith("…")
    assert label.toolTip() == label.accessibleName() == text


def test_a_preview_tells_its_steps_in_order_and_replaces_the_last_one(theme: Theme, qtbot: QtBot) -> None:
    card = PreviewCard(theme)
    qtbot.addWidget(card)
    card.show_preview("1 Refill will", ["Make a refill task"])
    card.show_preview(
        "6 Escalate will", ["Send a packet", ["Due ", Strong("14:42")]], "z", ["1 is off: a flag"]
    )
    interface = QAccessible.queryAccessibleInterface(card)
    assert interface.text(QAccessible.Text.Name) == "6 Escalate will"
    assert interface.text(QAccessible.Text.Description) == "Send a packet\nDue 14:42\n1 is off: a flag"
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert [label.accessibleName() for label in card.findChildren(QLabel)] == [
        "6 Escalate will",
        "one undo",
        "1 Send a packet",
        "2 Due 14:42",
        "1 is off: a flag",
    ]


@pytest.mark.parametrize(
    ("series", "said"),
    [
        (Series(()), "No readings"),
        (Series((72.0,)), "1 reading, last 72"),
        (Series((80.0, 106.5), 110.0, None), "2 readings, last 106.5, out of range"),
    ],
)
def test_a_sparkline_says_what_it_shows(theme: Theme, qtbot: QtBot, series: Series, said: str) -> None:
    line = Sparkline(theme, "Pulse", series)
    qtbot.addWidget(line)
    assert line.accessibleName() == "Pulse"
    assert line.accessibleDescription() == said


def test_progress_is_said_in_words(theme: Theme, qtbot: QtBot) -> None:
    row = ProgressRow(theme, "First sync")
    qtbot.addWidget(row)
    row.set_progress(0.469, "19,672 of 43,152", "310 a second", "about 1 min left")
    assert row.accessibleDescription() == "46 %, 19,672 of 43,152, 310 a second, about 1 min left"
