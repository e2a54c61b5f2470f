"""What of a drop or a paste is a file, and not words."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage


def offered_in(source: QMimeData) -> list[Path | QImage]:
    """The files, or the picture, in `source`; nothing where it is words (which may come with a picture)."""
    urls = source.urls()
    if urls and all(url.isLocalFile() for url in urls):
        return [Path(url.toLocalFile()) for url in urls]
    if source.hasImage() and not source.hasText():
        picture = source.imageData()
        return [picture] if isinstance(picture, QImage) and not picture.isNull() else []
    return []
