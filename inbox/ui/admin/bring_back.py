"""What was published of the clinic, drafted as it was before: looked at and published like any change."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace

from inbox.domain.clinic.changes import Change, PlaceChange, PoolChange, made_place, made_pool, taken_back
from inbox.domain.clinic.people import Places
from inbox.domain.clinic.pools import ClinicError, Pools
from inbox.domain.words import tr
from inbox.ui.admin.draft import ClinicDraft


def bring_back(draft: ClinicDraft, changes: Sequence[Change]) -> str:
    """Write what `changes` changed as it was before; gives what is to be known of it.

    What they made cannot be unmade, since work and records may name it: a pool is retired, a role ended.
    """
    told = [tr("This is how it was before. Look at what changes, and publish it.")]
    if any(one.saw is None for one in changes):
        told.append(tr("What was new cannot be deleted, as work may name it: it is retired or ended."))
    for one in sorted(changes, key=lambda change: change.saw is None):
        try:
            if isinstance(one, PlaceChange):
                draft.assign(partial(_place_as_before, change=one))
            elif one.saw is None:
                draft.retire(made_pool(draft.pools, one).id)
            else:
                draft.change(partial(_pool_as_before, change=one))
        except ClinicError as why:
            told.append(str(why))
    return " ".join(told)


def _pool_as_before(pools: Pools, change: PoolChange) -> Pools:
    return tuple(
        taken_back(pool, change.saw, change.to) if change.saw and pool.id == change.saw.id else pool
        for pool in pools
    )


def _place_as_before(people: Places, change: PlaceChange) -> Places:
    if change.saw is None:
        made = made_place(people, change)
        return tuple(replace(one, active=False) if one.ref == made.ref else one for one in people)
    return tuple(
        taken_back(one, change.saw, change.to) if one.ref == change.saw.ref else one for one in people
    )
