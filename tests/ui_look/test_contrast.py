"""The contrast of every pair of colours that carries words or a shape, after WCAG 2.2."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import pairwise
from typing import get_args

import pytest
from PySide6.QtGui import QColor

from inbox.ui.look import roles
from inbox.ui.look.roles import Role, Roles

THEMES = {"light": roles.LIGHT, "dark": roles.DARK, "high contrast": roles.HIGH_CONTRAST}

GROUNDS: tuple[Role, ...] = ("window", "surface", "sunken", "raised", "hover", "selected")
TINTS: tuple[Role, ...] = ("flag_bg", "overdue_bg", "soon_bg", "note_bg", "link_bg")
INKS: tuple[Role, ...] = ("text", "text_2", "text_3", "accent", "overdue", "good", "soon_text")

TEXT_PAIRS: list[tuple[Role, Role]] = [
    *((ink, ground) for ink in INKS for ground in GROUNDS + TINTS),
    *(("flag", ground) for ground in ("window", "surface", "sunken", "raised", "hover", "flag_bg")),
    ("on_accent", "accent"),
    ("on_flag", "flag"),
    ("on_overdue", "overdue"),
    ("on_blank", "blank_bg"),
]

SHAPE_PAIRS: list[tuple[Role, Role]] = [
    *((mark, ground) for mark in ("flag", "overdue", "soon", "track", "paused") for ground in GROUNDS),
    *((mark, "flag_bg") for mark in ("flag", "overdue", "track", "paused")),
    *(("line_strong", ground) for ground in ("window", "surface", "sunken", "raised")),
    *(("accent", ground) for ground in GROUNDS),
    ("soon", "soon_bg"),
    ("line_strong", "note_bg"),
]


def luminance(color: QColor) -> float:
    """Relative luminance, WCAG 2.2 definition."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(c) for c in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio, WCAG 2.2 definition: from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_weak(theme: Roles, pairs: list[tuple[Role, Role]], least: float) -> list[str]:
    """The pairs whose contrast is under `least`, in words."""
    ratios = ((ink, ground, contrast(theme.color(ink), theme.color(ground))) for ink, ground in pairs)
    return [f"{ink} on {ground}: {ratio:.2f}" for ink, ground, ratio in ratios if ratio < least]


def test_the_ratio_is_the_one_wcag_defines() -> None:
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21)
    assert contrast(QColor("#767676"), QColor("#FFFFFF")) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
def test_words_can_be_read_on_every_ground_they_stand_on(name: str) -> None:
    assert too_weak(THEMES[name], TEXT_PAIRS, 4.5) == []


@pytest.mark.parametrize("name", THEMES)
def test_edges_and_shapes_can_be_seen_on_every_ground_they_stand_on(name: str) -> None:
    assert too_weak(THEMES[name], SHAPE_PAIRS, 3) == []


def test_a_colour_that_is_too_pale_is_found() -> None:
    pale = replace(roles.LIGHT, text_3=QColor("#8A97A2"), soon=QColor("#F0C674"))
    assert "text_3 on surface: 2.99" in too_weak(pale, TEXT_PAIRS, 4.5)
    assert any(pair.startswith("soon on surface") for pair in too_weak(pale, SHAPE_PAIRS, 3))


def test_every_role_but_the_decorative_line_is_held_to_a_contrast() -> None:
    held = {role for pair in TEXT_PAIRS + SHAPE_PAIRS for role in pair}
    assert {field.name for field in fields(Roles)} - held == {"line"}


def test_every_role_can_be_named() -> None:
    assert [field.name for field in fields(Roles)] == list(get_args(Role))


@pytest.mark.parametrize("name", THEMES)
def test_the_four_clocks_differ_in_lightness_for_people_who_do_not_see_hue(name: str) -> None:
    theme = THEMES[name]
    lightness = sorted(
        116 * luminance(theme.color(role)) ** (1 / 3) - 16 for role in ("overdue", "soon", "track", "paused")
    )
    assert min(b - a for a, b in pairwise(lightness)) >= 5
