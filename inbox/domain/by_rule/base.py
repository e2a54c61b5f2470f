"""What a rule may look at, and what it may ask for. Pure: any number of stations come to the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec

from inbox.domain.coverage import Coverage
from inbox.domain.ids import ItemId
from inbox.domain.patient import Series
from inbox.domain.people import EVERYONE, Party, Role
from inbox.domain.pool import Staff
from inbox.domain.promises import Promises
from inbox.domain.thread import Thread
from inbox.domain.work_item import Holding, Kind, Promise, WorkItem


class Known(msgspec.Struct, frozen=True):
    """What a station knows of the clinic."""

    promises: Promises
    staff: Sequence[Staff] = ()
    opened: Callable[[ItemId], bool] = lambda item: False
    """Whether the person at this station has had an item open."""
    covering: Sequence[str] = ()
    """Prescribers who cover, as the site's file names them: `Practitioner/…`."""

    @property
    def coverages(self) -> tuple[Coverage, ...]:
        """Who sees to whose work, when."""
        return tuple(one for colleague in self.staff for one in colleague.covers)

    @property
    def zone(self) -> ZoneInfo:
        """The clinic's, by whose clock part days are counted."""
        return ZoneInfo(self.promises.zone)


class Case(msgspec.Struct, frozen=True):
    """One item of a conversation, as it stands on the server."""

    thread: Thread
    item: WorkItem
    known: Known
    now: datetime
    """By the server's clock."""
    names: frozenset[str] = frozenset()
    """Of all work that was ever made in the conversation."""
    readings: Sequence[Series] = ()
    """The patient's readings, where some have just come from home."""
    tells_read: bool = False
    """Whether this server tells what patients have read."""

    @property
    def pool(self) -> str:
        """The reference of the pool it belongs to; empty when it has none."""
        return self.item.holding.pool.ref if self.item.holding.pool else ""


class Change(msgspec.Struct, frozen=True):
    """The item as it is to become, provided that nobody changes it first."""

    name: str
    after: WorkItem
    behalf: Party | None = None
    """The absent colleague whose work it is, where it goes to their cover."""
    to: str = ""
    """Who has it from then on, where somebody's absence begins or ends."""


class Make(msgspec.Struct, frozen=True):
    """New work beside an item, unless work of that name exists."""

    name: str
    kind: Kind
    to: Party | None
    """Whom it is addressed to; None: the pool."""
    due: datetime
    words: str
    """What it is about, for whoever gets it."""
    policy: str = ""
    """By which it is due then; empty: by the rule."""


Act = Change | Make


class Rule(msgspec.Struct, frozen=True):
    """One thing that is done without a person."""

    name: str
    """With its version: "return@1"."""
    look: Callable[[Case, str], Act | None]
    """What is to be done now, if anything; its second argument is the rule's name."""
    roles: frozenset[Role] = EVERYONE
    """On whose stations it is done."""


def act_name(rule: str, what: str, due: datetime | None, more: str = "") -> str:
    """The name of one act, the same wherever it is done: `rule@version#item#due`."""
    at = due.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") if due else ""
    return "#".join(part for part in (rule, what.partition("/")[2], at, more) if part)


def held(item: WorkItem, **fields: object) -> WorkItem:
    """`item` with some of its holding replaced."""
    holding: Holding = msgspec.structs.replace(item.holding, **fields)
    return msgspec.structs.replace(item, holding=holding)


def closed(case: Case, outcome: str) -> WorkItem:
    """The item closed by a rule; whose it was stays."""
    return held(
        case.item,
        status="completed",
        outcome=outcome,
        closed_at=case.now,
        wake=None,
        hold_reason="",
    )


def shown(stored: Promise | None, computed: Promise) -> datetime | None:
    """When an item is due as everybody sees it."""
    return (stored.due if stored else None) or computed.due
