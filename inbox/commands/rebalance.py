"""Rebalance: what a supervisor or the charge nurse asks for on the board's tab of that name."""

from __future__ import annotations

from inbox.commands.declare import Command, Section
from inbox.domain.people import CHARGE, Role
from inbox.domain.words import mark


def _lead(id: str, title: str, help: str, *, guarded: bool = False) -> Command:
    return Command(
        id,
        title,
        help,
        Section.BOARD,
        roles=frozenset({Role.SUPERVISOR}),
        duties=frozenset({CHARGE}),
        guarded=guarded,
    )


COMMANDS = (
    _lead(
        "rebalance.propose",
        mark("Propose moves"),
        mark("Find who should get what: least late, fewest moves."),
    ),
    _lead("rebalance.drop", mark("Leave this where it is"), mark("Take this move off the list of moves.")),
    _lead("rebalance.person", mark("Give it to another"), mark("Choose another person for this move.")),
    _lead("rebalance.spare", mark("Leave this person alone"), mark("Who gets this keeps what they have.")),
    _lead("rebalance.apply", mark("Apply all moves"), mark("Assign all that is on the list, with reasons.")),
)
