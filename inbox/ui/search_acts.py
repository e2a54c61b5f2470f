"""Searching as you type: what is found stands where the list was, and Esc has the list back as it was."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer

from inbox.commands.declare import Target
from inbox.domain.audit import SEARCH
from inbox.domain.kind_words import KIND_WORDS, kind_words
from inbox.domain.search.wanted import ME, NOBODY, Filter, Has, Status, with_filter
from inbox.domain.words import mark, tr
from inbox.queries.views import View, ViewKind
from inbox.ui import trail
from inbox.ui.conductor import Conductor
from inbox.ui.desk import Desk
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.pick import Pick
from inbox.ui.workspace import Workspace

NOTED_AFTER = 800
"""Milliseconds without a key after which what was found counts as looked at: a search, not a letter of it."""

_FILTERS = {
    Filter.FROM: mark("Who wrote, or whose conversation it is"),
    Filter.POOL: mark("In which pool"),
    Filter.KIND: mark("Which kind of work"),
    Filter.STATUS: mark("Open, closed, overdue …"),
    Filter.OWNER: mark("Who has it"),
    Filter.HAS: mark("With a file, a draft, a flag"),
    Filter.AFTER: mark("On that day or later: 2026-03-01, 3/1/2026, 7d"),
    Filter.BEFORE: mark("Before that day"),
}
_STATUSES = {
    Status.OPEN: mark("Open"),
    Status.CLOSED: mark("Closed"),
    Status.OVERDUE: mark("Overdue"),
    Status.UNCLAIMED: mark("Unclaimed"),
    Status.WAITING: mark("Waiting for patient"),
}
_HAS = {
    Has.FILE: mark("A file"),
    Has.DRAFT: mark("A draft of mine"),
    Has.FLAG: mark("A red flag"),
}


class SearchActs(QObject):
    """The search field and what it leads to."""

    def __init__(
        self, desk: Desk, conductor: Conductor, space: Workspace, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._space = space
        self._searched = ""
        self._noted = ""
        self._before: tuple[View, Target | None] = (View(ViewKind.POOL), None)
        self.filters = Pick(desk.theme, space, filtered=True)
        self._rest = QTimer(self, interval=NOTED_AFTER, singleShot=True)
        self._rest.timeout.connect(self._note)
        conductor.on("search.focus", lambda _press: self.focus())
        conductor.on("search.filter", lambda _press: self._choose_filter())
        conductor.on("view.search", lambda _press: self.again())
        space.top.searched.connect(self.search)
        space.top.search_left.connect(self._go_on)
        desk.left.connect(self._note)

    @property
    def words(self) -> str:
        """What is looked for now; empty when nothing is."""
        return self._searched if self.is_on else ""

    @property
    def is_on(self) -> bool:
        """Whether what is found is shown, or about to be."""
        worklist = self._space.worklist
        return worklist.seeking.under_way or (
            worklist.view is not None and worklist.view.kind is ViewKind.SEARCH
        )

    def focus(self) -> None:
        """Go into the field; what is in it is replaced by typing."""
        field = self._space.top.search
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        field.selectAll()

    def search(self, words: str) -> None:
        """Look for `words` while they are typed; nothing typed leads back."""
        if not words:
            self.leave()
            return
        worklist = self._space.worklist
        if not self.is_on and worklist.view is not None:
            self._before = (worklist.view, worklist.current())
        self._searched = words
        self._rest.start()
        worklist.show_view(View(ViewKind.SEARCH, text=words))

    def again(self) -> None:
        """The last search, or a first one."""
        if not self._searched:
            self.focus()
            return
        self._space.top.field.show_words(self._searched)
        self.search(self._searched)
        self._space.worklist.take_keyboard()

    def leave(self) -> None:
        """Back to the view before the search, and to the item that was current there."""
        worklist = self._space.worklist
        self._space.top.field.show_words("")
        self._note()
        if self.is_on:
            view, current = self._before
            worklist.show_view(view)
            if current is not None:
                worklist.go_to(current.item)

    def _go_on(self) -> None:
        """Enter: the search is made, and the keyboard goes to what it finds."""
        self._note()
        self._space.worklist.take_keyboard()

    def _note(self) -> None:
        """Note for the audit trail that somebody looked at what was found; the same words are noted once."""
        self._rest.stop()
        if self._searched != self._noted and self.is_on:
            self._noted = self._searched
            trail.note(self._desk, SEARCH)

    def _choose_filter(self) -> None:
        """Ask for a filter, then for its value where there are some to choose from."""
        choices = [Choice(f"{one}:", one, tr(about)) for one, about in _FILTERS.items()]

        def taken(chosen: object, _note: str) -> None:
            assert isinstance(chosen, Filter)
            values = self._values(chosen)
            if values:
                add = partial(self._add_filter, chosen)
                self.filters.ask(tr(_FILTERS[chosen]), "", values, "", lambda value, _note: add(str(value)))
            else:
                self._add_filter(chosen, "")

        about = tr("It can be typed as well: pool:refills from:lee. Several are put together.")
        self.filters.ask(tr("Search only where?"), about, choices, "", taken)

    def _values(self, chosen: Filter) -> list[Choice]:
        pools = [one.name for one in self._desk.pools() if one.active]
        of: dict[Filter, Callable[[], list[Choice]]] = {
            Filter.POOL: lambda: [Choice(name, name, icon="users") for name in pools],
            Filter.KIND: lambda: [Choice(kind_words(kind), kind) for kind in KIND_WORDS],
            Filter.STATUS: lambda: [Choice(tr(words), one.value) for one, words in _STATUSES.items()],
            Filter.OWNER: lambda: [Choice(tr("Me"), ME), Choice(tr("Nobody"), NOBODY)],
            Filter.HAS: lambda: [Choice(tr(words), one.value) for one, words in _HAS.items()],
        }
        return of[chosen]() if chosen in of else []

    def _add_filter(self, chosen: Filter, value: str) -> None:
        """Put it into the field; one without a value is to be typed on."""
        field = self._space.top.field
        words = with_filter(field.words() or self.words, chosen, value)
        field.show_words(words)
        if value:
            self.search(words.strip())
        field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        field.edit.deselect()
        field.edit.end(False)
