"""Words on the screen, in one of the theme's styles."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QWidget

from inbox.ui.look.roles import Role
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, Style


class Strong(str):
    """A run of words that is set in bold."""

    __slots__ = ()


class Words(QLabel):
    """A label in a style and a role. Plain text; a sequence may hold `Strong` runs. Markup is never read."""

    def __init__(
        self, theme: Theme, text: str | Sequence[str] = "", style: Style = BASE, role: Role = "text",
        bold: bool = False, wrap: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.theme = theme
        self._style, self._role, self._bold = style, role, bold
        self.setWordWrap(wrap)
        self.set_words(text)
        theme.changed.connect(self._dress)
        self._dress()

    def set_words(self, text: str | Sequence[str]) -> None:
        """Show other words."""
        runs = [text] if isinstance(text, str) else text
        plain = "".join(runs)
        self.setAccessibleName(plain)
        if any(isinstance(run, Strong) for run in runs):
            self.setTextFormat(Qt.TextFormat.RichText)
            self.setText("".join(_rich(run) for run in runs))
        else:
            self.setTextFormat(Qt.TextFormat.PlainText)
            self.setText(plain)

    def set_role(self, role: Role) -> None:
        """Show them in the colour of another role."""
        self._role = role
        self._dress()

    def _dress(self) -> None:
        self.setFont(self.theme.font(self._style, self._bold))
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, self.theme.color(self._role))
        self.setPalette(palette)


def _rich(run: str) -> str:
    text = escape(run).replace("\n", "<br>")
    return f"<b>{text}</b>" if isinstance(run, Strong) else text
