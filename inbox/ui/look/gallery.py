"""Every part and mark in the three themes at 100 and 200 %, as pictures to look at.

    python -m inbox.ui.look.gallery FOLDER

Needs no window: QT_QPA_PLATFORM=offscreen will do. Nobody in it is real.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from inbox.ui.look import paint
from inbox.ui.look.charts import Series
from inbox.ui.look.paint import Tone
from inbox.ui.look.sla import Sla
from inbox.ui.look.specimens import SPECIMENS, IconSheet, Rows
from inbox.ui.look.theme import Theme, ThemeName, dress
from inbox.ui.look.type import SMALL
from inbox.ui.parts.badge import Badge
from inbox.ui.parts.banner import Banner, BannerKind
from inbox.ui.parts.command_button import CommandButton
from inbox.ui.parts.elided_label import ElidedLabel
from inbox.ui.parts.empty_state import EmptyState
from inbox.ui.parts.fact_row import FactRow
from inbox.ui.parts.focus_ring import ring_around
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.keycap import Keycap
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.pill import Pill
from inbox.ui.parts.preview_card import PreviewCard
from inbox.ui.parts.progress_row import ProgressRow
from inbox.ui.parts.section_title import SectionTitle
from inbox.ui.parts.sparkline import Sparkline
from inbox.ui.parts.supply_bar import SupplyBar
from inbox.ui.parts.words import Strong, Words

SCALES = (100, 200)


class Page(QWidget):
    """All parts on one surface."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        grid = QGridLayout(self)
        grid.setContentsMargins(*(theme.px(16),) * 4)
        grid.setSpacing(theme.px(16))
        grid.addWidget(Rows(theme), 0, 0)
        grid.addWidget(_controls(theme), 1, 0)
        grid.addWidget(_chart(theme), 2, 0)
        grid.addWidget(_banners(theme), 0, 1)
        grid.addWidget(_speed_buttons(theme), 1, 1)
        grid.addWidget(_states(theme), 2, 1)
        grid.addWidget(IconSheet(theme), 3, 0, 1, 2)
        grid.setRowStretch(4, 1)
        grid.setColumnMinimumWidth(1, theme.px(520))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.roles.surface)


def _stack(theme: Theme, *rows: QWidget | Iterable[QWidget], gap: int = 8) -> QWidget:
    """Rows below each other; several widgets in a row stand side by side."""
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(gap))
    for row in rows:
        if isinstance(row, QWidget):
            column.addWidget(row)
            continue
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        for part in row:
            line.addWidget(part)
        line.addStretch(1)
        nest(line, column)
    column.addStretch(1)
    return widget


def _controls(theme: Theme) -> QWidget:
    send = KeyButton(theme, "Send", "Ctrl+Enter")
    send.set_off("1 blank is open")
    undo = KeyButton(theme, "Undo", "z", icon="undo-2")
    undo.setObjectName("focused")
    return _stack(
        theme,
        SectionTitle(theme, "Controls"),
        (KeyButton(theme, "Claim next", "Shift+C", Variant.ACCENT), undo, send),
        (
            KeyButton(theme, "Commands", "Ctrl+K", Variant.QUIET, "command"),
            Keycap(theme, "g p"),
            Keycap(theme, "F2"),
        ),
        [Badge(theme, tone.capitalize(), tone, "flag" if "flag" in tone else "") for tone in Tone],
        [Pill(theme, specimen.sla, specimen.due) for specimen in SPECIMENS],
        _elided(theme),
    )


def _elided(theme: Theme) -> QWidget:
    label = ElidedLabel(
        theme, "A long line of words, which ends where its room ends and says so", role="text_2"
    )
    label.setMaximumWidth(theme.px(320))
    return label


def _chart(theme: Theme) -> QWidget:
    falling = Series((150, 152, 148, 149, 146, 140, 136, 130, 126, 122, 119, 106), 110, 140, changed_at=4)
    steady = Series((70, 72, 75, 71, 74, 70, 72, 76, 72, 71, 74, 72), 60, 90)
    one = Series((7.4,), None, 7.0)
    return _stack(
        theme,
        SectionTitle(theme, "Home readings"),
        (Sparkline(theme, "BP", falling), Sparkline(theme, "Pulse", steady), Sparkline(theme, "HbA1c", one)),
        (SupplyBar(theme, 0, "out 1 d"), Words(theme, "out 1 d", SMALL, "overdue", bold=True)),
        (SupplyBar(theme, 0.38, "34 days"), Words(theme, "34 days", SMALL)),
    )


