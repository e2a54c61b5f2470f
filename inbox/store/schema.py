"""The tables as they are now. `migrations` brings any older file here; a test compares the two.

Times are whole milliseconds UTC. Ids are the domain's (`Type/id`). `resource`, `outbox`, `attempt`, `draft`,
`file_body`, `own_kit`, `seen`, `note`, `deed` and `audit_spool` are kept facts; the rest is derived and may
be rebuilt.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text

TABLES = MetaData()


def _table(name: str, *columns: Column[object]) -> Table:
    return Table(name, TABLES, *columns)


def _text(name: str, *, primary_key: bool = False) -> Column[object]:
    return Column(name, Text, primary_key=primary_key)


def _number(name: str, *, primary_key: bool = False) -> Column[object]:
    return Column(name, Integer, primary_key=primary_key)


def _bytes(name: str, *, primary_key: bool = False) -> Column[object]:
    return Column(name, LargeBinary, primary_key=primary_key)


resource = _table(
    "resource",
    _text("ref", primary_key=True),
    _text("version"),
    _number("updated"),
    _text("thread"),
    _text("patient"),
    _text("focus"),
    _bytes("body"),
)

note = _table("note", _text("name", primary_key=True), _bytes("body"))
cursor = _table("cursor", _text("name", primary_key=True), _number("since"))

outbox = _table(
    "outbox",
    _number("seq", primary_key=True),
    _text("id"),
    _text("command"),
    _text("thread"),
    _text("item"),
    _text("actor"),
    _text("verb"),
    _text("state"),
    _number("not_before"),
    _bytes("entry"),
)

attempt = _table(
    "attempt",
    _number("seq", primary_key=True),
    _text("operation"),
    _number("at"),
    _text("came"),
    _text("sentence"),
    _number("status"),
    _text("request"),
)

inbox_row = _table(
    "inbox_row",
    _text("item", primary_key=True),
    _text("thread"),
    _text("patient"),
    _text("kind"),
    _text("stage"),
    _number("band"),
    _number("arrived"),
    _number("due"),
    _number("soon_from"),
    _text("policy"),
    _number("computed_here"),
    _text("pool"),
    _text("pool_name"),
    _text("owner"),
    _text("owner_name"),
    _number("flag_level"),
    _text("subject"),
    _text("preview"),
    _text("sender_relation"),
    _number("unanswered"),
    _number("wake"),
    _number("closed_at"),
    _number("awaiting_physician"),
    _text("mark"),
    _text("mark_verb"),
    _text("parent"),
    _number("latest"),
    _number("snoozed"),
    _number("stuck_from"),
    _number("came_back"),
    _text("behalf"),
    _text("behalf_name"),
    _text("decided"),
    _number("handed_on"),
)

thread_row = _table(
    "thread_row",
    _text("thread", primary_key=True),
    _text("patient"),
    _number("found_at"),
    _bytes("digest"),
)

patient_row = _table(
    "patient_row",
    _text("patient", primary_key=True),
    _text("name"),
    _text("birth_date"),
    _text("sex"),
    _text("language"),
    _number("interpreter"),
    _text("mrn"),
    _bytes("card"),
)

pool_row = _table("pool_row", _text("pool", primary_key=True), _bytes("pool_facts"))
staff_row = _table("staff_row", _text("person", primary_key=True), _bytes("staff_facts"))
chart_state = _table("chart_state", _text("patient", primary_key=True), _number("fetched_at"))

history = _table(
    "history",
    _text("thread", primary_key=True),
    _number("latest"),
    _text("rules"),
    _number("level"),
    _text("title"),
)

draft = _table(
    "draft",
    _text("thread", primary_key=True),
    _text("person", primary_key=True),
    _bytes("words"),
)

file_body = _table("file_body", _text("digest", primary_key=True), _bytes("body"))

own_kit = _table(
    "own_kit",
    _text("person", primary_key=True),
    _text("kind", primary_key=True),
    _text("id", primary_key=True),
    _bytes("own"),
)

seen = _table(
    "seen",
    _text("person", primary_key=True),
    _text("item", primary_key=True),
    _number("latest"),
    _number("at"),
)

deed = _table(
    "deed",
    _number("seq", primary_key=True),
    _text("command"),
    _text("item"),
    _text("patient"),
    _text("actor"),
    _number("at"),
    _number("masked"),
    _bytes("deed"),
)

audit_spool = _table(
    "audit_spool",
    _number("seq", primary_key=True),
    _text("id"),
    _text("actor"),
    _bytes("note"),
)
