"""By when a patient counts on an answer, by what the portal tells everybody who writes."""

from __future__ import annotations

from datetime import datetime

from inbox.domain.calendar import Calendar
from inbox.domain.messaging.rules import MessagingRules
from inbox.domain.thread import Thread
from inbox.domain.work_item import FIXED_KINDS, Kind, Stage, WorkItem


def counted_on(rules: MessagingRules, thread: Thread, item: WorkItem, calendar: Calendar) -> datetime | None:
    """So many business days after the oldest message that nobody has answered.

    None where the site's rules name no days, and where nobody waits for words: closed, waiting for the
    patient, thanks, and what staff or rules ask of each other.
    """
    days, waiting = rules.promised_days, thread.unanswered
    if days is None or not waiting or item.stage in (Stage.DONE, Stage.HELD):
        return None
    if item.kind in FIXED_KINDS or item.kind == Kind.FYI:
        return None
    return calendar.add_days(thread.messages[-waiting].sent, days)
