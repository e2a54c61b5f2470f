"""Which phrase was meant by what is typed after the full stop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from inbox.shortcuts.phrases.phrase import Phrase

Uses = Mapping[tuple[str, str], int]
"""How often this person sent a phrase, by (kind of work, phrase's name)."""


class Suggestion(msgspec.Struct, frozen=True):
    """One row of the completion list."""

    phrase: Phrase
    matched: tuple[int, ...]
    """Positions in the name of the characters that were typed."""
    share: float
    """Part of this person's phrases for this kind of work, 0 to 1."""


def rank(
    typed: str, phrases: Iterable[Phrase], kind: str, uses: Uses, *, emergency_only: bool = False
) -> list[Suggestion]:
    """The phrases that `typed` (without the full stop) may mean, best first.

    Names that begin with it, then names that hold it, then names that hold its characters in order;
    within each by use for this `kind` of work, then those meant for it, then by name. With
    `emergency_only` (call-now work) no other phrases are offered.
    """
    typed = typed.lower()
    total = sum(count for (of_kind, _), count in uses.items() if of_kind == kind)
    rows = []
    for phrase in phrases:
        matched = _match(typed, phrase.name)
        if matched is None or (emergency_only and not phrase.emergency):
            continue
        used = uses.get((kind, phrase.name), 0)
        group = 0 if phrase.name.startswith(typed) else 1 if typed in phrase.name else 2
        order = (group, -used, not phrase.suits(kind), phrase.name)
        rows.append((order, Suggestion(phrase, matched, used / total if total else 0.0)))
    rows.sort(key=lambda row: row[0])
    return [suggestion for _, suggestion in rows]


def _match(typed: str, name: str) -> tuple[int, ...] | None:
    """Where the characters of `typed` stand in `name`: together if they can, else in order; or None."""
    together = name.find(typed)
    if together >= 0:
        return tuple(range(together, together + len(typed)))
    found: list[int] = []
    at = -1
    for character in typed:
        at = name.find(character, at + 1)
        if at < 0:
            return None
        found.append(at)
    return tuple(found)
