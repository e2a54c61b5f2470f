"""What will stay unseen until the clinic opens again: who has looked at what, and the way in."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inbox.commands.registry import COMMANDS
from inbox.domain.sweep import Group, Line, Sweep
from inbox.domain.words import tr
from inbox.ui.board.sweep.lines import gap_words, group_view, quiet_words, sweep_lines
from inbox.ui.board.tab import Around, BoardTab
from inbox.ui.look.roles import Role
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.overlays.choices import Choice, ChoiceList
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words


class SweepTab(BoardTab):
    """Follows while it is in front; Enter opens an item where everything can be done about it."""

    ground: Role = "surface"

    def __init__(self, around: Around) -> None:
        super().__init__(around, tr("Sweep"))
        self.when = Words(self.theme, tr("Looking at all open work…"), SUBJECT, wrap=True)
        self.told = Words(self.theme, "", bold=True, wrap=True)
        self.about = Words(self.theme, "", SMALL, "text_2", wrap=True)
        self.list = ChoiceList(self.theme, tr("Sweep"))
        self.list.picked.connect(self._picked)
        command = COMMANDS["sweep.begin"]
        self.begin = KeyButton(self.theme, command.said, self.desk.keys_of(command.id), Variant.ACCENT)
        self.begin.clicked.connect(lambda: around.conductor.ask("sweep.begin"))
        around.finding.found.connect(self._show)
        self._build()
        self.restyle()

    def come(self) -> None:
        self.around.finding.follow(self, True)

    def go(self) -> None:
        self.around.finding.follow(self, False)

    def first(self) -> QWidget:
        return self.list

    def step(self, by: int) -> None:
        self.list.step(by)

    def enter(self) -> None:
        self.list.enter()

    def restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(16), px(10), px(16), px(10))
        self._column.setSpacing(px(8))

    def _build(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.begin)
        row.addStretch(1)
        self._column = QVBoxLayout(self)
        for words in (self.when, self.told, self.about):
            self._column.addWidget(words)
        self._column.addWidget(self.list, 1)
        nest(row, self._column)

    def _picked(self, choice: object) -> None:
        found = self.around.finding.latest
        if not isinstance(choice, Choice) or found is None:
            return
        if isinstance(choice.value, Group):
            self.around.drill(group_view(found, choice.value))
        elif isinstance(choice.value, Line):
            self.around.conductor.ask("sweep.begin", choice.value)

    def _show(self, found: Sweep) -> None:
        """The cursor stays on its line, wherever that is now."""
        at = self.list.current()
        choices = sweep_lines(self.desk, found)
        key = _key(at) if at else None
        place = next((n for n, one in enumerate(choices) if key and _key(one) == key), 0)
        if choices != list(self.list.choices):
            self.list.set_choices(choices, place)
        self.list.setVisible(bool(choices))
        self.begin.setVisible(bool(found.must))
        for words, said in zip((self.when, self.told, self.about), told(self, found), strict=True):
            if words.text() != said:
                words.set_words(said)
            words.setVisible(bool(said))


def told(tab: SweepTab, found: Sweep) -> tuple[str, str, str]:
    """When it closes and opens, how far the sweep has come, and what to do."""
    if found.gap is None:
        return tr("Nothing is open in a pool that closes."), tr("There is nothing to sweep."), ""
    when = gap_words(tab.desk, found.gap, found.at)
    if not found.must:
        nothing = tr("No red flag and nothing urgent waits until then.")
        return when, nothing, quiet_words(found)
    told = tr("Every red flag and urgent item is opened, acted on, or left with a reason.")
    return when, found.told, " ".join(filter(None, (told, quiet_words(found))))


def _key(choice: Choice) -> object:
    return choice.value.what.item if isinstance(choice.value, Line) else choice.value
