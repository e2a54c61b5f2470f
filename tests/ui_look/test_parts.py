"""The shared parts: named, following the theme, whole at every text scale."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from inbox.ui.look.charts import Series
from inbox.ui.look.paint import Tone
from inbox.ui.look.roles import Role
from inbox.ui.look.sla import Sla
from inbox.ui.look.theme import Theme
from inbox.ui.parts.badge import Badge
from inbox.ui.parts.banner import Banner, BannerKind
from inbox.ui.parts.command_button import CommandButton
from inbox.ui.parts.elided_label import ElidedLabel
from inbox.ui.parts.empty_state import EmptyState
from inbox.ui.parts.fact_row import FactRow
from inbox.ui.parts.icon_mark import IconMark
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.keycap import Keycap
from inbox.ui.parts.pill import Pill
from inbox.ui.parts.preview_card import PreviewCard
from inbox.ui.parts.progress_row import ProgressRow
from inbox.ui.parts.section_title import SectionTitle
from inbox.ui.parts.sparkline import Sparkline
from inbox.ui.parts.supply_bar import SupplyBar
from inbox.ui.parts.words import Strong
from tests.ui_look.pictures import rendered

Make = Callable[[Theme], QWidget]

READINGS = Series((70.0, 72.0, 75.0), 60.0, 74.0)


def off_button(theme: Theme) -> KeyButton:
    button = KeyButton(theme, "Send", "Ctrl+Enter")
    button.set_off("1 blank is open")
    return button


def preview(theme: Theme) -> PreviewCard:
    card = PreviewCard(theme)
    steps = (
        "Send a packet to the physician with your draft",
        ("Due ", Strong("14:42"), ", keep you as owner"),
    )
    card.show_preview("6 Escalate to physician will", steps, "z", ("1 is off: a red flag of level 3",))
    return card


def empty(theme: Theme) -> EmptyState:
    state = EmptyState(theme, "coffee", "Nothing is waiting", "Last message closed at 15:52.")
    state.add_rows(
        [FactRow(theme, "11 wait for the patient, the first wakes tomorrow at 09:30", Sla.WAITING)]
    )
    state.add_buttons([KeyButton(theme, "Help Refills", "Shift+C", Variant.ACCENT)])
    state.add_line("It goes on where it stopped.")
    return state


def progress(theme: Theme) -> ProgressRow:
    row = ProgressRow(theme, "First sync")
    row.set_progress(0.46, "19,672 of 43,152", "310 a second", "about 1 min left")
    return row


def pill(sla: Sla) -> Make:
    return lambda theme: Pill(theme, sla, "25 min over")


def badge(tone: Tone) -> Make:
    return lambda theme: Badge(theme, "Vietnamese", tone, "languages")


def banner(kind: BannerKind) -> Make:
    text = "New urgent messages may exist. Call the clinic at 555-0142."
    return lambda theme: Banner(theme, kind, "Level 3: same or next day", text)


PAINTED: dict[str, Make] = {
    "keycap": lambda t: Keycap(t, "Ctrl+Shift+Enter"),
    "button": lambda t: KeyButton(t, "Commands", "Ctrl+K", icon="command"),
    "accent button": lambda t: KeyButton(t, "Claim next", "Shift+C", Variant.ACCENT),
    "quiet button": lambda t: KeyButton(t, "Keys", "?", Variant.QUIET),
    "off button": off_button,
    "speed button": lambda t: CommandButton(t, "6", "Escalate to physician"),
    **{f"pill {sla}": pill(sla) for sla in Sla},
    **{f"badge {tone}": badge(tone) for tone in Tone},
    "elided label": lambda t: ElidedLabel(t, "Asked for blood pressure readings"),
    "icon": lambda t: IconMark(t, "lock", "Internal"),
}
"""Parts that paint their own words: what they hint is all they need."""

PICTURES: dict[str, Make] = {
    "sparkline": lambda t: Sparkline(t, "Pulse", READINGS),
    "supply bar": lambda t: SupplyBar(t, 0.4, "16 days"),
    "shape": lambda t: IconMark(t, Sla.OVERDUE, "Overdue"),
}

COMPOSED: dict[str, Make] = {
    **{f"banner {kind}": banner(kind) for kind in BannerKind},
    "section title": lambda t: SectionTitle(t, "Home readings"),
    "preview": preview,
    "empty state": empty,
    "fact": lambda t: FactRow(t, ("Refills has ", Strong("1 overdue")), "check", "good", "214", "g p"),
    "progress": progress,
}
"""Parts that lay out words, which may wrap."""

PARTS = PAINTED | PICTURES | COMPOSED


FLAT: tuple[Role, ...] = (
    "surface", "sunken", "hover", "line", "line_strong", "accent", "flag", "flag_bg", "overdue", "soon",
    "soon_bg", "good", "link_bg",
)  # fmt: skip
"""What fills and frames are painted in; letters have these colours at most in their middle."""


def inked(widget: QWidget, theme: Theme, width: int, height: int) -> int:
    """How many pixels belong to letters, icons and corners at that size, and not to fills and frames."""
    image = rendered(widget, width, height)
    flat = {0, *(theme.color(role).rgba() for role in FLAT)}
    return sum(image.pixel(x, y) not in flat for y in range(height) for x in range(width))


@pytest.mark.parametrize("part", PARTS)
def test_every_part_says_its_name(theme: Theme, qtbot: QtBot, part: str) -> None:
    widget = PARTS[part](theme)
    qtbot.addWidget(widget)
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    assert interface.text(QAccessible.Text.Name).strip()


@pytest.mark.parametrize(
    "make",
    [
        lambda t: Badge(t, ""),
        lambda t: Pill(t, Sla.OVERDUE, " "),
        lambda t: KeyButton(t, ""),
        lambda t: CommandButton(t, "1", ""),
        lambda t: IconMark(t, "lock", ""),
        lambda t: Sparkline(t, "", READINGS),
        lambda t: SupplyBar(t, 0.5, ""),
    ],
)
def test_a_part_without_a_name_is_refused(theme: Theme, make: Make) -> None:
    with pytest.raises(ValueError, match="needs a"):
        make(theme)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_follows_the_theme_and_the_text_scale(theme: Theme, qtbot: QtBot, part: str) -> None:
    widget = PARTS[part](theme)
    qtbot.addWidget(widget)
    small = widget.sizeHint()
    light = rendered(widget, 700, 300)
    theme.change(name="dark")
    assert rendered(widget, 700, 300) != light
    theme.change(scale=200)
    assert widget.sizeHint().height() > small.height()


@pytest.mark.parametrize("scale", [80, 100, 200])
@pytest.mark.parametrize("part", PAINTED)
def test_a_painted_part_is_whole_at_the_size_it_asks_for(
    theme: Theme, qtbot: QtBot, part: str, scale: int
) -> None:
    theme.change(scale=scale)
    widget = PAINTED[part](theme)
    qtbot.addWidget(widget)
    hint = widget.sizeHint()
    whole = inked(widget, theme, hint.width() + 40, hint.height() + 40)
    assert inked(widget, theme, hint.width(), hint.height()) == whole > 0


def test_a_part_that_is_too_small_is_seen_to_be_clipped(theme: Theme, qtbot: QtBot) -> None:
    badge = Badge(theme, "Vietnamese")
    qtbot.addWidget(badge)
    whole = inked(badge, theme, badge.sizeHint().width(), badge.sizeHint().height())
    assert inked(badge, theme, badge.sizeHint().width() - 12, badge.sizeHint().height()) < whole


@pytest.mark.parametrize("width", [240, 420])
@pytest.mark.parametrize("scale", [80, 100, 200])
@pytest.mark.parametrize("part", COMPOSED)
def test_a_composed_part_gives_its_words_the_room_they_need(
    theme: Theme, qtbot: QtBot, part: str, scale: int, width: int
) -> None:
    theme.change(scale=scale)
    widget = COMPOSED[part](theme)
    qtbot.addWidget(widget)
    wide = max(theme.px(width), widget.minimumSizeHint().width())
    tall = widget.heightForWidth(wide) if widget.hasHeightForWidth() else widget.sizeHint().height()
    rendered(widget, wide, tall)
    labels = [widget] if isinstance(widget, QLabel) else widget.findChildren(QLabel)
    shown = [label for label in labels if label.text() and (label is widget or not label.isHidden())]
    assert shown
    for label in shown:
        needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        assert label.height() >= needed, label.text()
        assert label.wordWrap() or label.width() >= label.sizeHint().width(), label.text()
