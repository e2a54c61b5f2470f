"""Thanks and what is only for information are closed once somebody has opened them."""

from __future__ import annotations

from inbox.domain.by_rule.base import Act, Case, Change, act_name, closed
from inbox.domain.work_item import Kind, Stage

CLOSED = "closed-by-rule"


def is_closed(case: Case, rule: str) -> Act | None:
    """Needs no flag, and that a person has opened it: by taking it, or at this station."""
    item = case.item
    if item.kind != Kind.FYI or item.stage in (Stage.HELD, Stage.DONE):
        return None
    if (item.flag_level or 4) < 4 or not (item.holding.first_action or case.known.opened(item.id)):
        return None
    at = case.known.promises.closes_at(case.thread, item)
    return Change(act_name(rule, item.id, at), closed(case, CLOSED)) if at and at <= case.now else None
