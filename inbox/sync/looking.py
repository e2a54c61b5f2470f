"""Looking at a thread again before something leaves for it, and telling what has arrived already."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence

from inbox.domain.entries import Entry
from inbox.domain.filed import Filed
from inbox.domain.ids import ItemId, OperationId, ThreadId
from inbox.domain.operations import Escalate, Reply, Split, Touch
from inbox.domain.review import review_name
from inbox.domain.thread import Thread
from inbox.fhir.faults import Declined, NotThere
from inbox.fhir.profile import Profile
from inbox.store.store import Store
from inbox.sync.asking import FORBIDDEN, Asking
from inbox.sync.landing import stored

_OF_THREAD = frozenset({Touch.ANSWERS, Touch.PATIENT_MESSAGES})


async def look(
    asking: Asking,
    profile: Profile,
    store: Store,
    chain: Sequence[Entry],
    tried: Collection[Entry],
    *,
    interactive: bool,
) -> set[OperationId]:
    """Bring what `chain` relies on up to date: its items, and what was written in its thread.

    The items are read even where their version would be guard enough: some servers let an update bring
    back what was deleted, whatever version it names. A new message, in turn, changes no version.

    A reply of unknown fate (`tried`) is asked for by its identifier, and any that was sent before where
    the server would make it twice; so is new work. Gives those that it cannot be asked for.
    """
    relied_on = frozenset[Touch]().union(*(entry.operation.touches for entry in chain))
    twice = not profile.conditional_create("Communication")
    sent = [
        entry.id
        for entry in chain
        if isinstance(entry.operation, Reply) and (entry in tried or (twice and entry.attempts))
    ]
    named = asyncio.gather(*(_by_name(asking, profile, operation) for operation in sent))
    work, messages, found, made = await asyncio.gather(
        _items(asking, store, chain, interactive),
        _messages(asking, profile, chain[0], interactive) if relied_on & _OF_THREAD else _nothing(),
        named,
        _new_work(asking, profile, chain, tried),
    )
    there = [one for part in found if part is not None for one in part]
    await stored(store.ingest([*work, *messages, *made, *there]))
    return {operation for operation, part in zip(sent, found, strict=True) if part is None}


async def look_together(
    asking: Asking,
    profile: Profile,
    store: Store,
    chains: Sequence[Sequence[Entry]],
    *,
    interactive: bool,
) -> set[ThreadId]:
    """Bring what several chains rely on up to date with three searches; gives the threads that are.

    The others want a look of their own: what may have been sent before is asked for by name, and what is
    not found has to be found gone.
    """
    if not (profile.searches("Communication", "part-of") and profile.searches("Task", "_id")):
        return set()
    fit = [chain for chain in chains if not any(entry.attempts for entry in chain)]
    items = {chain[0].thread: {entry.item for entry in chain} for chain in fit}
    wanted = [item for group in items.values() for item in group]
    if len(fit) < 2 or not all(item.startswith("Task/") for item in wanted):
        return set()
    work, headers, messages = await asyncio.gather(
        _all(asking.by_id(dict.fromkeys(wanted), interactive=interactive)),
        _all(asking.by_id(items, interactive=interactive)),
        _all(asking.messages(list(items), interactive=interactive)),
    )
    await stored(store.ingest([*work, *headers, *messages]))
    found = {one.ref for one in work}
    return {thread for thread, group in items.items() if group <= found}


async def _nothing() -> list[Filed]:
    return []


async def _messages(asking: Asking, profile: Profile, entry: Entry, interactive: bool) -> list[Filed]:
    """What was written in a thread, and its header, which may have been withdrawn; all that was written to
    its patient where threads cannot be asked for."""
    if profile.searches("Communication", "part-of"):
        header, messages = await asyncio.gather(
            _all(asking.by_id([entry.thread], interactive=interactive)),
            _all(asking.messages([entry.thread], interactive=interactive)),
        )
        return [*header, *messages]
    return await _all(asking.chart("Communication", [entry.patient], interactive=interactive))


async def _items(asking: Asking, store: Store, chain: Sequence[Entry], interactive: bool) -> list[Filed]:
    """The items that `chain` is about. What is gone, or no longer to be seen, is gone here too."""
    found: list[Filed] = []
    gone: list[ItemId] = []
    for item in dict.fromkeys(entry.item for entry in chain):
        try:
            found.append(await asking.item(item, interactive=interactive))
        except Declined as no:
            if not isinstance(no, NotThere) and no.status != FORBIDDEN:
                raise
            gone.append(item)
    if gone:
        await stored(store.remove(gone))
    return found


async def _by_name(asking: Asking, profile: Profile, operation: OperationId) -> list[Filed] | None:
    """The reply that an operation made, if it arrived; None where the server cannot be asked for it."""
    if not profile.searches("Communication", "identifier"):
        return None
    try:
        return await _all(asking.reply(operation))
    except Declined:
        return None


async def _new_work(
    asking: Asking, profile: Profile, chain: Sequence[Entry], tried: Collection[Entry]
) -> list[Filed]:
    """What `chain` asks for or splits off, where it may have been made already and can be asked for."""
    if not profile.searches("Task", "identifier"):
        return []
    twice = not profile.conditional_create("Task")
    names = [
        name
        for entry in chain
        if (name := _name_of(entry)) and (entry in tried or (twice and (entry.attempts or _is_split(entry))))
    ]
    return [one for name in names for one in await _all(asking.work(name))]


def _is_split(entry: Entry) -> bool:
    """Split-off work has the same name on every station: a colleague may have made it."""
    return isinstance(entry.operation, Split)


def _name_of(entry: Entry) -> str:
    """What the work is called that `entry` makes; empty where it makes none."""
    if isinstance(entry.operation, Escalate):
        return review_name(entry.thread, entry.id)
    return entry.operation.name_in(entry.thread) if isinstance(entry.operation, Split) else ""


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
