"""Search over everything kept: patients, subjects, messages, replies, comments, files, and one's own drafts.

All words must occur somewhere in a conversation; the last one may be unfinished; "in quotes" is a phrase;
`domain.search.wanted` says what filters there are. Open work comes first, the most urgent of it at the top,
then what is closed, the newest first: that is found without looking at all the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection, TextClause, func, select, text

from inbox.domain.ids import ItemId, ThreadId
from inbox.domain.people import Actor
from inbox.domain.search.marking import Term, marks
from inbox.domain.search.wanted import ME, NOBODY, Has, Status, Wanted, begins_a_word
from inbox.queries import pools
from inbox.store import kept
from inbox.store.schema import patient_row, thread_row
from inbox.store.sql import among, these
from inbox.store.times import from_ms, to_ms
from inbox.store.words import A_FILE

MOST = 200
"""Closed conversations a search gives; nobody reads on, they type another word."""
MOST_OPEN = 500
"""The same of open work."""

_FAR = 1 << 40
"""A second after that of any message."""


class Found(msgspec.Struct, frozen=True):
    """What a search has found, open work first."""

    items: tuple[ItemId, ...] = ()
    open: int = 0
    """So many of them are open."""
    drafts: frozenset[ThreadId] = frozenset()
    """Conversations found by what one has begun to write in them."""
    cut: bool = False
    """There are more that are closed."""
    open_cut: bool = False
    """There is more that is open."""
    since: datetime | None = None
    """Of the oldest conversation kept here, when its last message was sent; None: none is kept."""


class Asked(msgspec.Struct, frozen=True):
    """Who looks for what, and when. `zone`: in which the days of filters begin."""

    wanted: Wanted
    actor: Actor
    now: datetime
    zone: str


def find(reader: Connection, asked: Asked) -> Found:
    """All that is asked for. Of a conversation with open work all of that, else what was closed last."""
    since = reader.scalar(_OLDEST)
    reach = from_ms(since * 1000) if since else None
    if asked.wanted.is_empty:
        return Found(since=reach)
    values, statements = _bound(reader, asked), _statements(_filters(asked.wanted), _by_words(asked.wanted))
    opened = [(ItemId(item), thread) for item, thread in reader.execute(statements.open, values)]
    closed = reader.execute(statements.closed, values).all()
    begun = reader.execute(statements.begun, values).all() if values["begun"] != "[]" else []
    owed = {thread for _, thread in opened}
    last: dict[str, tuple[int, str]] = {}
    for item, thread, at in (*begun, *closed):
        if thread not in owed:
            last[thread] = max(last.get(thread, (0, "")), (at, item))
    items = [*(item for item, _ in opened), *(ItemId(item) for _, item in last.values())]
    drafts = frozenset(map(ThreadId, msgspec.json.decode(str(values["begun"]))))
    return Found(tuple(items), len(opened), drafts, len(closed) >= MOST, len(opened) >= MOST_OPEN, reach)


def count(reader: Connection, asked: Asked) -> tuple[int, int]:
    """How many of what is asked for are open, and how many of these are overdue."""
    if asked.wanted.is_empty:
        return 0, 0
    values, statements = _bound(reader, asked), _statements(_filters(asked.wanted), _by_words(asked.wanted))
    opened, late = reader.execute(statements.counted, values).one()
    return int(opened), int(late or 0)


def expression(wanted: Wanted) -> str:
    """The words of `wanted` in the query language of the index; empty when it has none."""
    parts = [_any_of(word.terms) for word in wanted.words]
    if wanted.senders:
        parts.append(f"{{patient writers}} : {_any_of(wanted.senders)}")
    if Has.FILE in wanted.has:
        parts.append(f'files : "{A_FILE}"')
    return " AND ".join(parts)


def _any_of(terms: Sequence[Term]) -> str:
    """Terms are runs of letters and digits, in quotes: nothing typed is ever taken for the language."""
    quoted = [f'"{one.typed}"{"*" if one.beginning else ""}' for one in terms]
    return quoted[0] if len(quoted) == 1 else f"({' OR '.join(quoted)})"


# Statements: one for each set of filters. What stands in them is written here; what was typed is bound.

_OPEN = "inbox_row.stage NOT IN ('done', 'none')"
"""Written as the partial indexes are."""
_OVERDUE = "inbox_row.stage <> 'held' AND inbox_row.due <= :now"
_OF_STATUS = {
    Status.OPEN: _OPEN,
    Status.CLOSED: f"NOT ({_OPEN})",
    Status.OVERDUE: f"{_OPEN} AND {_OVERDUE}",
    Status.UNCLAIMED: "inbox_row.stage = 'unclaimed' AND inbox_row.owner IN (inbox_row.pool, '')",
    Status.WAITING: "inbox_row.stage = 'held'",
}
_IN = "inbox_row.{0} IN (SELECT value FROM json_each(:{0}))"
_OF_HAS = {
    Has.FLAG: "inbox_row.flag_level <= 3",
    Has.DRAFT: "inbox_row.thread IN (SELECT thread FROM draft WHERE person = :actor)",
}
_DATED = "thread_row.found_at >= :after AND thread_row.found_at < :before"
_URGENT_FIRST = "band, due IS NULL, due, arrived, item"
_OLDEST = select(func.min(thread_row.c.found_at)).where(thread_row.c.found_at > 0)
_PATIENTS = select(patient_row.c.patient, patient_row.c.name).where(
    patient_row.c.patient.in_(among("patients"))
)


class _Statements(msgspec.Struct, frozen=True):
    open: TextClause
    counted: TextClause
    closed: TextClause
    begun: TextClause
    """The closed conversations found by one's drafts."""


