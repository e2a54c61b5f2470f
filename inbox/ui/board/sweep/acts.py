"""Going through the sweep: what is shown counts as looked at, what is done about it opens the next."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QObject

from inbox.commands import sweep as plans
from inbox.commands.bus import Done
from inbox.commands.declare import Target
from inbox.domain.errors import Refused
from inbox.domain.ids import ItemId
from inbox.domain.sweep import Line, Sweep, gap_at, is_offered
from inbox.domain.words import tr
from inbox.queries.views import View, ViewKind
from inbox.ui.board.acts import BoardActs
from inbox.ui.board.sweep.lines import must_view, opening_words
from inbox.ui.conductor import Conductor, Press, Work
from inbox.ui.desk import Desk, Tone
from inbox.ui.overlays.chooser import Chooser
from inbox.ui.overlays.reasons import reasons
from inbox.ui.reading_watch import ReadingWatch
from inbox.ui.workspace import Workspace


class SweepActs(QObject):
    """Answers to the sweep's commands, offers it in time, and keeps on the items who has looked."""

    def __init__(
        self,
        desk: Desk,
        conductor: Conductor,
        space: Workspace,
        chooser: Chooser,
        board: BoardActs,
        watch: ReadingWatch,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._conductor = conductor
        self._worklist = worklist = space.worklist
        self._strip = space.sweep
        self._chooser = chooser
        self._board = board
        self._finding = board.finding
        self._looked: set[ItemId] = set()
        """Looked at here since it was last read: what is being kept at this moment."""
        self._before = View(ViewKind.POOL)
        """The list there was before the sweep began."""
        conductor.on("view.sweep", lambda _press: board.show("sweep"), off=board.why_not)
        conductor.on("sweep.begin", self._begin, off=board.why_not)
        conductor.on("sweep.next", lambda _press: self._next(), off=self._not_sweeping)
        conductor.on("sweep.leave", self._leave)
        space.sweep.command.connect(conductor.ask)
        conductor.performed.connect(self._performed)
        watch.read.connect(self._was_read)
        worklist.view_changed.connect(lambda _view: self._turned())
        board.turned.connect(self._turned)
        self._finding.found.connect(self._found)
        desk.ticked.connect(self._look_at_the_clock)
        self._look_at_the_clock()

    @property
    def sweeping(self) -> bool:
        """Whether the list is the one of what must be looked at."""
        view = self._worklist.view
        return view is not None and view.kind is ViewKind.SWEEP and not view.text and not self._board.is_open

    # Going through

    def _begin(self, press: Press) -> None:
        found = self._finding.latest
        if found is None or not found.must:
            raise Refused(tr("No red flag and nothing urgent is to be looked at."))
        wanted = press.argument.what.item if isinstance(press.argument, Line) else None
        first = next(iter(found.unseen or found.must)).what.item
        if (before := self._worklist.view) is not None and before.kind is not ViewKind.SWEEP:
            self._before = before
        self._worklist.show_view(must_view(found))
        self._worklist.go_to(wanted or first)
        self._worklist.take_keyboard()

    def _next(self) -> None:
        """Open the next that nobody has looked at; with none left, say how it ended."""
        found = self._finding.latest
        if (off := self._not_sweeping()) or found is None:
            raise Refused(off)
        unseen = [line.what.item for line in found.unseen if line.what.item not in self._looked]
        if not unseen:
            self._end()
            return
        here = self._worklist.current()
        order = self._worklist.view.items if self._worklist.view else ()
        at = order.index(here.item) if here and here.item in order else -1
        item = next((one for one in (*order[at + 1 :], *order[: at + 1]) if one in unseen), None)
        if item is None:  # those that are left have come since it began
            self._worklist.show_view(must_view(found))
            item = unseen[0]
        elif here and item == here.item:
            self._desk.say(tr("Only this one is unseen: read it, act on it, or leave it with a reason."))
        self._worklist.go_to(item)
        self._worklist.take_keyboard()

    def _end(self) -> None:
        self._desk.say(tr("Nothing of the sweep is unseen any more."), Tone.GOOD)
        self._worklist.show_view(self._before)
        self._board.show("sweep")

    def _not_sweeping(self) -> str:
        return "" if self.sweeping else tr("Begin the sweep first.")

    def _leave(self, press: Press) -> None:
        if off := self._desk.bus.rehearsal(press.targets)(press.command):
            raise Refused(off)
        offered = reasons().leave
        words = {reason.code: reason.said for reason in offered}

        def left(reason: str) -> None:
            work = self._kept(press.targets, self._left(press, words.get(reason, reason)))
            self._conductor.follow(work, press.targets, self._chooser.reasons.ask_again)

        self._chooser.choose_reason(
            tr("Why can it wait?"),
            tr("Its promise goes on. Whoever opens it next reads the reason."),
            offered,
            left,
        )

    async def _left(self, press: Press, reason: str) -> None:
        done = await self._desk.bus.run(press.command, press.targets, reason=reason)
        self._conductor.undoable(done)
        self._desk.sync.wake()

    # What counts as a look

    def _was_read(self, target: object) -> None:
        if isinstance(target, Target) and self._counts(target.item):
            self._keep([target])

    def _performed(self, done: object) -> None:
        """Something was done to an item of the sweep: that is a look too, and the next opens."""
        if not isinstance(done, Done) or not self.sweeping:
            return
        acted = [target for target in done.targets if self._is_of_it(target.item)]
        if not acted:
            return
        if unkept := [target for target in acted if self._counts(target.item)]:
            self._keep(unkept)
        here = self._worklist.current()
        if here is None or here in acted:
            self._next()

    def _keep(self, targets: list[Target]) -> None:
        """Write on the items that they were looked at."""
        self._conductor.follow(self._kept(targets, self._keep_looks(targets)))

    def _kept(self, targets: Collection[Target], work: Work) -> Work:
        """`work`, which keeps a look at `targets`: they count as looked at from now on, unless it fails."""
        items = {target.item for target in targets}
        self._looked |= items

        async def seen_through() -> None:
            try:
                await work
            except Exception:
                self._looked -= items
                raise

        return seen_through()

    async def _keep_looks(self, targets: list[Target]) -> None:
        """One by one; what was closed meanwhile needs no look."""
        for target in targets:
            try:
                await self._desk.bus.perform(tr("Looked at before closing"), [target], plans.look)
            except Refused:
                continue
        self._desk.sync.wake()

    def _is_of_it(self, item: ItemId) -> bool:
        view = self._worklist.view
        return view is not None and item in view.items

    def _counts(self, item: ItemId) -> bool:
        """Whether a look at it is one of the sweep, and nobody has looked yet."""
        found = self._finding.latest
        if not self.sweeping or found is None or item in self._looked:
            return False
        return any(line.what.item == item for line in found.unseen)

    # What is said of it

    def _found(self, found: Sweep) -> None:
        self._looked &= {line.what.item for line in found.unseen}
        self._tell()

    def _turned(self) -> None:
        self._finding.follow(self, self.sweeping)
        self._tell()

    def _look_at_the_clock(self) -> None:
        """Shortly before a long closing, and while it lasts: count what is to be looked at."""
        if self._is_time() and not self._board.why_not():
            self._finding.ask()
        else:
            self._tell()

    def _is_time(self) -> bool:
        promises, now = self._desk.promises, self._desk.now()
        calendars = [promises.calendar(pool.id) for pool in promises.pools.values() if pool.active]
        return any((gap := gap_at(one, now)) is not None and is_offered(gap, one, now) for one in calendars)

    def _tell(self) -> None:
        found = self._finding.latest
        if found is None or found.gap is None:
            self._strip.hide()
        elif self.sweeping:
            self._strip.show_progress(found.told)
        elif found.unseen and self._is_time() and not self._board.is_open and not self._board.why_not():
            self._strip.offer(len(found.unseen), opening_words(self._desk, found.gap))
        else:
            self._strip.hide()
