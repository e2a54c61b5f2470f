"""Red-flag rules that a colleague proposes: what they change, what they find, and one's own signature."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inbox.domain.signing import Proposal
from inbox.domain.words import tr
from inbox.shortcuts.site_file import differences
from inbox.ui.admin.review import ReviewSheet
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.overlays.confirm import Confirm
from inbox.ui.overlays.key_bar import KeyBar
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.overlays.under_way import UnderWay
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words
from inbox.ui.reading.moments import when


class SigningPage(Overlay):
    """Nothing is signed before its effect has been shown and a question was answered."""

    sign = Signal(object)
    """The `Proposal` on the page is to be signed."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(desk.theme, window, tr("Red-flag rules to sign"), width=1100)
        theme = desk.theme
        self._desk = desk
        self._proposal: Proposal | None = None
        self._weighed = False
        self._told = Words(theme, "", SMALL, "text_2", wrap=True)
        self.review = ReviewSheet(theme, lambda at: when(at, desk.now(), desk.zone))
        self._wrong = Words(theme, "", SMALL, "overdue", wrap=True)
        self.on = KeyButton(theme, tr("Sign"), "Ctrl+Enter", Variant.ACCENT)
        self.foot = KeyBar(theme, [("Up Down", tr("what changes")), ("Esc", tr("close"))])
        self.confirm = Confirm(theme, window)
        self.under_way = UnderWay(self, self.foot, (self.review, self.on))
        self._head, self._below = QVBoxLayout(), QHBoxLayout()
        self._head.addWidget(Words(theme, tr("Red-flag rules to sign"), SUBJECT))
        self._head.addWidget(self._told)
        self._below.addWidget(self._wrong, 1)
        self._below.addStretch(1)
        self._below.addWidget(self.on)
        nest(self._head, self.body)
        self._middle = QVBoxLayout()
        self._middle.addWidget(self.review)
        nest(self._middle, self.body, 1)
        nest(self._below, self.body)
        self.body.addWidget(self.foot)
        self.on.clicked.connect(self._ask)

    @property
    def busy(self) -> bool:
        """Something is being worked out, or signed: nothing else begins, and it is not closed meanwhile."""
        return self.under_way.busy

    def open(self, proposal: Proposal, before: bytes) -> None:
        """Show a proposal beside what holds, `before`."""
        desk, self._proposal, self._weighed = self._desk, proposal, False
        self._told.set_words(
            tr(
                "Version {version}, proposed {at} by {who}: {why}",
                version=proposal.file.version,
                at=when(proposal.at, desk.now(), desk.zone),
                who=proposal.by.name or proposal.by.ref,
                why=proposal.reason or tr("no reason given"),
            )
        )
        file = proposal.file
        self.review.show_found(differences(file.part, before, file.body), (), ())
        self.say("")
        self.appear()

    def show_effect(self, told: str) -> None:
        """What the rules would find, in words: from now on they can be signed."""
        self._weighed = True
        self.review.show_hint(told)

    def first(self) -> QWidget:
        return self.review.first()

    def say(self, wrong: str) -> None:
        """Say what is the matter; empty where nothing is."""
        self._wrong.set_words(wrong)
        self._wrong.setVisible(bool(wrong))

    def pressed_outside(self) -> None:
        """A slip of the pointer does not close it."""

    def dismiss(self) -> None:
        """Close, unless something is under way."""
        if self.is_open and self.busy:
            self.say(tr("One moment: this is not finished yet."))
        else:
            self.close_up()

    def close_up(self) -> None:
        """Close, whatever is under way."""
        super().dismiss()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._ask()
        super().keyPressEvent(event)

    def restyle(self) -> None:
        px = self.theme.px
        self._head.setContentsMargins(px(14), px(10), px(14), px(6))
        self._middle.setContentsMargins(px(14), 0, px(14), 0)
        self._below.setContentsMargins(px(14), px(6), px(14), px(8))
        self.review.restyle()

    def place(self) -> None:
        super().place()
        margin = self.theme.px(32)
        self.card.setGeometry(self.card.x(), margin, self.card.width(), max(self.height() - 2 * margin, 1))

    def _ask(self) -> None:
        """In whose name, and what it leads to, before it is done."""
        proposal = self._proposal
        if proposal is None or self.busy or not self._weighed:
            return
        self.say("")
        question = tr("Sign as {name}?", name=self._desk.actor.name)
        about = tr(
            "Version {version} of the red-flag rules holds at every station from then on. It is an aid, and "
            "finds not everything.",
            version=proposal.file.version,
        )
        self.confirm.ask(question, about, tr("Sign"), tr("Not yet"), lambda: self.sign.emit(proposal))
