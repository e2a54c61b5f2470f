"""The scrolling sheet of the connection view: titles and lines, as high as they are where there is room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from inbox.domain.words import tr
from inbox.ui.look.theme import Theme
from inbox.ui.overlays.connection_words import Section
from inbox.ui.parts.fact_row import FactRow
from inbox.ui.parts.scroll_bar import scrolls_thinly
from inbox.ui.parts.section_title import SectionTitle
from inbox.ui.parts.words import Strong

_STEPS = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}


class ConnectionSheet(QScrollArea):
    """Keeps its place while what it says changes."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: Sequence[Section] = ()
        scrolls_thinly(self, theme)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("About this connection"))
        self.viewport().setAutoFillBackground(False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Say this."""
        if sections == self._shown:
            return
        self._shown = sections
        at = self.verticalScrollBar().value()
        sheet = self._sheet(sections)
        self.setWidget(sheet)
        sheet.setAutoFillBackground(False)  # or it would hide the card; being set, it was turned on
        self.setAccessibleDescription(". ".join(line.aloud for section in sections for line in section.lines))
        self.updateGeometry()
        self.verticalScrollBar().setValue(at)

    def restyle(self) -> None:
        """Take margins from the theme again."""
        shown, self._shown = self._shown, ()
        self.show_sections(shown)

    def heightForWidth(self, width: int) -> int:
        held = self.widget()
        layout = held.layout() if held is not None else None
        return layout.heightForWidth(width) if layout is not None else 0

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self._theme.px(80))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and pages as anywhere; j and k as in the list; Home and End."""
        bar, key = self.verticalScrollBar(), Qt.Key(event.key())
        if key in _STEPS:
            bar.setValue(bar.value() + _STEPS[key] * self._theme.px(28))
        elif key is Qt.Key.Key_Home:
            bar.setValue(bar.minimum())
        elif key is Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def _sheet(self, sections: Sequence[Section]) -> QWidget:
        theme, px = self._theme, self._theme.px
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(px(14), 0, px(14), px(12))
        column.setSpacing(0)
        for section in sections:
            title = SectionTitle(theme, section.title)
            title.setContentsMargins(0, px(12), 0, px(2))
            column.addWidget(title)
            for line in section.lines:
                text = [Strong(line.what), f"\N{EM SPACE}{line.words}"]
                column.addWidget(FactRow(theme, text, line.icon or "info", line.role, line.source))
        column.addStretch(1)
        return sheet
