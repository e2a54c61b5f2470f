"""A search as it is made: beside the window, the newest words win, and then where in the texts they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inbox.domain.ids import ItemId, ThreadId
from inbox.queries.reader import Reader
from inbox.queries.views import View, ViewKind
from inbox.ui.desk import Desk

if TYPE_CHECKING:
    from inbox.domain.search.marking import Excerpt, Term
    from inbox.queries.search import Found
    from inbox.ui.beside import Newest

AT_ONCE = 6
"""Conversations read together for excerpts: a few milliseconds, then newer words are looked for."""


class Result(NamedTuple):
    """What was found for a view. `at`: what is to be current, where it is there; None: the first."""

    view: View
    found: Found
    terms: tuple[Term, ...]
    unclear: tuple[str, ...]
    at: ItemId | None


class _Excerpts(NamedTuple):
    view: View
    lines: dict[ThreadId, Excerpt | None]


class Seeking(QObject):
    """Makes the searches of one list. What a start does not need is imported with the first of them."""

    came = Signal(object)
    """A `Result`, of the newest search only."""
    excerpted = Signal(object)
    """For conversations of that result, the line in which its words stand, or None."""

    def __init__(self, desk: Desk, window: QWidget, lacking: Callable[[int], Sequence[ThreadId]]) -> None:
        """`lacking` gives so many conversations of the result whose excerpts are to be had."""
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._lacking = lacking
        self._view: View | None = None
        self._at: ItemId | None = None
        self._terms: tuple[Term, ...] = ()
        self.under_way = False
        """Whether words are being looked for that nothing has been shown for yet."""

    def takes(self, view: View, at: ItemId | None = None) -> bool:
        """Look for what `view` asks, if it is a search: whether it is. `at`: what will be current then."""
        self._view = view if view.kind is ViewKind.SEARCH else None
        self._at = at
        self.under_way = self._view is not None
        if self._view is not None:
            self._reads[0].ask()
        return self.under_way

    def again(self) -> None:
        """Something changed: what is shown is looked for once more."""
        if self._view is not None:
            self._reads[0].ask()

    @cached_property
    def _reads(self) -> tuple[Newest[Result | None], Newest[_Excerpts | None]]:
        from inbox.ui.beside import Beside, Newest

        beside = Beside(self._desk, self._window, self, "search")
        return Newest(beside, self._find, self._came), Newest(beside, self._excerpt, self._took)

    def _find(self) -> Callable[[Reader], Result | None]:
        from inbox.domain.search import wanted
        from inbox.queries import search

        desk, view, at = self._desk, self._view, self._at
        if view is None:
            return lambda _reader: None
        asks = wanted.read(view.text, desk.today())
        asked = search.Asked(asks, desk.actor, desk.now(), desk.promises.zone)
        return lambda reader: Result(view, search.find(reader, asked), asks.terms, asks.unclear, at)

    def _came(self, result: Result | None) -> None:
        if result is None or result.view != self._view:
            return  # newer words are being looked for
        self._at, self._terms = None, result.terms
        self.under_way = False
        self.came.emit(result)
        if result.terms:
            self._reads[1].ask()

    def _excerpt(self) -> Callable[[Reader], _Excerpts | None]:
        from inbox.queries.excerpts import excerpts

        desk, view, terms = self._desk, self._view, self._terms
        threads = self._lacking(AT_ONCE)
        interpreter, me = desk.interpreter, desk.actor.person
        if view is None or not threads:
            return lambda _reader: None
        none = dict.fromkeys(threads)
        return lambda reader: _Excerpts(view, none | excerpts(reader, interpreter, threads, me, terms))

    def _took(self, taken: _Excerpts | None) -> None:
        if taken is not None and taken.view == self._view:
            self.excerpted.emit(taken.lines)
            self._reads[1].ask()
