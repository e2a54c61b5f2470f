"""The best proposal there is, by linear programming (HiGHS): solved in a tenth of a second.

Pieces that are alike for the plan (minutes, due by, holder, who may do them, who knows the patient) are one
group; the unknowns are how many of a group each person gets. For each person, what is due by a mark
of the day should fit into the time until then: minutes over that are what the program avoids first. Its
answer splits a few pieces between two people; these go to whoever got most of them, and what that
costs above the proved bound is the gap that is told. Last, a piece that would be late by the minute is
placed anew.
The solver is loaded when it is first asked for, never at the start.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from inbox.domain.ids import ItemId, PersonId
from inbox.domain.rebalance.foresee import urgency
from inbox.domain.rebalance.greedy import away, greedy
from inbox.domain.rebalance.parts import TODAY, WISHES, Board, Piece, Wishes
from inbox.domain.rebalance.solver import solver_library

MARKS = 10
"""Moments of the day at most by which each person's work must fit into their time."""
LONGEST = 1.0
"""Seconds after which it is given up: the proposal that was made at once then stands."""
_SHARES = (0.5, 0.75, 1.0)
"""Shares of somebody's time from which on each minute more weighs more: that is how loads become even."""


class Solved(msgspec.Struct, frozen=True):
    """What was found, and how far from the best possible it is at most, as a share of its cost."""

    owners: dict[ItemId, PersonId | None]
    gap: float


class _Program:
    """Columns and rows as they are added, in the layout that the solver reads."""

    def __init__(self) -> None:
        self.cost: list[float] = []
        self.upper: list[float] = []
        self.low: list[float] = []
        self.high: list[float] = []
        self.starts: list[int] = [0]
        self.rows: list[int] = []
        self.factors: list[float] = []

    def column(self, cost: float, upper: float, entries: Sequence[tuple[int, float]]) -> int:
        """A new unknown between 0 and `upper`, with its factor in each row; gives its number."""
        self.cost.append(cost)
        self.upper.append(upper)
        self.rows += [row for row, _ in entries]
        self.factors += [factor for _, factor in entries]
        self.starts.append(len(self.rows))
        return len(self.cost) - 1

    def row(self, low: float, high: float) -> int:
        """A new sum that stays between the two; gives its number."""
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1


class _Choice(NamedTuple):
    """How many of `pieces` go to `worker` (None: stay in their pool); the number of that unknown."""

    pieces: list[int]
    worker: int | None
    unknown: int


class _Written(NamedTuple):
    program: _Program
    groups: list[list[_Choice]]
    """The choices of each group of pieces."""
    slacks: dict[int, list[int]]
    """By row of somebody's time, the unknowns that take minutes over it, cheapest first."""


def optimum(board: Board, wishes: Wishes = WISHES) -> Solved | None:
    """Who should have each piece; None where nothing was found in time. The same for the same board."""
    written = _written(board, wishes)
    found = _solved(written.program)
    if found is None:
        return None
    values, bound = found
    owners: dict[ItemId, PersonId | None] = {}
    for choices in written.groups:
        left = sorted(choices[0].pieces, key=lambda n: urgency(board.pieces[n]))
        for choice, amount in zip(choices, _whole(values, choices), strict=True):
            values[choice.unknown] = amount
            for number in left[:amount]:
                piece = board.pieces[number]
                to = piece.holder if choice.worker is None else board.workers[choice.worker].person
                owners[piece.item] = to
            del left[:amount]
    cost = _cost(written, values)
    gap = max(0.0, (cost - bound) / cost) if cost else 0.0
    return Solved(greedy(board, wishes, {**board.owners, **owners}), gap)


def _whole(values: Sequence[float], choices: Sequence[_Choice]) -> list[int]:
    """Whole numbers with the same sum: what is left over goes where most was cut off."""
    amounts = [values[choice.unknown] for choice in choices]
    whole = [int(amount + 1e-6) for amount in amounts]
    rest = len(choices[0].pieces) - sum(whole)
    most_cut = sorted(range(len(whole)), key=lambda n: whole[n] - amounts[n])
    for n in most_cut[:rest]:
        whole[n] += 1
    return whole


def _cost(written: _Written, values: Sequence[float]) -> float:
    """What whole numbers cost: the choices themselves, and the minutes over everybody's time."""
    program, used = written.program, defaultdict[int, float](float)
    cost = 0.0
    for choice in (choice for choices in written.groups for choice in choices):
        unknown = choice.unknown
        cost += program.cost[unknown] * values[unknown]
        for at in range(program.starts[unknown], program.starts[unknown + 1]):
            used[program.rows[at]] += program.factors[at] * values[unknown]
    for row, slacks in written.slacks.items():
        over = max(0.0, used[row] - program.high[row])
        for slack in slacks:
            taken = min(over, program.upper[slack])
            cost, over = cost + taken * program.cost[slack], over - taken
    return cost


