"""What came of telling the server, attempt by attempt, in words."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from inbox.domain.attempt import Attempt, Came
from inbox.domain.inert import one_line
from inbox.domain.words import mark, tr, trn
from inbox.queries.outbox import Unconfirmed
from inbox.ui.reading.moments import day

_CAME = {
    Came.SENDING: mark("on its way"),
    Came.NOT_REACHED: mark("the server could not be reached"),
    Came.SIGN_IN: mark("the server asked for a new sign-in"),
    Came.BUSY: mark("the server was busy"),
    Came.NO_ANSWER: mark("it left, and no answer came"),
    Came.INTERRUPTED: mark("the program ended before the answer"),
    Came.CHANGED: mark("the item had been changed meanwhile"),
    Came.IN_PART: mark("done in part, or the server did not say"),
    Came.BESIDE: mark("held up by another action sent with it"),
    Came.TOO_LARGE: mark("too large to be sent together: it goes in parts"),
    Came.UNKNOWN: mark("the server could not say whether it had arrived"),
    Came.REFUSED: mark("refused"),
    Came.CONFLICTED: mark("somebody else was first"),
}


def times_tried(one: Unconfirmed) -> str:
    """ "tried 3 times: the server was busy"; empty before the first attempt."""
    tried = max(one.entry.attempts, sum(a.came is not Came.SENDING for a in one.attempts))
    if not tried:
        return ""
    told = trn("tried once", "tried {n} times", tried)
    last = next((a for a in reversed(one.attempts) if a.came is not Came.SENDING), None)
    return tr("{tried}: {came}", tried=told, came=tr(_CAME[last.came])) if last else told


def attempt_words(attempt: Attempt, now: datetime, zone: ZoneInfo) -> str:
    """ "today 09:41:07: refused. Text too long. (HTTP 422, request 5e…)"."""
    at = f"{day(attempt.at, now, zone)} {attempt.at.astimezone(zone):%H:%M:%S}"
    told = tr("{at}: {came}.", at=at, came=tr(_CAME[attempt.came]))
    if attempt.sentence:
        told = f"{told} {one_line(attempt.sentence)}"
    known = [tr("HTTP {status}", status=attempt.status)] if attempt.status else []
    known += [tr("request {id}", id=one_line(attempt.request, 40))] if attempt.request else []
    return f"{told} ({', '.join(known)})" if known else told
