"""The question for a speed button's own key: it is pressed, and what has it now is told at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inbox.domain.words import tr
from inbox.shortcuts.button_keys import in_the_way
from inbox.shortcuts.button_sheet import ButtonSheet, instead_of
from inbox.shortcuts.keys import KeySequence
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL
from inbox.ui.overlays.key_bar import KeyBar
from inbox.ui.overlays.key_settings.catcher import Catcher
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words


class OwnKeyAsk(Overlay):
    """Enter keeps the keys that were pressed, Del asks for none, Esc leaves the button as it was."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(desk.theme, window, tr("Its own key"), width=560)
        self._desk = desk
        self._sheet = ButtonSheet()
        self._then: Callable[[str], None] = lambda _keys: None
        self._pressed, self._hinders = "", ""
        self.catcher = Catcher(desk.theme)
        self.outcome = Words(desk.theme, "", SMALL, wrap=True)
        self._about = QVBoxLayout()
        self._about.addWidget(self.outcome)
        hints = [("Enter", tr("keep")), ("Backspace", tr("take one back")), ("Delete", tr("no key"))]
        self.body.addWidget(self.catcher)
        nest(self._about, self.body)
        self.body.addWidget(KeyBar(desk.theme, [*hints, ("Esc", tr("leave it as it is"))]))
        self.catcher.pressed.connect(self._look_at)
        self.catcher.entered.connect(self._enter)
        self.catcher.emptied.connect(lambda: self._take(""))
        self.catcher.left.connect(self.dismiss)
        self.catcher.remarked.connect(self._tell)

    def ask(self, sheet: ButtonSheet, then: Callable[[str], None]) -> None:
        """Which key is the button on `sheet` to have? `then` is given it as it is written, or nothing."""
        self._sheet, self._then = sheet, then
        self.appear()
        self.catcher.ask(tr("Press the key for “{name}”", name=sheet.name or tr("this button")))
        self._look_at(None)

    def first(self) -> QWidget:
        return self.catcher

    def restyle(self) -> None:
        px = self.theme.px
        self._about.setContentsMargins(px(14), px(6), px(14), px(10))

    def _look_at(self, pressed: KeySequence | None) -> None:
        """Say what the keys pressed so far would come to."""
        self._pressed = str(pressed) if pressed else ""
        self._hinders = in_the_way(self._desk.keys.map, self._pressed) if pressed else ""
        self.outcome.set_role("overdue" if self._hinders else "text")
        if not pressed:
            self._tell(tr("The keys are only looked at: nothing is kept before Enter."))
        elif self._hinders:
            self._tell(tr("{why} Press another.", why=self._hinders))
        else:
            wanted = self._sheet.with_(own_key=self._pressed)
            taken = instead_of(wanted, self._desk.kit.buttons, self._desk.actor.role)
            about = [one for one in taken if one.startswith(self._pressed)]
            self._tell(" ".join(about) or tr("Nothing else has this key."))

    def _enter(self) -> None:
        if self._pressed and not self._hinders:
            self._take(self._pressed)

    def _take(self, keys: str) -> None:
        then = self._then
        self.dismiss()
        then(keys)

    def _tell(self, words: str) -> None:
        self.outcome.set_words(words)
        self.catcher.tell(words)
        self.place()
