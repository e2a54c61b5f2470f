"""Habits: what is done nearly always is offered as one key, and taken or refused."""

from __future__ import annotations

from inbox.commands.declare import Command, Section
from inbox.domain.words import mark

COMMANDS = (
    Command(
        "offer.accept",
        mark("Make it one key"),
        mark("Look at the speed button you are offered, and keep it if you like it."),
        Section.PROGRAM,
    ),
    Command(
        "offer.refuse",
        mark("Never offer it"),
        mark("Refuse the speed button you are offered, for good."),
        Section.PROGRAM,
    ),
    Command(
        "offer.later",
        mark("Offer it later"),
        mark("Put off what you are offered: not again today."),
        Section.PROGRAM,
    ),
    Command(
        "habit.offers",
        mark("Offers"),
        mark("What you do nearly always, and could have as one key."),
        Section.PROGRAM,
    ),
    Command(
        "habit.watch",
        mark("Habits on or off"),
        mark("Whether this station looks for what you do nearly always."),
        Section.PROGRAM,
    ),
    Command(
        "habit.forget",
        mark("Forget my habits"),
        mark("Erase all that was remembered of how you work."),
        Section.PROGRAM,
    ),
)
