"""What the commands of moving and going do: rows, views, search, palette, help, theme, leaving."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from inbox.domain.errors import Refused
from inbox.domain.words import tr, trn
from inbox.queries.views import View, ViewKind
from inbox.shortcuts.dispatcher import scope_of
from inbox.ui.board.acts import BoardActs
from inbox.ui.conductor import Conductor, Press
from inbox.ui.desk import Desk, Tone
from inbox.ui.look.theme import MAX_SCALE, MIN_SCALE, Density, ThemeName
from inbox.ui.menus import ContextMenus
from inbox.ui.overlays.connection import ConnectionView
from inbox.ui.overlays.help import KeysHelp
from inbox.ui.overlays.outbox import OutboxView
from inbox.ui.overlays.palette import Palette
from inbox.ui.saved_views import SavedViews
from inbox.ui.search_acts import SearchActs
from inbox.ui.workspace import Workspace

_THEMES = (ThemeName.LIGHT, ThemeName.DARK, ThemeName.HIGH_CONTRAST)


class ViewActs(QObject):
    """The acts that change only what is on screen."""

    def __init__(
        self, desk: Desk, conductor: Conductor, workspace: Workspace, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._space = workspace
        self._conductor = conductor
        self.palette = Palette(desk, workspace)
        self.help = KeysHelp(desk, workspace)
        self.outbox = OutboxView(desk, workspace)
        self.connection = ConnectionView(desk, workspace)
        self.connection.command.connect(conductor.ask)
        self.board = BoardActs(desk, conductor, workspace, self)
        self.search = SearchActs(desk, conductor, workspace, self)
        self.saved = SavedViews(desk, conductor, workspace, self.search, self)
        self.menus = ContextMenus(desk, conductor, workspace, self)
        self._wire_views(conductor)
        self._wire_screen(conductor)
        workspace.rail.chosen.connect(self.show_view)
        workspace.worklist.view_changed.connect(self._view_changed)
        self.palette.chosen.connect(self._chosen)

    def show_view(self, view: View) -> None:
        """Go to `view`, with the keyboard in its list."""
        self._space.worklist.show_view(view)
        self._space.worklist.take_keyboard()

    def say_of_site(self) -> None:
        """What is wrong in files is said once, with the way to where it is explained."""
        if wrong := len(self._desk.site.problems):
            told = trn("{n} mistake in the site file.", "{n} mistakes in the site file.", wrong)
            self._desk.say(told, Tone.WARNING, "view.connection")
        elif wrong := len(self._desk.file_problems):
            told = trn(
                "{n} mistake in a file of keys, phrases or buttons: {first}",
                "{n} mistakes in files of keys, phrases or buttons. The first: {first}",
                wrong,
                first=str(self._desk.file_problems[0]),
            )
            self._desk.say(told, Tone.WARNING, "view.connection")

    def _view_changed(self, view: View) -> None:
        """The rail follows, whoever changed the view; words that are not searched for leave the field."""
        self._space.rail.mark(view)
        if view.kind is not ViewKind.SEARCH:
            self._space.top.field.show_words("")
        elif not self._space.top.search.hasFocus():
            self._space.top.field.show_words(view.text)

    def _wire_views(self, conductor: Conductor) -> None:
        for kind in (
            ViewKind.MY_WORK, ViewKind.POOL, ViewKind.ESCALATIONS, ViewKind.WAITING, ViewKind.SNOOZED,
            ViewKind.COVERING, ViewKind.SENT,
        ):  # fmt: skip
            conductor.on(f"view.{kind.value}", partial(self._go, kind))
        conductor.on("view.outbox", lambda _press: self.outbox.open())
        conductor.on("view.connection", lambda _press: self.connection.open())
        conductor.on("view.panel", lambda _press: self._space.turn_panel())
        conductor.on("view.needs", self._turn_needs)
        conductor.on("view.asks", self._turn_asks)
        conductor.on("view.theme", self._next_theme)
        conductor.on("view.larger", lambda _press: self._resize(10))
        conductor.on("view.smaller", lambda _press: self._resize(-10))
        conductor.on("view.density", self._next_density)

    def _turn_asks(self, _press: Press) -> None:
        if not self._space.reading.asks.turn():
            raise Refused(tr("It asks for nothing but what it was taken for."))

    def _turn_needs(self, _press: Press) -> None:
        if not self._space.reading.facts.turn():
            raise Refused(tr("This kind of work needs no facts beside its words."))

    def _go(self, kind: ViewKind, _press: Press) -> None:
        self.show_view(View(kind))

    def _wire_screen(self, conductor: Conductor) -> None:
        space = self._space
        conductor.on("item.next", lambda _press: space.worklist.step(1))
        conductor.on("item.previous", lambda _press: space.worklist.step(-1))
        conductor.on("item.open", lambda _press: space.reading.focus_thread())
        conductor.on("item.reply", self._reply, off=space.reading.why_no_reply)
        conductor.on("item.select", lambda _press: space.worklist.toggle_mark())
        conductor.on("item.select_range", lambda _press: space.worklist.mark_range())
        composer = space.reading.composer
        closed = composer.nothing_open
        conductor.on("composer.next_blank", lambda _press: composer.next_blank(), off=closed)
        conductor.on("composer.previous_blank", lambda _press: composer.previous_blank(), off=closed)
        conductor.on("app.palette", lambda _press: self.palette.open(conductor.offs(), self._kind()))
        conductor.on("app.help", lambda _press: self.help.open(scope_of(QApplication.focusWidget())))
        conductor.on("app.back", self._back)
        conductor.on("app.try_now", self._try_now)

    def _chosen(self, command: str, argument: object) -> None:
        if isinstance(argument, View):
            self.show_view(argument)
        else:
            self._conductor.ask(command, argument)

    def _kind(self) -> str:
        """The kind of work on screen; empty when nothing is."""
        reading = self._space.reading
        item = reading.thread.item(reading.target.item) if reading.thread and reading.target else None
        return item.kind if item else ""

    def _back(self, _press: Press) -> None:
        """Out of the search to where one was; out of a field to the list; there, let go of marks first."""
        space = self._space
        if space.top.search.hasFocus():
            self.search.leave()
            space.worklist.take_keyboard()
        elif self.board.back() or space.reading.back() or space.uncover() or space.leave_panel():
            return
        elif not space.worklist.has_keyboard():
            space.worklist.take_keyboard()
        elif not space.worklist.unmark() and not self.board.return_to():
            self.search.leave()

    def _reply(self, _press: Press) -> None:
        if off := self._space.reading.why_no_reply():
            raise Refused(off)
        self._space.reading.composer.focus()

    def _try_now(self, _press: Press) -> None:
        self._desk.sync.try_now()
        self._desk.say(tr("Asking the server…"))

    def _next_theme(self, _press: Press) -> None:
        theme = self._desk.theme
        theme.change(name=_THEMES[(_THEMES.index(theme.name) + 1) % len(_THEMES)])

    def _resize(self, by: int) -> None:
        theme = self._desk.theme
        theme.change(scale=min(max(theme.scale + by, MIN_SCALE), MAX_SCALE))
        self._desk.say(tr("Text size {n} %", n=theme.scale))

    def _next_density(self, _press: Press) -> None:
        theme, order = self._desk.theme, list(Density)
        theme.change(density=order[(order.index(theme.density) + 1) % len(order)])
