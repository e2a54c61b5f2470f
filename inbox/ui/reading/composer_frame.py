"""The box a reply is written in: to whom it goes, the field, what is still open, the keys that send it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inbox.domain.attached import AttachedFile
from inbox.domain.words import tr
from inbox.ui.desk import Desk
from inbox.ui.files.chips import FileChips
from inbox.ui.look import paint
from inbox.ui.look.type import SMALL
from inbox.ui.parts.elided_label import ElidedLabel
from inbox.ui.parts.icon_mark import IconMark
from inbox.ui.parts.keycap import Keycap
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.part import Part
from inbox.ui.parts.tool_tip import says_on_hover
from inbox.ui.parts.words import Words
from inbox.ui.reading.composer_foot import ComposerFoot
from inbox.ui.reading.editor import Editor


class ComposerFrame(Part):
    """Draws and tells; what it all means is the composer's. `command` is what a button asks for."""

    command = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, tr("Reply"), parent)
        theme = desk.theme
        self.editor = Editor(theme)
        self._desk = desk
        self._commenting = False
        self._lock = IconMark(theme, "lock", tr("Internal"), 14, "text")
        self._to = Words(theme, tr("To"), SMALL, "text_2")
        self._recipient = ElidedLabel(theme, tr("Recipient"), SMALL, bold=True)
        self._finishing = Words(theme, "", SMALL, "accent")
        self._waits = Words(theme, "", SMALL, "accent")
        self._saved = Words(theme, "", SMALL, "text_2")
        self._reply_key = Keycap(theme, desk.keys_of("item.reply"))
        self.files = FileChips(theme)
        self.foot = ComposerFoot(desk)
        self.foot.command.connect(self.command)
        self._build()
        self.editor.focused.connect(self._focused)
        self.restyle()

    def show_recipient(self, name: str) -> None:
        """Say who reads it: shown before anything is sent."""
        self._recipient.set_text(name)
        self.editor.setAccessibleName(tr("Reply to {name}", name=name))

    def show_commenting(self, commenting: bool) -> None:
        """Turn it into a field for colleagues, or back."""
        self._commenting = commenting
        for widget in (self._to, self._reply_key):
            widget.setVisible(not commenting)
        self._lock.setVisible(commenting)
        self._finishing.setVisible(not commenting and bool(self._finishing.text()))
        self.foot.show_commenting(commenting)
        if commenting:
            self.show_recipient(tr("Internal, never sent"))
        self.set_name(tr("Internal comment") if commenting else tr("Reply"))
        self.update()

    def show_finishing(self, name: str) -> None:
        """Say which speed button goes on when this is sent; empty: none."""
        self._finishing.setVisible(bool(name))
        self._finishing.set_words(tr("sending finishes “{name}”", name=name) if name else "")

    def show_comment_waits(self, waits: bool) -> None:
        """Say that a comment was begun, which is not in the field now."""
        self._waits.setVisible(waits)
        keys = self._desk.keys_of("item.comment")
        begun = tr("A comment is begun")
        self._waits.set_words(tr("{begun}: {keys}", begun=begun, keys=keys) if keys else begun)

    def show_saved(self, saved: bool, failed: bool = False) -> None:
        """Say whether what is typed is safe on this station; nothing while it is on its way."""
        self._saved.set_role("overdue" if failed else "text_2")
        self._saved.set_words(tr("Draft not saved") if failed else tr("Draft saved") if saved else "")
        says_on_hover(self._saved, tr("Drafts are kept on this station only.") if saved else "")

    def show_files(self, files: Sequence[AttachedFile]) -> None:
        """Show what goes with the reply."""
        self.files.show_files(files)
        self._column.activate()

    def set_folded(self, folded: bool) -> None:
        """Only the head is shown: to whom it goes."""
        self.editor.setVisible(not folded)
        self.foot.setVisible(not folded)
        self.files.setVisible(not folded and bool(self.files.chips))
        self._column.activate()

    def settle(self) -> None:
        """Take in what its parts need now, without waiting for the event loop."""
        self._column.activate()

    def restyle(self) -> None:
        px = self.theme.px
        self._head.setContentsMargins(px(10), px(5), px(8), px(5))
        self._head.setSpacing(px(6))
        self.foot.restyle()
        self._attached.setContentsMargins(px(8), 0, px(8), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, roles = QPainter(self), self.theme.roles
        fill = roles.note_bg if self._commenting else roles.surface
        paint.box(painter, self.rect(), fill, roles.line_strong, self.theme.px(4))
        wide = self.width() - 2
        if not self.editor.isHidden():
            painter.fillRect(1, self.editor.y() - 1, wide, 1, roles.line)
            painter.fillRect(1, self.editor.geometry().bottom() + 1, wide, 1, roles.line)
        if self.editor.hasFocus():
            paint.focus_ring(painter, self.rect(), self.theme)

    def _build(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(self._lock)
        self._head.addWidget(self._to)
        self._head.addWidget(self._recipient, 1)
        self._head.addWidget(self._finishing)
        self._head.addWidget(self._waits)
        self._head.addWidget(self._saved)
        self._head.addWidget(self._reply_key)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2, 1, 2, 1)
        self._column.setSpacing(1)
        nest(self._head, self._column)
        self._column.addWidget(self.editor)
        self._attached = QHBoxLayout()
        self._attached.addWidget(self.files)
        nest(self._attached, self._column)
        self._column.addWidget(self.foot)
        self.setFocusProxy(self.editor)
        for widget in (self._lock, self._waits):
            widget.hide()

    def _focused(self, has: bool) -> None:
        self._reply_key.set_typing(has)
        self.update()
