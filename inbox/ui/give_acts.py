"""Giving work to a colleague, and back from one: the picker shows who may have it and who has time."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from inbox.commands.declare import Target
from inbox.domain.duty import Roster
from inbox.domain.errors import Refused
from inbox.domain.licence import lacking
from inbox.domain.people import Party, Role
from inbox.domain.pool import Staff
from inbox.domain.time_words import words_minutes
from inbox.domain.words import mark, tr, trn
from inbox.domain.work_item import WorkItem
from inbox.domain.workload import Load
from inbox.queries import loads, pools
from inbox.queries import thread as threads
from inbox.ui.aside_acts import Run
from inbox.ui.conductor import Conductor, Press
from inbox.ui.desk import Desk
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.chooser import Chooser
from inbox.ui.overlays.reasons import reasons

_LICENCES = {
    Role.CLERK: mark("no licence"),
    Role.LPN: mark("LPN"),
    Role.RN: mark("RN"),
    Role.PRESCRIBER: mark("prescriber"),
    Role.SUPERVISOR: mark("supervisor"),
}


class GiveActs:
    """Asks to whom, and why; refused at once is what would be refused anyway."""

    def __init__(self, desk: Desk, conductor: Conductor, chooser: Chooser, run: Run) -> None:
        self._desk = desk
        self._conductor = conductor
        self._chooser = chooser
        self._run = run
        conductor.on("item.assign", self._assign)
        conductor.on("item.take_back", self._take_back)

    def _assign(self, press: Press) -> None:
        self._could(press)
        self._ask_whom(press)

    def _ask_whom(self, press: Press) -> None:
        """Whoever has left or gone off duty while one chose is not given it unasked: the list comes again."""
        items = [item for target in press.targets if (item := self._item(target))]
        here = self._on_duty()

        def given(colleague: Staff, note: str) -> None:
            if why := self._changed_since(colleague, here):
                self._ask_whom(press)
                self._chooser.people.note.setText(note)
                self._chooser.people.ask_again(why)
                return
            to = Party(colleague.id, colleague.name)
            work = self._run(press, leaves=True, to=to, licence=colleague.licence, reason=note)
            self._conductor.follow(work, press.targets, self._chooser.people.ask_again)

        self._chooser.choose_person(self._people(items), given)

    def _changed_since(self, chosen: Staff, here: Collection[str]) -> str:
        """What is no longer so of somebody who was on the list; `here`: who was on duty then."""
        now = next((one for one in pools.staff(self._desk.reader) if one.id == chosen.id), None)
        if now is None or not now.active:
            return tr("{name} is not with the clinic any more.", name=chosen.name)
        if now.licence is not chosen.licence:
            return tr("What {name} may do has changed.", name=chosen.name)
        if chosen.id in here and chosen.id not in self._on_duty():
            return tr("{name} is not on duty any more.", name=chosen.name)
        return ""

    def _on_duty(self) -> set[str]:
        everybody, now = pools.staff(self._desk.reader), self._desk.now()
        roster = Roster(tuple(everybody), self._desk.promises.calendar)
        return {one.id for one in everybody if roster.is_on_duty(one, now)}

    def _take_back(self, press: Press) -> None:
        self._could(press)

        def taken(reason: str) -> None:
            work = self._run(press, reason=reason)
            self._conductor.follow(work, press.targets, self._chooser.reasons.ask_again)

        self._chooser.choose_reason(
            tr("Why do you take it back?"),
            tr("It goes back to its pool and keeps its due time."),
            reasons().take_back,
            taken,
        )

    def _could(self, press: Press) -> None:
        if off := self._desk.bus.rehearsal(press.targets)(press.command):
            raise Refused(off)

    def _item(self, target: Target) -> WorkItem | None:
        thread = threads.thread(self._desk.reader, self._desk.interpreter, target.thread)
        return thread.item(target.item) if thread else None

    def _people(self, items: Sequence[WorkItem]) -> list[Choice]:
        """Those of the items' pools first, then who may have them, then who is there and has least to do."""
        desk = self._desk
        everybody = pools.staff(desk.reader)
        on_duty = self._on_duty()
        busy = loads.loads(desk.reader, desk.expected_minutes)
        wanted = {item.holding.pool.ref for item in items if item.holding.pool}
        owners = {item.holding.owner.ref for item in items if item.holding.owner}
        found: list[tuple[tuple[bool, bool, bool, float, str], Choice]] = []
        for one in everybody:
            if not one.active or (len(owners) == 1 and one.id in owners):
                continue
            load, off = busy.get(one.id, Load()), self._off(one, items)
            near, here = bool(wanted & set(one.pools)), one.id in on_duty
            choice = Choice(one.name, one, _about(one, load, here), "user", off=off)
            found.append(((not near, bool(off), not here, load.minutes, one.name), choice))
        return [choice for _, choice in sorted(found, key=lambda pair: pair[0])]

    def _off(self, one: Staff, items: Sequence[WorkItem]) -> str:
        office = self._desk.actor.office_work
        why = (lacking(item.kind, item.needs_call, one.licence, office) for item in items)
        return next(filter(None, why), "")


def _about(one: Staff, load: Load, here: bool) -> str:
    """ "RN · on duty · 12 items, 1 h 24"."""
    licence = tr(_LICENCES[one.licence]) if one.licence else tr("licence not known")
    there = tr("on duty") if here else tr("not on duty")
    if not load.items:
        return " · ".join((licence, there, tr("nothing to do")))
    has = trn("{n} item, {time}", "{n} items, {time}", load.items, time=words_minutes(load.minutes))
    return " · ".join((licence, there, has))
