"""Measures of finished work, from Tasks and Provenance alone, so that every client finds the same. Pure."""

from inbox.domain.measures.measure import Found, Spread, measured, spread
from inbox.domain.measures.scope import Lines, Scope, Span, lines_of
from inbox.domain.measures.work import Recorded, Work, work_of

__all__ = [
    "Found",
    "Lines",
    "Recorded",
    "Scope",
    "Span",
    "Spread",
    "Work",
    "lines_of",
    "measured",
    "spread",
    "work_of",
]
