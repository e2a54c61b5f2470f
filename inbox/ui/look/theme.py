"""The current theme: colours, text scale and density together, and the word that they changed.

It is passed to whatever paints; there is no global one. Sizes are written as pixels at 100 % and go
through `px`, so that a larger text scale makes rows, controls and gaps grow with the letters.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QStyleFactory

from inbox.ui.look import roles
from inbox.ui.look.icons import Icons
from inbox.ui.look.roles import Role, Roles
from inbox.ui.look.type import BASE, Fonts, Style


class ThemeName(StrEnum):
    """The three sets of colours a person can choose from."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"


class Density(StrEnum):
    """How much of an item a row of the worklist shows."""

    COMPACT = "compact"  # one line
    DEFAULT = "default"  # identity and content
    ROOMY = "roomy"  # two lines of preview


_ROLES = {
    ThemeName.LIGHT: roles.LIGHT,
    ThemeName.DARK: roles.DARK,
    ThemeName.HIGH_CONTRAST: roles.HIGH_CONTRAST,
}
_ROW_HEIGHT = {Density.COMPACT: 40, Density.DEFAULT: 52, Density.ROOMY: 64}

MIN_SCALE, MAX_SCALE = 80, 200  # per cent


class Theme(QObject):
    """What everything that paints reads: `roles`, `px`, fonts, icons; `changed` says to paint again."""

    changed = Signal()

    def __init__(
        self,
        name: ThemeName | str = ThemeName.LIGHT,
        scale: int = 100,
        density: Density | str = Density.DEFAULT,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._icons = Icons()
        self._set(ThemeName(name), scale, Density(density))

    def change(
        self,
        name: ThemeName | str | None = None,
        scale: int | None = None,
        density: Density | str | None = None,
    ) -> None:
        """Change what is given, keep the rest, and say so once if anything is different."""
        before = (self.name, self.scale, self.density)
        after = (
            self.name if name is None else ThemeName(name),
            self.scale if scale is None else scale,
            self.density if density is None else Density(density),
        )
        if after != before:
            self._set(*after)
            self.changed.emit()

    def _set(self, name: ThemeName, scale: int, density: Density) -> None:
        if not MIN_SCALE <= scale <= MAX_SCALE:
            raise ValueError(f"A text scale is {MIN_SCALE} to {MAX_SCALE} per cent, not {scale}.")
        self.name = name
        self.scale = scale
        self.density = density
        self.roles: Roles = _ROLES[name]
        self._fonts = Fonts(scale)

    def px(self, size: float) -> int:
        """`size` pixels at 100 % in whole pixels of the current scale; what is there never vanishes."""
        scaled = round(size * self.scale / 100)
        return scaled if scaled or not size else 1

    @property
    def row_height(self) -> int:
        """Height of a worklist row at this density and scale."""
        return self.px(_ROW_HEIGHT[self.density])

    def line_height(self, style: Style) -> int:
        """Height of one line of `style`."""
        return self.px(style.line)

    def font(self, style: Style, bold: bool = False, italic: bool = False) -> QFont:
        """The font of `style` at this scale."""
        return self._fonts.font(style, bold, italic)

    def metrics(self, style: Style, bold: bool = False, italic: bool = False) -> QFontMetrics:
        """The metrics of `font(style, bold, italic)`."""
        return self._fonts.metrics(style, bold, italic)

    def icon(self, name: str, color: QColor, size: int, ratio: float) -> QPixmap:
        """An icon of `size` pixels at 100 %, sharp on a screen of `ratio` device pixels a pixel."""
        return self._icons.pixmap(name, color, self.px(size), ratio)

    def color(self, role: Role) -> QColor:
        """The colour of a role chosen at run time."""
        return self.roles.color(role)

    def palette(self) -> QPalette:
        """The colours for what Qt paints itself: fields, menus, scroll bars, dialogs."""
        return _palette(self.roles)


def dress(app: QApplication, theme: Theme) -> None:
    """Give the application the theme's style, palette and font, now and whenever the theme changes."""
    app.setStyle(QStyleFactory.create("Fusion"))

    def follow() -> None:
        app.setPalette(theme.palette())
        app.setFont(theme.font(BASE))

    theme.changed.connect(follow)
    follow()


def _palette(r: Roles) -> QPalette:
    part, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    everywhere = {
        part.Window: r.window,
        part.Base: r.surface,
        part.AlternateBase: r.sunken,
        part.Button: r.surface,
        part.ToolTipBase: r.raised,
        part.ToolTipText: r.text,
        part.WindowText: r.text,
        part.Text: r.text,
        part.ButtonText: r.text,
        part.BrightText: r.on_accent,
        part.PlaceholderText: r.text_3,
        part.Accent: r.accent,
        part.Link: r.accent,
        part.LinkVisited: r.accent,
        part.Highlight: r.accent,
        part.HighlightedText: r.on_accent,
        part.Light: r.raised,
        part.Midlight: r.line,
        part.Mid: r.line_strong,
        part.Dark: r.line_strong,
        part.Shadow: r.line_strong,
    }
    off = {
        part.WindowText: r.text_3,
        part.Text: r.text_3,
        part.ButtonText: r.text_3,
        part.Base: r.sunken,
        part.Button: r.sunken,
        part.Accent: r.line_strong,
        part.Highlight: r.line,
        part.HighlightedText: r.text_3,
    }
    for role, color in everywhere.items():
        palette.setColor(group.All, role, color)
    for role, color in off.items():
        palette.setColor(group.Disabled, role, color)
    return palette
