"""What is noted of an attempt to tell the server."""

from __future__ import annotations

from datetime import datetime

import msgspec

from inbox.domain.attempt import Attempt, Came
from inbox.domain.errors import Offline, SignInNeeded
from inbox.fhir.faults import Busy, NoAnswer, ServerFailed
from inbox.sync.verdict import Ruling, Verdict

_CAME = {
    Verdict.UNCLEAR: Came.IN_PART,
    Verdict.BUSY: Came.BUSY,
    Verdict.TOO_LARGE: Came.TOO_LARGE,
    Verdict.STALE: Came.CHANGED,
    Verdict.CONTENDED: Came.CHANGED,
    Verdict.WITHOUT_REASONS: Came.BESIDE,
    Verdict.GONE: Came.CONFLICTED,
    Verdict.REFUSED: Came.REFUSED,
}


def after_fault(fault: BaseException, at: datetime) -> Attempt:
    """What came of an attempt that ended without an answer; anything unforeseen interrupted it."""
    came = Came.INTERRUPTED
    for kind, what in ((NoAnswer, Came.NO_ANSWER), (Busy, Came.BUSY), (Offline, Came.NOT_REACHED)):
        if isinstance(fault, kind):
            came = what
            break
    if isinstance(fault, SignInNeeded):
        came = Came.SIGN_IN
    said = str(fault) if came is not Came.INTERRUPTED else ""
    status = fault.status if isinstance(fault, ServerFailed) else None
    return Attempt(at, came, said, status, fault.request if isinstance(fault, NoAnswer) else "")


def before_leaving(fault: BaseException, at: datetime) -> Attempt:
    """The same where the fault was met while looking: whatever became of that, nothing had left yet."""
    attempt = after_fault(fault, at)
    return (
        msgspec.structs.replace(attempt, came=Came.NOT_REACHED) if attempt.came is Came.NO_ANSWER else attempt
    )


def after_ruling(ruling: Ruling, at: datetime) -> Attempt:
    """What came of an attempt that the server answered."""
    return Attempt(at, _CAME[ruling.verdict], ruling.sentence, ruling.status or None, ruling.request)
