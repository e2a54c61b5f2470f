"""Who should get what: a proposal at once, the best one a moment later, edited and applied by keys."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inbox.commands.registry import COMMANDS
from inbox.domain.duty import Roster
from inbox.domain.errors import Refused
from inbox.domain.ids import PersonId
from inbox.domain.rebalance.greedy import greedy
from inbox.domain.rebalance.moves import Move, Proposal
from inbox.domain.rebalance.optimum import Solved, optimum
from inbox.domain.rebalance.parts import Board
from inbox.domain.words import tr
from inbox.queries import pools, rebalance
from inbox.queries.reader import Reader
from inbox.ui.board.rebalance.applying import Meanwhile, applied
from inbox.ui.board.rebalance.draft import Draft
from inbox.ui.board.rebalance.lines import move_lines
from inbox.ui.board.rebalance.loads import Loads
from inbox.ui.board.rebalance.told import told_of
from inbox.ui.board.tab import Around, BoardTab
from inbox.ui.desk import Tone
from inbox.ui.look.roles import Role
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.overlays.choices import Choice, ChoiceList
from inbox.ui.overlays.pick import Pick
from inbox.ui.parts.flow import Flow
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.scroll_bar import scrolls_thinly
from inbox.ui.parts.words import Words

_COMMANDS = (
    "rebalance.apply",
    "rebalance.drop",
    "rebalance.person",
    "rebalance.spare",
    "rebalance.propose",
)
_SIDE_BY_SIDE = 900
"""Width in pixels at 100 % from which the loads stand beside the moves."""


class RebalanceTab(BoardTab):
    """Reads the open work when it comes to the front, and proposes when asked."""

    ground: Role = "surface"

    def __init__(self, around: Around) -> None:
        super().__init__(around, tr("Rebalance"))
        self.draft = Draft()
        self._asked = 0
        """How often a proposal was asked for: an answer to an earlier question is of no use."""
        self._effect = Words(self.theme, tr("Nothing has been proposed yet."), SUBJECT, wrap=True)
        self._about = Words(self.theme, "", SMALL, "text_2", wrap=True)
        legend = tr("Bars: minutes of work now → with the moves. The mark ends what is left of their day.")
        self._legend = Words(self.theme, legend, SMALL, "text_3", wrap=True)
        self.list = ChoiceList(self.theme, tr("Moves"))
        self.loads = Loads(self.theme)
        self._body, self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight), Flow()
        self._people = Pick(self.theme, around.window, filtered=True)
        self._buttons = [self._button(command) for command in _COMMANDS]
        self._build()
        self.restyle()

    def come(self) -> None:
        if self.draft.proposal is None:
            self.propose()

    def first(self) -> QWidget:
        return self.list

    def step(self, by: int) -> None:
        self.list.step(by)

    def propose(self) -> None:
        """Propose at once, then better: the work as it stands now, with what the person has decided."""
        desk, self._asked = self.desk, self._asked + 1
        staff = pools.staff(desk.reader)
        roster, now = Roster(tuple(staff), desk.promises.calendar), desk.now()
        table, office = desk.expected_minutes, desk.actor.office_work

        def look(reader: Reader) -> tuple[Board, Proposal]:
            here = rebalance.workers(roster, now)
            board = self.draft.begin(rebalance.board(reader, staff, here, table, office, now))
            return board, self.draft.propose(board, greedy(board), None)

        self.around.beside.run(look, partial(self._came, self._asked))

    def _came(self, asked: int, found: tuple[Board, Proposal] | None) -> None:
        if found is None or asked != self._asked:
            return
        board, _ = found
        self._show()
        self._about.set_words(tr("Looking for the best…"))
        self.around.beside.run(lambda _reader: optimum(board), partial(self._best, asked, board))

    def _best(self, asked: int, board: Board, found: Solved | None) -> None:
        if asked != self._asked or self.draft.proposal is None or self.draft.proposal.board is not board:
            return
        if found is None:
            self._about.set_words(tr("A good proposal; the best one was not found in time."))
            return
        self.draft.propose(board, found.owners, found.gap)
        self._show()

    def _show(self) -> None:
        """The list, the loads and the sentence as the draft has them, with the cursor where it was."""
        proposal = self.draft.proposal
        self.loads.show_loads(proposal)
        for command, button in zip(_COMMANDS, self._buttons, strict=True):
            idle = command != "rebalance.propose" and not (proposal and proposal.moves)
            button.set_off(tr("There is no move.") if idle else "")
        if proposal is None:
            self.list.set_choices([])
            return
        at = self.list.currentIndex().row()
        self.list.set_choices(move_lines(self.desk, proposal), max(0, at))
        effect, about = told_of(proposal)
        self._effect.set_words(effect)
        self._about.set_words(about)

    def _move(self) -> Move:
        choice = self.list.current()
        if choice is None or not isinstance(choice.value, Move):
            raise Refused(tr("There is no move to change."))
        return choice.value

    def drop(self) -> None:
        """The current move is not made."""
        self._asked += 1
        self.draft.drop(self._move())
        self._show()

    def spare(self) -> None:
        """Whoever would get the current piece keeps what they have, and gets nothing."""
        self._asked += 1
        self.draft.spare(self._move().to)
        self._show()

    def other_person(self) -> None:
        """Choose who gets the current piece."""
        move, proposal = self._move(), self.draft.proposal
        assert proposal is not None
        board = proposal.board
        number = next(n for n, piece in enumerate(board.pieces) if piece.item == move.piece.item)
        fitting = [board.workers[place] for place in board.fits[number]]
        loads = proposal.after.loads
        choices = [
            Choice(one.name, one.person, told, "user")
            for one in sorted(fitting, key=lambda one: (one.left <= 0, loads[one.person].minutes))
            if one.person != move.to and (told := _has(one.left, loads[one.person].minutes))
        ]

        def taken(person: object, _note: str) -> None:
            self._asked += 1
            self.draft.give(move, PersonId(str(person)))
            self._show()
            self.list.setFocus()

        self._people.ask(tr("Give it to whom?"), tr("Only who may have it is listed."), choices, "", taken)

    def apply(self) -> None:
        """Assign all of it, with the reasons."""
        proposal = self.draft.proposal
        if proposal is None or not proposal.moves:
            raise Refused(tr("There is nothing to apply."))
        self._asked += 1
        self.draft.forget()
        self._effect.set_words(tr("Assigning…"))
        self._show()
        self.around.conductor.follow(self._applying(proposal))

    async def _applying(self, proposal: Proposal) -> None:
        result, desk = await applied(self.desk, proposal), self.desk
        if result.done is not None:
            self.around.conductor.undoable(result.done)
            Meanwhile(desk, result.done)
            desk.sync.wake()
        count = len(result.done.targets) if result.done else 0
        said = tr("{n} assigned.", n=count)
        if result.skipped:
            said += " " + tr("{n} skipped: they changed meanwhile.", n=result.skipped)
        desk.say(said, Tone.GOOD if count else Tone.WARNING, "edit.undo" if count else "")
        self._effect.set_words(said)
        self._about.set_words(tr("Undo takes all of it back as one."))

    def _button(self, command: str) -> KeyButton:
        variant = Variant.NORMAL if command == "rebalance.apply" else Variant.QUIET
        button = KeyButton(self.theme, COMMANDS[command].said, self.desk.keys_of(command), variant)
        button.clicked.connect(lambda: self.around.conductor.ask(command))
        return button

    def _build(self) -> None:
        side = QScrollArea()
        side.setWidget(self.loads)
        side.setWidgetResizable(True)
        side.setFrameShape(QScrollArea.Shape.NoFrame)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolls_thinly(side, self.theme)
        self._body.addWidget(self.list, 3)
        self._body.addWidget(side, 2)
        for button in self._buttons:
            self._row.add(button)
        self._row.let_grow()
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._effect)
        self._column.addWidget(self._about)
        self._column.addWidget(self._legend)
        nest(self._body, self._column)
        self._column.setStretch(3, 1)
        self._column.addWidget(self._row)

    def restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(16), px(10), px(16), px(10))
        self._column.setSpacing(px(8))
        self._row.set_gap(px(4))
        self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        """The loads stand beside the moves where both can be read, else below."""
        wide = self.width() >= self.theme.px(_SIDE_BY_SIDE)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._body.setDirection(across if wide else down)


def _has(left: float, minutes: float) -> str:
    if left <= 0:
        return tr("not on duty")
    return tr("{n} min of work, {left} min left today", n=round(minutes), left=round(left))
