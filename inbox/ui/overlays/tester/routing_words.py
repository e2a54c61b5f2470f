"""What the tester says of routing: each ask with its words, where it would go, and by which rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from inbox.commands.bus import ROLES
from inbox.domain.inert import one_line
from inbox.domain.kind_words import kind_words
from inbox.domain.routing import CLINICIAN, Answer, Place, Rule
from inbox.domain.words import tr, trn
from inbox.ui.overlays.connection_words import Line, Section
from inbox.ui.worklist.words import KIND_ICONS

if TYPE_CHECKING:
    from inbox.domain.asks import Ask, Span

_SHOWN = 60
"""Characters of what was found that are quoted."""

Directed = tuple[Place | None, Answer | None]
"""Whom the rules name, where they are here, and their answer."""


def sections(asks: Sequence[Ask], direct: Callable[[str], Directed], tried: bool) -> list[Section]:
    """A line for each ask; `direct` says where a kind of work goes, `tried` whether a text was looked at."""
    aid = Line(tr("What is asked is a suggestion: what the patient chose is kept."), "", "info")
    if not asks:
        nothing = Line(tr("Nothing says what is asked: somebody has to read it."), "", "info")
        return [Section(tr("What it asks for, and where that goes"), (nothing, aid) if tried else (aid,))]
    title = trn("{n} thing is asked", "{n} things are asked", len(asks))
    return [Section(title, (*(_line(ask, *direct(ask.kind)) for ask in asks), aid))]


def nowhere_words(rules: Sequence[Rule]) -> str:
    """Which rules name a pool or a person who is not here; empty where none does."""
    if not rules:
        return ""
    names = ", ".join(rule.id for rule in rules)
    return trn(
        "{n} rule leads nowhere: {names}.", "{n} rules lead nowhere: {names}.", len(rules), names=names
    )


def _line(ask: Ask, place: Place | None, answer: Answer | None) -> Line:
    named = f"{kind_words(ask.kind)} · {ask.score.said}"
    words = " ".join([_where(place, answer), *_found(ask)])
    return Line(named, words, KIND_ICONS[ask.kind], "text", answer.said if answer else "")


def _found(ask: Ask) -> Iterator[str]:
    for span in ask.spans:
        yield _span(span)


def _span(span: Span) -> str:
    return tr(
        "Characters {start} to {end}: “{words}”.",
        start=span.start,
        end=span.end,
        words=one_line(span.words, _SHOWN),
    )


def _where(place: Place | None, answer: Answer | None) -> str:
    if answer is None:
        return tr("No rule fits: it stays in the pool it is in.")
    goal = answer.goal
    if goal.role is not None:
        return tr("It stays in the pool it is in, for a {role}.", role=tr(ROLES[goal.role]))
    if place is not None:
        return tr("It goes to {pool}.", pool=place.to.name)
    if goal.pool:
        return tr("No pool here is called {pool}: it stays in the pool it is in.", pool=goal.pool)
    if goal.person == CLINICIAN:
        return tr("It goes to the patient’s own clinician.")
    return tr("Nobody here is called {person}: it stays where it is.", person=goal.person)
