"""A process that does one thing to a store and is killed at a named point of it.

`killed_at(point, path)` runs it; `python -m tests.store.story point path` is what it runs.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from inbox.domain.attempt import Attempt, Came
from inbox.domain.cursor import Cursor
from inbox.domain.draft import Draft
from inbox.domain.filed import Filed
from inbox.domain.ids import ItemId, OperationId, PatientId, ThreadId
from inbox.domain.operations import Claim, Complete, Reply
from inbox.domain.people import Party
from inbox.domain.thread import Thread
from inbox.store.opened import SLICE
from inbox.store.store import Store
from tests.store.plain import KEY, ME, NOON, Plain, conversation, entry

ROOT = Path(__file__).resolve().parents[2]
HERE = "here"
POINTS = ("after-draft", "in-run", "after-run", "after-sending", "in-settle", "between-slices")
DRAFT = Draft(ThreadId("Communication/1"), PatientId("Patient/1"), ME, "Hello Walter, whitlow", NOON)


def killed_at(point: str, path: Path) -> None:
    """Run the story until it says it is at `point`, then kill -9 it."""
    story = subprocess.Popen(
        [sys.executable, "-m", "tests.store.story", point, path], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert story.stdout is not None
    with story.stdout:
        assert story.stdout.readline().strip() == HERE
        story.kill()
    assert story.wait() != 0


def arrive() -> None:
    """Say that the point is reached, and wait for the end."""
    sys.stdout.write(HERE + "\n")
    sys.stdout.flush()
    threading.Event().wait()


class Reached(Plain):
    """Reaches the point when the thread named is projected: in the middle of that transaction."""

    def __init__(self, thread: str) -> None:
        super().__init__()
        self.at = thread

    def thread(self, thread: ThreadId, resources: Sequence[Filed]) -> Thread | None:
        if thread == self.at:
            arrive()
        return super().thread(thread, resources)


def tell(point: str, path: Path) -> None:
    store = Store.open(path, KEY, Plain(), lambda changes: None)
    store.ingest(conversation(text="I still take zolpidem"), Cursor("tasks", NOON)).result()
    item, to = ItemId("Task/1"), (Party("Patient/1", "Walter Esterbrook"),)
    reply = entry(Reply(item=item, text="Thank you, whitlow", to=to), group="g")
    made = [reply, entry(Complete(item=item, reply=OperationId(reply.id)), group="g")]
    if point == "after-draft":
        store.save_draft(DRAFT).result()
        arrive()
    if point == "in-run":
        store.interpreter = Reached("Communication/1")
    store.run([entry(Claim(item=item))]).result()
    store.run(made).result()
    if point in ("after-sending", "in-settle"):
        assert store.sending([one.id for one in made], Attempt(NOON, Came.SENDING)).result()
    if point == "in-settle":
        store.interpreter = Reached("Communication/1")
        store.settle([one.id for one in made], conversation(status="completed", version="2")).result()
    if point == "between-slices":
        page = [part for n in range(2, SLICE) for part in conversation(str(n))]
        store.interpreter = Reached(f"Communication/{SLICE - 1}")
        store.ingest(page, Cursor("tasks", NOON.replace(year=2027))).result()
    arrive()


if __name__ == "__main__":
    tell(sys.argv[1], Path(sys.argv[2]))
