"""The packet that a prescriber decides on: a question, what it rests on, and the reply that is proposed.

Plain text on a Task of its own, never a message: the portal must not show it before anybody has decided.
"""

from __future__ import annotations

import msgspec

from inbox.domain.ids import OperationId, ThreadId
from inbox.domain.needs import Fact, Needs, Row, Sentence
from inbox.domain.people import Party
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.domain.work_item import Kind, Stage, WorkItem


class Packet(msgspec.Struct, frozen=True):
    """What is asked of whom."""

    question: str
    summary: str = ""
    proposal: str = ""
    """The reply to the patient that the prescriber may send; empty: theirs to write."""
    to: Party | None = None
    """None: whoever of the item's pool may decide."""


def review_name(thread: ThreadId, operation: OperationId) -> str:
    """What the review is called on the server: one for each time somebody asks."""
    return f"{thread.partition('/')[2]}#esc-{operation}"


def packet_needs(item: WorkItem, question: str) -> Needs:
    """What a prescriber is asked in `item`, line by line, and what closing it means."""
    lines = [line.strip() for line in item.summary.splitlines() if line.strip()]
    rows: list[Row] = [Sentence(line) for line in lines]
    if item.proposed_reply:
        rows.append(Fact(tr("Proposed reply"), " ".join(item.proposed_reply.split())))
    if item.medication:
        rows.append(
            Sentence(
                tr("Closing this records your decision. No order is written here: prescribe in the EHR.")
            )
        )
    return Needs(tr("Asked of you"), question or tr("no question was written"), tuple(rows))


def review_of(thread: Thread, item: WorkItem) -> WorkItem | None:
    """The open review that `item` waits for; None when there is none."""
    reviews = (one for one in thread.items if one.parent == item.id and one.kind == Kind.PHYSICIAN_REVIEW)
    return next((one for one in reviews if one.stage is not Stage.DONE), None)
