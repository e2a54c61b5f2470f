"""What a no is called, and why it is said, by what was asked: a refill, a result, an e-visit, or else."""

from __future__ import annotations

from dataclasses import dataclass

from inbox.domain.words import tr
from inbox.domain.work_item import Kind
from inbox.ui.overlays.reasons import Reason, reasons
from inbox.ui.packet.decide import opens_visit, parent_of
from inbox.ui.reading.situation import Situation


@dataclass(frozen=True)
class Declining:
    """The words for the button, the question, and the answers to it."""

    button: str
    title: str
    reasons: tuple[Reason, ...]


def declining(there: Situation) -> Declining:
    """How a no is said to what is asked in the packet of `there`."""
    known, parent = reasons(), parent_of(there)
    if parent is not None and parent.kind == Kind.REFILL:
        return Declining(tr("Deny refill"), tr("Why is the refill denied?"), known.deny_refill)
    if parent is not None and parent.kind == Kind.RESULT_RELEASE:
        return Declining(tr("Hold back"), tr("Why is the result held back?"), known.hold_back)
    if opens_visit(there):
        return Declining(tr("No e-visit"), tr("Why is there no e-visit?"), known.no_e_visit)
    return Declining(tr("Decline"), tr("Why not?"), known.decline)
