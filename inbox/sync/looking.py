"""Looking at a thread again before something leaves for it, and telling what has arrived already."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

from inbox.domain.entries import Entry, State
from inbox.domain.filed import Filed
from inbox.domain.ids import ItemId, ThreadId
from inbox.domain.operations import Reply, Touch
from inbox.domain.thread import Thread
from inbox.fhir.faults import NotThere
from inbox.store.store import Store
from inbox.sync.asking import Asking
from inbox.sync.landing import stored


def must_look(chain: Sequence[Entry]) -> bool:
    """Whether the thread has to be read again before `chain` may leave.

    Always where the patient or a colleague may have written meanwhile, which changes no version of the
    item, and where nobody knows if it has arrived. For the rest the item's version is guard enough.
    """
    relied_on = frozenset[Touch]().union(*(entry.operation.touches for entry in chain))
    tried = any(entry.attempts or entry.state is State.UNSURE for entry in chain)
    return tried or not relied_on <= {Touch.HOLDING}


async def look(asking: Asking, store: Store, chain: Sequence[Entry], *, interactive: bool) -> None:
    """Bring the thread of `chain` up to date: its messages, its work, and replies of unknown fate."""
    thread = chain[0].thread
    unsure = [e for e in chain if e.state is State.UNSURE and isinstance(e.operation, Reply)]
    parts = await asyncio.gather(
        _all(asking.messages([thread], interactive=interactive)),
        _work(asking, store, thread, chain, interactive),
        *(_all(asking.reply(entry.id)) for entry in unsure),
    )
    await stored(store.ingest([one for part in parts for one in part]))


async def _work(
    asking: Asking, store: Store, thread: ThreadId, chain: Sequence[Entry], interactive: bool
) -> list[Filed]:
    """The work of a thread; what `chain` is about is read by name if the search does not bring it."""
    found = await _all(asking.tasks_of([thread], interactive=interactive))
    there = {one.ref for one in found}
    gone: list[ItemId] = []
    for item in dict.fromkeys(entry.item for entry in chain):
        if item not in there:
            try:
                found.append(await asking.item(item, interactive=interactive))
            except NotThere:
                gone.append(item)
    if gone:
        await stored(store.remove(gone))
    return found


async def _all(pages: AsyncIterator[list[Filed]]) -> list[Filed]:
    return [one async for page in pages for one in page]


def landed(tried: Sequence[Entry], there: Thread) -> list[Entry]:
    """Which of `tried`, sent together with an unknown fate, the server shows to have arrived.

    What bears its own name is there or not. All that changed the holding of one item was one write: it
    arrived if the last of it shows, even where earlier steps are no longer to be seen.
    """
    last = {entry.item: entry for entry in tried if not entry.operation.traceable}
    return [
        entry
        for entry in tried
        if (entry if entry.operation.traceable else last[entry.item]).operation.done_in(there, entry.stamp)
    ]


def same_holder(one: Thread, other: Thread, item: ItemId) -> bool:
    """Whether both show the item in the same status with the same owner.

    An owner that is a kind of staff (`system|code`) is not kept as an owner by the server.
    """
    ours, theirs = one.item(item), other.item(item)
    if ours is None or theirs is None:
        return False

    def owner(of: str | None) -> str:
        return "" if of is None or "|" in of else of

    holdings = (ours.holding, theirs.holding)
    status, owners = {h.status for h in holdings}, {owner(h.owner.ref if h.owner else None) for h in holdings}
    return len(status) == 1 and len(owners) == 1
