"""Line icons: Lucide's drawings in the colour of a role, each rendered once for a size and screen."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from inbox.domain import resources


class Icons:
    """Pixmaps by name, colour, size and screen ratio. Painting one again costs a dictionary look-up."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[str, int, int, float], QPixmap] = {}

    def pixmap(self, name: str, color: QColor, size: int, ratio: float) -> QPixmap:
        """The icon `name` in `color`, `size` logical pixels wide and high, for a screen of `ratio`.

        An unknown name raises `LookupError`: it is a slip in the code, not a state a person can reach.
        """
        key = (name, color.rgba(), size, ratio)
        pixmap = self._drawn.get(key)
        if pixmap is None:
            pixmap = self._drawn[key] = _draw(name, color, size, ratio)
        return pixmap


@cache
def _source(name: str) -> str:
    file = resources.path("icons", f"{name}.svg")
    if not file.is_file():
        raise LookupError(f"There is no icon named {name}.")
    return file.read_text(encoding="utf-8")


def _draw(name: str, color: QColor, size: int, ratio: float) -> QPixmap:
    drawing = _source(name).replace("currentColor", color.name())
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    device = round(size * ratio)
    pixmap = QPixmap(device, device)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, device, device))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