def _written(board: Board, wishes: Wishes) -> _Written:
    """The program, and what its unknowns mean."""
    written = _Written(_Program(), [], {})
    program = written.program
    marks = _marks(board)
    rows = [_time_rows(written, marks, worker.left, wishes) for worker in board.workers]
    at = {worker.person: n for n, worker in enumerate(board.workers)}
    for pieces in _groups(board, marks):
        piece, size = board.pieces[pieces[0]], len(pieces)
        all_of_them = program.row(size, size)
        today = piece.due is not None and piece.due <= TODAY
        staying = program.column(wishes.late if today else wishes.stranger, size, [(all_of_them, 1.0)])
        choices = [_Choice(pieces, None, staying)]
        for n in _may_have(board, pieces[0], at):
            entries = [(row, piece.minutes) for mark, row in rows[n] if _is_due_by(piece, mark)]
            cost = away(piece, board.workers[n], wishes)
            unknown = program.column(cost, size, [(all_of_them, 1.0), *entries])
            choices.append(_Choice(pieces, n, unknown))
        written.groups.append(choices)
    return written


def _may_have(board: Board, number: int, at: dict[PersonId, int]) -> Sequence[int]:
    """The workers who may be given the piece; only its holder where the person wants it so."""
    piece = board.pieces[number]
    if piece.item in board.held:
        return [at[piece.holder]] if piece.holder in at else []
    return [n for n in board.fits[number] if board.workers[n].left > 0]


def _marks(board: Board) -> list[float]:
    """Minutes from now at which something is due; of many, tenths of them."""
    promised = [piece.due for piece in board.pieces if piece.due is not None]
    dues = sorted({max(due, 0.0) for due in promised if due <= TODAY})
    if len(dues) <= MARKS:
        return [due for due in dues if due > 0] or [TODAY]
    return sorted({dues[len(dues) * n // MARKS - 1] for n in range(1, MARKS + 1)} - {0.0})


def _time_rows(
    written: _Written, marks: Sequence[float], left: float, wishes: Wishes
) -> list[tuple[float, int]]:
    """Rows of one person's time: by each mark what is due fits, or costs by the minute; the day evenly."""
    program, rows, before = written.program, list[tuple[float, int]](), 0.0
    for mark in marks:
        row = program.row(-_ANY, min(mark, left))
        weight = wishes.late / 30.0 * (mark - before) / mark
        written.slacks[row] = [program.column(weight, _ANY, [(row, -1.0)])]
        rows.append((mark, row))
        before = mark
    day = program.row(-_ANY, left * _SHARES[0])
    written.slacks[day] = [
        program.column(wishes.uneven * 10 * share, left * (further - share), [(day, -1.0)])
        for share, further in zip(_SHARES, (*_SHARES[1:], _ANY), strict=True)
    ]
    return [*rows, (_ANY, day)]


_ANY = 1e6
"""More minutes than anybody has."""


def _is_due_by(piece: Piece, mark: float) -> bool:
    return mark >= _ANY or (piece.due is not None and piece.due <= mark)


def _groups(board: Board, marks: Sequence[float]) -> list[list[int]]:
    """The pieces that are alike for the plan."""
    found: dict[object, list[int]] = defaultdict(list)
    for number, piece in enumerate(board.pieces):
        due = next((mark for mark in marks if _is_due_by(piece, mark)), None)
        kept = piece.item if piece.item in board.held else None
        alike = (piece.minutes, due, piece.holder, piece.claimed, piece.knows, board.fits[number], kept)
        found[alike].append(number)
    return list(found.values())


def _solved(program: _Program) -> tuple[list[float], float] | None:
    """The unknowns at their best, and what that costs."""
    highs = solver_library()
    solver = highs._Highs()
    for option, value in {"output_flag": False, "time_limit": LONGEST, "threads": 1}.items():
        solver.setOptionValue(option, value)
    for upper in program.upper:
        solver.addVar(0.0, upper)
    lp = solver.getLp()
    lp.num_row_, lp.row_lower_, lp.row_upper_ = len(program.low), program.low, program.high
    lp.a_matrix_.format_ = highs.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = program.starts, program.rows
    lp.a_matrix_.value_ = program.factors
    solver.passModel(lp)
    for unknown, cost in enumerate(program.cost):
        solver.changeColCost(unknown, cost)  # one by one: all at once would take numpy
    solver.run()
    if solver.getModelStatus() != highs.HighsModelStatus.kOptimal:
        return None
    return list(solver.getSolution().col_value), solver.getInfo().objective_function_value
