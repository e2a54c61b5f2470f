"""Whether those a reply is for may still read it: asked when it leaves, not only when it was written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inbox.domain.entries import Entry
from inbox.domain.ids import OperationId
from inbox.domain.messaging.readers import Readers
from inbox.domain.messaging.rules import Confidential
from inbox.domain.operations import Problem, Reply, Why
from inbox.domain.thread import Thread
from inbox.fhir import incoming
from inbox.store.store import Store
from inbox.sync.asking import Asking
from inbox.sync.landing import stored

_PROXIES = "RelatedPerson"
_NO_AGES = Confidential(from_age=0, to_age=0)
"""Ages were looked at when it was written: nobody grows out of them in between."""


async def barred(
    asking: Asking, store: Store, chain: Sequence[Entry], there: Thread, now: datetime, *, interactive: bool
) -> dict[OperationId, Problem]:
    """The replies of `chain` that somebody would read who may not any more, each with why.

    The patient's proxies are asked for anew, and kept. A server that shows none bars nobody, as when the
    reply was written. A period is compared with the day where the person sits, who was shown it so.
    """
    replies = [(entry.id, entry.operation) for entry in chain if isinstance(entry.operation, Reply)]
    to_proxies = [(id_, reply) for id_, reply in replies if any(_is_proxy(one.ref) for one in reply.to)]
    if not to_proxies or not asking.offered(_PROXIES):
        return {}
    found = [
        one async for page in asking.chart(_PROXIES, [there.patient], interactive=interactive) for one in page
    ]
    await stored(store.ingest(found))
    readers = Readers(now.astimezone().date(), _NO_AGES, None, tuple(incoming.proxies(found)))
    return {
        id_: Problem(Why.NOT_A_READER, why)
        for id_, reply in to_proxies
        if (why := readers.refusal(there, reply.to))
    }


def _is_proxy(ref: str) -> bool:
    return ref.startswith(f"{_PROXIES}/")
