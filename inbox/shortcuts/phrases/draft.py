"""Edits of a reply that keep its fields in place. The composer applies what the writer does; all pure.

An open field is one thing: an edit that touches part of it takes all of it, so that no half of a blank
can be left behind. Words typed into a filled field become the writer's own, and its field ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from inbox.shortcuts.phrases import prose
from inbox.shortcuts.phrases.expansion import Expansion, Field, FieldKind
from inbox.shortcuts.phrases.links import LinkValue


def replace(reply: Expansion, start: int, end: int, text: str) -> Expansion:
    """`reply` with code points `start` up to `end` replaced by `text` (typing, pasting, deleting)."""
    start, end = _widened(reply, start, end)
    moved = len(text) - (end - start)
    kept: list[Field] = []
    for field in reply.fields:
        if field.end <= start:
            kept.append(field)
        elif field.start >= end:
            kept.append(_moved(field, moved))
    return Expansion(reply.text[:start] + text + reply.text[end:], tuple(kept))


def insert(reply: Expansion, at: int, expansion: Expansion) -> Expansion:
    """`reply` with a phrase's expansion put in at `at`."""
    start, _ = _widened(reply, at, at)
    edited = replace(reply, at, at, expansion.text)
    added = tuple(_moved(field, start) for field in expansion.fields)
    return Expansion(edited.text, tuple(sorted((*edited.fields, *added), key=lambda field: field.start)))


def fill(reply: Expansion, field: Field, value: str) -> Expansion:
    """`reply` with what the writer typed for `field`; a blank or link becomes the writer's own words."""
    return replace(reply, field.start, field.end, value)


def choose(reply: Expansion, field: Field, picks: Sequence[str]) -> Expansion:
    """`reply` with `picks` taken from the list `field`; it stays a list, so that it can be changed again.

    No picks open the list again. Raises `ValueError` for a pick that is not offered or too many of them.
    """
    if field.kind is not FieldKind.LIST or (len(picks) > 1 and not field.several):
        raise ValueError(field.kind)
    ordered = [choice for choice in field.choices if choice in picks]
    if len(ordered) != len(picks):
        raise ValueError(len(picks))
    return _filled(reply, field, prose.joined(ordered, field.joined_by) if ordered else None)


def refresh(reply: Expansion, field: Field, value: LinkValue) -> Expansion:
    """`reply` with the chart's present `value` in the link `field`."""
    words = prose.value_in_words(field.link, value)
    dated = msgspec.structs.replace(field, dated=value.as_of)
    return _filled(reply, field, value.text, words, dated)


def finished(reply: Expansion) -> str:
    """The words that are sent: optional lists left open go, with one of the spaces beside them.

    Only for a reply that passes the guards; open fields that are required stay as they stand.
    """
    for field in reversed(reply.fields):
        if field.open and not field.required:
            before, after = reply.text[: field.start], reply.text[field.end :]
            if before.endswith(" ") and re.match(r"[\s.,;:!?)]|$", after):
                reply = replace(reply, field.start - 1, field.end, "")
            elif after.startswith(" ") and (not before or before[-1].isspace()):
                reply = replace(reply, field.start, field.end + 1, "")
            else:
                reply = replace(reply, field.start, field.end, "")
    return reply.text.strip()


def next_open(reply: Expansion, after: int, backwards: bool = False) -> Field | None:
    """The open field that F2 goes to from the caret at `after`, or Shift+F2; it goes round."""
    waiting = [field for field in reply.fields if field.open]
    if backwards:
        return next((f for f in reversed(waiting) if f.end < after), waiting[-1] if waiting else None)
    return next((f for f in waiting if f.start > after), waiting[0] if waiting else None)


def _filled(
    reply: Expansion, field: Field, value: str | None, words: str | None = None, new: Field | None = None
) -> Expansion:
    """`reply` with `words` in the place of `field`, which stays a field with `value`."""
    new = new or field
    text = new.placeholder if value is None else (value if words is None else words)
    edited = replace(reply, field.start, field.end, text)
    new = msgspec.structs.replace(new, value=value, end=field.start + len(text))
    return Expansion(edited.text, tuple(sorted((*edited.fields, new), key=lambda one: one.start)))


def _widened(reply: Expansion, start: int, end: int) -> tuple[int, int]:
    """The range `start` to `end`, grown over every open field that it touches the inside of."""
    for field in reply.fields:
        if field.open and start < field.end and end > field.start:
            start, end = min(start, field.start), max(end, field.end)
    return start, end


def _moved(field: Field, by: int) -> Field:
    return msgspec.structs.replace(field, start=field.start + by, end=field.end + by)
