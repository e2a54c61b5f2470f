"""One table of a damaged file: its rows that can still be read, and what is known of the others.

A row that its table leads to is as it was last written. When damage cuts parts of the table off, all genuine
pages are searched for its rows: one that the table still leads to, or says it does not have, is judged by
that; one in the part cut off may be older than what was last written, or have been deleted since.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from inbox.store.landmarks import Landmarks
from inbox.store.migrations import STEPS
from inbox.store.wreck import Row, Unreadable, Wreck

T = TypeVar("T")
Key = tuple[Any, ...]

_IDS = "CREATE TABLE lost (id PRIMARY KEY, seq) WITHOUT ROWID"
"""The index behind a UNIQUE column, read as the table that has the same pages."""


@dataclass(frozen=True)
class Kind(Generic[T]):
    """A table that is worth the trouble."""

    name: str
    key: tuple[str, ...]
    read: Callable[[Row], T | None]
    """What a row holds; None for one that is not of this table."""
    newer: Callable[[T, T], T]
    """Which of two versions of one row is to be kept."""
    id_of: Callable[[T], str] | None = None
    """What the index of ids knows it by; None where there is no such index."""


@dataclass
class Found(Generic[T]):
    """What was read of a table."""

    certain: list[T] = field(default_factory=list)
    """As they were last written."""
    aged: list[T] = field(default_factory=list)
    """They are there; this version of them may be older than the last."""
    doubtful: list[T] = field(default_factory=list)
    """They may have been deleted."""
    lost: int = 0
    """How many more there were, as far as is known."""
    perhaps_more: bool = False
    """Whether there may have been others still."""

    def name_once(self, id_of: Callable[[T], str] | None) -> None:
        """Leave out what is there with more certainty under the same id."""
        named: set[str] = set()
        for group in (self.certain, self.aged, self.doubtful) if id_of else ():
            assert id_of is not None
            group[:] = [one for one in group if id_of(one) not in named]
            named.update(map(id_of, group))

    @property
    def everything(self) -> list[T]:
        """All of it."""
        return [*self.certain, *self.aged, *self.doubtful]


def find(wreck: Wreck, kind: Kind[T], marks: Landmarks | None) -> Found[T]:
    """Read what can be read of a table."""
    mark = marks.tables.get(kind.name) if marks else None
    search = _Search(wreck, kind, _declared(kind.name, mark.sql if mark else ""), mark.root if mark else 0)
    if (whole := search.whole()) is not None:
        return whole
    index = marks.tables.get(f"sqlite_autoindex_{kind.name}_1") if marks and kind.id_of else None
    return search.piecemeal(index.root if index else 0)


class _Search(Generic[T]):
    def __init__(self, wreck: Wreck, kind: Kind[T], declared: str, root: int) -> None:
        """`root`: 0 where it is not known."""
        self._wreck = wreck
        self._kind = kind
        self._declared = declared
        self._root = root
        self._where = "WHERE " + " AND ".join(f"{name} = ?" for name in kind.key)

    def whole(self) -> Found[T] | None:
        """Everything, if the table can be read from its root to its end."""
        if not self._root:
            return None
        try:
            rows = self._wreck.read(self._declared, self._root)
        except Unreadable:
            return None
        read = [self._kind.read(row) for row in rows]
        found = Found([one for one in read if one is not None])
        if rows and not found.certain:
            return None  # another table begins there by now
        found.lost = len(rows) - len(found.certain)
        return found

    def piecemeal(self, index: int) -> Found[T]:
        """What the genuine pages hold of it. `index`: where the index of ids begins, 0 if there is none."""
        found: Found[T] = Found(perhaps_more=True)
        for key, loose in self._loose().items():
            there = self._standing(key)
            listed = self._listed(loose, index) if there is None else None
            if there is not None:
                found.certain.extend(there)
            elif listed:
                found.aged.append(loose)
            elif listed is None:
                found.doubtful.append(loose)
        found.name_once(self._kind.id_of)
        count = self._count(index)
        if count is not None:
            found.lost, found.perhaps_more = max(0, count - len(found.everything)), False
        return found

    def _loose(self) -> dict[Key, T]:
        """Each row that any page holds, once."""
        newest: dict[Key, T] = {}
        for page in self._wreck.leaves:
            for row in self._rows_on(page):
                one = self._kind.read(row)
                if one is not None:
                    key = tuple(row[name] for name in self._kind.key)
                    newest[key] = self._kind.newer(newest[key], one) if key in newest else one
        return newest

    def _rows_on(self, page: int) -> Iterable[Row]:
        """The rows on one page; where one of them goes on on a page that is damaged, all the others."""
        with suppress(Unreadable):
            return self._wreck.read(self._declared, page)
        keys: list[Row] = []
        with suppress(Unreadable):
            keys = self._wreck.read(self._declared, page, ", ".join(self._kind.key))
        rows: list[Row] = []
        for key in keys:
            with suppress(Unreadable):
                rows += self._wreck.read(self._declared, page, "*", self._where, tuple(key.values()))
        return rows

    def _standing(self, key: Key) -> list[T] | None:
        """What the table leads to: one row, or none; None where the way is cut off."""
        if not self._root:
            return None
        try:
            rows = self._wreck.read(self._declared, self._root, "*", self._where, key)
        except Unreadable:
            return None
        return [one for one in map(self._kind.read, rows) if one is not None]

    def _listed(self, loose: T, index: int) -> bool | None:
        """Whether the index has `loose`; None where that cannot be told."""
        if not index or self._kind.id_of is None:
            return None
        try:
            return bool(self._wreck.read(_IDS, index, "id", "WHERE id = ?", (self._kind.id_of(loose),)))
        except Unreadable:
            return None

    def _count(self, index: int) -> int | None:
        """How many rows there were, as the index has it."""
        if not index:
            return None
        try:
            return len(self._wreck.read(_IDS, index))
        except Unreadable:
            return None


def _declared(name: str, sql: str) -> str:
    """The table's declaration, under another name and without what would want an index beside it."""
    sql = sql or next(one for step in STEPS for one in step if f"CREATE TABLE {name} (" in one)
    sql = re.sub(r"\b(UNIQUE|AUTOINCREMENT)\b", "", sql)
    return re.sub(rf'CREATE TABLE "?{name}"?', "CREATE TABLE lost", sql).strip()
