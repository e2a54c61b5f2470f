"""The errands that the engine runs over and over, and the bells that call for them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from inbox.domain.cursor import Cursor
from inbox.domain.errors import Refused
from inbox.domain.ids import PatientId
from inbox.fhir.resource import UNDATED
from inbox.sync.asking import KIT
from inbox.sync.portal import Desk, Portal
from inbox.sync.pull import OFTEN, STREAMS
from inbox.sync.status import Board, Connection

IDLE = 60.0
"""Seconds until an errand with nothing to do looks again by itself."""
HEARD = "heard"
"""The cursor that says when the server last answered to everything."""
KEEP_EVERY = timedelta(seconds=30)
SKEW = timedelta(minutes=2)
"""A clock that is wrong by more is told (product, "Promises")."""
ASKED_MOST = 8
"""Charts waited for at once; whoever leafs on does not wait for the older ones."""


class Bells:
    """Rung when there is something to do. Rung on the engine's loop only."""

    def __init__(self) -> None:
        self.push = asyncio.Event()
        self.pull = asyncio.Event()
        self.chart = asyncio.Event()
        self.load = asyncio.Event()
        self.intake = asyncio.Event()
        self.rules = asyncio.Event()
        self.own = asyncio.Event()
        self.record = asyncio.Event()
        self.going_live = False
        """A supervisor has confirmed from when on messages become work."""
        self.everything = False
        """Somebody has asked for news at once: also of what seldom changes."""
        self.charts_wanted: deque[PatientId] = deque(maxlen=ASKED_MOST)

    def ring(self) -> None:
        """All of them."""
        self.everything = True
        for bell in vars(self).values():
            if isinstance(bell, asyncio.Event):
                bell.set()

    def confirm_going_live(self) -> None:
        """A supervisor has confirmed it."""
        self.going_live = True
        self.intake.set()

    def want_chart(self, patient: PatientId) -> None:
        """Somebody looks at this patient."""
        self.charts_wanted.append(patient)
        self.chart.set()


