"""Pools as a supervisor writes them: named, described, opened, retired."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

import msgspec

from inbox.domain.errors import InboxError
from inbox.domain.ids import PoolId
from inbox.domain.kind_words import kind_words
from inbox.domain.pool import Pool
from inbox.domain.words import tr
from inbox.domain.work_item import Kind

Pools = tuple[Pool, ...]
"""All pools of a clinic, in the order in which they are shown."""
NEW = "new/"
"""How the reference of a pool begins that the server does not have yet."""
MOST_NAME, MOST_ABOUT = 80, 300
"""Letters."""
KINDS = tuple(kind for kind in Kind if kind not in (Kind.BREACH, Kind.NOT_READ))
"""What can be said to come to a pool."""
_PHONE = re.compile(r"[+0-9()/. -]{5,30}(x\d{1,6})?")
_YES, _NO = "open", "retired"


class ClinicError(InboxError):
    """What was written of a pool or of somebody's work cannot be meant: which field, and what to write."""


class Field(StrEnum):
    """What can be written of a pool beside its hours."""

    NAME = "name"
    ABOUT = "about"
    PHONE = "phone"
    KINDS = "kinds"
    ON_CALL = "on_call"
    STANDS = "active"


def pool_of(pools: Iterable[Pool], ref: str) -> Pool:
    """The pool of that reference. Raises ClinicError where there is none."""
    found = next((pool for pool in pools if pool.id == ref), None)
    if found is None:
        raise ClinicError(tr("This pool is there no more."))
    return found


def named(pools: Iterable[Pool], name: str) -> Pool:
    """The open pool of that name, however it is capitalised. Raises ClinicError."""
    wanted = name.strip().casefold()
    for pool in pools:
        if pool.active and pool.name.casefold() == wanted:
            return pool
    raise ClinicError(tr("There is no pool called {name}.", name=name.strip()))


def with_pool(pools: Pools, ref: str, change: Callable[[Pool], Pool]) -> Pools:
    """The pools with one of them changed. Raises ClinicError."""
    pool_of(pools, ref)
    return tuple(change(pool) if pool.id == ref else pool for pool in pools)


def new_ref(there: Iterable[str]) -> str:
    """A reference that none of `there` is, for what the server does not have yet.

    Chosen once, when it is first written: where a colleague has published meanwhile and one new thing cannot
    be made again, what was written of another must not become its.
    """
    taken = [int(ref.removeprefix(NEW)) for ref in there if ref.startswith(NEW)]
    return f"{NEW}{max(taken, default=0) + 1}"


def with_new(pools: Pools, ref: str, name: str) -> Pools:
    """The pools with one more under a `new_ref`, of the hours of its neighbours. Raises ClinicError."""
    like = next((pool for pool in pools if pool.active and pool.hours), Pool(PoolId(ref), ""))
    new = Pool(PoolId(ref), "", zone=like.zone, hours=like.hours, closed=like.closed, holidays=like.holidays)
    return with_field((*pools, new), ref, Field.NAME, name)


def field_text(pools: Pools, pool: Pool, field: Field) -> str:
    """What stands in a field, as it can be written again."""
    match field:
        case Field.KINDS:
            return ", ".join(kind_words(kind) for kind in pool.kinds)
        case Field.ON_CALL:
            return next((one.name for one in pools if one.id == pool.on_call), "")
        case Field.STANDS:
            return tr(_YES) if pool.active else tr(_NO)
        case _:
            text: str = getattr(pool, field)
            return text


def with_field(pools: Pools, ref: str, field: Field, text: str) -> Pools:
    """The pools with something else in a field of one of them. Raises ClinicError."""
    pool, text = pool_of(pools, ref), " ".join(text.split())
    return with_pool(
        pools, ref, lambda _was: msgspec.structs.replace(pool, **_FIELDS[field](pools, pool, text))
    )


