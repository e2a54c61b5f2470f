"""What somebody is told when they begin to work here, of what was before."""

from __future__ import annotations

from inbox.domain.words import trn
from inbox.ui.desk import Desk, Tone


def first_words(desk: Desk, told: str, left_behind: int) -> None:
    """`told`: why it was opened anew. `left_behind`: how much of the person before waits here."""
    if told:
        desk.say(told, Tone.WARNING)
    if left_behind:
        others = trn(
            "{n} action of the person before has not left. It waits here, sealed, till they are back.",
            "{n} actions of the person before have not left. They wait here, sealed, till they are back.",
            left_behind,
        )
        desk.say(others, Tone.WARNING)
