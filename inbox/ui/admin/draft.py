"""What a supervisor has written and not published: one draft for all sheets, published as one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal

from inbox.domain.calendar import Calendar, always
from inbox.domain.clinic.changes import PoolChange, pool_changes
from inbox.domain.clinic.differences import Clash, Difference, clashes, differences
from inbox.domain.clinic.pools import NEW, ClinicError, Pools, named, pool_of, retired
from inbox.domain.drafting import Drafting
from inbox.domain.ids import PoolId
from inbox.domain.pool import Pool
from inbox.domain.words import tr
from inbox.queries.standing_work import Standing, standing_work
from inbox.ui.desk import Desk


class ClinicDraft(QObject):
    """The pools as they would be. `changed` tells whoever shows them."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pools: Drafting[Pools] = Drafting(())
        self.goes_to: dict[PoolId, PoolId] = {}
        """Where the open items of a pool go that is retired."""
        self.work: dict[PoolId, Standing] = {}
        """The open work of each pool."""
        self.clashes: list[Clash] = []
        """What a colleague has written otherwise since this was begun; this draft's own stands."""

    @property
    def pools(self) -> Pools:
        """All of them, as they would be."""
        return self._pools.now

    @property
    def dirty(self) -> bool:
        """Whether publishing it would make a difference."""
        return self._pools.changed

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
        self._pools, self.goes_to, self.clashes = Drafting(self._there()), {}, []
        self.count()

    def count(self) -> None:
        """Look again at how much work each pool has."""
        self.work = standing_work(self._desk.reader)

    def change(self, edit: Callable[[Pools], Pools]) -> None:
        """Write something. Raises InboxError, and then nothing has changed."""
        self._pools.change(edit)
        self.changed.emit()

    def follow(self) -> int | None:
        """What holds has changed: a colleague's, and the draft is made anew on top of it. Gives how many of
        its changes could not be; None where nothing changed."""
        there = self._there()
        if there == self._pools.base:
            return None
        before, mine = self._pools.base, self._pools.now
        self.clashes = clashes(before, mine, there, self.calendar)
        lost = self._pools.rebase(there)
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
        work, pool = self.work.get(ref, Standing()), pool_of(self.pools, ref)
        if work.held:
            raise ClinicError(
                tr(
                    "Colleagues are working on {n} items of {pool}. Take them back first, or wait for them.",
                    n=work.held,
                    pool=pool.name,
                )
            )
        to = self.goes_to.get(ref, "")
        self.change(lambda pools: retired(pools, ref, work.open, to))

    def differences(self) -> list[Difference]:
        """What publishing it would change, field by field, with where open items go."""
        found = differences(self._pools.base, self.pools, self.calendar)
        for ref, to in self.goes_to.items():
            if ref in self.retiring:
                moved = tr("{n} to {pool}", n=self.work[ref].open, pool=pool_of(self.pools, to).name)
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

    def to_publish(self) -> list[PoolChange]:
        """What is to be written."""
        return pool_changes(self._pools.base, self.pools)

    def _there(self) -> Pools:
        return tuple(self._desk.pools())


def _hours(pool: Pool) -> tuple[object, ...]:
    return pool.zone, pool.hours, pool.closed, pool.holidays, pool.on_call
