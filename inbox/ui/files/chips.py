"""What goes with a reply, one chip a file: its name, kind and size; Delete takes it out, Enter opens it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.domain.attached import AttachedFile
from inbox.domain.messaging.attaching import in_mb
from inbox.domain.messaging.file_kinds import FileKind
from inbox.domain.words import tr
from inbox.ui.look import paint
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL
from inbox.ui.parts.flow import Flow
from inbox.ui.parts.pressable import Pressable
from inbox.ui.parts.tool_tip import says_on_hover

_WIDEST = 220
"""Pixels at 100 % of a name; a longer one is cut in its middle, so that its ending is seen."""
_INSIDE, _ICON = 8, 14


class FileChip(Pressable):
    """One file. `clicked` says that it is to be opened, `removed` that it is not to go."""

    removed = Signal()

    def __init__(self, theme: Theme, file: AttachedFile, parent: QWidget | None = None) -> None:
        self.file = file
        self._about = about(file)
        super().__init__(
            theme, tr("Attached: {name}, {about}", name=file.title, about=self._about), "", parent
        )
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        px = self.theme.px
        measure = self.theme.metrics(SMALL).horizontalAdvance
        words = measure(self._name()) + px(6) + measure(self._about)
        return QSize(2 * px(_INSIDE) + 2 * px(_ICON) + 2 * px(6) + words, px(24))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if not event.isAutoRepeat():
                self.removed.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._cross().contains(event.position().toPoint()) and self.isDown():
            self.setDown(False)
            self.removed.emit()
        else:
            super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, px, roles = QPainter(self), self.theme.px, self.theme.roles
        fill = roles.hover if self.underMouse() or self.isDown() else roles.sunken
        paint.box(painter, self.rect(), fill, roles.line_strong, px(4))
        middle = (self.height() - px(_ICON)) // 2
        paint.icon(painter, QPoint(px(_INSIDE), middle), self.theme, "paperclip", roles.text_2, _ICON)
        x = px(_INSIDE) + px(_ICON) + px(6)
        name = self._name()
        paint.words(painter, self.rect().adjusted(x, 0, 0, 0), self.theme, name, SMALL, roles.text)
        x += self.theme.metrics(SMALL).horizontalAdvance(name) + px(6)
        paint.words(painter, self.rect().adjusted(x, 0, 0, 0), self.theme, self._about, SMALL, roles.text_2)
        paint.icon(painter, self._cross().topLeft(), self.theme, "x", roles.text_2, _ICON)

    def _name(self) -> str:
        return self.theme.metrics(SMALL).elidedText(
            self.file.title, Qt.TextElideMode.ElideMiddle, self._widest()
        )

    def _widest(self) -> int:
        """Pixels for the name: no more than leave room for the rest in one line."""
        px, row = self.theme.px, self.parentWidget()
        rest = 2 * px(_INSIDE) + 2 * px(_ICON) + 4 * px(6)
        rest += self.theme.metrics(SMALL).horizontalAdvance(self._about)
        room = row.width() - rest if row is not None else px(_WIDEST)
        return max(px(40), min(px(_WIDEST), room))

    def _cross(self) -> QRect:
        px = self.theme.px
        side = px(_ICON)
        return QRect(self.width() - px(_INSIDE) - side, (self.height() - side) // 2, side, side)

    def _describe(self) -> None:
        super()._describe()
        self.setAccessibleDescription(tr("Enter opens it, Delete takes it out of the reply."))
        says_on_hover(self, self.file.title)


class FileChips(Flow):
    """All of a reply; hidden while there are none."""

    opened = Signal(object)
    removed = Signal(object)
    """The `AttachedFile` of the chip."""
    grown = Signal()
    """It has another height."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(6, parent)
        self._theme = theme
        self._chips: list[FileChip] = []
        self.setAccessibleName(tr("Files of the reply"))
        theme.changed.connect(self.restyle)
        self.restyle()
        self.hide()

    def show_files(self, files: Sequence[AttachedFile]) -> None:
        """Have a chip for each of `files`; where one with the keyboard goes, its neighbour gets it."""
        if [chip.file for chip in self._chips] == list(files):
            return
        at = next((n for n, chip in enumerate(self._chips) if chip.hasFocus()), None)
        self.clear()
        self._chips = [self._chip(file) for file in files]
        for chip in self._chips:
            self.add(chip)
            chip.show()
        self.setVisible(bool(files))
        self.arrange()
        if at is not None and self._chips:
            self._chips[min(at, len(self._chips) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def chips(self) -> list[FileChip]:
        """As they are shown."""
        return self._chips

    def restyle(self) -> None:
        """Take distances from the theme again."""
        ring = self._theme.px(3)  # room for what shows the keyboard, which would be cut off
        self.setContentsMargins(ring, ring, ring, ring)
        self.set_gap(self._theme.px(6))

    def arrange(self) -> None:
        """As `Flow` does; and have as much height as that takes."""
        super().arrange()
        self._stand()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stand()

    def _stand(self) -> None:
        high = max(1, self.heightForWidth(self.width()))
        if high != self.height() or high != self.maximumHeight():
            self.setFixedHeight(high)
            self.grown.emit()

    def _chip(self, file: AttachedFile) -> FileChip:
        chip = FileChip(self._theme, file, self)
        opens: Callable[[], None] = partial(self.opened.emit, file)
        chip.clicked.connect(opens)
        chip.removed.connect(partial(self.removed.emit, file))
        return chip


def about(file: AttachedFile) -> str:
    """Kind and size: "PDF, 84 KB"."""
    kind = next((one for one in FileKind if one.content_type == file.content_type), None)
    size = in_mb(file.size)
    return tr("{kind}, {size}", kind=kind.said, size=size) if kind else size
