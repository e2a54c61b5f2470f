"""What still stops a reply: nothing leaves with a blank, an open list, or a value that is not so any more."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

import msgspec

from inbox.domain.words import tr, trn
from inbox.shortcuts.phrases import prose
from inbox.shortcuts.phrases.expansion import Expansion, Field, FieldKind
from inbox.shortcuts.phrases.links import LINKS, Lookup

_BLANK_LIKE: Final = re.compile(r"\*{3,}")
_LINK_LIKE: Final = re.compile(r"@(" + "|".join(LINKS) + ")@")
_LIST_LIKE: Final = re.compile(r"\{[^{}\n]+\}")


class Stop(StrEnum):
    """Why a reply cannot be sent."""

    BLANK = "blank"
    LIST = "list"
    LINK = "link"
    CHANGED = "changed"
    STRAY = "stray"
    LENGTH = "length"
    PATIENT = "patient"


class Problem(msgspec.Struct, frozen=True):
    """One thing to settle: where it is, and a sentence for the screen (it may name a chart value)."""

    stop: Stop
    start: int
    end: int
    sentence: str


def guards(reply: Expansion, lookup: Lookup, limit: int | None = None) -> list[Problem]:
    """Everything that stops `reply` from being sent, in the order it stands; empty when it may go.

    `lookup` is the chart as it is now: a linked value that differs from it is a problem. `limit`: the
    characters of the longest message that the portal takes.
    """
    problems = [problem for field in reply.fields if (problem := _unsettled(field, lookup)) is not None]
    known = {(field.start, field.end) for field in reply.fields if field.open}
    for pattern, sentence in (
        (_BLANK_LIKE, tr("There are asterisks where words should be.")),
        (_LINK_LIKE, tr("A link’s name stands where its value should be.")),
        (_LIST_LIKE, tr("A list’s name in braces stands where its choice should be.")),
    ):
        problems += [
            Problem(Stop.STRAY, *found.span(), sentence)
            for found in pattern.finditer(reply.text)
            if found.span() not in known
        ]
    if limit is not None and len(reply.text) > limit:
        over = trn(
            "{n} character more than the portal takes.",
            "{n} characters more than the portal takes.",
            len(reply.text) - limit,
        )
        problems.append(Problem(Stop.LENGTH, limit, len(reply.text), over))
    return sorted(problems, key=lambda problem: problem.start)


def _unsettled(field: Field, lookup: Lookup) -> Problem | None:
    """What is wrong with `field`, or None."""
    if field.kind is FieldKind.LINK:
        return _link_problem(field, lookup)
    if not field.open or not field.required:
        return None
    if field.kind is FieldKind.BLANK:
        return Problem(Stop.BLANK, field.start, field.end, tr("A blank is still open."))
    return Problem(Stop.LIST, field.start, field.end, tr("Choose: {label}.", label=field.label))


def _link_problem(field: Field, lookup: Lookup) -> Problem | None:
    current = lookup(field.link)
    if current is not None and current.refused:
        return Problem(Stop.LINK, field.start, field.end, current.refused)
    if field.value is None:
        sentence = tr("{label} has no value. Type it, or take it out.", label=field.label)
        return Problem(Stop.LINK, field.start, field.end, sentence)
    if current is None:
        sentence = tr("{label} is no longer on the chart.", label=field.label)
        return Problem(Stop.CHANGED, field.start, field.end, sentence)
    new_date = LINKS[field.link].ages and current.as_of != field.dated
    if current.text != field.value or new_date:
        sentence = tr(
            "{label} changed on the chart: it is now {now}.",
            label=field.label,
            now=prose.value_in_words(field.link, current),
        )
        return Problem(Stop.CHANGED, field.start, field.end, sentence)
    return None
