"""The program's icon in every size and form a desktop asks for, drawn from `resources/icon`.

Writes `build/icons`: `hicolor/<size>x<size>/…png`, `inbox-workstation.ico` (Windows), `.icns` (macOS).
"""

from __future__ import annotations

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).parents[1]
NAME = "inbox-workstation"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
IN_ICO = (16, 24, 32, 48, 64, 256)
IN_ICNS = {b"ic11": 32, b"ic12": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512}
"""What Apple calls a PNG of each size (icns type codes)."""


def draw_into(folder: Path) -> None:
    """Draw them all; Qt is running."""
    picture = QSvgRenderer(str(ROOT / "resources" / "icon" / f"{NAME}.svg"))
    drawn = {size: _png(picture, size) for size in SIZES}
    for size, png in drawn.items():
        place = folder / "hicolor" / f"{size}x{size}" / "apps" / f"{NAME}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(png)
    (folder / f"{NAME}.ico").write_bytes(_ico({size: drawn[size] for size in IN_ICO}))
    (folder / f"{NAME}.icns").write_bytes(_icns({code: drawn[size] for code, size in IN_ICNS.items()}))


def _png(picture: QSvgRenderer, size: int) -> bytes:
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    picture.render(painter)
    painter.end()
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub knows only of file names
    return bytes(held.data())


def _ico(pictures: dict[int, bytes]) -> bytes:
    """Windows icon: a directory of sixteen bytes a picture, then the PNGs. Size 256 is written as 0."""
    at = 6 + 16 * len(pictures)
    head, body = struct.pack("<HHH", 0, 1, len(pictures)), b""
    for size, png in pictures.items():
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(png), at + len(body))
        body += png
    return head + body


def _icns(pictures: dict[bytes, bytes]) -> bytes:
    """macOS icon: each picture after its code and its length, all after the length of the whole."""
    body = b"".join(code + struct.pack(">I", 8 + len(png)) + png for code, png in pictures.items())
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


if __name__ == "__main__":
    running = QGuiApplication(["icons", "-platform", "offscreen"])
    draw_into(ROOT / "build" / "icons")
