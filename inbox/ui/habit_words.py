"""What is said of a habit: how often, and what one key would do."""

from __future__ import annotations

from inbox.domain.deed import CLOSE, REPLY, ROUTE, VISIT, Move
from inbox.domain.kind_words import kind_words
from inbox.domain.operations import ANSWERED, RELEASED
from inbox.domain.visit import How
from inbox.domain.words import tr
from inbox.shortcuts.learning.habits import Habit
from inbox.shortcuts.phrases.links import LINKS
from inbox.shortcuts.phrases.prose import joined
from inbox.ui.desk import Desk
from inbox.ui.reading.moments import when


def share_words(habit: Habit) -> str:
    """ "You did the same for 9 of your last 10: Refill." """
    kind = kind_words(habit.kind)
    return tr("You did the same for {n} of your last {of}: {kind}.", n=habit.hits, of=habit.of, kind=kind)


def short_share_words(habit: Habit) -> str:
    """The same where there is little room."""
    kind = kind_words(habit.kind)
    return tr("{n} of your last {of} alike: {kind}", n=habit.hits, of=habit.of, kind=kind)


def way_words(habit: Habit) -> str:
    """ "Reply “Your (medicine) was sent …”, then close" """
    words = tr(", then ").join(_move_words(move, habit) for move in habit.moves)
    return words[:1].upper() + words[1:]


def example_words(habit: Habit, desk: Desk) -> str:
    """When it was last done."""
    times = joined([when(at, desk.now(), desk.zone) for at in habit.examples])
    return tr("Last done {times}.", times=times)


def _move_words(move: Move, habit: Habit) -> str:
    if move.do == REPLY:
        return tr("reply “{words} …”", words=_said(habit))
    if move.do == ROUTE:
        return tr("route to {pool}", pool=move.to)
    if move.do == VISIT:
        return tr("ask for: {visit}", visit=How(move.to).said)
    assert move.do == CLOSE
    if move.to == ANSWERED:
        return tr("close")
    return tr("release and close") if move.to == RELEASED else tr("close without a reply")


def _said(habit: Habit) -> str:
    """The first words of what it says, the greeting left out; none of them is a patient's."""
    assert habit.text is not None
    found: list[str] = []
    for piece in habit.text.pieces:
        if found or piece.same in habit.body:
            link = tr(LINKS[piece.link].label) if piece.link else ""
            blank = "/".join(piece.choices) or "…"
            word = f"({link.lower()})" if link else blank if piece.blank else piece.word
            found.append(word if not found else piece.gap[:1].replace("\n", " ") + word)
        if len(found) == 7:
            break
    return "".join(found)
