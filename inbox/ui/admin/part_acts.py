"""Weighing and publishing a part of the site's kit from its sheet."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

import msgspec

from inbox.domain.clinic.differences import Difference
from inbox.domain.errors import Refused
from inbox.domain.people import Party
from inbox.domain.policy_in_force import usable
from inbox.domain.pool import Pool
from inbox.domain.redueing import Shift
from inbox.domain.routing import Routing, asking_nowhere, leading_nowhere, read_routing
from inbox.domain.signing import SIGNED
from inbox.domain.site_kit import Part, words_of
from inbox.domain.words import tr
from inbox.queries import pools
from inbox.queries.routed import Elsewhere, elsewhere
from inbox.shortcuts.site_file import problems
from inbox.ui.admin.part_draft import PartDraft
from inbox.ui.admin.replacing import Replacing
from inbox.ui.desk import Desk, Tone
from inbox.ui.directions import Directions
from inbox.ui.overlays.policy.shifts import Named
from inbox.ui.redueing import Redueing
from inbox.ui.rule_effects import rule_effects

LOOKED_BACK = timedelta(days=30)
_MOST_SAID = 4


class Weighed(NamedTuple):
    """What is to be known of a draft before it holds."""

    hint: str = ""
    shifts: Sequence[Named] = ()
    """How open work would be due."""


async def weighed(desk: Desk, draft: PartDraft[Any] | Replacing, redueing: Redueing) -> Weighed:
    """Look at what else it means. Raises Refused where it cannot be used."""
    if isinstance(draft, Replacing):
        return await _weighed_file(desk, draft, redueing)
    if draft.part is not Part.ROUTING:
        return Weighed()
    found = await asyncio.to_thread(_elsewhere, desk, draft.rules)
    return Weighed("\n".join(filter(None, (_told(found), _nowhere(desk, draft.rules)))))


async def _weighed_file(desk: Desk, draft: Replacing, redueing: Redueing) -> Weighed:
    """A whole file is tried by whoever reads that part, before anything else is said of it."""
    part, name, body = draft.part, draft.name, draft.body or b""
    if not draft.dirty:
        draft.begin()
        raise Refused(tr("{file} says what holds already.", file=name))
    wrong = await asyncio.to_thread(problems, part, name, body, desk.now())
    if wrong:
        draft.begin()
        more = [tr("And {n} more.", n=len(wrong) - _MOST_SAID)] if len(wrong) > _MOST_SAID else []
        raise Refused("\n".join([*wrong[:_MOST_SAID], *more]))
    told, shifts = [_counted(draft.differences())], list[Named]()
    if part is Part.POLICY:
        policy = usable(draft.to_publish()[1], name, desk.now())  # as the version that it will be
        shifts = await redueing.weigh(desk.promises.under(policy))
        if all(one.shifted.shift is Shift.SAME for one in shifts):
            told.append(tr("No open work is due at another time."))
    elif part is Part.ROUTING:
        told.append(_told(await asyncio.to_thread(_elsewhere, desk, read_routing(name, body))))
    elif part is Part.RED_FLAGS:
        before = draft.saw.body if draft.saw else None
        told += [await asyncio.to_thread(rule_effects, desk, before, body), *_to_be_signed(draft)]
    return Weighed("\n".join(told), shifts)


def _counted(found: Sequence[Difference]) -> str:
    """How much is added, changed and removed."""
    if not found:
        return tr("Nothing in it differs from what holds.")
    added, removed = sum(not one.was for one in found), sum(not one.becomes for one in found)
    return tr(
        "{added} added, {changed} changed, {removed} removed.",
        added=added,
        changed=len(found) - added - removed,
        removed=removed,
    )


def _to_be_signed(draft: Replacing) -> Iterator[str]:
    yield tr("It holds once a registered nurse or a prescriber has signed it.")
    if waits := draft.waits:
        yield tr(
            "Version {version}, proposed by {who}, waits to be signed: yours takes its place.",
            version=waits.file.version,
            who=waits.by.name,
        )


def left_behind(desk: Desk, after: Iterable[Pool]) -> str:
    """Which routing rules in force would lead nowhere with `after` the pools; empty where none does that
    does not already."""
    rules, staff = Directions(desk).rules, _staff(desk)

    def lost(there: list[Party]) -> list[str]:
        amiss = [*leading_nowhere(rules, there, staff), *asking_nowhere(rules, there)]
        return list(dict.fromkeys(rule.id for rule in amiss))

    before = lost(_open(desk.pools()))
    found = [name for name in lost(_open(after)) if name not in before]
    if not found:
        return ""
    return tr(
        "These routing rules name a pool that would be gone or called otherwise: {rules}. "
        "Mend them under “Routing rules”.",
        rules=", ".join(found),
    )


def in_names(desk: Desk, found: Iterable[Difference]) -> list[Difference]:
    """Differences of a part with pools and colleagues by their names."""
    names = {one.ref: one.name for one in (*_parties(desk.pools()), *_staff(desk)) if one.name}

    def said(text: str) -> str:
        for ref, name in names.items():
            text = name if text == ref else text.replace(f'"{ref}"', f'"{name}"')
        return text

    return [msgspec.structs.replace(one, was=said(one.was), becomes=said(one.becomes)) for one in found]


async def published(desk: Desk, draft: PartDraft[Any] | Replacing, reason: str) -> None:
    """Let it hold, or propose it. Raises Overtaken where a colleague was first, Refused, Offline."""
    version, body = draft.to_publish()
    part, named = draft.part, words_of(draft.part)
    if isinstance(draft, Replacing) and part in SIGNED:
        await asyncio.wrap_future(desk.sync.propose(part, version, body, draft.waits, reason))
        told = tr("Version {version} of the {part} waits to be signed.", version=version, part=named)
    else:
        saw = draft.saw if draft.saw and draft.saw.library else None
        await asyncio.wrap_future(desk.sync.publish(part, version, body, saw, reason))
        told = tr("Version {version} of the {part} holds from now on.", version=version, part=named)
    desk.say(told, Tone.GOOD)


def _parties(there: Iterable[Pool]) -> list[Party]:
    return [Party(pool.id, pool.name) for pool in there]


def _open(there: Iterable[Pool]) -> list[Party]:
    return _parties(pool for pool in there if pool.active)


def _staff(desk: Desk) -> list[Party]:
    return [Party(one.id, one.name) for one in pools.staff(desk.reader) if one.active]


def _elsewhere(desk: Desk, rules: Routing) -> Elsewhere:
    reader = desk.store.reader()
    return elsewhere(reader, Directions(desk).rules, rules, desk.now() - LOOKED_BACK)


def _told(found: Elsewhere) -> str:
    told = tr(
        "Of {came} pieces of work in the last 30 days {n} would have gone elsewhere.",
        came=found.came,
        n=found.moved,
    )
    ways = [
        tr(
            "{n} to {to} instead of {was}",
            n=count,
            to=to or tr("where they were"),
            was=was or tr("where they were"),
        )
        for was, to, count in found.to[:_MOST_SAID]
    ]
    return f"{told} {'; '.join(ways)}." if ways else told


def _nowhere(desk: Desk, rules: Routing) -> str:
    lost = [rule.id for rule in leading_nowhere(rules, _open(desk.pools()), _staff(desk))]
    return (
        tr("These rules lead nowhere: {rules}. Name a pool or a person who is here.", rules=", ".join(lost))
        if lost
        else ""
    )
