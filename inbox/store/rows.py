"""What lists read: one row for each obligation, kept equal to the projected thread it comes from.

A conversation nobody owes anything on has a row too, named by its thread and in the stage `NO_ITEM`:
otherwise search could not show it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, delete, literal_column, select

from inbox.domain.ids import ItemId, ThreadId
from inbox.domain.rows import BAND_CLOCK, PREVIEW_LENGTH, InboxRow
from inbox.domain.thread import Thread
from inbox.domain.work_item import Stage
from inbox.store.schema import inbox_row
from inbox.store.sql import among, these
from inbox.store.times import from_ms, maybe_time, to_ms

NO_ITEM = "none"

FIELDS = InboxRow.__struct_fields__
"""The columns of `inbox_row` in the order of `InboxRow`; `latest`, the newest message's time, follows."""
_MOMENTS = frozenset({"due", "soon_from", "wake", "closed_at", "snoozed", "stuck_from"})
_YES_NO = frozenset({"computed_here", "awaiting_physician", "came_back"})
_MOMENT_AT = tuple(FIELDS.index(name) for name in FIELDS if name in _MOMENTS)
_YES_NO_AT = tuple(FIELDS.index(name) for name in FIELDS if name in _YES_NO)
_ARRIVED_AT = FIELDS.index("arrived")

_HELD = select(*(inbox_row.c[name] for name in (*FIELDS, "latest"))).where(
    inbox_row.c.thread.in_(among("threads"))
)
_DELETE = delete(inbox_row).where(inbox_row.c.item.in_(among("items")))
_NAMES = (*FIELDS, "latest")
_PUT = (
    f"INSERT INTO inbox_row ({', '.join(_NAMES)}) VALUES ({', '.join('?' * len(_NAMES))})"
    f" ON CONFLICT (item) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _NAMES[1:])}"
)
"""Written for the driver, as every thread of a first sync comes this way."""

Stored = tuple[Any, ...]


def is_open() -> ColumnElement[bool]:
    """Somebody owes something on it. Written as the partial indexes are, or SQLite would not use them."""
    return inbox_row.c.stage.not_in((_quoted(Stage.DONE), _quoted(NO_ITEM)))


def is_done() -> ColumnElement[bool]:
    """It is closed; written likewise."""
    return inbox_row.c.stage == _quoted(Stage.DONE)


def _quoted(stage: str) -> ColumnElement[str]:
    return literal_column(f"'{stage}'", Text)


def put(connection: Connection, threads: Iterable[ThreadId], rows: Iterable[Stored]) -> None:
    """Make `rows` the rows of `threads`: only what differs is written."""
    held = {row[0]: tuple(row) for row in connection.execute(_HELD, {"threads": these(threads)})}
    changed: list[Stored] = []
    for row in rows:
        if held.pop(row[0], None) != row:
            changed.append(row)
    if held:
        connection.execute(_DELETE, {"items": these(held)})
    if changed:
        connection.exec_driver_sql(_PUT, changed)


def stored(row: InboxRow, thread: Thread) -> Stored:
    """A row as its columns hold it."""
    values: list[Any] = [getattr(row, name) for name in FIELDS]
    values[_ARRIVED_AT] = to_ms(row.arrived)
    for at in _MOMENT_AT:
        if values[at] is not None:
            values[at] = to_ms(values[at])
    for at in _YES_NO_AT:
        values[at] = int(values[at])
    last = thread.last_from_patient
    values.append(to_ms(last.sent) if last else values[_ARRIVED_AT])
    return tuple(values)


def read(columns: Sequence[Any]) -> list[Any]:
    """The values of an `InboxRow`, in order, from its columns."""
    values = list(columns)
    values[_ARRIVED_AT] = from_ms(values[_ARRIVED_AT])
    for at in _MOMENT_AT:
        values[at] = maybe_time(values[at])
    for at in _YES_NO_AT:
        values[at] = bool(values[at])
    return values


def without_item(thread: Thread) -> InboxRow | None:
    """The row of a conversation without obligations; None when there is no message to date it by."""
    began = thread.opened or (thread.messages[0].sent if thread.messages else None)
    if began is None:
        return None
    last = thread.last_from_patient
    return InboxRow(
        item=ItemId(thread.id),
        thread=thread.id,
        patient=thread.patient,
        kind=thread.chosen_kind,
        stage=NO_ITEM,
        band=BAND_CLOCK,
        arrived=began,
        subject=thread.subject,
        preview=" ".join(last.text.split())[:PREVIEW_LENGTH] if last else "",
        sender_relation=last.sender.relation if last else "",
        unanswered=thread.unanswered,
    )
