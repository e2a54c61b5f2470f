"""Themes, text scale, density, and the palette Qt paints with."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.ui.look import roles
from inbox.ui.look.theme import Density, Theme, ThemeName, dress
from inbox.ui.look.type import BASE, SMALL

ROLE = QPalette.ColorRole
OFF = QPalette.ColorGroup.Disabled


@pytest.mark.parametrize(("scale", "pixels"), [(80, 10), (100, 13), (125, 16), (150, 20), (200, 26)])
def test_the_text_scale_multiplies_letters_and_rows(qapp: QApplication, scale: int, pixels: int) -> None:
    theme = Theme(scale=scale)
    assert theme.font(BASE).pixelSize() == pixels
    assert theme.row_height == round(52 * scale / 100)
    assert theme.line_height(SMALL) == round(16 * scale / 100)


@pytest.mark.parametrize(("density", "height"), [("compact", 40), ("default", 52), ("roomy", 64)])
def test_the_density_sets_the_height_of_a_row(qapp: QApplication, density: str, height: int) -> None:
    assert Theme(density=density).row_height == height
    assert Theme(scale=200, density=density).row_height == 2 * height


@pytest.mark.parametrize("scale", [0, 79, 201])
def test_a_text_scale_out_of_bounds_is_refused(qapp: QApplication, scale: int) -> None:
    with pytest.raises(ValueError, match="80 to 200"):
        Theme(scale=scale)


def test_a_small_size_never_scales_to_nothing(qapp: QApplication) -> None:
    assert Theme(scale=80).px(0.4) == 1
    assert Theme(scale=80).px(0) == 0


def test_a_change_is_told_once_and_only_when_something_is_different(theme: Theme, qtbot: QtBot) -> None:
    told: list[str] = []
    theme.changed.connect(lambda: told.append(theme.name))
    theme.change(name="dark", scale=150, density="roomy")
    theme.change(name="dark", scale=150)
    assert told == ["dark"]
    assert (theme.roles, theme.scale, theme.density) == (roles.DARK, 150, Density.ROOMY)


def test_a_refused_change_changes_nothing(theme: Theme) -> None:
    with pytest.raises(ValueError, match="80 to 200"):
        theme.change(name="dark", scale=300)
    assert (theme.name, theme.scale) == (ThemeName.LIGHT, 100)


def test_the_palette_takes_its_colours_from_the_roles(any_theme: Theme) -> None:
    palette, r = any_theme.palette(), any_theme.roles
    expected = {
        ROLE.Window: r.window,
        ROLE.Base: r.surface,
        ROLE.AlternateBase: r.sunken,
        ROLE.ToolTipBase: r.raised,
        ROLE.WindowText: r.text,
        ROLE.Text: r.text,
        ROLE.ButtonText: r.text,
        ROLE.PlaceholderText: r.text_3,
        ROLE.Accent: r.accent,
        ROLE.Link: r.accent,
        ROLE.Highlight: r.accent,
        ROLE.HighlightedText: r.on_accent,
        ROLE.Midlight: r.line,
        ROLE.Mid: r.line_strong,
        ROLE.Dark: r.line_strong,
    }
    assert {role: palette.color(role) for role in expected} == expected
    assert {palette.color(OFF, role).name() for role in (ROLE.WindowText, ROLE.Text, ROLE.ButtonText)} == {
        r.text_3.name()
    }


def test_the_application_wears_a_theme_and_every_change_of_it(qapp: QApplication) -> None:
    theme = Theme()
    dress(qapp, theme)
    assert qapp.style().name() == "fusion"
    assert qapp.palette().color(ROLE.Window) == roles.LIGHT.window
    theme.change(name=ThemeName.HIGH_CONTRAST, scale=200)
    assert qapp.palette().color(ROLE.Window) == roles.HIGH_CONTRAST.window
    assert qapp.font().pixelSize() == 26
    assert qapp.styleSheet() == ""
