"""A person's saved views: kept in the encrypted file, counted beside the window, shown in the rail."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer

from inbox.domain.errors import Refused
from inbox.domain.search import saved, wanted
from inbox.domain.search.saved import Saved, SavedView
from inbox.domain.words import tr
from inbox.queries import search
from inbox.queries.reader import Reader
from inbox.queries.views import View, ViewKind
from inbox.ui.beside import Beside, Newest
from inbox.ui.conductor import Conductor
from inbox.ui.desk import HIDDEN, Desk
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.pick import Pick
from inbox.ui.rail.pane import SavedPlace
from inbox.ui.search_acts import SearchActs
from inbox.ui.workspace import Workspace


class SavedViews(QObject):
    """What the commands of saved views do."""

    def __init__(
        self, desk: Desk, conductor: Conductor, space: Workspace, looking: SearchActs, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._conductor, self._space, self._looking = desk, conductor, space, looking
        self._name = f"views:{desk.actor.person}"
        self._problem = ""
        self.all = self._read()
        self.pick, self.naming = Pick(desk.theme, space), Pick(desk.theme, space)
        self._counts: Newest[list[SavedPlace]] = Newest(
            Beside(desk, space, self, "saved-views"), self._count, space.rail.show_saved
        )
        self._news = QTimer(self, interval=HIDDEN, singleShot=True)
        self._news.timeout.connect(self._counts.ask)
        desk.changed.connect(lambda _changes: self._news.start() if self.all else None)
        desk.ticked.connect(lambda: self._news.start() if self.all else None)
        desk.left.connect(self._news.stop)
        conductor.on("saved.go", lambda _press: self._choose(tr("Go to which view?"), self._go))
        conductor.on("saved.keep", lambda _press: self._ask_name(), off=self._why_not_kept)
        conductor.on("saved.edit", lambda _press: self._choose(tr("Change which view?"), self._change))
        if self.all:
            self._counts.ask()

    def _read(self) -> Saved:
        try:
            return saved.read(self._desk.store.note(self._name))
        except Refused as refusal:
            self._problem = str(refusal)
            return ()

    def _why_not_kept(self) -> str:
        if self._problem:
            return self._problem
        return "" if self._looking.words else tr("Search for something first: press / and type.")

    def _choose(self, title: str, then: Callable[[SavedView], None]) -> None:
        if not self.all:
            raise Refused(self._problem or tr("No view is saved yet. Search, then save what you searched."))

        def taken(view: object, _note: str) -> None:
            assert isinstance(view, SavedView)
            then(view)

        self.pick.ask(title, "", [Choice(one.name, one, one.typed, "search") for one in self.all], "", taken)

    def _go(self, view: SavedView) -> None:
        worklist = self._space.worklist
        worklist.show_view(View(ViewKind.SEARCH, text=view.typed))
        worklist.take_keyboard()

    def _ask_name(self) -> None:
        if why := self._why_not_kept():
            raise Refused(why)
        typed = self._looking.words

        def taken(_chosen: object, name: str) -> None:
            self._save(lambda: saved.kept(self.all, SavedView(name, typed)))

        self._name_it(tr("Save this search as a view"), typed, tr("Save it"), "", taken)

    def _change(self, view: SavedView) -> None:
        """Ask what is to become of it."""
        changes = {
            "rename": (tr("Another name"), lambda: self._rename(view)),
            "up": (tr("Further up"), lambda: self._save(partial(saved.moved, self.all, view, -1))),
            "down": (tr("Further down"), lambda: self._save(partial(saved.moved, self.all, view, 1))),
            "remove": (tr("Remove it"), lambda: self._save(partial(saved.removed, self.all, view))),
        }
        choices = [Choice(title, name) for name, (title, _) in changes.items()]
        self.pick.ask(view.name, view.typed, choices, "", lambda name, _note: changes[str(name)][1]())

    def _rename(self, view: SavedView) -> None:
        def taken(_chosen: object, name: str) -> None:
            self._save(lambda: saved.renamed(self.all, view, name))

        self._name_it(view.name, view.typed, tr("Call it so"), view.name, taken)

    def _name_it(
        self, title: str, about: str, does: str, name: str, taken: Callable[[object, str], None]
    ) -> None:
        label = tr("Its name in the rail")
        self.naming.ask(title, about, [Choice(does, does)], label, taken)
        self.naming.note.setText(name)
        self.naming.ask_for_note(label)

    def _save(self, change: Callable[[], Saved]) -> None:
        """Keep what `change` makes of them; what is refused is said."""
        self._conductor.follow(self._kept(change))

    async def _kept(self, change: Callable[[], Saved]) -> None:
        after = change()
        await asyncio.wrap_future(self._desk.store.keep_note(self._name, saved.written(after)))
        self.all = after
        self._counts.ask()

    def _count(self) -> Callable[[Reader], list[SavedPlace]]:
        desk, views = self._desk, self.all
        today, now, zone = desk.today(), desk.now(), desk.promises.zone
        asked = [search.Asked(wanted.read(one.typed, today), desk.actor, now, zone) for one in views]

        def count(reader: Reader) -> list[SavedPlace]:
            counts = (search.count(reader, one) for one in asked)
            return [SavedPlace(one.name, one.typed, *n) for one, n in zip(views, counts, strict=True)]

        return count