def _filters(wanted: Wanted) -> tuple[str, ...]:
    """The conditions of `wanted` on a row."""
    found = [_IN.format(name) for name in ("pool", "kind", "owner") if getattr(wanted, f"{name}s")]
    found += [condition for one, condition in _OF_HAS.items() if one in wanted.has]
    if wanted.statuses:
        found.append("(" + " OR ".join(f"({_OF_STATUS[one]})" for one in wanted.statuses) + ")")
    return tuple(found)


def _by_words(wanted: Wanted) -> bool:
    return bool(wanted.words or wanted.senders or Has.FILE in wanted.has)


@cache
def _statements(filters: tuple[str, ...], by_words: bool) -> _Statements:
    """Joins are in the only order that reads no more than what is owed, or the newest of what is found."""
    conditions = " AND ".join((_DATED, *filters))
    found = "at IN (SELECT rowid FROM found WHERE found MATCH :match AND rowid >= (SELECT min(at) FROM owed))"
    only = f"WHERE {found} OR thread IN (SELECT value FROM json_each(:begun))" if by_words else ""
    owed = f"""
        WITH owed AS MATERIALIZED (
            SELECT item, inbox_row.thread, band, due, arrived, {_OVERDUE} AS late, thread_row.found_at AS at
            FROM inbox_row CROSS JOIN thread_row ON thread_row.thread = inbox_row.thread
            WHERE {_OPEN} AND {conditions}
        )
    """
    closed = f"NOT ({_OPEN}) AND {conditions}"
    rows = "SELECT inbox_row.item, inbox_row.thread, coalesce(closed_at, inbox_row.arrived) FROM"
    joined = "inbox_row CROSS JOIN thread_row ON thread_row.thread = inbox_row.thread"
    newest = (
        f"{rows} {joined} WHERE inbox_row.stage = 'done' AND {closed} ORDER BY closed_at DESC LIMIT {MOST}"
    )
    if by_words:
        newest = f"""
            {rows} found CROSS JOIN thread_row ON thread_row.found_at = found.rowid
            CROSS JOIN inbox_row ON inbox_row.thread = thread_row.thread
            WHERE found MATCH :match AND found.rowid >= :after AND found.rowid < :before AND {closed}
            ORDER BY found.rowid DESC LIMIT {MOST}
        """
    return _Statements(
        text(f"{owed} SELECT item, thread FROM owed {only} ORDER BY {_URGENT_FIRST} LIMIT {MOST_OPEN}"),
        text(f"{owed} SELECT count(*), sum(late) FROM owed {only}"),
        text(newest),
        text(f"{rows} {joined} WHERE inbox_row.thread IN (SELECT value FROM json_each(:begun)) AND {closed}"),
    )


def _bound(reader: Connection, asked: Asked) -> dict[str, str | int]:
    """What the statements need."""
    wanted, actor = asked.wanted, asked.actor
    return {
        "match": expression(wanted),
        "now": to_ms(asked.now),
        "actor": actor.person,
        "after": _second(wanted.after, asked.zone) if wanted.after else 0,
        "before": _second(wanted.before, asked.zone) if wanted.before else _FAR,
        "pool": these(_pools(reader, wanted)),
        "kind": these(wanted.kinds),
        "owner": these(_owners(reader, wanted, actor)),
        "begun": these(_begun(reader, asked)),
    }


def _second(day: date, zone: str) -> int:
    """When `day` begins there."""
    return to_ms(datetime.combine(day, time(), ZoneInfo(zone))) // 1000


def _pools(reader: Connection, wanted: Wanted) -> Iterable[str]:
    if not wanted.pools:
        return []
    return [one.id for one in pools.pools(reader) if any(begins_a_word(one.name, w) for w in wanted.pools)]


def _owners(reader: Connection, wanted: Wanted, actor: Actor) -> Iterable[str]:
    found: list[str] = []
    for name in wanted.owners:
        if name == ME:
            found += [actor.person, *actor.role_refs]
        elif name == NOBODY:
            found += ["", *(one.id for one in pools.pools(reader))]
        else:
            people = (one for one in pools.staff(reader) if begins_a_word(one.name, name))
            found += [ref for one in people for ref in (one.id, *one.role_refs)]
    return found


def _begun(reader: Connection, asked: Asked) -> list[ThreadId]:
    """The conversations in which the looking person has begun to write all that is looked for."""
    words = asked.wanted.words
    if not words or asked.wanted.senders or Has.FILE in asked.wanted.has:
        return []
    drafts = kept.drafts_of(reader, asked.actor.person)
    rows = reader.execute(_PATIENTS, {"patients": these(one.patient for one in drafts)})
    names = {row.patient: row.name for row in rows}
    found = []
    for one in drafts:
        written = "\n".join(
            (names.get(one.patient, ""), one.text, one.comment, *(file.title for file in one.files))
        )
        if all(marks(word.terms, written) for word in words):
            found.append(one.thread)
    return found