def retired(pools: Pools, ref: str, open_items: int, goes_to: str = "") -> Pools:
    """The pools with one of them closed for good. Raises ClinicError.

    `goes_to`: the pool that takes its open items; needed while it has any.
    """
    pool = pool_of(pools, ref)
    if open_items and not goes_to:
        raise ClinicError(
            tr("{pool} has open items. Say in “Open items go to” which pool takes them.", pool=pool.name)
        )
    if goes_to == ref:
        raise ClinicError(tr("Open items go to another pool than {pool} itself.", pool=pool.name))
    if goes_to and not pool_of(pools, goes_to).active:
        raise ClinicError(
            tr(
                "{other} takes the open items of {pool}, and is retired. Name another pool.",
                other=pool_of(pools, goes_to).name,
                pool=pool.name,
            )
        )
    for other in pools:
        if other.active and other.on_call == ref and other.id != ref:
            raise ClinicError(
                tr("{pool} is on call for {other}. Change that first.", pool=pool.name, other=other.name)
            )
    if not any(other.active and other.id != ref for other in pools):
        raise ClinicError(tr("One pool has to stay, or there is nowhere for work to go."))
    return with_pool(pools, ref, lambda was: msgspec.structs.replace(was, active=False))


def _name(pools: Pools, pool: Pool, text: str) -> dict[str, object]:
    if not text:
        raise ClinicError(tr("A pool needs a name: write what it does, such as Refills."))
    if len(text) > MOST_NAME:
        raise ClinicError(tr("The name has more than {n} letters. Shorten it.", n=MOST_NAME))
    if any(one.id != pool.id and one.active and one.name.casefold() == text.casefold() for one in pools):
        raise ClinicError(tr("There is a pool called {name} already. Choose another name.", name=text))
    return {"name": text}


def _about(pools: Pools, pool: Pool, text: str) -> dict[str, object]:
    if len(text) > MOST_ABOUT:
        raise ClinicError(tr("The description has more than {n} letters. Shorten it.", n=MOST_ABOUT))
    return {"about": text}


def _phone(pools: Pools, pool: Pool, text: str) -> dict[str, object]:
    if text and not _PHONE.fullmatch(text):
        raise ClinicError(tr("“{text}” is no telephone number. Write +1 309 555 0140.", text=text))
    return {"phone": text}


def _kinds(pools: Pools, pool: Pool, text: str) -> dict[str, object]:
    by_name: Mapping[str, str] = {kind_words(kind).casefold(): kind for kind in KINDS}
    by_name = {**{kind: kind for kind in KINDS}, **by_name}
    wanted = [part.strip() for part in text.split(",") if part.strip()]
    if unknown := [part for part in wanted if part.casefold() not in by_name]:
        known = ", ".join(kind_words(kind) for kind in KINDS)
        raise ClinicError(
            tr("“{text}” is no kind of work. There are: {kinds}.", text=unknown[0], kinds=known)
        )
    return {"kinds": tuple(dict.fromkeys(str(by_name[part.casefold()]) for part in wanted))}


def _on_call(pools: Pools, pool: Pool, text: str) -> dict[str, object]:
    if not text:
        return {"on_call": None}
    other = named(pools, text)
    if other.id == pool.id:
        raise ClinicError(tr("A pool is not on call for itself. Leave it empty, or name another."))
    if other.id.startswith(NEW):
        raise ClinicError(tr("Publish {pool} first; then it can be on call.", pool=other.name))
    return {"on_call": other.id}


def _stands(pools: Pools, pool: Pool, text: str) -> dict[str, object]:
    if text.casefold() not in (tr(_YES), tr(_NO)):
        raise ClinicError(tr("Write open, or retired."))
    if text.casefold() == tr(_YES):
        _name(pools, pool, pool.name)
    return {"active": text.casefold() == tr(_YES)}


_FIELDS: dict[Field, Callable[[Pools, Pool, str], dict[str, object]]] = {
    Field.NAME: _name,
    Field.ABOUT: _about,
    Field.PHONE: _phone,
    Field.KINDS: _kinds,
    Field.ON_CALL: _on_call,
    Field.STANDS: _stands,
}
