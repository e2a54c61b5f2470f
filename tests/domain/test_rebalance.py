"""Rebalancing: fewest promises broken, by people who may do it, with as few moves as that takes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from inbox.domain.people import Role
from inbox.domain.rebalance.foresee import foresee
from inbox.domain.rebalance.greedy import greedy
from inbox.domain.rebalance.moves import Proposal, proposal, valued
from inbox.domain.rebalance.optimum import Solved, optimum
from inbox.domain.rebalance.parts import Board, left_alone
from tests.domain.rebalancing import board, clinic, piece, worker

NADIA, TOMAS, GUS = worker("nadia"), worker("tomas"), worker("gus", Role.LPN)
GONE = worker("gone", left=0)
CLERK, DOCTOR, LEAD = (
    worker("clerk", Role.CLERK),
    worker("doctor", Role.PRESCRIBER),
    worker("lead", Role.SUPERVISOR),
)


def at_once(there: Board) -> Proposal:
    return proposal(there, greedy(there))


def best(there: Board) -> Proposal:
    found = optimum(there)
    assert isinstance(found, Solved)
    return proposal(there, found.owners, found.gap)


both = pytest.mark.parametrize("propose", [at_once, best], ids=["at once", "best"])


def test_what_one_person_cannot_do_in_time_is_late() -> None:
    pieces = [piece(n, 25, NADIA, claimed=True) for n in range(4)]
    seen = foresee(board([NADIA, TOMAS], pieces), {one.item: one.holder for one in pieces})
    assert len(seen.late) == 2, "ten minutes each: two are done in 25"
    assert seen.loads[NADIA.person].minutes == 40
    assert seen.loads[TOMAS.person].items == 0


def test_what_lies_in_a_pool_is_taken_in_turn_and_needs_no_move() -> None:
    there = board([NADIA, TOMAS], [piece(n, 25) for n in range(4)])
    assert foresee(there, there.owners).late == frozenset()
    assert at_once(there).moves == best(there).moves == ()


def test_what_is_late_already_or_due_after_the_day_is_nobodys_breach_of_today() -> None:
    there = board([NADIA], [piece(1, -5), piece(2, 3000), piece(3, None)])
    assert foresee(there, there.owners).late == frozenset()


@both
def test_too_much_with_one_is_shared_with_who_has_time(propose: object) -> None:
    there = board([NADIA, TOMAS], [piece(n, 45, NADIA, claimed=True) for n in range(8)])
    found = propose(there)  # type: ignore[operator]
    assert len(found.before.late) == 4
    assert found.after.late == frozenset()
    assert {move.to for move in found.moves} == {TOMAS.person}
    assert len(found.moves) == 4, "no more than it takes"
    assert found.moves[0].why == "Nadia has 1 h 20 of work; Tomas is free"


@both
def test_work_of_somebody_who_is_not_here_goes_to_who_is(propose: object) -> None:
    there = board([GONE, NADIA], [piece(1, 200, GONE, claimed=True)])
    (move,) = propose(there).moves  # type: ignore[operator]
    assert (move.to, move.why) == (NADIA.person, "Gone is not here; Nadia is free")


@both
def test_a_move_that_betters_nothing_is_not_proposed(propose: object) -> None:
    busy = [piece(n, 30, TOMAS, claimed=True) for n in range(10, 13)]
    overdue = piece(1, -60, GONE, claimed=True)
    there = board([GONE, worker("tomas", left=30)], [*busy, overdue])
    found = propose(there)  # type: ignore[operator]
    assert found.moves == (), "nobody who is here gets to it: it would only change hands"


@both
def test_what_is_late_already_moves_where_it_is_done_today_at_least(propose: object) -> None:
    there = board([GONE, NADIA], [piece(1, -60, GONE, claimed=True)])
    found = propose(there)  # type: ignore[operator]
    assert [move.to for move in found.moves] == [NADIA.person]
    assert (len(found.before.undone), len(found.after.undone)) == (1, 0)


@pytest.mark.parametrize("seed", range(4))
def test_each_move_is_needed(seed: int) -> None:
    there = clinic(60, 6, seed)
    found = best(there)
    for left_out in found.moves:
        fewer = valued(there, [move for move in found.moves if move is not left_out], found.before)
        worse = (len(fewer.after.late), len(fewer.after.undone))
        assert worse[0] > len(found.after.late) or worse[1] > len(found.after.undone)


@both
def test_nothing_goes_to_who_may_not_have_it(propose: object) -> None:
    late = [piece(1, 30, GONE, claimed=True), piece(2, 30, GONE, waits_for_call=True)]
    review = piece(3, 30, GONE, kind="physician-review")
    there = board([GONE, CLERK, DOCTOR, LEAD, GUS], [*late, review])
    found = {move.piece.item: move.to for move in propose(there).moves}  # type: ignore[operator]
    assert found == {late[0].item: GUS.person, review.item: DOCTOR.person}, "an LPN settles no red flag"


@both
def test_who_knows_the_patient_is_preferred(propose: object) -> None:
    there = board([GONE, NADIA, TOMAS], [piece(1, 200, GONE, knows=frozenset({TOMAS.person}))])
    (move,) = propose(there).moves  # type: ignore[operator]
    assert (move.to, move.why) == (TOMAS.person, "Gone is not here; Tomas knows the patient")


@both
def test_a_piece_or_a_person_that_is_to_be_left_alone_is(propose: object) -> None:
    there = board([GONE, NADIA, TOMAS], [piece(1, 200, GONE), piece(2, 200, GONE)])
    held = board([GONE, NADIA, TOMAS], list(there.pieces))
    held = type(held)(held.at, held.pieces, held.workers, held.fits, frozenset({there.pieces[0].item}))
    moves = propose(left_alone(held, NADIA.person)).moves  # type: ignore[operator]
    assert [(move.piece.item, move.to) for move in moves] == [(there.pieces[1].item, TOMAS.person)]


@pytest.mark.parametrize("seed", [1, 2])
def test_in_a_busy_clinic_nobody_is_worse_off_and_the_best_is_proved(seed: int) -> None:
    there = clinic(600, 20, seed)
    quick, solved = at_once(there), optimum(there)
    assert isinstance(solved, Solved)
    assert solved.gap <= 0.02
    found = proposal(there, solved.owners, solved.gap)
    for one in (quick, found):
        assert len(one.after.late) <= len(one.before.late)
        for move in one.moves:
            number = there.pieces.index(move.piece)
            assert move.to in {there.workers[place].person for place in there.fits[number]}
    assert optimum(there) == solved, "the same board, the same answer"


def test_changing_the_list_by_hand_says_anew_what_becomes_of_it() -> None:
    there = board([NADIA, TOMAS], [piece(n, 45, NADIA, claimed=True) for n in range(8)])
    found = at_once(there)
    less = valued(there, found.moves[1:], found.before)
    assert len(less.after.late) == 1


def test_the_solver_is_not_loaded_before_it_is_asked_for() -> None:
    code = "import sys, inbox.app, inbox.ui.board.acts; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert "inbox.ui.board.acts" in loaded
    assert not [one for one in loaded.split() if one.startswith(("highspy", "numpy"))]


def test_the_solver_solves_without_numpy_which_is_not_packaged() -> None:
    code = (
        "import sys; sys.modules['numpy'] = None\n"
        "from inbox.domain.rebalance.optimum import optimum\n"
        "from tests.domain.rebalancing import clinic\n"
        "print(optimum(clinic(1)) is not None)"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert said.strip() == "True"
