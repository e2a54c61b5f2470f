"""What the screen shows: the server's truth with the operations still waiting applied to it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from inbox.domain.entries import LIVE, Entry
from inbox.domain.thread import Pending, Thread

HELD_BACK = "held"
"""The mark of an entry that waits behind a stopped one of its thread."""


def project(truth: Thread, entries: Iterable[Entry]) -> Thread:
    """Fold `entries` (of this thread, in order of performance) over `truth`. Pure.

    The first refused or conflicted entry stops the later ones: they depend on it. They change nothing
    on screen but leave their marks, so that the person sees what did not happen.
    """
    thread = truth
    marks: list[Pending] = []
    stopped = False
    for entry in entries:
        live = entry.state in LIVE
        if live and not stopped:
            thread = entry.operation.apply(thread, entry.stamp)
        state = HELD_BACK if stopped and live else str(entry.state)
        marks.append(Pending(entry.id, entry.group, entry.item, entry.operation.verb, state))
        stopped = stopped or not live
    return msgspec.structs.replace(thread, pending=tuple(marks))
