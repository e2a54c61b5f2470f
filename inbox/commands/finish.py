"""Finish: close, undo."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.commands.answer import send
from inbox.commands.declare import Case, Command, Needs, Section
from inbox.commands.take import claim_if_needed
from inbox.domain.attached import AttachedFile
from inbox.domain.ids import MessageId
from inbox.domain.operations import NO_REPLY_NEEDED, AnyOperation, Complete
from inbox.domain.people import Party
from inbox.domain.words import mark


def done(case: Case, outcome: str = NO_REPLY_NEEDED) -> Sequence[AnyOperation]:
    """Close without writing to the patient."""
    return [*claim_if_needed(case), Complete(item=case.item.id, outcome=outcome)]


def send_and_close(
    case: Case,
    text: str,
    answers: MessageId | None = None,
    to: tuple[Party, ...] | None = None,
    emergency: bool = False,
    files: tuple[AttachedFile, ...] = (),
) -> Sequence[AnyOperation]:
    """Reply and close; the close names the reply and never leaves before it."""
    return [*send(case, text, answers, to, emergency, files), Complete(item=case.item.id)]


COMMANDS = (
    Command(
        "item.send_and_close",
        mark("Send, close, next"),
        mark("Send the reply, close the item and open the next most urgent."),
        Section.FINISH,
        Needs.COMPOSER,
        guarded=True,
        plan=send_and_close,
        example={"text": "…"},
    ),
    Command(
        "item.done",
        mark("Done, no reply"),
        mark("Close this item without writing to the patient."),
        Section.FINISH,
        Needs.ITEM,
        guarded=True,
        plan=done,
    ),
    Command(
        "edit.undo",
        mark("Undo"),
        mark("Take back the last thing you did. A reply can be taken back until it leaves."),
        Section.FINISH,
    ),
    Command(
        "edit.send_now",
        mark("Send now"),
        mark("Let the reply leave without waiting for the undo time."),
        Section.FINISH,
        guarded=True,
    ),
)
