"""What follows for open work once a draft of the clinic holds: it is re-dued, and leaves retired pools."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from inbox.commands import many, take
from inbox.commands.declare import Case, Target
from inbox.domain.clinic.changes import Change, holds
from inbox.domain.clinic.pools import Pools, pool_of
from inbox.domain.ids import ItemId, PoolId
from inbox.domain.operations import AnyOperation
from inbox.domain.people import Party
from inbox.domain.words import tr, trn
from inbox.queries.places import places
from inbox.queries.standing_work import nobodys
from inbox.ui.admin.draft import ClinicDraft
from inbox.ui.conductor import Conductor
from inbox.ui.desk import Desk, Tone
from inbox.ui.redueing import Redueing
from inbox.ui.turns import Turns


class FollowUp(NamedTuple):
    """What was weighed and confirmed with a draft; kept until the draft is known to hold."""

    changes: Sequence[Change]
    redueing: Redueing
    confirmed: Collection[ItemId]
    """What may be due later than it was."""
    reason: str
    leaving: Sequence[tuple[Party, Party]]
    """The pools that are retired, and those that take their work."""

    def is_due(self, desk: Desk) -> bool:
        """Whether what was published is seen to hold, whatever became of the answer."""
        pools, people = tuple(desk.pools()), tuple(places(desk.reader))
        return all(holds(one, pools, people) for one in self.changes)


def leaving(draft: ClinicDraft) -> list[tuple[Party, Party]]:
    """The pools that a draft retires, and those that take their work."""
    return [
        (_party(draft.pools, ref), _party(draft.pools, draft.goes_to[ref]))
        for ref in draft.retiring
        if ref in draft.goes_to
    ]


def _party(pools: Pools, ref: str) -> Party:
    pool = pool_of(pools, ref)
    return Party(pool.id, pool.name)


async def followed_up(desk: Desk, conductor: Conductor, after: FollowUp) -> None:
    """Do it. Work leaves a retired pool also where due times are refused. Raises InboxError."""
    try:
        await after.redueing.redue(tr("Due times by new hours"), after.confirmed, after.reason)
    finally:
        for pool, to in after.leaving:
            await _moved(desk, conductor, pool, to)


async def _moved(desk: Desk, conductor: Conductor, pool: Party, to: Party) -> None:
    """What nobody has yet goes where the draft said, in slices and undone as one; what stays is said."""
    targets = [Target(*one) for one in nobodys(desk.reader, PoolId(pool.ref))]
    if not targets:
        return
    turns, reason = Turns(), tr("{pool} was retired", pool=pool.name)

    async def turn(_done: int) -> bool:
        if turns.due:
            await turns.give()
        return True

    def plan(case: Case) -> Sequence[AnyOperation]:
        return take.route(case, to=to, reason=reason)

    title = tr("Move the work of {pool}", pool=pool.name)
    weighed = await many.weigh(desk.bus, title, targets, plan, turn)
    kept = await many.keep(desk.bus, weighed, turn)
    if kept.done is not None:
        conductor.undoable(kept.done)
        desk.sync.wake()
    if left := len(weighed.refused) + kept.left:
        said = trn(
            "{n} item stays in {pool}, which is retired. {why}",
            "{n} items stay in {pool}, which is retired. {why}",
            left,
            pool=pool.name,
            why=kept.why or weighed.refused[0].why,
        )
        desk.say(said, Tone.WARNING)
