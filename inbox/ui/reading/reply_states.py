"""How far our own replies on the thread have come, in words."""

from __future__ import annotations

import math

from inbox.domain.entries import Entry, State
from inbox.domain.ids import OperationId
from inbox.domain.words import tr, trn
from inbox.queries import outbox
from inbox.ui.reading.situation import Situation
from inbox.ui.reading.thread_writer import State as Shown


def reply_states(situation: Situation) -> dict[OperationId, Shown]:
    """By operation; empty where the server has confirmed everything."""
    unconfirmed = {message.pending for message in situation.thread.messages if message.pending}
    if not unconfirmed:
        return {}
    desk = situation.desk
    mine = (one.entry for one in outbox.unconfirmed(desk.reader, desk.actor.person))
    return {entry.id: _shown(entry, situation) for entry in mine if entry.id in unconfirmed}


def counting(situation: Situation) -> bool:
    """Whether a reply on the thread leaves within the undo time, so that its seconds are told."""
    if not any(message.pending for message in situation.thread.messages):
        return False
    desk = situation.desk
    now = desk.now()
    return any(
        one.entry.thread == situation.thread.id and one.entry.not_before and one.entry.not_before > now
        for one in outbox.unconfirmed(desk.reader, desk.actor.person)
    )


def _shown(entry: Entry, situation: Situation) -> Shown:
    match entry.state:
        case State.SENDING:
            return Shown(tr("sending"), "cloud-upload")
        case State.UNSURE:
            return Shown(tr("not known whether it arrived"), "circle-alert", "overdue")
        case State.REFUSED:
            return Shown(tr("refused"), "circle-alert", "overdue")
        case State.CONFLICTED:
            return Shown(tr("held, needs you"), "git-fork", "soon_text")
        case State.WAITING:
            left = 0.0
            if entry.not_before is not None:
                left = (entry.not_before - situation.desk.now()).total_seconds()
            if left > 0:
                seconds = math.ceil(left)
                return Shown(trn("leaves in {n} s", "leaves in {n} s", seconds), "timer")
            return Shown(tr("waiting to leave"), "cloud-upload")
