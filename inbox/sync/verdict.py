"""What the server's answers to one thread's writes mean, taken together. Each is believed by itself only:
an outer 200 says nothing (some servers do half of a transaction)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

import msgspec

from inbox.domain.ids import OperationId
from inbox.fhir.write import Outcome, Write

_BYSTANDER = 424
"""Nothing wrong with it: not done because of another."""
_GONE = frozenset({404, 410})


class Verdict(Enum):
    """What became of them all."""

    DONE = "done"
    UNCLEAR = "unclear"
    """Some were done, or the server did not say: look again before anything is repeated."""
    BUSY = "busy"
    STALE = "stale"
    """Nothing was done: the version relied on is not the current one."""
    WITHOUT_REASONS = "without-reasons"
    """Nothing was done, for want of the right to write reasons: the rest can go by itself."""
    GONE = "gone"
    REFUSED = "refused"


class Ruling(msgspec.Struct, frozen=True):
    """The verdict with what it is based on."""

    verdict: Verdict
    sentence: str = ""
    """The server's own words."""
    at_fault: frozenset[OperationId] = frozenset()
    retry_after: float | None = None
    no_reasons: bool = False
    """The server takes no Provenance from this person."""


def rule(asked: Sequence[Write], outcomes: Sequence[Outcome]) -> Ruling:
    """The ruling on `asked`, to each of which `outcomes` has the answer."""
    if all(outcome.done for outcome in outcomes):
        return Ruling(Verdict.DONE)
    pairs = list(zip(asked, outcomes, strict=True))
    wrong = [(w, o) for w, o in pairs if not o.done and o.status != _BYSTANDER] or pairs[:1]
    first = wrong[0][1]
    no_reasons = all(write.url == "Provenance" and _is_no(outcome) for write, outcome in wrong)
    return Ruling(
        _verdict(outcomes, first, no_reasons),
        sentence=first.problem,
        at_fault=frozenset(operation for write, _ in wrong for operation in write.operations),
        retry_after=max((o.retry_after for _, o in wrong if o.retry_after is not None), default=None),
        no_reasons=no_reasons,
    )


def _verdict(outcomes: Sequence[Outcome], first: Outcome, no_reasons: bool) -> Verdict:
    if any(outcome.done or outcome.status == 0 for outcome in outcomes):
        return Verdict.UNCLEAR
    if any(outcome.busy for outcome in outcomes):
        return Verdict.BUSY
    if any(outcome.changed for outcome in outcomes):
        return Verdict.STALE
    if no_reasons:
        return Verdict.WITHOUT_REASONS
    return Verdict.GONE if first.status in _GONE else Verdict.REFUSED


def _is_no(outcome: Outcome) -> bool:
    """Whether asking again would not help."""
    return 400 <= outcome.status < 500 and not (outcome.busy or outcome.changed)