def _banners(theme: Theme) -> QWidget:
    stale = Banner(
        theme,
        BannerKind.STALE,
        "Offline. This list is from 10:51, 12 min ago.",
        "New urgent messages may exist. Patients with urgent problems reach the clinic at 555-0142.",
    )
    stale.add(KeyButton(theme, "Try now", "F5"))
    flag = Banner(theme, BannerKind.FLAG, "Level 3: same or next day", "Rule BP-07, light-headed")
    flag.add(KeyButton(theme, "Disposition", "Shift+F"))
    return _stack(
        theme,
        stale,
        flag,
        Banner(theme, BannerKind.REFUSED, "Not sent: 2 things to settle", "Pharmacy has no value."),
        Banner(theme, BannerKind.NOTE, "Internal, never sent", "Pharmacy says last fill 14 Feb."),
    )


def _speed_buttons(theme: Theme) -> QWidget:
    labels = (
        "Refill per protocol", "Needs prescriber", "Ask for details",
        "Needs appointment", "Propose 90 days", "Escalate to physician",
        "Call patient", "Route to pool", "Done, no reply",
    )  # fmt: skip
    widget = QWidget()
    grid = QGridLayout(widget)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(theme.px(4))
    for i, label in enumerate(labels):
        button = CommandButton(theme, str(i + 1), label)
        if i == 0:
            button.set_off("the protocol excludes level 3 flags")
        button.set_armed(i == 5)
        grid.addWidget(button, i // 3, i % 3)
    card = PreviewCard(theme)
    card.show_preview(
        "6 Escalate to physician will",
        (
            ("Send a packet to ", Strong("Dr. I. Solheim"), " with your draft as proposed reply, unsent"),
            ("Set physician review due ", Strong("14:42"), " (4 h, never past 15:30), keep you as owner"),
            "Open next: Bernadette Kowalczyn, 2 h over",
        ),
        "z",
        ("1 is off: the protocol excludes level 3 flags and a home reading under 110",),
    )
    return _stack(theme, widget, card)


def _states(theme: Theme) -> QWidget:
    state = EmptyState(
        theme,
        "coffee",
        "Nothing is waiting in Family Medicine",
        "Last message closed at 15:52. Checked at 16:04:10.",
    )
    sync = ProgressRow(theme, "Getting your clinic’s messages")
    sync.set_progress(0.46, "19,672 of 43,152", "310 a second", "about 1 min 15 s left")
    state.add(sync)
    state.add_rows(
        (
            FactRow(theme, "11 wait for the patient, first one wakes tomorrow 09:30", Sla.WAITING),
            FactRow(theme, ("Refills has ", Strong("1 overdue"), ", 22 open"), Sla.OVERDUE, keys="g p"),
            FactRow(theme, "Open work", "check", "good", "1,038, ready to use now"),
        )
    )
    state.add_buttons(
        (KeyButton(theme, "Help Refills", "Shift+C", Variant.ACCENT), KeyButton(theme, "Pause", "Esc"))
    )
    state.add_line("Interrupted? It goes on where it stopped.")
    return state


def render(folder: Path) -> list[Path]:
    """Draw the gallery into `folder`; needs a running application."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_picture(Theme(name, scale), folder) for name in ThemeName for scale in SCALES]


def _picture(theme: Theme, folder: Path) -> Path:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    dress(app, theme)
    page = Page(theme)
    page.resize(page.sizeHint())
    picture = page.grab()
    focused = page.findChild(KeyButton, "focused")
    assert focused is not None
    painter = QPainter(picture)
    paint.focus_ring(
        painter, ring_around(QRect(focused.mapTo(page, QPoint(0, 0)), focused.size()), theme), theme, 6
    )
    painter.end()
    file = folder / f"{theme.name}-{theme.scale}.png"
    picture.save(str(file))
    return file


def main() -> None:
    """Draw the gallery into the folder named on the command line."""
    if len(sys.argv) != 2:
        sys.exit("usage: python -m inbox.ui.look.gallery FOLDER")
    _app = QApplication(sys.argv[:1])
    render(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
