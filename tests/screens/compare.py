"""Whether two pictures show the same, whoever's rasteriser drew the letters.

Both are shrunk to cells of 4 × 4 pixels and looked at in tiles of 6 × 6 cells. Letters of another rasteriser
put nearly the same ink into a cell; other words, another colour or another place do not. Measured with our
sizes of Inter, unhinted: another rasteriser changes the mean of a tile by up to 4 % of its contrast and its
cells by up to 14 %; the next ink of the same scale (`text` to `text_2`) changes the mean by 16 %, other
words of the same length the cells by 25 %.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

CELL = 4  # pixels
TILE = 6  # cells
MEAN, CELLS = 0.09, 0.19
"""How far the mean of a tile, and its cells on average, may differ: a share of the contrast inside it."""
NOISE = 1.0  # levels of 255; what a fill of one colour may differ by


def differences(golden: QImage, actual: QImage) -> list[QRect]:
    """Where `actual` shows something else: rectangles in pixels, neighbours joined; none when not."""
    if golden.size() != actual.size():
        return [golden.rect().united(actual.rect())]
    before, after = _Cells(golden), _Cells(actual)
    if before.values == after.values:
        return []
    return _joined([tile for tile in before.tiles() if _differs(before.inside(tile), after.inside(tile))])


def marked(picture: QImage, places: list[QRect]) -> QImage:
    """The picture, faint, with what is different in it as it is and framed."""
    sheet = picture.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(sheet)
    painter.fillRect(sheet.rect(), QColor(255, 255, 255, 170))
    painter.setPen(QColor(255, 0, 200))
    for place in places:
        painter.drawImage(place.topLeft(), picture, place)
        painter.drawRect(place.adjusted(0, 0, -1, -1))
    painter.end()
    return sheet


Color = tuple[int, int, int]


class _Cells:
    """A picture in cells, each the mean colour of its pixels."""

    def __init__(self, picture: QImage) -> None:
        self.size = QSize(picture.width() // CELL, picture.height() // CELL)
        exact = picture.copy(0, 0, self.size.width() * CELL, self.size.height() * CELL)
        small = exact.scaled(
            self.size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        ).convertToFormat(QImage.Format.Format_RGB32)
        self.values = array("I", bytes(small.constBits()))

    def tiles(self) -> Iterator[QRect]:
        """The tiles, in cells; those at the right and the bottom reach back to be whole."""
        wide, high = self.size.width(), self.size.height()
        for y in range(0, high, TILE):
            for x in range(0, wide, TILE):
                yield QRect(max(min(x, wide - TILE), 0), max(min(y, high - TILE), 0), TILE, TILE)

    def inside(self, tile: QRect) -> array[int]:
        """The colours of a tile's cells, row by row."""
        found, wide = array("I"), self.size.width()
        for y in range(tile.y(), min(tile.y() + TILE, self.size.height())):
            found += self.values[y * wide + tile.x() : y * wide + min(tile.x() + TILE, wide)]
        return found


def _differs(before: array[int], after: array[int]) -> bool:
    if before == after:
        return False
    return any(_channel_differs(before, after, shift) for shift in (16, 8, 0))


def _channel_differs(before: array[int], after: array[int], shift: int) -> bool:
    count = len(before)
    was = [value >> shift & 255 for value in before]
    now = [value >> shift & 255 for value in after]
    mean = sum(was) / count
    contrast = sum(abs(value - mean) for value in was) / count
    moved = abs(sum(now) / count - mean)
    cells = sum(abs(a - b) for a, b in zip(was, now, strict=True)) / count
    return moved > MEAN * contrast + NOISE or cells > CELLS * contrast + NOISE


def _joined(tiles: list[QRect]) -> list[QRect]:
    """Tiles that touch as one rectangle, in pixels."""
    found: list[QRect] = []
    for tile in tiles:
        place = QRect(tile.topLeft() * CELL, tile.size() * CELL)
        near = [other for other in found if other.adjusted(-1, -1, 1, 1).intersects(place)]
        for other in near:
            found.remove(other)
            place = place.united(other)
        found.append(place)
    return found
