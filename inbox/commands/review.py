"""Review: ask a prescriber to decide."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from inbox.commands.declare import Case
from inbox.domain.errors import Refused
from inbox.domain.ids import OperationId
from inbox.domain.operations import AnyOperation, Escalate
from inbox.domain.operations.base import Stamp
from inbox.domain.operations.escalate import review_id
from inbox.domain.review import Packet
from inbox.domain.words import tr


def ask(case: Case, packet: Packet | None) -> Sequence[AnyOperation]:
    """Hand a prescriber `packet`; the item waits for the answer with whoever has it."""
    if packet is None:
        raise Refused(tr("There is nothing to ask a prescriber."))
    bare = Escalate(item=case.item.id, packet=packet)
    stamp = Stamp(OperationId(""), case.actor.party, case.actor.role, case.now)
    after = bare.apply(case.thread, stamp)
    review = after.item(review_id(stamp.id))
    promise = case.promise_of(after, review) if review else None
    return [msgspec.structs.replace(bare, promise=promise)]
