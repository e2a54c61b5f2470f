"""The cells of the pools' sheets: what is said of a pool, and when it is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from inbox.domain.calendar import Calendar
from inbox.domain.calendar_sheet import closure_words
from inbox.domain.clinic import hours
from inbox.domain.clinic.differences import FIELDS, LINES
from inbox.domain.clinic.pools import (
    NEW,
    ClinicError,
    Field,
    Pools,
    field_text,
    new_ref,
    pool_of,
    with_field,
    with_new,
)
from inbox.domain.ids import PoolId
from inbox.domain.opening_hours import Closure
from inbox.domain.pool import Pool
from inbox.domain.words import tr
from inbox.queries.standing_work import Standing
from inbox.ui.admin.draft import ClinicDraft

_OPEN_ITEMS, _GO_TO = len(FIELDS), len(FIELDS) + 1


class FieldsGrid:
    """What is said of one pool, a line for each field. An empty reference: of one that is to be added."""

    def __init__(self, draft: ClinicDraft, ref: str, added: Callable[[], None]) -> None:
        """`added` is told once a new pool has a name."""
        self._draft = draft
        self._ref = ref
        self._added = added
        self.rows = [*map(tr, FIELDS.values()), tr("Open items"), tr("Open items go to")]

    @property
    def columns(self) -> Sequence[str]:
        """The pool's name."""
        return [self._pool.name if self._pool else tr("New pool")]

    @property
    def _pool(self) -> Pool | None:
        return next((pool for pool in self._draft.pools if pool.id == self._ref), None)

    def text(self, row: int, column: int) -> str:
        """What stands in the field."""
        pool = self._pool
        if pool is None:
            return tr("Write its name here") if row == 0 else ""
        if row == _OPEN_ITEMS:
            return str(self._draft.work.get(pool.id, Standing()).open)
        if row == _GO_TO:
            to = self._draft.goes_to.get(pool.id)
            return pool_of(self._draft.pools, to).name if to else ""
        return field_text(self._draft.pools, pool, list(FIELDS)[row])

    def quiet(self, row: int, column: int) -> bool:
        """Whether nothing can be written there."""
        return self._pool is None or row == _OPEN_ITEMS

    def write(self, row: int, column: int, text: str) -> None:
        """Write the field; raises InboxError."""
        if self._pool is None:
            self._write_new(row, text)
            return
        ref = PoolId(self._ref)
        if row == _OPEN_ITEMS:
            raise ClinicError(tr("The items are counted, not written."))
        if row == _GO_TO:
            self._draft.send_to(ref, text)
            return
        field = list(FIELDS)[row]
        if field is Field.STANDS and text.strip().casefold() == tr("retired"):
            self._draft.retire(ref)
        else:
            self._draft.change(partial(with_field, ref=ref, field=field, text=text))

    def reset(self, row: int, column: int) -> None:
        """Empty the field."""
        if self._pool is not None and row != _OPEN_ITEMS:
            self.write(row, column, tr("open") if row == list(FIELDS).index(Field.STANDS) else "")

    def _write_new(self, row: int, text: str) -> None:
        if row != 0:
            raise ClinicError(tr("Name: write the name of the new pool first."))
        ref = new_ref(pool.id for pool in self._draft.pools)
        self._draft.change(partial(with_new, ref=ref, name=text))
        self._added()


class HoursGrid:
    """When one pool is open, or all of them: the days, the zone, public holidays, closures."""

    def __init__(self, draft: ClinicDraft, ref: str) -> None:
        self._draft = draft
        self._ref = ref
        name = pool_of(draft.pools, ref).name if ref else tr("All pools")
        self.columns = [name]

    @property
    def rows(self) -> Sequence[str]:
        """The lines of the sheet, and a place for one closure more."""
        closed = [tr("Closed")] * len(self._closures())
        return [*map(tr, LINES), *closed, tr("Add a closure")]

    @property
    def calendar(self) -> Calendar | None:
        """The pool's hours; None of all of them."""
        pools = self._draft.pools
        return hours.sheet(pool_of(pools, self._ref), self._draft.calendar) if self._ref else None

    def text(self, row: int, column: int) -> str:
        """Hours, zone, holidays or a closure in words."""
        if row >= hours.FIRST_CLOSURE:
            closure = self._closure(row)
            return closure_words(closure) if closure else ""
        if self.calendar is not None:
            return hours.line_text(self.calendar, row)
        shared = hours.text_of_all(self._draft.pools, row, self._draft.calendar)
        return tr("not all alike") if shared is None else shared

    def quiet(self, row: int, column: int) -> bool:
        """Whether the pools differ there, or the pool has only what the clinic has."""
        if not self._ref:
            alike = row >= hours.FIRST_CLOSURE or hours.text_of_all(
                self._draft.pools, row, self._draft.calendar
            )
            return not alike
        return row < hours.DAYS and not pool_of(self._draft.pools, self._ref).hours

    def write(self, row: int, column: int, text: str) -> None:
        """Change a line; raises InboxError."""
        default, today = self._draft.calendar, self._draft.today
        if row < hours.FIRST_CLOSURE:
            self._draft.change(partial(hours.with_line, ref=self._ref, line=row, text=text, default=default))
            return
        was = self._closure(row)
        if was is None and not text.strip():
            return
        self._draft.change(
            partial(hours.with_closure, ref=self._ref, was=was, text=text, default=default, today=today)
        )

    def reset(self, row: int, column: int) -> None:
        """Take a closure away; close a day; have no public holidays."""
        if row != hours.ZONE:
            self.write(row, column, "")

    def _closures(self) -> list[Closure]:
        """Those to come, and those of late."""
        found = hours.closures(self._draft.pools, self._ref, self._draft.calendar)
        return [one for one in found if one.last >= self._draft.today]

    def _closure(self, row: int) -> Closure | None:
        place, found = row - hours.FIRST_CLOSURE, self._closures()
        return found[place] if place < len(found) else None


def shown(pools: Pools) -> list[Pool]:
    """The pools as they are listed: open ones by name, retired ones after them, new ones last."""
    return sorted(pools, key=lambda pool: (pool.id.startswith(NEW), not pool.active, pool.name.casefold()))
