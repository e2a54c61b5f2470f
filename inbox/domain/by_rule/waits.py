"""A wait for the patient ends: its day has come, or the patient has written."""

from __future__ import annotations

from datetime import datetime

import msgspec

from inbox.domain.by_rule.base import Act, Case, Change, act_name, held
from inbox.domain.work_item import Promise, Stage, WorkItem


def comes_back(case: Case, rule: str) -> Act | None:
    """Back to whoever held it, not closed; to the pool where that person is not there any more.

    Its clock runs again: a due time of the policy known here moves by how long it stood still.
    """
    item, wake = case.item, case.item.holding.wake
    if item.stage is not Stage.HELD:
        return None
    since = next((start for start, end in item.waits if end is None), None)
    if not (wake is not None and wake <= case.now) and not _answered(case, since):
        return None
    owner = item.holding.owner if _is_there(case) else None
    after = held(
        item,
        status="accepted" if owner else "requested",
        owner=owner or item.holding.pool,
        wake=None,
        hold_reason="",
    )
    after = held(after, promise=_promise(case, after))
    return Change(act_name(rule, item.id, wake or since), after)


def _answered(case: Case, since: datetime | None) -> bool:
    last = case.thread.last_from_patient
    return since is not None and last is not None and last.sent > since


def _is_there(case: Case) -> bool:
    """Whether whoever held it still works here, as far as anybody knows."""
    owner = case.item.holding.owner
    if owner is None or owner.ref == case.pool:
        return False
    here = {ref for one in case.known.staff if one.active for ref in (one.id, *one.role_refs)}
    return not case.known.staff or owner.ref in here


def _promise(case: Case, after: WorkItem) -> Promise | None:
    stored, ended = case.item.holding.promise, _until(after, case.now)
    now = case.known.promises.of(case.thread.with_item(ended), ended)
    if stored is not None and stored.due is not None and stored.policy != now.policy:
        return stored
    return now


def _until(item: WorkItem, at: datetime) -> WorkItem:
    """`item` with the wait that lasts ended."""
    waits = tuple((start, end or max(start, at)) for start, end in item.waits)
    return msgspec.structs.replace(item, waits=waits)
