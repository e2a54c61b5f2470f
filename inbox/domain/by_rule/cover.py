"""Somebody is away: what comes to them goes to their cover, and what is still open comes back at the end.

What they had when it began goes or stays as whoever set the coverage chose. In any case those go of which a
patient writes meanwhile, which come back from a wait, and which wait for a call. What is on hold stays.
"""

from __future__ import annotations

from datetime import datetime

from inbox.domain.by_rule.base import Act, Case, Change, act_name, held
from inbox.domain.coverage import Left, covered_by, stands_in
from inbox.domain.people import Party
from inbox.domain.work_item import Stage

_ON_A_LIST = frozenset({Stage.UNCLAIMED, Stage.CLAIMED})


def is_handed_over(case: Case, rule: str) -> Act | None:
    """To whoever stands in for its owner, who has not taken it yet."""
    item, known = case.item, case.known
    owner = item.holding.owner
    if owner is None or item.stage not in _ON_A_LIST:
        return None
    absence = covered_by(known.coverages, owner.ref, case.pool, case.now, known.zone)
    cover = stands_in(known.coverages, owner.ref, case.pool, case.now, known.zone)
    if absence is None or cover is None:
        return None
    stretch, before = absence.stretch(case.now, known.zone), item.on_behalf
    since = stretch[0] if stretch else absence.start
    if before is None and absence.left is Left.STAYS and not (item.needs_call or _came(case) >= since):
        return None
    name = act_name(rule, item.id, since, absence.ref.partition("/")[2])
    return Change(name, held(item, status="requested", owner=cover), before or owner, cover.ref)


def comes_back(case: Case, rule: str) -> Act | None:
    """To the one it was covered for, once nobody stands in for them; what was handed on stays there."""
    item, known = case.item, case.known
    away = item.on_behalf
    if away is None or item.stage not in _ON_A_LIST or not _works_here(case, away):
        return None
    if stands_in(known.coverages, away.ref, case.pool, case.now, known.zone) is not None:
        return None
    handed = max(one.at for one in item.by_rule if one.to)
    name = act_name(rule, item.id, handed)
    return Change(name, held(item, status="requested", owner=away), to=away.ref)


def _came(case: Case) -> datetime:
    """When it came to its owner, or came to matter again."""
    item, last = case.item, case.thread.last_from_patient
    wrote = last.sent if last is not None else item.arrived
    back = item.by_rule[-1].at if item.came_back else item.arrived
    return max(item.arrived, wrote, back)


def _works_here(case: Case, person: Party) -> bool:
    here = {ref for one in case.known.staff if one.active for ref in (one.id, *one.role_refs)}
    return not case.known.staff or person.ref in here
