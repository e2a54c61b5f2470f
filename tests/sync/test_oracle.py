"""The oracle: whatever two nurses do, with whatever faults and restarts in between, nothing said is lost or
said twice, and in the end both screens show what the portal holds, or somebody has been told why not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest

from inbox.domain.entries import LIVE
from inbox.domain.errors import Offline
from inbox.domain.ids import ThreadId
from inbox.domain.operations import AnyOperation, Claim, Comment, Complete, Hold, Release, Reply, Route
from inbox.domain.people import Party
from tests.sync.station import Backstage, Station, item_of

Make = Callable[..., Station]
STEPS = 40
FAULTS = ("drop_after", "drop_before", "duplicate")


class Story:
    """One random script and what was said in it."""

    def __init__(self, seed: int, nurses: list[Station], thread: ThreadId, backstage: Backstage) -> None:
        self.roll = Random(seed)
        self.nurses = nurses
        self.thread = thread
        self.backstage = backstage
        self.said: dict[str, list[str]] = {nurse.name: [] for nurse in nurses}
        self.unsaid: set[str] = set()
        """Texts whose author was told that they were not sent, and threw them away."""

    def step(self) -> None:
        nurse = self.roll.choice(self.nurses)
        does = self.roll.choice(
            (self._act, self._act, self._act, self._push, self._push, self._look, self._restart)
        )
        does(nurse)

    def _act(self, nurse: Station) -> None:
        item, number = item_of(self.thread), self.roll.randint(1, 10**9)
        pool = Party("HealthcareService/nurses", "Nurses")
        operation: AnyOperation = self.roll.choice(
            (
                Claim(item=item),
                Reply(item=item, text=f"reply {number}", to=(Party("Patient/p0"),)),
                Reply(item=item, text=f"reply {number}", to=(Party("Patient/p0"),)),
                Comment(item=item, text=f"comment {number}"),
                Hold(item=item, wake=nurse.watch.now() + timedelta(days=3)),
                Release(item=item, reason="lunch"),
                Route(item=item, to=pool),
                Complete(item=item),
            )
        )
        if operation.refuse_if(nurse.thread(self.thread), nurse.actor) is None:
            nurse.do(self.thread, operation)
            if isinstance(operation, Reply | Comment):
                self.said[nurse.name].append(operation.text)

    def _push(self, nurse: Station) -> None:
        if self.roll.random() < 0.5:
            self.backstage.fault(action=self.roll.choice(FAULTS), path="fhir/R4", nth=self.roll.randint(3, 8))
        try:
            nurse.push()
        except Offline:
            pass
        finally:
            self.backstage.no_faults()

    def _look(self, nurse: Station) -> None:
        nurse.look(self.thread)

    def _restart(self, nurse: Station) -> None:
        nurse.reopen()

    def end(self) -> None:
        """Everybody sends what they can and throws away what they were told cannot go."""
        for nurse in self.nurses * 2:
            while nurse.outbox():
                nurse.push()
                stopped = next((one for one in nurse.outbox() if one.state not in LIVE), None)
                if stopped is None:
                    assert nurse.outbox() == []
                    break
                assert stopped.problem is not None
                before = nurse.outbox()
                nurse.store.discard(stopped.id, nurse.actor.person).result()
                left = {one.id for one in nurse.outbox()}
                self.unsaid |= {getattr(one.operation, "text", "") for one in before if one.id not in left}
            nurse.look(self.thread)


@pytest.mark.parametrize("seed", range(8))
def test_nothing_is_lost_doubled_or_hidden(
    station: Make, backstage: Backstage, thread: ThreadId, seed: int
) -> None:
    nurses = [station("nora"), station("otto")]
    for nurse in nurses:
        nurse.look(thread)
    story = Story(seed, nurses, thread, backstage)
    for _ in range(STEPS):
        story.step()
    story.end()

    task = backstage.task(thread)
    there = [*backstage.texts(thread), *(note["text"] for note in task.get("note", []))]
    for nurse in nurses:
        kept = [text for text in story.said[nurse.name] if text not in story.unsaid]
        for kind in ("reply", "comment"):
            arrived = [text for text in there if text in kept and text.startswith(kind)]
            assert arrived == [text for text in kept if text.startswith(kind)], "each once, in order"
        assert not story.unsaid & set(there), "what was given up had not been sent"
        shown = nurse.thread(thread).items[0].holding
        assert shown.status == task["status"]
        assert (shown.owner.ref if shown.owner else "") == task["owner"]["reference"]
