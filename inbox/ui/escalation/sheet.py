"""The sheet that a packet is written on: question, summary, proposed reply; whom, how soon, what then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from inbox.domain.people import Party
from inbox.domain.prescription import Supply
from inbox.domain.review import After, Packet
from inbox.domain.words import tr
from inbox.ui.escalation.prefill import after_words
from inbox.ui.escalation.turning import Turning
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.overlays.tester.text_frame import TextFrame
from inbox.ui.parts.field import Field
from inbox.ui.parts.flow import Flow
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words
from inbox.ui.reading.plain_field import PlainField

KEEP_AFTER_MS = 700
"""From the first unsaved keystroke, as replies are kept."""
Whom = Sequence[tuple[Party | None, str]]


class EscalationSheet(Overlay):
    """Everything by keys: Tab goes on, Alt and a letter turns a choice, Ctrl+Enter hands it over.

    `typed` says what is to be kept as a draft; Esc leaves it, and it is there again the next time.
    """

    typed = Signal(object)
    """A `Packet`."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window, tr("Ask a prescriber"), width=640)
        self._whom: dict[Party | None, str] = {}
        self._chosen, self._after = Turning[Party | None](), Turning(list(After))
        self._supply, self._urgent = Turning[Supply | None](), Turning([False, True])
        self._then: Callable[[Packet], str] = lambda _packet: ""
        self._filling = False
        self._title = Words(theme, "", SUBJECT)
        self.question = QLineEdit()
        self.question.setMaxLength(300)
        self.summary, self.proposal = PlainField(theme), PlainField(theme)
        self.summary.set_lines(2, 5)
        self.proposal.set_lines(3, 8)
        self.to = KeyButton(theme, tr("To"), "Alt+W", icon="user-round")
        self.soon = KeyButton(theme, tr("Routine"), "Alt+U", icon="timer")
        self.then = KeyButton(theme, tr("Then"), "Alt+A", icon="check")
        self.supply = KeyButton(theme, tr("Supply"), "Alt+S", icon="pill")
        self.hand_over = KeyButton(theme, tr("Hand over"), "Ctrl+Enter", Variant.ACCENT, "stethoscope")
        self._told = Words(theme, "", SMALL, "text_2", wrap=True)
        self._soon = QTimer(self, interval=KEEP_AFTER_MS, singleShot=True)
        self._build()
        self._listen()
        self.restyle()

    @property
    def packet(self) -> Packet:
        """What is written now."""
        return Packet(
            self.question.text().strip(),
            self.summary.written().strip(),
            self.proposal.written().strip(),
            self._chosen.value,
            bool(self._urgent.value),
            self._after.value or After.BACK,
            self._supply.value,
        )

    def ask(
        self,
        packet: Packet,
        whom: Whom,
        begun: bool,
        then: Callable[[Packet], str],
        supplies: Sequence[Supply] = (),
    ) -> None:
        """Open with `packet`. `begun`: it is a draft. `then` hands it over, or gives why it cannot.
        `supplies`: what may be proposed of a refill; none for all else."""
        self._filling = True
        self._then, self._whom = then, dict(whom)
        self._urgent.begin([False, True], packet.urgent)
        wanted = packet.to.ref if packet.to else ""
        named = next((one for one in self._whom if (one.ref if one else "") == wanted), None)
        self._chosen.begin(list(self._whom), named)
        self._after.begin(list(After), packet.after)
        self._supply.begin([packet.supply, *supplies] if packet.supply else [], packet.supply)
        self.supply.setVisible(packet.supply is not None)
        self.question.setText(packet.question)
        self.summary.setPlainText(packet.summary)
        self.proposal.setPlainText(packet.proposal)
        for field in (self.summary, self.proposal):
            field.restyle()
        self._filling = False
        self._tell()
        self.say(tr("Your draft is as you left it.") if begun else "")
        self.appear()
        (self.question if not packet.question else self.proposal).setFocus()

    def say(self, sentence: str, wrong: bool = False) -> None:
        """A sentence below the fields."""
        self._told.set_role("overdue" if wrong else "text_2")
        self._told.set_words(sentence or tr("The prescriber sees the chart and the conversation beside it."))
        self.place()

    def first(self) -> QWidget:
        return self.question

    def dismiss(self) -> None:
        self._keep()
        super().dismiss()

    def restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(16), px(14), px(16), px(14))
        self._column.setSpacing(px(6))
        self._flow.set_gap(px(6))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The sheet's own keys, also from within a field, which would take some of them for letters."""
        if watched is not self.behind and isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and self._own_key(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._own_key(event):
            super().keyPressEvent(event)

    def _own_key(self, event: QKeyEvent) -> bool:
        """Act on a key of the sheet; whether it was one."""
        held, key = event.modifiers(), event.key()
        turns = {
            Qt.Key.Key_W: self.to,
            Qt.Key.Key_U: self.soon,
            Qt.Key.Key_A: self.then,
            Qt.Key.Key_S: self.supply,
        }
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if held == Qt.KeyboardModifier.AltModifier and key in turns and not turns[Qt.Key(key)].isHidden():
            turns[Qt.Key(key)].click()
        elif enter and held & Qt.KeyboardModifier.ControlModifier:
            if not event.isAutoRepeat():
                self._hand_over()
        else:
            return False
        return True

    def _hand_over(self) -> None:
        if why := self._then(self.packet):
            self.say(why, wrong=True)
            return
        self._soon.stop()
        super().dismiss()

    def _keep(self) -> None:
        if self._soon.isActive():
            self._soon.stop()
            self.typed.emit(self.packet)

    def _turn(self, choice: Turning[Any]) -> None:
        choice.turn()
        self._changed()

    def _changed(self) -> None:
        if not self._filling:
            self._tell()
            if not self._soon.isActive():
                self._soon.start()

    def _tell(self) -> None:
        """Say what the choices are now."""
        self._title.set_words(tr("Ask a prescriber"))
        named = self._whom.get(self._chosen.value) or tr("a prescriber of the pool")
        self.to.set_label(tr("To {name}", name=named))
        self.soon.set_label(tr("Urgent: within the hour") if self._urgent.value else tr("Routine"))
        self.then.set_label(after_words(self._after.value or After.BACK))
        if supply := self._supply.value:
            self.supply.set_label(tr("Supply: {supply}", supply=supply.said))
        self._flow.arrange()

    def _listen(self) -> None:
        self._soon.timeout.connect(lambda: self.typed.emit(self.packet))
        for written in (self.question, self.summary, self.proposal):
            written.installEventFilter(self)
        self.question.textEdited.connect(lambda _text: self._changed())
        for field in (self.summary, self.proposal):
            field.textChanged.connect(self._changed)
            field.grown.connect(self.place)
        for button, act in (
            (self.to, lambda: self._turn(self._chosen)),
            (self.soon, lambda: self._turn(self._urgent)),
            (self.then, lambda: self._turn(self._after)),
            (self.supply, lambda: self._turn(self._supply)),
            (self.hand_over, self._hand_over),
        ):
            button.clicked.connect(act)

    def _build(self) -> None:
        theme = self.theme
        self.summary.setAccessibleName(tr("Summary"))
        self.proposal.setAccessibleName(tr("Proposed reply to the patient"))
        self._column = QVBoxLayout()
        self._column.addWidget(self._title)
        self._flow = Flow()
        self._flow.let_grow()
        for button in (self.supply, self.to, self.soon, self.then):
            self._flow.add(button)
        for label, field in (
            (tr("Question"), Field(theme, self.question, tr("Question"))),
            (tr("Summary"), TextFrame(theme, self.summary)),
            (
                tr("Proposed reply to the patient: sent only by the prescriber"),
                TextFrame(theme, self.proposal),
            ),
        ):
            self._column.addWidget(Words(theme, label, SMALL, "text_2"))
            self._column.addWidget(field)
        for part in (self._flow, self._told, self.hand_over):
            self._column.addWidget(part)
        nest(self._column, self.body)
