"""All commands in one table."""

from __future__ import annotations

from inbox.commands import (
    answer,
    aside,
    board,
    call,
    chart,
    finish,
    flag,
    give,
    go,
    habit,
    rebalance,
    review,
    sort,
    sweep,
    take,
    visit,
)
from inbox.commands.declare import Command, Needs, Section
from inbox.domain.words import mark

QUICK = tuple(
    Command(
        f"quick.{number}",
        mark("Speed button"),
        mark("Press the speed button of this number; the preview shows what it will do."),
        Section.FINISH,
        Needs.ITEM,
        guarded=True,
    )
    for number in range(1, 10)
)

OWN_KEY = Command(
    "quick.own",
    mark("Speed button by its key"),
    mark("Press the speed button that has this key of its own, where it is offered."),
    Section.FINISH,
    Needs.ITEM,
    guarded=True,
)
"""Asked for with the key it was asked by; it is bound by the buttons themselves, never in a key file."""

COMMANDS: dict[str, Command] = {
    command.id: command
    for command in (
        *go.COMMANDS,
        *chart.COMMANDS,
        *take.COMMANDS,
        *review.COMMANDS,
        *give.COMMANDS,
        *sort.COMMANDS,
        *call.COMMANDS,
        *flag.COMMANDS,
        *answer.COMMANDS,
        *aside.COMMANDS,
        *visit.COMMANDS,
        *finish.COMMANDS,
        *habit.COMMANDS,
        *board.COMMANDS,
        *rebalance.COMMANDS,
        *sweep.COMMANDS,
        *QUICK,
        OWN_KEY,
    )
}
"""By id, in the order of the help screen."""
