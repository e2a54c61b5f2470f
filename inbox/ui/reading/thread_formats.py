"""The formats a thread is written in: one set for each theme and text scale."""

from __future__ import annotations

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat

from inbox.ui.look.roles import Role
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, PATIENT, SMALL, TINY, Style


class Formats:
    """Characters by what they are for, paragraphs by what they hold."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.words = self._char(PATIENT)
        self.strong = self._char(SMALL, bold=True)
        self.quiet = self._char(SMALL, "text_2")
        self.faint = self._char(SMALL, "text_3")
        self.note = self._char(BASE)
        self.link = self._char(SMALL, "accent")
        self.badges = {level: self._badge(level) for level in range(1, 5)}
        self.head = self._block(SMALL, above=12)
        self.ours_head = self._block(SMALL, above=12, left=12)
        self.text = self._block(PATIENT, above=2)
        self.ours_text = self._block(PATIENT, above=2, left=12)
        self.file = self._block(SMALL, above=3, left=18)
        self.ours_file = self._block(SMALL, above=3, left=30)
        self.fold = self._block(SMALL, above=8, left=20)
        self.note_head = self._block(SMALL, above=18, left=27, right=10)
        self.note_text = self._block(BASE, left=12, right=10)
        self.note_last = self._block(BASE, left=12, right=10, below=6)

    def state(self, role: Role) -> QTextCharFormat:
        """Bold words in the colour of `role`."""
        return self._char(SMALL, role, bold=True)

    def _char(self, style: Style, role: Role = "text", bold: bool = False) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setFont(self._theme.font(style, bold))
        made.setForeground(self._theme.color(role))
        return made

    def _badge(self, level: int) -> QTextCharFormat:
        role: Role = "on_flag" if level <= 2 else "flag" if level == 3 else "text_2"
        return self._char(TINY, role, level <= 3)

    def _block(
        self, style: Style, above: int = 0, left: int = 0, right: int = 0, below: int = 0
    ) -> QTextBlockFormat:
        px = self._theme.px
        made = QTextBlockFormat()
        made.setTopMargin(px(above))
        made.setLeftMargin(px(left))
        made.setRightMargin(px(right))
        made.setBottomMargin(px(below))
        lines = QTextBlockFormat.LineHeightTypes.MinimumHeight.value
        made.setLineHeight(self._theme.line_height(style), lines)
        return made
