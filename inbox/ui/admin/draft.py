"""What a supervisor has written and not published: one draft for all sheets, published as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from uuid import uuid4

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from inbox.domain.calendar import Calendar, always
from inbox.domain.clinic.changes import Change, place_changes, pool_changes
from inbox.domain.clinic.differences import Clash, Difference, clashes, differences, differences_of_people
from inbox.domain.clinic.people import Place, Places
from inbox.domain.clinic.pools import NEW, ClinicError, Pools, named, pool_of, retired
from inbox.domain.clinic.staffing import Clinic, lacking
from inbox.domain.drafting import Drafting
from inbox.domain.ids import PersonId, PoolId
from inbox.domain.people import Role
from inbox.domain.pool import Pool, Staff
from inbox.domain.words import tr
from inbox.queries.places import licences, places
from inbox.queries.pools import staff
from inbox.queries.standing_work import Standing, standing_work
from inbox.ui.desk import Desk


class ClinicDraft(QObject):
    """The pools as they would be. `changed` tells whoever shows them."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pools: Drafting[Pools] = Drafting(())
        self._places: Drafting[Places] = Drafting(())
        self.goes_to: dict[PoolId, PoolId] = {}
        """Where the open items of a pool go that is retired."""
        self.staff: tuple[Staff, ...] = ()
        """Everybody who can be given a role."""
        self._names: dict[Pool | Place, str] = {}
        """What the new ones are called: the same when they are published again after a lost answer."""
        self._known: list[str] | None = None
        self._licences: Mapping[PersonId, Role] = {}
        self.work: dict[PoolId, Standing] = {}
        """The open work of each pool."""
        self.clashes: list[Clash] = []
        """What a colleague has written otherwise since this was begun; this draft's own stands."""

    @property
    def pools(self) -> Pools:
        """All of them, as they would be."""
        return self._pools.now

    @property
    def places(self) -> Places:
        """Everybody's roles, as they would be."""
        return self._places.now

    @property
    def dirty(self) -> bool:
        """Whether publishing it would make a difference."""
        return self._pools.changed or self._places.changed

    @property
    def calendar(self) -> Calendar:
        """The clinic's own hours: of a pool that states none."""
        promises = self._desk.promises
        return promises.policy.calendar or always(promises.zone)

    @property
    def today(self) -> date:
        """The clinic's date."""
        return self._desk.today()

    def begin(self) -> None:
        """Start again from what holds now."""
        reader = self._desk.reader
        self._pools, self._places = Drafting(self._there()), Drafting(tuple(places(reader)))
        self.goes_to, self.clashes, self._known, self._names = {}, [], None, {}
        self.staff, self._licences = tuple(staff(reader)), licences(reader)
        self.count()

    def count(self) -> None:
        """Look again at how much work each pool has."""
        self.work = standing_work(self._desk.reader)

    def change(self, edit: Callable[[Pools], Pools]) -> None:
        """Write something. Raises InboxError, and then nothing has changed."""
        self._pools.change(edit)
        self.changed.emit()

    def assign(self, edit: Callable[[Places], Places]) -> None:
        """Write something of people's roles. Raises InboxError, and then nothing has changed."""
        self._places.change(edit)
        self.changed.emit()

    def lacking(self) -> tuple[list[str], list[str]]:
        """What would be amiss in who works where by this draft, and what is so already."""
        if self._known is None:
            self._known = self._amiss(self._pools.base, self._places.base)
        before = self._known
        after = self._amiss(self.pools, self.places)
        return [one for one in after if one not in before], [one for one in after if one in before]

    def _amiss(self, pools: Pools, people: Places) -> list[str]:
        office, licences = self._desk.actor.office_work, self._licences
        clinic = Clinic(pools, people, self.staff, self.calendar, licences, office)
        return lacking(clinic, self._places.base, self.today)

    def follow(self) -> int | None:
        """What holds has changed: a colleague's, and the draft is made anew on top of it. Gives how many of
        its changes could not be; None where nothing changed."""
        pools, people = self._there(), tuple(places(self._desk.reader))
        self.count()
        if (pools, people) == (self._pools.base, self._places.base):
            return None
        mine, theirs = self._found(self.pools, self.places), self._found(pools, people)
        self.clashes = clashes(mine, theirs)
        self._known = None
        lost = self._pools.rebase(pools) + self._places.rebase(people)
        self.changed.emit()
        return lost

    def send_to(self, ref: PoolId, name: str) -> None:
        """Say which pool takes the open items of one that is retired. Raises ClinicError."""
        if not name.strip():
            self.goes_to.pop(ref, None)
        elif (other := named(self.pools, name)).id == ref:
            raise ClinicError(tr("Open items go to another pool than {pool} itself.", pool=other.name))
        elif other.id.startswith(NEW):
            raise ClinicError(tr("Publish {pool} first; then it can take them.", pool=other.name))
        else:
            self.goes_to[ref] = other.id
        self.changed.emit()

    def retire(self, ref: PoolId) -> None:
        """Close a pool for good. Raises ClinicError where its work would be left behind."""
        self.change(partial(self._retired, ref=ref))

    def recount(self) -> None:
        """Count open work anew. Raises ClinicError where a pool that is retired would leave some behind."""
        self.count()
        for ref in self.retiring:
            self._retired(self.pools, ref)

    def _retired(self, pools: Pools, ref: PoolId) -> Pools:
        work, pool = self.work.get(ref, Standing()), pool_of(pools, ref)
        if work.held:
            raise ClinicError(
                tr(
                    "Colleagues are working on {n} items of {pool}. Take them back first, or wait for them.",
                    n=work.held,
                    pool=pool.name,
                )
            )
        return retired(pools, ref, work.open, self.goes_to.get(ref, ""))

    def differences(self) -> list[Difference]:
        """What publishing it would change, field by field, with where open items go."""
        found = self._found(self.pools, self.places)
        for ref, to in self.goes_to.items():
            if ref in self.retiring:
                moved = tr(
                    "{n} to {pool}", n=self.work.get(ref, Standing()).open, pool=pool_of(self.pools, to).name
                )
                found.append(Difference(pool_of(self.pools, ref).name, tr("Open items"), "", moved))
        return found

    @property
    def retiring(self) -> list[PoolId]:
        """The pools that this draft closes for good."""
        open_now = {pool.id for pool in self._pools.base if pool.active}
        return [pool.id for pool in self.pools if pool.id in open_now and not pool.active]

    @property
    def moves_clocks(self) -> bool:
        """Whether other hours count for some pool."""
        there = {pool.id: pool for pool in self._pools.base}
        return any(pool.id in there and _hours(pool) != _hours(there[pool.id]) for pool in self.pools)

    def to_publish(self) -> list[Change]:
        """What is to be written."""
        pools = pool_changes(self._pools.base, self.pools)
        changes: list[Change] = [*pools, *place_changes(self._places.base, self.places)]
        return [
            one if one.saw else replace(one, name=self._names.setdefault(one.to, str(uuid4())))
            for one in changes
        ]

    def _found(self, pools: Pools, people: Places) -> list[Difference]:
        names = {one.id: one.name for one in self.staff}
        return [
            *differences(self._pools.base, pools, self.calendar),
            *differences_of_people(self._places.base, people, pools, names),
        ]

    def _there(self) -> Pools:
        return tuple(self._desk.pools())


def _hours(pool: Pool) -> tuple[object, ...]:
    return pool.zone, pool.hours, pool.closed, pool.holidays, pool.on_call
