"""Who else may decide on a packet: the clinic’s prescribers, whoever covers now first, the absent last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from inbox.domain.coverage import Coverage, stands_in
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


def colleagues(desk: Desk, pool: str, but: Iterable[str] = ()) -> list[Choice]:
    """The prescribers to choose from: whoever covers, then whoever is in that pool, then the others; last who
    is away, with who sees to their work."""
    skip, everybody = set(but), directory.staff(desk.reader)
    standing_in = _Standing(desk, pool, [one for each in everybody for one in each.covers])
    found = [
        one for one in everybody if one.active and prescribes(one) and not skip & {one.id, *one.role_refs}
    ]
    found.sort(key=lambda one: standing_in.rank(one))
    return [Choice(one.name, Party(one.id, one.name), standing_in.about(one), "user") for one in found]


class _Standing:
    """Who is away from that pool now, and who sees to their work."""

    def __init__(self, desk: Desk, pool: str, coverages: Sequence[Coverage]) -> None:
        self._at, self._zone, self._pool = desk.now(), desk.zone, pool
        self._coverages = coverages
        away = dict.fromkeys(one.away.ref for one in coverages)
        self._covers = {cover.ref for ref in away if (cover := self.cover_of(ref))}

    def cover_of(self, ref: str) -> Party | None:
        """Who sees to the work of somebody; None: they do themselves."""
        return stands_in(self._coverages, ref, self._pool, self._at, self._zone)

    def rank(self, one: Staff) -> tuple[bool, bool, bool]:
        """Who comes first in the list."""
        return self.cover_of(one.id) is not None, not self._is_cover(one), self._pool not in one.pools

    def about(self, one: Staff) -> str:
        """What tells one from the others."""
        if cover := self.cover_of(one.id):
            return tr("away now: {name} sees to their work", name=cover.name)
        if self._is_cover(one):
            return tr("covers now")
        return tr("in this pool") if self._pool in one.pools else ""

    def _is_cover(self, one: Staff) -> bool:
        """For a colleague who is away, or by a duty that names none."""
        local = self._at.astimezone(self._zone)
        return one.id in self._covers or any(duty.holds(COVERING, local, self._pool) for duty in one.duties)
