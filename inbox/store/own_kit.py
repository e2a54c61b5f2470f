"""People's own phrases and speed buttons, an entry a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, bindparam, select

from inbox.domain import typed
from inbox.domain.changes import Changes
from inbox.domain.ids import PersonId
from inbox.domain.own_kit import Own, OwnEntry, by_key, changed, document, merged
from inbox.store.schema import own_kit
from inbox.store.sql import put
from inbox.store.transaction import Transaction

Body = tuple[str, str, bytes]
"""Kind, id, and the new body of an entry; an empty one removes it."""

_OF = select(own_kit.c.own).where(own_kit.c.person == bindparam("person")).order_by("kind", "id")
_PUT = put(own_kit)
_own = typed.decoder(Own).decode


def of(connection: Connection, person: PersonId) -> list[Own]:
    """All that `person` keeps, by kind and id; also what was removed, so that it stays removed."""
    return [_own(body) for body in connection.scalars(_OF, {"person": person})]


def save(work: Transaction, person: PersonId, entries: Sequence[Body], at: datetime) -> None:
    """Keep new bodies of entries, all or none.

    Raises Refused where all of it would be more than a server keeps.
    """
    here = dict(by_key(of(work.connection, person)))
    for kind, id_, body in entries:
        here[kind, id_] = changed(here.get((kind, id_)), kind, id_, body, at)
    document(own.mine for own in here.values())
    _write(work, person, [here[kind, id_] for kind, id_, _ in entries])


def take_in(work: Transaction, person: PersonId, server: Sequence[OwnEntry]) -> list[Own]:
    """Bring in what the server has; gives what there is now."""
    before = of(work.connection, person)
    after = merged(before, server)
    if after != before:
        known = by_key(before)
        _write(work, person, [own for own in after if own != known.get(own.mine.key)])
    return after


def choose(work: Transaction, person: PersonId, kind: str, id_: str, *, theirs: bool, at: datetime) -> None:
    """Of two versions of an entry the person has chosen one."""
    own = by_key(of(work.connection, person)).get((kind, id_))
    if own is not None and own.theirs is not None:
        _write(work, person, [own.chosen(theirs=theirs, at=at)])


def _write(work: Transaction, person: PersonId, owns: Iterable[Own]) -> None:
    rows = [
        {"person": person, "kind": one.mine.kind, "id": one.mine.id, "own": msgspec.json.encode(one)}
        for one in owns
    ]
    work.connection.execute(_PUT, rows)
    work.changes |= Changes(own_kit=True)
