"""Colour roles: what a colour is for, once for each theme.

Every pair that carries text keeps a contrast of at least 4.5, every edge and shape at least 3
(WCAG 2.2, 1.4.3 and 1.4.11). `line` alone is decoration. A state is never told by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtGui import QColor

Role = Literal[
    "window", "surface", "sunken", "raised", "hover", "selected", "line", "line_strong",
    "text", "text_2", "text_3", "accent", "on_accent", "flag", "flag_bg", "on_flag",
    "overdue", "overdue_bg", "on_overdue", "soon", "soon_bg", "soon_text", "track", "paused",
    "good", "note_bg", "blank_bg", "on_blank", "link_bg",
]  # fmt: skip
"""The name of a colour role; every field of `Roles`."""


@dataclass(frozen=True, slots=True, eq=False)
class Roles:
    """The colours of one theme. Shared by everything that paints: read them, never change them."""

    window: QColor  # window, rail, bars
    surface: QColor  # lists, reading pane, fields
    sunken: QColor  # patient panel, off buttons
    raised: QColor  # popups
    hover: QColor  # row under the pointer
    selected: QColor  # current row
    line: QColor  # decorative rule
    line_strong: QColor  # control border, group rule, keycap
    text: QColor
    text_2: QColor  # secondary text
    text_3: QColor  # tertiary text, off
    accent: QColor  # action, focus, "yours"
    on_accent: QColor
    flag: QColor  # red flag
    flag_bg: QColor  # flag row, flagged span
    on_flag: QColor
    overdue: QColor  # overdue, low or high, refusal
    overdue_bg: QColor  # guard message
    on_overdue: QColor
    soon: QColor  # due soon, edge and shape
    soon_bg: QColor  # due soon pill, stale banner
    soon_text: QColor  # words on soon_bg
    track: QColor  # on track
    paused: QColor  # waiting for patient
    good: QColor  # confirmed
    note_bg: QColor  # internal comment
    blank_bg: QColor  # `***`, open list
    on_blank: QColor
    link_bg: QColor  # linked value, preview

    def color(self, role: Role) -> QColor:
        """The colour of a role chosen at run time."""
        color: QColor = getattr(self, role)
        return color


def _roles(**hexes: str) -> Roles:
    return Roles(**{role: QColor(value) for role, value in hexes.items()})


LIGHT = _roles(
    window="#F1F3F4",
    surface="#FFFFFF",
    sunken="#F7F9FA",
    raised="#FFFFFF",
    hover="#EDF1F3",
    selected="#DFEDF1",
    line="#DBE1E5",
    line_strong="#7A8792",
    text="#15202A",
    text_2="#404F5C",
    text_3="#596773",
    accent="#0B6075",
    on_accent="#FFFFFF",
    flag="#971546",
    flag_bg="#FBE8EF",
    on_flag="#FFFFFF",
    overdue="#BE3C21",
    overdue_bg="#FCEAE6",
    on_overdue="#FFFFFF",
    soon="#B77604",
    soon_bg="#FDF0D5",
    soon_text="#6B4300",
    track="#25476E",
    paused="#34363D",
    good="#1B7148",
    note_bg="#FBF6E6",
    blank_bg="#FFDF80",
    on_blank="#3A2700",
    link_bg="#E3F0F3",
)

DARK = _roles(
    window="#13181C",
    surface="#1A2026",
    sunken="#161B20",
    raised="#222A31",
    hover="#20282F",
    selected="#1B3A45",
    line="#2C363E",
    line_strong="#7A8A96",
    text="#E7ECEF",
    text_2="#B6C2CB",
    text_3="#93A2AE",
    accent="#62BBD0",
    on_accent="#04222B",
    flag="#EA638F",
    flag_bg="#3A1524",
    on_flag="#2B0312",
    overdue="#FFA78C",
    overdue_bg="#3A1C14",
    on_overdue="#2E0A00",
    soon="#FCD06E",
    soon_bg="#33290F",
    soon_text="#F6CE6B",
    track="#718BAE",
    paused="#A0A3AC",
    good="#6CC79A",
    note_bg="#2A261A",
    blank_bg="#6A4E00",
    on_blank="#FFEFC2",
    link_bg="#1C343D",
)

HIGH_CONTRAST = _roles(
    window="#000000",
    surface="#000000",
    sunken="#0B0B0B",
    raised="#141414",
    hover="#1F1F1F",
    selected="#003B4D",
    line="#8C8C8C",
    line_strong="#FFFFFF",
    text="#FFFFFF",
    text_2="#F2F2F2",
    text_3="#D6D6D6",
    accent="#7FE3FF",
    on_accent="#000000",
    flag="#FB90B5",
    flag_bg="#33000F",
    on_flag="#000000",
    overdue="#FCB29D",
    overdue_bg="#2E0D00",
    on_overdue="#000000",
    soon="#F3DE76",
    soon_bg="#2B2300",
    soon_text="#FFE680",
    track="#709ACC",
    paused="#EEEFF3",
    good="#8CF0BE",
    note_bg="#1A1600",
    blank_bg="#FFE680",
    on_blank="#000000",
    link_bg="#002733",
)
