"""Pictures of screens that are as they should be, and the comparison of a screen with its picture.

`UPDATE_SCREENS=1` writes the pictures anew: look at each before you commit it.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.screens.compare import differences, marked

FOLDER = Path(__file__).parent / "golden"
FILLS = 48
"""The most frequent colours are those of grounds, lines and pills."""
FAILED = Path(__file__).parents[2] / "build" / "screens"


def picture(widget: QWidget) -> QImage:
    """What is on screen of `widget`, one pixel a pixel whatever the screen."""
    for _ in range(4):
        QTest.qWait(0)
    image = QImage(widget.size(), QImage.Format.Format_RGB32)
    image.fill(0)
    widget.render(image, QPoint(0, 0))
    return image


def looks_like(image: QImage, name: str) -> None:
    """Fail, with both pictures kept, when `image` shows something else than the picture `name`."""
    kept = FOLDER / f"{name}.png"
    if os.environ.get("UPDATE_SCREENS"):
        _few_colours(image).save(str(kept), quality=0)
        return
    golden = QImage(str(kept))
    assert not golden.isNull(), f"There is no picture {kept.name}. UPDATE_SCREENS=1 makes it."
    places = differences(golden, image)
    if not places:
        return
    FAILED.mkdir(parents=True, exist_ok=True)
    for what, sheet in (("actual", image), ("expected", golden), ("different", marked(image, places))):
        sheet.save(str(FAILED / f"{name}.{what}.png"))
    where = ", ".join(f"{p.width()} × {p.height()} at ({p.x()}, {p.y()})" for p in places[:6])
    raise AssertionError(
        f"The screen “{name}” shows something else in {len(places)} places: {where}. "
        f"Look at {FAILED / name}.different.png. If it is meant so: UPDATE_SCREENS=1, look, commit."
    )


def _few_colours(image: QImage) -> QImage:
    """The picture in 256 colours, a third of the size: fills stay exact, the edges of letters come close."""
    pixels = image.convertToFormat(QImage.Format.Format_RGB32)
    raw = bytes(pixels.constBits())
    seen = Counter(raw[at : at + 3] for at in range(0, len(raw), 4))
    table = _table([color for color, _ in seen.most_common()])
    place = {color: min(range(len(table)), key=lambda n: _apart(table[n], color)) for color in seen}
    wide, high = pixels.width(), pixels.height()
    few = QImage(wide, high, QImage.Format.Format_Indexed8)
    few.setColorTable([0xFF000000 | red << 16 | green << 8 | blue for blue, green, red in table])
    numbers = bytes(place[raw[at : at + 3]] for at in range(0, len(raw), 4))
    bits, line = memoryview(few.bits()), few.bytesPerLine()
    for y in range(high):
        bits[y * line : y * line + wide] = numbers[y * wide : (y + 1) * wide]
    return few


def _table(colors: list[bytes]) -> list[bytes]:
    """At most 256 of `colors`, the frequent ones first, so far apart that all others are near one of them."""
    apart = 0
    while True:
        table: list[bytes] = colors[:FILLS]
        for color in colors[FILLS:]:
            if len(table) <= 256 and min(_apart(color, other) for other in table) > apart:
                table.append(color)
        if len(table) <= 256:
            return table
        apart += 4


def _apart(one: bytes, other: bytes) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))
