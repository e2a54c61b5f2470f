"""The bodies of files that go with replies: each kept once, while a draft or an outbox entry names it.

`let_go` and `sweep` are the only places that delete one. A body is let go by what stops naming it for good (a
draft changed or thrown away, an entry settled or discarded), not by what is taken back: that becomes a
draft again in the next transaction. What a crash in between leaves is swept at the next start.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, bindparam, delete, exists, func, select
from sqlalchemy.dialects.sqlite import insert

from inbox.domain.attached import AttachedFile, gone_file
from inbox.domain.entries import Entry
from inbox.domain.errors import Refused
from inbox.domain.operations import Reply
from inbox.store.schema import draft, file_body, outbox
from inbox.store.sql import among, these

_KEEP = insert(file_body).on_conflict_do_nothing()
_BODY = select(file_body.c.body).where(file_body.c.digest == bindparam("digest"))
_THERE = select(file_body.c.digest).where(file_body.c.digest.in_(among("digests")))
_NAMELESS = (
    ~exists().where(func.instr(draft.c.words, file_body.c.digest) > 0),
    ~exists().where(func.instr(outbox.c.entry, file_body.c.digest) > 0),
)
"""A digest is 64 characters that stand for nothing else, so that it is looked for as it is."""
_SWEEP = delete(file_body).where(*_NAMELESS)
_LET_GO = delete(file_body).where(file_body.c.digest.in_(among("digests")), *_NAMELESS)


def named_by(entries: Iterable[Entry]) -> set[str]:
    """The digests of all that goes with the replies among `entries`."""
    replies = (entry.operation for entry in entries if isinstance(entry.operation, Reply))
    return {one.digest for reply in replies for one in reply.files}


def keep(connection: Connection, bodies: Mapping[str, bytes]) -> None:
    """Keep bodies by their digests; one that is there already is not written again."""
    if bodies:
        connection.execute(_KEEP, [{"digest": digest, "body": body} for digest, body in bodies.items()])


def has(connection: Connection, digests: set[str]) -> bool:
    """Whether all of them are here."""
    return not digests or digests == set(connection.scalars(_THERE, {"digests": these(digests)}))


def require(connection: Connection, digests: set[str]) -> None:
    """Raises `Refused` unless all of them are here: no reply is kept without what goes with it."""
    if not has(connection, digests):
        raise Refused(gone_file())


def body_of(connection: Connection, digest: str) -> bytes | None:
    """The bytes of that digest; None when they are not here."""
    body: bytes | None = connection.scalar(_BODY, {"digest": digest})
    return body


def let_go(connection: Connection, digests: Iterable[str]) -> None:
    """Delete those of `digests` that nothing names any more."""
    if wanted := set(digests):
        connection.execute(_LET_GO, {"digests": these(wanted)})


def sweep(connection: Connection) -> None:
    """Delete all that nothing names."""
    connection.execute(_SWEEP)


def digests(files: Iterable[AttachedFile]) -> set[str]:
    """Which bodies `files` mean."""
    return {one.digest for one in files}
