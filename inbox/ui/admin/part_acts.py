"""Weighing and publishing a part of the site's kit from its sheet."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import timedelta

import msgspec

from inbox.domain.clinic.differences import Difference
from inbox.domain.people import Party
from inbox.domain.pool import Pool
from inbox.domain.routing import asking_nowhere, leading_nowhere
from inbox.domain.site_kit import words_of
from inbox.domain.words import tr
from inbox.queries import pools
from inbox.queries.routed import Elsewhere, elsewhere
from inbox.ui.admin.drafts import Drafts
from inbox.ui.admin.rule_sheets import MinutesDraft, RoutingDraft
from inbox.ui.admin.versions_sheet import Restoring
from inbox.ui.desk import Desk, Tone
from inbox.ui.directions import Directions

LOOKED_BACK = timedelta(days=30)
_MOST_SAID = 4


async def weighed(desk: Desk, drafts: Drafts, draft: RoutingDraft | MinutesDraft | Restoring) -> str:
    """What else is to be known before it holds: of routing rules, what they would have sent elsewhere."""
    if draft is not drafts.routing:
        return ""
    found = await asyncio.to_thread(_elsewhere, desk, drafts.routing)
    return "\n".join(filter(None, (_told(found), _nowhere(desk, drafts.routing))))


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


async def published(desk: Desk, draft: RoutingDraft | MinutesDraft | Restoring) -> None:
    """Let it hold. Raises Overtaken where a colleague was first, Refused, Offline."""
    version, body = draft.to_publish()
    await asyncio.wrap_future(desk.sync.publish(draft.part, version, body, draft.saw))
    told = tr(
        "Version {version} of the {part} holds from now on.", version=version, part=words_of(draft.part)
    )
    desk.say(told, Tone.GOOD)


def _parties(there: Iterable[Pool]) -> list[Party]:
    return [Party(pool.id, pool.name) for pool in there]


def _open(there: Iterable[Pool]) -> list[Party]:
    return _parties(pool for pool in there if pool.active)


def _staff(desk: Desk) -> list[Party]:
    return [Party(one.id, one.name) for one in pools.staff(desk.reader) if one.active]


def _elsewhere(desk: Desk, draft: RoutingDraft) -> Elsewhere:
    reader = desk.store.reader()
    return elsewhere(reader, Directions(desk).rules, draft.rules, desk.now() - LOOKED_BACK)


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


def _nowhere(desk: Desk, draft: RoutingDraft) -> str:
    lost = [rule.id for rule in leading_nowhere(draft.rules, _open(desk.pools()), _staff(desk))]
    return (
        tr("These rules lead nowhere: {rules}. Name a pool or a person who is here.", rules=", ".join(lost))
        if lost
        else ""
    )
