"""What keeps a coverage from being set, in sentences: overlaps, circles, the past, too low a licence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from inbox.domain.coverage import Coverage, leads_to, meet
from inbox.domain.people import Actor, Role
from inbox.domain.pool import Staff
from inbox.domain.time_words import day_words
from inbox.domain.words import tr

MOST = timedelta(days=366)
_ENOUGH: dict[Role, frozenset[Role]] = {
    Role.CLERK: frozenset(Role),
    Role.LPN: frozenset({Role.LPN, Role.RN, Role.PRESCRIBER, Role.SUPERVISOR}),
    Role.RN: frozenset({Role.RN, Role.PRESCRIBER}),
    Role.PRESCRIBER: frozenset({Role.PRESCRIBER}),
    Role.SUPERVISOR: frozenset({Role.SUPERVISOR}),
}
"""Who may do all that somebody of a role may: a supervisor settles no red flag, as an RN does."""


class Mistake(msgspec.Struct, frozen=True):
    """What is wrong, and what to do about it."""

    part: str
    """The field it is in: "away", "cover", "start", "end", "hours"."""
    sentence: str


def may_set(actor: Actor, coverage: Coverage) -> bool:
    """Whether `actor` may set or end it: their own absence, or as a supervisor anybody's."""
    return actor.role is Role.SUPERVISOR or coverage.away.ref == actor.person


def covers_enough(away: Staff, cover: Staff) -> bool:
    """Whether `cover` may do what `away` may."""
    return (cover.licence or Role.CLERK) in _ENOUGH[away.licence or Role.CLERK]


def mistakes(
    new: Coverage, actor: Actor, staff: Sequence[Staff], now: datetime, zone: ZoneInfo
) -> list[Mistake]:
    """Everything that keeps `new` from being set, the first to mend first."""
    others = [one for each in staff for one in each.covers if one.ref != new.ref and not one.is_over(now)]
    found = [*_people(new, actor, {str(one.id): one for one in staff}), *_times(new, now, zone)]
    return found or list(_against(new, others, zone))


def _people(new: Coverage, actor: Actor, known: dict[str, Staff]) -> Iterable[Mistake]:
    away, cover = known.get(new.away.ref), known.get(new.cover.ref)
    if not may_set(actor, new):
        yield Mistake("away", tr("Only a supervisor says who covers for somebody else."))
    if away is None:
        yield Mistake("away", tr("Say who is away."))
    if cover is None or not cover.active:
        yield Mistake("cover", tr("Say who covers: somebody who works here."))
    elif cover == away:
        yield Mistake("cover", tr("Nobody covers for themselves."))
    elif away is not None and not covers_enough(away, cover):
        yield Mistake("cover", tr("{name} may not do all that {away} may.", name=cover.name, away=away.name))


def _times(new: Coverage, now: datetime, zone: ZoneInfo) -> Iterable[Mistake]:
    if not new.ref and new.start.astimezone(zone).date() < now.astimezone(zone).date():
        yield Mistake("start", tr("It begins in the past. What happened then stays as it is."))
    if new.end is not None and new.end <= new.start:
        yield Mistake("end", tr("It ends before it begins."))
    elif new.end is not None and new.end <= now:
        yield Mistake("end", tr("It would be over already."))
    elif new.end is not None and new.end - new.start > MOST:
        yield Mistake("end", tr("That is more than a year. Set it for a part of it."))


def _against(new: Coverage, others: Sequence[Coverage], zone: ZoneInfo) -> Iterable[Mistake]:
    for one in others:
        if one.away.ref == new.away.ref and meet(one, new):
            day = day_words(one.start.astimezone(zone).date())
            yield Mistake(
                "start", tr("{name} covers then already, from {day}.", name=one.cover.name, day=day)
            )
    if leads_to(others, new):
        ring = tr("A circle: in the end {name} would cover for themselves.", name=new.away.name)
        yield Mistake("cover", ring)
