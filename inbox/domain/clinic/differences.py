"""What a draft of the pools changes, field by field, and where a colleague has changed the same meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from inbox.domain.calendar import Calendar
from inbox.domain.calendar_sheet import closure_words
from inbox.domain.clinic.hours import DAYS, HOLIDAYS, ZONE, line_text, sheet
from inbox.domain.clinic.people import FIELDS as PLACE_FIELDS
from inbox.domain.clinic.people import Place, Places
from inbox.domain.clinic.people import field_text as place_text
from inbox.domain.clinic.pools import Field, Pools, field_text
from inbox.domain.ids import PersonId
from inbox.domain.pool import Pool
from inbox.domain.words import mark, tr

FIELDS: Mapping[Field, str] = {
    Field.NAME: mark("Name"),
    Field.ABOUT: mark("What comes there"),
    Field.PHONE: mark("Telephone"),
    Field.KINDS: mark("Kinds of work"),
    Field.ON_CALL: mark("On call when closed"),
    Field.STANDS: mark("Open or retired"),
}
"""What the fields of a pool are called."""
LINES = (
    *(mark("Monday"), mark("Tuesday"), mark("Wednesday"), mark("Thursday")),
    *(mark("Friday"), mark("Saturday"), mark("Sunday")),
    mark("Time zone"),
    mark("Public holidays"),
)
"""What the lines of a pool's hours are called, before its closures."""
_APART = "\N{INFORMATION SEPARATOR TWO}"
"""Between closures: no reason for one has it in it."""


class Difference(msgspec.Struct, frozen=True):
    """One field of one pool or person: what stood there, and what is to stand there."""

    of: str
    """The pool or person, as people call them."""
    what: str
    was: str
    becomes: str


class Clash(msgspec.Struct, frozen=True):
    """A field that two people have changed: both versions of it."""

    of: str
    what: str
    yours: str
    theirs: str


def differences(before: Pools, after: Pools, default: Calendar) -> list[Difference]:
    """Everything that is otherwise in `after`, pool by pool in its order."""
    there = {pool.id: pool for pool in before}
    found: list[Difference] = []
    for pool in after:
        was = there.get(pool.id)
        if was != pool:
            old = facts(before, was, default) if was else {}
            found += _between(pool.name, old, facts(after, pool, default))
    return found


def differences_of_people(
    before: Places, after: Places, pools: Pools, names: Mapping[PersonId, str]
) -> list[Difference]:
    """Everything that is otherwise of people's places, each called by the person and the role."""
    there = {place.ref: place for place in before}
    found: list[Difference] = []
    for place in after:
        was = there.get(place.ref)
        if was != place:
            of = f"{names.get(place.person, place.person)}, {was.job if was else place.job}"
            old = _place_facts(was, pools) if was else {}
            found += _between(of, old, _place_facts(place, pools))
    return found


def clashes(mine: Iterable[Difference], theirs: Iterable[Difference]) -> list[Clash]:
    """What both have changed, and not to the same. Closures of both hold side by side."""
    yours = {(one.of, one.what): one for one in mine}
    others = {(one.of, one.what): one for one in theirs}
    return [
        Clash(*key, yours[key].becomes, others[key].becomes)
        for key in yours
        if key in others and key[1] != tr("Closure") and yours[key].becomes != others[key].becomes
    ]


def facts(pools: Pools, pool: Pool, default: Calendar) -> dict[str, str]:
    """All that is said of a pool, by what it is called."""
    calendar = sheet(pool, default)
    stated = {tr(name): field_text(pools, pool, field) for field, name in FIELDS.items()}
    hours = {tr(LINES[line]): line_text(calendar, line) for line in (*range(DAYS), ZONE, HOLIDAYS)}
    closures = _APART.join(closure_words(one) for one in calendar.closures)
    return {**stated, **hours, tr("Closures"): closures}


def _place_facts(place: Place, pools: Pools) -> dict[str, str]:
    return {tr(name): place_text(place, field, pools) for field, name in PLACE_FIELDS.items()}


def _between(of: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Difference]:
    for what, becomes in new.items():
        if old.get(what, "") != becomes:
            yield from _closures(of, what, old.get(what, ""), becomes)


def _closures(of: str, what: str, was: str, becomes: str) -> Iterator[Difference]:
    """Of a list of closures only those that come or go."""
    if what != tr("Closures"):
        yield Difference(of, what, was, becomes)
        return
    gone, new = (list(filter(None, text.split(_APART))) for text in (was, becomes))
    yield from (Difference(of, tr("Closure"), one, "") for one in gone if one not in new)
    yield from (Difference(of, tr("Closure"), "", one) for one in new if one not in gone)
