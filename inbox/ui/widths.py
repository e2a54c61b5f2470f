"""How wide the regions are side by side, by the room there is."""

from __future__ import annotations

from typing import NamedTuple

from inbox.ui.look.theme import Theme

PANEL_FROM, RAIL_FROM = 1200, 1000
"""Widths in pixels at 100 % from which the patient panel, and the rail with words, have room."""
LIST_FROM = 700
"""What list and reading pane need together, or the list becomes narrower."""


class Widths(NamedTuple):
    """In pixels. `listed_least`: the list is never made narrower than that."""

    rail: int
    listed: int
    listed_least: int
    reading: int
    panel: int
    rail_has_words: bool


def shared_out(theme: Theme, wide: int, *, panel: bool, packet: bool) -> Widths:
    """Of a window of that width; with the patient panel or without, and beside a packet or a conversation."""
    px = theme.px
    words = wide >= px(RAIL_FROM)
    rail = px(192) if words else px(48)
    beside = px(300) if panel else 0
    rest = max(wide - rail - beside, 0)
    least = px(320) if rest >= px(LIST_FROM) else px(240)
    listed = least if packet else min(px(436), max(least, rest - px(480)))
    return Widths(rail, listed, least, rest - listed, beside, words)


def panel_has_room(theme: Theme, wide: int, *, packet: bool) -> bool:
    """Whether the patient panel stands beside the reading pane; a packet brings the chart along."""
    return wide >= theme.px(PANEL_FROM) and not packet