class Errands:
    """Each does what there is to do now and gives the seconds until it should be done again."""

    def __init__(
        self, portal: Portal, desk: Desk, board: Board, bells: Bells, poll: Callable[[], float]
    ) -> None:
        self.portal = portal
        self._desk = desk
        self._board = board
        self._bells = bells
        self._poll = poll
        self._seconds = asyncio.get_running_loop().time
        self._loaded = False
        self._next_rare = 0.0
        self._next_kit = 0.0
        self._kept = UNDATED
        self._next_reconcile = self._seconds() + desk.settings.reconcile_first

    async def push(self) -> float:
        """Send what may leave; be back when the next undo window ends."""
        await self.portal.push.run()
        if self._board.status.connection is not Connection.CONNECTED:
            self._bells.pull.set()
        due = await self.portal.push.next_due()
        return IDLE if due is None else min(IDLE, max(0.0, (due - self._desk.now()).total_seconds()))

    async def pull(self) -> float:
        """Look for changes; the first time, load what makes the list usable."""
        if not self._board.status.ready:
            await self.portal.first.front()
            self._bells.load.set()
            self._bells.rules.set()
        now, settings = self._seconds(), self._desk.settings
        rare, compare = self._bells.everything or now >= self._next_rare, now >= self._next_reconcile
        self._bells.everything = False
        changes = await self.portal.pull.run(self._streams(now, rare=rare), wide=compare)
        if rare:
            changes |= await self.portal.pull.pools_elsewhere(self._desk.actor.pools)
            changes |= await self.portal.deletions.run()
            self._next_rare = now + settings.rare
        if compare:
            changes |= await self.portal.reconcile.run(self._desk.open_here())
            self._next_reconcile = now + settings.reconcile
        if changes.threads:
            self.portal.intake.notice(changes.threads)
            self._bells.intake.set()
        if changes.threads or changes.patients:
            self._bells.rules.set()
        self._heard()
        await self.portal.audits.send()
        return max(self._poll(), settings.poll_listening) if self.portal.wake.listening else self._poll()

    def _streams(self, now: float, *, rare: bool) -> tuple[str, ...]:
        """What it is time to look at: the kit sooner than what else seldom changes."""
        kit = now >= self._next_kit
        if kit or rare:
            self._next_kit = now + self._desk.settings.kit
        return STREAMS if rare else (*OFTEN, *KIT) if kit else OFTEN

    async def read_charts(self) -> float:
        """Read the charts that somebody looks at."""
        while self._bells.charts_wanted:
            await self.portal.charts.refresh(self._bells.charts_wanted.popleft())
        return IDLE

    async def load(self) -> float:
        """Load what is not urgent: charts of open work, and history."""
        if self._board.status.ready:
            await self.portal.push.sender.trial.beforehand(self._desk.open_here())
            await self.portal.first.rest()
            await self.portal.charts.work_off()
            await self.portal.retention.run()
            self._loaded = True
            self._bells.intake.set()
        return IDLE

    async def take_in(self) -> float:
        """Make work of messages that have none. Only once all is here can it be told which do."""
        if not self._loaded:
            return IDLE
        if self._bells.going_live:
            await self.portal.intake.go_live.confirm()
            self._bells.going_live = False
        return await self.portal.intake.run()

    def _skew(self, now: datetime) -> timedelta:
        """How wrong this computer's clock is, to the minute; nothing while it hardly is."""
        server = self.portal.server_now()
        ahead = now - server if server else timedelta()
        return timedelta(minutes=round(ahead / timedelta(minutes=1))) if abs(ahead) > SKEW else timedelta()

    async def by_rule(self) -> float:
        """Do what is done without a person, once all open work is here."""
        if not self._board.status.ready:
            return IDLE
        next_act = await self.portal.by_rule.run()
        if self._loaded:  # only then is it known who has no conversation
            await self.portal.home_alerts.run()
        return min(next_act, await self.portal.lone_work.run())

    async def own_kit(self) -> float:
        """Bring a person's own kit here and there together: when it was changed here, and now and then."""
        try:
            await self.portal.own_kit.run()
            self._board.change(own_kit="")
        except Refused as no:
            self._board.change(own_kit=str(no))
        return self._desk.settings.rare

    async def own_record(self) -> float:
        """Hear whether this person still works there, and as what."""
        await self.portal.own_record.look()
        return self._desk.settings.own_record

    def _heard(self) -> None:
        """The server has answered to everything. When it did is kept, for a start without the network."""
        now = self._desk.now()
        if now - self._kept >= KEEP_EVERY:
            self._kept = now
            self._desk.store.ingest((), Cursor(HEARD, now))
        self._board.change(skew=self._skew(now))
        before = self._board.status.connection
        back = before not in (Connection.CONNECTED, Connection.BUSY)
        self._board.change(
            connection=Connection.CONNECTED, sentence="", request="", last_sync=now, next_try=None
        )
        if back:
            self._bells.push.set()
        if back and before is not Connection.SIGN_IN:  # which one's own record may ask for: in its own time
            self._bells.record.set()
        if back or self.portal.charts.waiting:
            self._bells.load.set()


Errand = Callable[[Errands], Awaitable[float]]
"""One go at something; gives the seconds until the next unless somebody rings before."""


def beside_pushing(bells: Bells) -> tuple[tuple[Errand, asyncio.Event], ...]:
    """What goes on side by side with sending, each with the bell that calls for it."""
    return (
        (Errands.pull, bells.pull),
        (Errands.read_charts, bells.chart),
        (Errands.load, bells.load),
        (Errands.take_in, bells.intake),
        (Errands.by_rule, bells.rules),
        (Errands.own_kit, bells.own),
        (Errands.own_record, bells.record),
    )
