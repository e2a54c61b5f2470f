"""A file as it is seen inside the program: a picture or plain text, from memory only."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inbox.domain.errors import Refused
from inbox.domain.inert import plain
from inbox.domain.messaging.file_kinds import FileKind
from inbox.domain.words import tr
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.overlays.key_bar import KeyBar
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.parts.elided_label import ElidedLabel
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.part import Part
from inbox.ui.parts.words import Words
from inbox.ui.reading.plain_field import PlainField

PICTURES = frozenset({FileKind.JPEG, FileKind.PNG, FileKind.GIF, FileKind.TIFF, FileKind.WEBP})
_LARGEST = 3000
"""Pixels along the longer side that a picture is read with."""
_MOST_TEXT = 200_000
"""Characters of a text that are shown."""
_TALL = 560


class FileView(Overlay):
    """Over the window; Esc leads back. What was shown is let go of."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window, tr("File"), width=900)
        self._title = ElidedLabel(theme, tr("Name"), SUBJECT, bold=True)
        self._about = Words(theme, "", SMALL, "text_2")
        self.picture = _Picture(theme)
        self.text = PlainField(theme)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("What the file says"))
        self._head, self._inside = QVBoxLayout(), QVBoxLayout()
        self._head.addWidget(self._title)
        self._head.addWidget(self._about)
        self._inside.addWidget(self.picture)
        self._inside.addWidget(self.text)
        nest(self._head, self.body)
        nest(self._inside, self.body)
        self.body.addWidget(KeyBar(theme, [("Esc", tr("back"))]))
        self.closed.connect(self._forget)
        self.restyle()

    def show_file(self, title: str, about: str, shown: QImage | str) -> None:
        """Show a picture, or words."""
        self._title.set_text(title)
        self._about.set_words(about)
        self.setAccessibleName(tr("File: {name}", name=title))
        is_text = isinstance(shown, str)
        self.text.setVisible(is_text)
        self.picture.setVisible(not is_text)
        if isinstance(shown, str):
            self.text.set_lines(4, 24)
            self.text.setPlainText(plain(shown[:_MOST_TEXT]))
        else:
            self.picture.show_picture(shown, title)
        self.appear()

    def first(self) -> QWidget:
        return self if self.text.isHidden() else self.text

    def restyle(self) -> None:
        px = self.theme.px
        self._head.setContentsMargins(px(16), px(12), px(16), px(8))
        self._inside.setContentsMargins(px(16), 0, px(16), px(8))

    def _forget(self) -> None:
        self.picture.show_picture(QImage(), "")
        self.text.clear()


class _Picture(Part):
    """A picture as large as there is room, never larger than it is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, tr("Picture"))
        self._image = QImage()

    def show_picture(self, image: QImage, name: str) -> None:
        """Show `image` instead."""
        self._image = image
        self.set_name(tr("Picture: {name}", name=name) if name else tr("Picture"))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(400), min(max(self._image.height(), 1), self.theme.px(_TALL)))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image.isNull():
            return
        room = self.size().boundedTo(self._image.size())
        size = self._image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRect(left, top, size.width(), size.height()), self._image)


def made_visible(body: bytes, kind: FileKind) -> QImage | str:
    """What is shown of a file; done off the GUI thread. Raises Refused where it cannot be."""
    if kind is FileKind.TEXT:
        return body.decode("utf-8-sig")
    buffer = QBuffer()
    buffer.setData(QByteArray(body))
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > _LARGEST:
        reader.setScaledSize(size.scaled(_LARGEST, _LARGEST, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise Refused(tr("This picture is damaged, or too large to be shown."))
    return image
