"""What this server offers, what is missing and what that costs, and what the site knows better."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inbox.domain.words import tr
from inbox.sync.status import Status
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.overlays.connection_sheet import ConnectionSheet
from inbox.ui.overlays.connection_words import Section, as_text, sections, summary
from inbox.ui.overlays.key_bar import KeyBar
from inbox.ui.overlays.kit_words import kit_section, own_section, to_mend
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words


class ConnectionView(Overlay):
    """`g c`. Says nothing that a patient wrote: it may be copied and sent to whoever runs the server."""

    command = Signal(str)

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(desk.theme, window, tr("Connection"), width=760)
        self._desk = desk
        self._title = Words(desk.theme, tr("Connection"), SUBJECT)
        self._summary = Words(desk.theme, "", SMALL, "text_2")
        self._head = QHBoxLayout()
        self._head.addWidget(self._title)
        self._head.addWidget(self._summary, 1)
        self.sheet = ConnectionSheet(desk.theme)
        hints = [
            ("Up Down", tr("scroll")),
            ("t", tr("ask now")),
            ("f", tr("forget what was learned")),
            ("c", tr("copy")),
            ("Esc", tr("close")),
        ]
        self.foot = KeyBar(desk.theme, hints)
        nest(self._head, self.body)
        self.body.addWidget(self.sheet, 1)
        self.body.addWidget(self.foot)
        desk.status_changed.connect(self._look_again)
        desk.ticked.connect(self._look_again)
        desk.kit_changed.connect(self._look_again)

    def open(self) -> None:
        """Open over the window with what is known now."""
        self.foot.remark("")
        self._read()
        self.sheet.verticalScrollBar().setValue(0)
        self.appear()

    def first(self) -> QWidget:
        return self.sheet

    def restyle(self) -> None:
        px = self.theme.px
        self._head.setContentsMargins(px(14), px(12), px(14), px(4))
        self._head.setSpacing(px(8))
        self.sheet.restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bare = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if bare and not event.isAutoRepeat():
            if event.key() == Qt.Key.Key_T:
                self.command.emit("app.try_now")
                self.foot.remark(tr("Asking the server…"))
            elif event.key() == Qt.Key.Key_F:
                self._desk.sync.learn_anew()
                self.foot.remark(tr("Forgotten. The server is tried anew."))
            elif event.key() == Qt.Key.Key_C:
                QGuiApplication.clipboard().setText(as_text(self._sections()))
                self.foot.remark(tr("Copied. It names no patient."))
        super().keyPressEvent(event)

    def _look_again(self) -> None:
        if self.is_open:
            self._read()
            self.place()

    def _sections(self) -> list[Section]:
        desk = self._desk
        first, *others = sections(desk.status or Status(), desk.site, desk.now(), desk.zone)
        return [first, *to_mend(desk), *others, kit_section(desk), own_section(desk)]

    def _read(self) -> None:
        self._summary.set_words(summary(self._desk.status or Status()))
        self.sheet.show_sections(self._sections())
