"""Who else may decide on a packet: the prescribers of the clinic, whoever covers now first."""

from __future__ import annotations

import re
from collections.abc import Iterable

from inbox.domain.people import Party
from inbox.domain.pool import COVERING, Staff
from inbox.domain.words import tr
from inbox.queries import pools as directory
from inbox.ui.desk import Desk
from inbox.ui.overlays.choices import Choice

_LETTERS = re.compile(r",\s*(?:MD|DO|NP|CNP|FNP|CNM|PA|PA-C)\b")
"""After a name: who prescribes (product, "Who uses it")."""
_WORDS = ("physician", "doctor", "nurse practitioner", "prescriber")


def prescribes(one: Staff) -> bool:
    """Whether a colleague prescribes, by the letters after their name or by what the server calls them."""
    return bool(_LETTERS.search(one.name)) or any(word in one.role.lower() for word in _WORDS)


def covers(one: Staff, desk: Desk, pool: str) -> bool:
    """Whether they decide for colleagues now."""
    at = desk.now().astimezone(desk.zone)
    return any(duty.holds(COVERING, at, pool) for duty in one.duties)


def colleagues(desk: Desk, pool: str, but: Iterable[str] = ()) -> list[Choice]:
    """The prescribers to choose from: whoever covers, then whoever is in that pool, then the others."""
    skip = set(but)
    found = [
        one
        for one in directory.staff(desk.reader)
        if one.active and prescribes(one) and not skip & {one.id, *one.role_refs}
    ]
    found.sort(key=lambda one: (not covers(one, desk, pool), pool not in one.pools))
    return [Choice(one.name, Party(one.id, one.name), _about(one, desk, pool), "user") for one in found]


def _about(one: Staff, desk: Desk, pool: str) -> str:
    if covers(one, desk, pool):
        return tr("covers now")
    return tr("in this pool") if pool in one.pools else ""
