"""A line for each move: whose work it is, to whom it goes, and why."""

from __future__ import annotations

from inbox.domain.inert import one_line
from inbox.domain.kind_words import kind_words
from inbox.domain.rebalance.moves import Move, Proposal
from inbox.domain.words import tr
from inbox.queries import worklist
from inbox.queries.worklist import Line
from inbox.ui.desk import Desk
from inbox.ui.overlays.choices import Choice
from inbox.ui.reading.moments import when
from inbox.ui.worklist.words import KIND_ICONS


def move_lines(desk: Desk, proposal: Proposal) -> list[Choice]:
    """The moves, most urgent first."""
    names = {worker.person: worker.name for worker in proposal.board.workers}
    order = sorted(proposal.moves, key=lambda move: move.piece.due if move.piece.due is not None else 1e9)
    found = worklist.lines(desk.reader, [move.piece.item for move in order], desk.actor)
    lines = {line.item: line for line in found}
    return [_line(desk, move, lines.get(move.piece.item), names[move.to]) for move in order]


def _line(desk: Desk, move: Move, line: Line | None, to: str) -> Choice:
    patient = one_line(line.name) if line and line.name else tr("Unknown patient")
    due = when(line.due, desk.now(), desk.zone) if line and line.due else tr("no due time")
    title = tr("{patient} → {name}", patient=patient, name=to)
    about = tr("{kind}, {due} · {why}", kind=kind_words(move.piece.kind), due=due, why=move.why)
    icon = KIND_ICONS.get(move.piece.kind, "user")
    return Choice(title, move, about, icon)
