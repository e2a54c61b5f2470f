"""What every part is: a widget that follows the theme and has a name for those who do not see it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from inbox.ui.look.theme import Theme


class Part(QWidget):
    """A widget drawn from the theme. `name` is what assistive technology reads out; it is never empty."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.set_name(name)
        theme.changed.connect(self._follow)

    def set_name(self, name: str) -> None:
        """Name the part anew."""
        if not name.strip():
            raise ValueError(f"A {type(self).__name__} needs an accessible name.")
        self.setAccessibleName(name)

    def restyle(self) -> None:
        """Take margins and spacings from the theme again: for parts that hold others."""

    def _follow(self) -> None:
        self.restyle()
        self.updateGeometry()
        self.update()
