"""Routing by hand: the rules' own choice comes first and is one key; any other pool is as near as ever."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.commands import take
from inbox.commands.declare import Case, Target
from inbox.domain.errors import Refused
from inbox.domain.routing import Place
from inbox.domain.words import tr
from inbox.domain.work_item import Stage
from inbox.queries import thread as threads
from inbox.ui.aside_acts import Run
from inbox.ui.conductor import Conductor, Press
from inbox.ui.desk import Desk
from inbox.ui.directions import Directions
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.chooser import Chooser
from inbox.ui.speed_acts import FollowUp


class RouteActs:
    """Asks where to, with what the rules say of the items that are to go."""

    def __init__(
        self, desk: Desk, conductor: Conductor, chooser: Chooser, run: Run, follow_up: FollowUp
    ) -> None:
        self._desk = desk
        self._conductor = conductor
        self._chooser = chooser
        self._run = run
        self._follow_up = follow_up
        self._directions = Directions(desk)
        conductor.on("item.route", self._route)

    def _route(self, press: Press) -> None:
        if off := self._desk.bus.rehearsal(press.targets)(press.command):
            raise Refused(off)

        def routed(place: Place | None, note: str) -> None:
            if place is None:
                doing = self._desk.bus.perform(
                    press.command.said, press.targets, take.by_rules, direct=self._directions.of, reason=note
                )
                work = self._follow_up(doing, leaves=True)
            else:
                reason = note or place.said
                work = self._run(press, leaves=True, to=place.to, pool=place.pool, reason=reason)
            self._conductor.follow(work, press.targets, self._chooser.pools.ask_again)

        first, told = self._by_rules(press.targets)
        self._chooser.choose_pool(routed, first, told)

    def _by_rules(self, targets: Sequence[Target]) -> tuple[Choice | None, str]:
        """What the rules want of all of them as one choice, or why there is none."""
        cases = [case for target in targets if (case := self._case(target))]
        places = [self._directions.of(case) for case in cases]
        if not places or None in places:
            return None, tr("No routing rule fits.") if len(places) < 2 else tr("Not every item has a rule.")
        found = list(dict.fromkeys(place for place in places if place))
        if len(found) > 1:
            names = ", ".join(dict.fromkeys(place.to.name for place in found))
            return Choice(tr("Where the rules send each"), EACH, names, "shuffle"), ""
        [place] = found
        if all(case.item.stage is Stage.UNCLAIMED and _is_there(place, case) for case in cases):
            return None, tr("It is where it belongs, {rule}.", rule=place.explained)
        return Choice(place.to.name, place, place.explained, "shuffle"), ""

    def _case(self, target: Target) -> Case | None:
        desk = self._desk
        thread = threads.thread(desk.reader, desk.interpreter, target.thread)
        item = thread.item(target.item) if thread else None
        if thread is None or item is None:
            return None
        return Case(thread, item, desk.actor, desk.now(), desk.promises.of)


EACH = "each"
"""Chosen where the rules send several items to several places."""


def _is_there(place: Place, case: Case) -> bool:
    return place.holds(case.item.holding.owner, case.item.holding.pool)
