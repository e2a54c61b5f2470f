"""What the results of a search show beside what any row shows: where its words stand, and the groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from inbox.domain.inert import inert
from inbox.domain.search.marking import Excerpt, Term, marks
from inbox.domain.search.marking import excerpt as excerpt_of
from inbox.domain.words import tr
from inbox.ui.worklist.words import Marks, Row

if TYPE_CHECKING:
    from inbox.queries.search import Found


def marked(row: Row, terms: Sequence[Term], excerpt: Excerpt | None = None) -> Row:
    """`row` with the words that were found highlighted. `excerpt`: the line that stands for its preview."""
    place = excerpt_of(terms, row.preview) or excerpt
    preview, at = (inert(place.text), place.marks) if place else (row.preview, ())
    sentence = (
        row.sentence
        if preview == row.preview
        else tr("{row}, found in: {line}", row=row.sentence, line=preview)
    )
    shown = Marks(marks(terms, row.name), marks(terms, row.subject), at)
    return replace(row, preview=preview, marks=shown, sentence=sentence)


def is_told(row: Row) -> bool:
    """Whether a row says by itself why it was found."""
    return bool(row.marks.name or row.marks.preview)


def heading(found: Found, number: int) -> str:
    """What stands above the result of that number; empty where no group begins."""
    if number == 0 and found.open_cut:
        return tr("Open, the most urgent {n}", n=found.open)
    if number == 0 and found.open:
        return tr("Open, most urgent first: {n}", n=found.open)
    if number == found.open:
        closed = len(found.items) - found.open
        if found.cut:
            return tr("Not open, the newest {n}", n=closed)
        return tr("Not open, newest first: {n}", n=closed)
    return ""
