"""Work for messages that nobody made work of: portals that post only messages leave that to us.

What is owed follows from the conversation, and its name from its first message. So nothing of this is
kept: whoever begins anew finds the same to be done, and whatever was done already bears that name. Every
station does it, in the background, a little later than the portal might and at a moment drawn by lot;
a conditional create makes one piece of work of it, however many come at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from random import uniform

from inbox import diary
from inbox.domain.ids import ThreadId
from inbox.fhir.profile import Profile
from inbox.fhir.write import Outcome
from inbox.store import intake as here
from inbox.store.store import Store
from inbox.sync.intake_go_live import GoLive
from inbox.sync.intake_steps import Open, Step, Steps
from inbox.sync.pull import Pull
from inbox.sync.settings import Settings
from inbox.sync.status import Board, Intaking

IDLE = 60.0
_NOT_FOR_US = frozenset({403, 405})
_LATER = datetime.max.replace(tzinfo=UTC)


class Intake:
    """Finds the steps and paces them. Belongs to one loop; a new start finds everything again."""

    def __init__(
        self,
        steps: Steps,
        go_live: GoLive,
        profile: Profile,
        store: Store,
        pull: Pull,
        board: Board,
        settings: Settings,
    ) -> None:
        self.go_live = go_live
        self.steps = steps
        self._profile = profile
        self._store = store
        self._pull = pull
        self._board = board
        self._settings = settings
        self._seconds = asyncio.get_running_loop().time
        self._looked_everywhere = False
        self._suspects: set[ThreadId] = set()
        self._todo: dict[ThreadId, Step] = {}
        self._ripe: dict[ThreadId, float] = {}
        self._set_aside: set[ThreadId] = set()
        self._refused: set[str] = set()
        """What the server does not take from this person, until the next start."""

    def notice(self, threads: Iterable[ThreadId]) -> None:
        """These changed: look whether something is owed in them."""
        self._suspects.update(threads)

    async def run(self) -> float:
        """Do the most urgent step that is due; gives the seconds until the next."""
        agreed = await self.go_live.agreed(look=bool(self._todo) or not self._looked_everywhere)
        since = agreed or self.go_live.proposed
        if not self._looked_everywhere:
            reader = self._store.reader()
            self._suspects.update(here.unmet(reader, since), here.doubtful(reader))
            self._looked_everywhere = True
        await self._think(since)
        self._tell(agreed, since)
        now = self._seconds()
        ripe = [one for one, step in self._todo.items() if self._ripe[one] <= now and self._may(step, agreed)]
        if ripe:
            await self._do(min(ripe, key=self._urgency), since, agreed)
            await self._think(since)
            self._tell(agreed, since)
        return self._next(agreed)

    async def _think(self, since: datetime) -> None:
        """Bring what is to be done up to date with what changed."""
        while self._suspects:
            thread = self._suspects.pop()
            step = self.steps.step(thread, since)
            await asyncio.sleep(0)  # there may be hundreds, and others use this loop
            if step is None or thread in self._set_aside:
                self._todo.pop(thread, None)
                self._ripe.pop(thread, None)
                continue
            self._todo[thread] = step
            self._ripe.setdefault(thread, self._seconds() + self._settings.intake_after * uniform(1, 2))

    def _may(self, step: Step, agreed: datetime | None) -> bool:
        """Whether a step may be done: the first work is made once a supervisor has seen how much it is."""
        return (agreed is not None or not isinstance(step, Open)) and self._offered(_verb(step))

    def _offered(self, verb: str) -> bool:
        return verb not in self._refused and self._profile.offers("Task", verb)

    def _urgency(self, thread: ThreadId) -> datetime:
        """The longest waiting first; what is already on somebody's list can wait a little."""
        step = self._todo[thread]
        return step.messages[0].sent if isinstance(step, Open) else _LATER

    def _next(self, agreed: datetime | None) -> float:
        ripe = [self._ripe[one] for one, step in self._todo.items() if self._may(step, agreed)]
        if not ripe:
            return IDLE
        gap = self._settings.intake_gap * uniform(0.5, 1.5)
        return max(gap, min(min(ripe) - self._seconds(), IDLE))

    async def _do(self, thread: ThreadId, since: datetime, agreed: datetime | None) -> None:
        """Look at the conversation as the server has it now, and do what is then still to be done."""
        self._todo.pop(thread)
        self._ripe.pop(thread)
        self._suspects.add(thread)
        await self._pull.fetch([thread])
        step = self.steps.step(thread, since)
        if step is not None and self._may(step, agreed):
            self._learn(thread, step, await self.steps.do(thread, step))

    def _learn(self, thread: ThreadId, step: Step, outcome: Outcome) -> None:
        """What is refused for good is not asked again; what somebody else was faster with is looked at."""
        name = type(step).__name__.lower()
        diary.note("intake.asked", step=name, status=outcome.status)
        if outcome.done or outcome.changed:
            return
        if outcome.status in _NOT_FOR_US:
            self._refused.add(_verb(step))
        else:
            self._set_aside.add(thread)

    def _tell(self, agreed: datetime | None, since: datetime) -> None:
        """Say how much waits; what the portal may still be making work of itself is not counted."""
        now = self._seconds()
        waiting = sum(isinstance(step, Open) and self._ripe[one] <= now for one, step in self._todo.items())
        offered = self._offered("create")
        self._board.change(intake=Intaking(waiting, since, agreed is not None, offered) if waiting else None)


def _verb(step: Step) -> str:
    return "create" if isinstance(step, Open) else "update"
