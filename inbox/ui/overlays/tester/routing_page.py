"""Routing rules tried on a text: what it asks for, by which words, where each goes, and by which rule."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from inbox.domain.people import Party
from inbox.domain.routing import Question, Routing
from inbox.domain.words import tr
from inbox.ui.desk import Desk
from inbox.ui.directions import Directions
from inbox.ui.look.type import SMALL
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.connection_sheet import ConnectionSheet
from inbox.ui.overlays.pick import Pick
from inbox.ui.overlays.tester.routing_words import Directed, nowhere_words, sections
from inbox.ui.overlays.tester.text_frame import TextFrame
from inbox.ui.parts.field import Field
from inbox.ui.parts.key_button import KeyButton
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words
from inbox.ui.reading.plain_field import PlainField

POOL_KEYS = "Ctrl+P"
_PAUSE = 150
"""Milliseconds after the last letter in which the rules are tried: no letter waits for them."""
_ROOM = 250


class RoutingPage(QWidget):
    """A text, the pool it came to, whose patient and from which state. `grown`: it wants another height."""

    grown = Signal()

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__()
        self._desk = desk
        self._directions = Directions(desk)
        self._pool: Party | None = None
        theme = desk.theme
        self.text = PlainField(theme)
        self.text.restyle()
        self.text.setAccessibleName(tr("Text to try"))
        self.text.setPlaceholderText(tr("Type or paste a message"))
        self.pools = Pick(theme, window, filtered=True)
        self.pool = KeyButton(theme, _pool_words(None), POOL_KEYS)
        self.clinician = QLineEdit()
        self.clinician.setMaxLength(200)
        self.clinician.setPlaceholderText(tr("not known"))
        self._clinician = Field(theme, self.clinician, tr("The patient’s clinician, as the rules name them"))
        self.state = QLineEdit()
        self.state.setMaxLength(2)
        self.state.setPlaceholderText(tr("not known"))
        self._state = Field(theme, self.state, tr("State the patient lives in, such as IL"))
        self._rules = Words(theme, "", SMALL, "text_2", wrap=True)
        self.found = ConnectionSheet(theme)
        self.found.setAccessibleName(tr("Where it goes"))
        self._soon = QTimer(self, interval=_PAUSE, singleShot=True)
        self._build()
        self._listen()
        self.restyle()

    def try_out(self, rules: Routing | None) -> None:
        """Ask these, which are only drafted; None: those in force again."""
        self._directions.trial = rules

    def forget(self) -> None:
        """Nothing of what was in it stays, not even to be undone."""
        self.pools.dismiss()
        self.text.clear()
        self.text.document().clearUndoRedoStacks()
        for line in (self.clinician, self.state):
            line.setText("")  # unlike clear(), it leaves nothing to be undone
        self._take_pool(None)

    def scan(self) -> None:
        """Look for what is there now, and ask the rules in force."""
        self._soon.stop()
        rules, written = self._directions.rules, self.text.written()
        ready = self._desk.asking.ready
        nowhere = nowhere_words(self._directions.leading_nowhere())
        drafted = tr("Your draft, which does not hold yet.") if self._directions.trial is not None else ""
        version = " ".join(filter(None, (drafted or _version(rules), nowhere)))
        self._rules.set_words(version if ready else tr("The signs of what is asked are not ready yet."))
        asks = self._desk.asking.try_out(written) if written.strip() else ()
        self.found.show_sections(sections(asks, self._direct, tried=ready and bool(written.strip())))
        self.grown.emit()

    def ask_pool(self) -> None:
        """Ask to which pool the message came."""
        pools = [Party(pool.id, pool.name) for pool in self._desk.pools() if pool.active]
        choices = [Choice(tr("Not known"), _NO_POOL, "", "circle-alert")]
        choices += [Choice(pool.name, pool, "", "users") for pool in pools]
        self.pools.ask(tr("In which pool is it?"), "", choices, "", self._picked)

    def restyle(self) -> None:
        """Take margins from the theme again."""
        px = self._desk.theme.px
        self._column.setContentsMargins(0, 0, 0, 0)
        self._asked.setContentsMargins(px(14), px(4), px(14), px(4))
        self._asked.setSpacing(px(8))
        self._row.setSpacing(px(8))
        self._state.setFixedWidth(px(96))
        self.found.setMinimumHeight(px(_ROOM))  # what is found does not make the card jump
        self.found.restyle()

    def _build(self) -> None:
        theme = self._desk.theme
        self._row = QHBoxLayout()
        self._row.addWidget(self.pool)
        self._row.addWidget(Words(theme, tr("Clinician"), SMALL, "text_2"))
        self._row.addWidget(self._clinician, 1)
        self._row.addWidget(Words(theme, tr("State"), SMALL, "text_2"))
        self._row.addWidget(self._state)
        self._asked = QVBoxLayout()
        self._asked.addWidget(TextFrame(theme, self.text))
        nest(self._row, self._asked)
        self._asked.addWidget(self._rules)
        self._column = QVBoxLayout(self)
        nest(self._asked, self._column)
        self._column.addWidget(self.found, 1)

    def _listen(self) -> None:
        self.text.textChanged.connect(self._soon.start)
        self.text.grown.connect(self.grown)
        self.clinician.textChanged.connect(self._soon.start)
        self.state.textChanged.connect(self._soon.start)
        self.pool.clicked.connect(self.ask_pool)
        self._soon.timeout.connect(self.scan)

    def _picked(self, pool: object, _note: str) -> None:
        assert isinstance(pool, Party)
        self._take_pool(None if pool == _NO_POOL else pool)

    def _take_pool(self, pool: Party | None) -> None:
        self._pool = pool
        self.pool.set_label(_pool_words(pool))
        self.scan()

    def _direct(self, kind: str) -> Directed:
        named = self.clinician.text().strip()
        clinician = Party(named, named) if named else None
        role = self._desk.actor.role
        return self._directions.ask(Question(kind, self._pool, role, clinician, self.state.text()))


_NO_POOL = Party("")


def _version(rules: Routing) -> str:
    return tr("Routing rules {rules}.", rules=f"{rules.id}@{rules.version}")


def _pool_words(pool: Party | None) -> str:
    return tr("In {pool}", pool=pool.name) if pool else tr("Pool not known")
