"""Why an item is given back or handed on, or a flag dismissed: codes to count, words to read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import msgspec

from inbox.domain import resources, typed
from inbox.domain.words import tr


class Reason(msgspec.Struct, frozen=True):
    """`code` is what the server keeps; it is small letters, digits and hyphens."""

    code: str
    words: str

    @property
    def said(self) -> str:
        """The words in the person's language."""
        return tr(self.words)


class Reasons(msgspec.Struct, frozen=True):
    """The shipped list, by what is done."""

    release: tuple[Reason, ...]
    route: tuple[Reason, ...]
    dismiss: tuple[Reason, ...]
    """Why a red flag counts no more."""
    kind: tuple[Reason, ...]
    take_back: tuple[Reason, ...]
    leave: tuple[Reason, ...]
    """Why something is left as it is when the clinic closes."""
    deny_refill: tuple[Reason, ...]
    hold_back: tuple[Reason, ...]
    """Why a prescriber does not release a result."""
    no_e_visit: tuple[Reason, ...]
    decline: tuple[Reason, ...]
    """Why a prescriber says no to anything else."""


@cache
def reasons() -> Reasons:
    """The reasons people choose from."""
    return typed.decode(resources.path("starter", "reasons.json").read_bytes(), Reasons)


def reason_words(reason: str, offered: Sequence[Reason]) -> str:
    """What a reason, as it is kept, says: the words of a code of those `offered`, or somebody's own."""
    return next((one.said for one in offered if one.code == reason), reason)


def told(reason: Reason | None, note: str) -> str:
    """What the operation keeps: the code alone, or the person's own words with those of the code."""
    note = note.strip()
    if reason is None or not note:
        return note or (reason.code if reason else "")
    return tr("{reason}: {note}", reason=reason.said, note=note)
