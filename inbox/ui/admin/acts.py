"""A supervisor arranges the clinic: what was drafted is weighed, published as one, and open work follows."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inbox.domain.changes import Changes
from inbox.domain.clinic.changes import Change
from inbox.domain.errors import InboxError, Refused
from inbox.domain.redueing import Shift
from inbox.domain.site_kit import Overtaken
from inbox.domain.words import tr, trn
from inbox.ui.admin.bring_back import bring_back
from inbox.ui.admin.drafts import Drafts
from inbox.ui.admin.follow_up import FollowUp, followed_up, leaving
from inbox.ui.admin.page import AdminPage
from inbox.ui.admin.part_acts import in_names, left_behind, published, weighed
from inbox.ui.admin.part_draft import PartDraft
from inbox.ui.admin.part_files import PartFiles
from inbox.ui.admin.replacing import Replacing
from inbox.ui.admin.sheet import Drafted
from inbox.ui.conductor import Conductor
from inbox.ui.desk import Desk, Tone
from inbox.ui.overlays.tester.tester import RuleTester
from inbox.ui.redueing import Redueing


class AdminActs(QObject):
    """Answers to `clinic.edit`, and to what is asked for on its page."""

    def __init__(
        self, desk: Desk, conductor: Conductor, window: QWidget, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._conductor = conductor
        self.drafts = Drafts(desk, self)
        self.draft = self.drafts.clinic
        self._window = window
        self._redueing = Redueing(desk, conductor)
        self._done: Sequence[Change] = ()
        """What was published last."""
        self._awaited: FollowUp | None = None
        """What was sent and not answered yet: maybe it holds."""
        conductor.on("clinic.edit", lambda _press: self.page.open())
        desk.changed.connect(self._hear)

    @cached_property
    def page(self) -> AdminPage:
        """Made when it is first asked for; most people never do."""
        page, conductor = AdminPage(self._desk, self.drafts, self._window), self._conductor
        page.asked.connect(self._elsewhere)
        page.weigh.connect(lambda: conductor.follow(self._weigh(page.drafted), refused=page.say))
        page.publish.connect(lambda: conductor.follow(self._publish(page.drafted), refused=page.say))
        page.back.connect(self._back)
        self.files = PartFiles(self._desk, conductor, page)
        page.tries.connect(lambda: self._tester.open_for(self.drafts.routing.rules))
        self._desk.kit_changed.connect(self._follow_kit)
        return page

    @cached_property
    def _tester(self) -> RuleTester:
        return RuleTester(self._desk, self._window)

    def _elsewhere(self, command: str) -> None:
        """A subject with a page of its own: what was drafted here stays meanwhile."""
        self._conductor.ask(command)

    async def _weigh(self, drafted: Drafted) -> None:
        """Find out what a draft means, and show it."""
        page = self.page
        if page.busy:
            return
        self._redueing = Redueing(self._desk, self._conductor)
        if not isinstance(drafted, PartDraft | Replacing):
            await self._weigh_clinic()
            return
        with page.under_way(tr("Looking at what it means…")):
            hint, shifts = await weighed(self._desk, drafted, self._redueing)
        found = in_names(self._desk, drafted.differences())
        page.review.show_found(found, drafted.clashes, shifts, hint, asks_why=True)
        page.show_review(drafted)

    async def _publish(self, drafted: Drafted) -> None:
        """Let a draft hold."""
        page = self.page
        if page.busy:
            return
        if not isinstance(drafted, PartDraft | Replacing):
            await self._publish_clinic()
            return
        review = page.review
        reason = review.demand_reason() if isinstance(drafted, Replacing) else review.reason()
        confirmed, _ = review.shifts.confirmed()
        try:
            with page.under_way(tr("Publishing…")):
                await published(self._desk, drafted, reason)
        except InboxError:
            self._follow_kit()  # a colleague's, if that is why
            raise
        drafted.begin()
        self._done_here()
        await self._redueing.redue(tr("Due times by new promises"), confirmed, reason)

    def _done_here(self) -> None:
        """Close the page, unless something else on it is not published yet."""
        if self.drafts.dirty:
            self.page.open_anew()
        else:
            self.page.close_up()

    def _follow_kit(self) -> None:
        """A part of the kit has changed: drafts of it are made anew on top of a colleague's."""
        if self.page.busy or not self.page.is_open:
            return
        for draft in (self.drafts.routing, self.drafts.minutes):
            dirty, lost = draft.dirty, draft.follow()
            if lost is not None:
                self.page.open_anew()
                self.page.say(_followed(lost) if dirty else "")
        replaced = self.drafts.replacing.follow()
        if replaced or self.page.at_versions:
            self.page.open_anew()
        if replaced:
            self.page.say(tr("A colleague has changed something meanwhile. Look at what changes again."))

    async def _weigh_clinic(self) -> None:
        """Find out what the draft means for each open item."""
        page, draft, promises = self.page, self.draft, self._desk.promises
        draft.recount()
        with page.under_way(tr("Looking at open work…")):
            moving = draft.moves_clocks
            shifts = await self._redueing.weigh(promises.in_hours_of(draft.pools)) if moving else []
        moves = any(one.shifted.shift is not Shift.SAME for one in shifts)
        still = [tr("No open work is due at another time.")] if moving and not moves else []
        lost = left_behind(self._desk, draft.pools)
        hint = "\n".join([*still, *draft.lacking()[0], *filter(None, [lost])])
        page.review.show_found(draft.differences(), draft.clashes, shifts, hint)
        page.show_review(draft)

    async def _publish_clinic(self) -> None:
        """Let the draft hold; what was weighed is kept, and done as soon as it is known to hold."""
        page, draft, desk = self.page, self.draft, self._desk
        confirmed, reason = page.review.shifts.confirmed()
        draft.recount()
        after = FollowUp(draft.to_publish(), self._redueing, confirmed, reason, leaving(draft))
        self._awaited = after
        try:
            with page.under_way(tr("Publishing…")):
                await asyncio.wrap_future(desk.sync.arrange(after.changes, reason))
        except InboxError as fault:
            if isinstance(fault, Refused | Overtaken):
                self._awaited = None
            self._look_again()  # a colleague's, or our own whose answer was lost
            raise
        await self._holds(after)

    async def _holds(self, after: FollowUp) -> None:
        """The draft holds: say so, and let open work follow."""
        self._awaited, self._done = None, after.changes
        if self.draft.to_publish() == after.changes:
            self.draft.begin()
        else:
            self._follow()
        if self.page.is_open:
            self._done_here()
        n = len(after.changes)
        told = trn("{n} change is published and holds.", "{n} changes are published and hold.", n)
        self._desk.say(told, Tone.GOOD)
        await followed_up(self._desk, self._conductor, after)

    def _back(self) -> None:
        """Draft what was before the last publishing: it is looked at and published like any other change."""
        drafted = self.page.drafted
        if isinstance(drafted, PartDraft | Replacing):
            self.page.say(tr("Earlier versions stand under “Versions”."))
            return
        if not self._done:
            self.page.say(tr("Nothing was published from here yet."))
            return
        told = bring_back(self.draft, self._done)
        self.page.open_anew()
        self.page.say(told)

    def _hear(self, changes: Changes) -> None:
        shown = "page" in self.__dict__
        if changes.people and shown and not self.page.busy:
            self._look_again()

    def _look_again(self) -> None:
        """What holds has changed: maybe it is what was published from here and never answered."""
        after = self._awaited
        if after is not None and after.is_due(self._desk):
            self._awaited = None
            self._conductor.follow(self._holds(after))
        elif self.page.is_open:
            self._follow()

    def _follow(self) -> None:
        """What holds has changed: if a colleague did that, the draft is made anew on top of it."""
        dirty = self.draft.dirty
        lost = self.draft.follow()
        if lost is None or not self.page.is_open:
            return
        self.page.open_anew()
        if not dirty:
            return
        self.page.say(_followed(lost))


def _followed(lost: int) -> str:
    """That a colleague was here, and how many changes could not be made again on top of theirs."""
    told = tr("A colleague has changed something meanwhile. Your changes now stand on top of theirs.")
    if lost:
        told += " " + trn(
            "{n} of them could not be made again.", "{n} of them could not be made again.", lost
        )
    return told
