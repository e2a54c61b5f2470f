"""Counting and finding colours in what was painted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget


def painted(width: int, height: int, ground: QColor, paint: Callable[[QPainter], object]) -> QImage:
    """What `paint` draws on a sheet of `ground`."""
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(ground)
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return image


def rendered(widget: QWidget, width: int, height: int) -> QImage:
    """The widget at a size, on transparent ground."""
    widget.resize(width, height)
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    widget.render(image, QPoint(0, 0), renderFlags=QWidget.RenderFlag.DrawChildren)
    return image


def pixels(image: QImage, color: QColor) -> list[tuple[int, int]]:
    """Where `image` has exactly `color`."""
    wanted = color.rgba()
    return [
        (x, y) for y in range(image.height()) for x in range(image.width()) if image.pixel(x, y) == wanted
    ]
