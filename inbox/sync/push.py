"""What people did goes out: threads side by side, each in its own order."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from datetime import datetime

from inbox.domain.entries import Entry
from inbox.domain.errors import Offline, SignInNeeded
from inbox.domain.ids import PersonId, ThreadId
from inbox.store.store import Store
from inbox.sync.chain import Sender
from inbox.sync.landing import stored

AT_ONCE = 4
"""Threads sent side by side."""
HANDFUL = 8
"""Threads looked at together, where many wait: two searches then stand for two questions of each."""
ROUND = 32
"""Threads after which is looked again at what waits: who acts now does not wait for a night's backlog. Of
what one act did to many items it is a `HANDFUL`."""


class Push:
    """Empties the outbox of one person as far as it can be emptied now."""

    def __init__(self, sender: Sender, store: Store, actor: PersonId, now: Callable[[], datetime]) -> None:
        self.sender = sender
        self._store = store
        self._actor = actor
        self._now = now
        self._looked = now()
        self.stopping = False
        """Set when the program ends: what is being sent is finished, nothing more is begun."""

    async def run(self) -> None:
        """Send everything that may leave now, what somebody may be waiting for before the rest, and what
        one act did to many items after all of it.

        A thread that did not get through is left for the next run. Raises what kept the server out of
        reach, after all that was under way has ended.
        """
        passed: dict[ThreadId, int] = {}
        faults: list[Offline | SignInNeeded] = []
        mistakes: list[Exception] = []
        while not self.stopping and not faults:
            self._looked = self._now()
            chains = await stored(self._store.chains(self._actor, self._looked))
            left = [chain for chain in chains if chain[0].seq > passed.get(chain[0].thread, -1)]
            if not left:
                break
            of_one_act = Counter(chain[0].group for chain in left)
            many = {group for group, threads in of_one_act.items() if threads > HANDFUL}
            left.sort(key=lambda one: (one[0].group in many, not self.sender.is_fresh(one)))
            todo = deque(left[: HANDFUL if left[0][0].group in many else ROUND])
            passed |= {chain[0].thread: chain[0].seq for chain in todo}
            await asyncio.gather(*(self._work(todo, faults, mistakes) for _ in range(AT_ONCE)))
        for fault in (*faults, *mistakes):
            raise fault

    async def _work(
        self,
        todo: deque[list[Entry]],
        faults: list[Offline | SignInNeeded],
        mistakes: list[Exception],
    ) -> None:
        """Send one after another, until the server is out of reach. A thread that we cannot deal with keeps
        no other from leaving."""
        while todo and not faults and not self.stopping:
            handful = [todo.popleft() for _ in range(min(HANDFUL, 1 + len(todo) // AT_ONCE))]
            looked = await self._look(handful, faults, mistakes) if len(handful) > 1 else {}
            held = False
            for number, chain in enumerate(handful):
                at = looked.get(chain[0].thread)
                if held and at and not self.sender.holds(at):
                    todo.extendleft(reversed(handful[number:]))  # to be looked at together once more
                    break
                held = held or bool(at and self.sender.holds(at))
                if not faults and not self.stopping:
                    await self._send(chain, at, faults, mistakes)

    async def _look(
        self,
        handful: list[list[Entry]],
        faults: list[Offline | SignInNeeded],
        mistakes: list[Exception],
    ) -> dict[ThreadId, datetime]:
        try:
            return await self.sender.look_together(handful)
        except (Offline, SignInNeeded) as fault:
            faults.append(fault)
        except Exception as mistake:  # noqa: BLE001 - raised when each, looked at by itself, has left
            mistakes.append(mistake)
        return {}

    async def _send(
        self,
        chain: list[Entry],
        looked_at: datetime | None,
        faults: list[Offline | SignInNeeded],
        mistakes: list[Exception],
    ) -> None:
        try:
            await self.sender.send(chain, looked_at)
        except (Offline, SignInNeeded) as fault:
            faults.append(fault)
        except Exception as mistake:  # noqa: BLE001 - raised when the others have left
            mistakes.append(mistake)

    async def next_due(self) -> datetime | None:
        """When the next undo window ends that had not ended at the last look: one may have ended since."""
        return await stored(self._store.next_due(self._actor, self._looked))
