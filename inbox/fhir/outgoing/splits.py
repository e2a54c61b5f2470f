"""Work that was split off, as Tasks of the same thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inbox.domain.entries import Entry
from inbox.domain.errors import Bug
from inbox.domain.operations import Split
from inbox.domain.operations.split import split_id
from inbox.domain.thread import Thread
from inbox.fhir.codes import OBLIGATION
from inbox.fhir.incoming import Reading
from inbox.fhir.outgoing.obligations import split_off
from inbox.fhir.search import query
from inbox.fhir.write import Write


def splits(chain: Sequence[Entry], thread: Thread, after: Thread, reading: Reading) -> Iterator[Write]:
    """The creates of what `chain` splits off. Its name is the same on every station: it is made once only."""
    for entry in chain:
        split = entry.operation
        if not isinstance(split, Split) or split.done_in(thread, entry.stamp):
            continue
        item = after.item(split_id(entry.id))
        if item is None:
            raise Bug("What was split off is not there to be written.")
        promise = item.holding.promise or reading.promise_of(after, item)
        yield Write(
            method="POST",
            url="Task",
            body=split_off(after, item, promise, entry.made_at),
            if_none_exist=query({"identifier": f"{OBLIGATION}|{split.name_in(thread.id)}"}),
            full_url=item.id,
            operations=(entry.id,),
        )
