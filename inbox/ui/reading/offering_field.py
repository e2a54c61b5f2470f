"""A field for plain words that passes on the files and pictures dropped on it or pasted."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Signal

from inbox.ui.files.offered import offered_in
from inbox.ui.reading.plain_field import PlainField


class OfferingField(PlainField):
    """`offered` has the files (`Path`) or the picture (`QImage`); words go into the field."""

    offered = Signal(list)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return bool(offered_in(source)) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if offered := offered_in(source):
            self.offered.emit(offered)
        else:
            super().insertFromMimeData(source)
