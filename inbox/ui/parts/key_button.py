"""A button that shows the keys that press it."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.ui.look import paint
from inbox.ui.look.keys import caps, types_text
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE
from inbox.ui.parts.pressable import Pressable
from inbox.ui.parts.tool_tip import says_on_hover

PADDING = 10
"""Left and right of what is in it, pixels at 100 %."""


class Variant(StrEnum):
    """How much a button asks for."""

    NORMAL = "normal"
    ACCENT = "accent"  # what is most likely wanted: one in view at most
    QUIET = "quiet"  # no frame until the pointer is on it


class KeyButton(Pressable):
    """An optional icon, a label and keycaps, 28 high. `clicked` says it was pressed."""

    def __init__(
        self, theme: Theme, label: str, keys: str = "", variant: Variant = Variant.NORMAL, icon: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        self._inner = 0
        self._icon = icon
        self._named, self._tip = True, ""
        super().__init__(theme, label, keys, parent)
        self._variant = variant
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_variant(self, variant: Variant) -> None:
        """Let it ask for more or less."""
        self._variant = variant
        self.update()

    def set_named(self, named: bool, tip: str) -> None:
        """Show its label, or, for want of room, its icon alone, which `tip` then tells."""
        if (named, tip) != (self._named, self._tip):
            self._named, self._tip = named, tip
            self._refresh()

    def sizeHint(self) -> QSize:
        px = self.theme.px
        width = 2 * px(PADDING) + self._inner_width()
        return QSize(width, px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _refresh(self) -> None:
        self._inner = 0
        super()._refresh()

    def _words(self) -> str:
        return self.label if self._named else ""

    def _describe(self) -> None:
        super()._describe()
        if not self._named:
            says_on_hover(self, self.off_reason or self._tip)

    def _inner_width(self) -> int:
        """What icon, label and keys need; measured once, for layouts ask again and again."""
        if not self._inner:
            self._inner = self._measured()
        return self._inner

    def _measured(self) -> int:
        px, printed = self.theme.px, caps(self.keys)
        width = self.theme.metrics(BASE).horizontalAdvance(self._words())
        width += px(16 + 6 if self._words() else 16) if self._icon else 0
        width += px(12 + 6) if self.off_reason else 0
        return width + (px(6) + paint.keycaps_width(self.theme, printed) if printed else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        px, rect = self.theme.px, self.rect()
        fill, border, ink = self._inks()
        if border is not None:
            paint.box(painter, rect, fill, border, px(4))
        x = (rect.width() - self._inner_width()) // 2
        if self._icon:
            paint.icon(painter, QPoint(x, (rect.height() - px(16)) // 2), self.theme, self._icon, ink)
            x += px(16 + 6 if self._words() else 16)
        paint.words(painter, rect.adjusted(x, 0, 0, 0), self.theme, self._words(), BASE, ink)
        x += self.theme.metrics(BASE).horizontalAdvance(self._words()) + px(6)
        if self.off_reason:
            paint.icon(painter, QPoint(x, (rect.height() - px(12)) // 2), self.theme, "ban", ink, 12)
            x += px(12 + 6)
        self._paint_keys(painter, QPoint(x, (rect.height() - px(paint.KEYCAP_HEIGHT)) // 2), ink)

    def _paint_keys(self, painter: QPainter, at: QPoint, ink: QColor) -> None:
        roles, printed = self.theme.roles, caps(self.keys)
        faded = self.off_reason or (self.typing and types_text(self.keys))
        if self._accented():
            paint.keycaps(painter, at, self.theme, printed, ink, None, roles.on_accent)
        else:
            paint.keycaps(painter, at, self.theme, printed, roles.text_3 if faded else None, roles.surface)

    def _accented(self) -> bool:
        return self._variant is Variant.ACCENT and self.isEnabled()

    def _inks(self) -> tuple[QColor | None, QColor | None, QColor]:
        """Fill, border and ink of the present state."""
        roles = self.theme.roles
        touched = self.isDown() or self.underMouse()
        if not self.isEnabled():
            if self._variant is Variant.QUIET:
                return None, None, roles.text_3
            return roles.sunken, roles.line, roles.text_3
        if self._variant is Variant.ACCENT:
            return roles.accent, roles.text if touched else roles.accent, roles.on_accent
        if self._variant is Variant.QUIET and not touched:
            return None, None, roles.text
        fill = roles.selected if self.isDown() else roles.hover if touched else roles.surface
        return fill, roles.line_strong, roles.text
