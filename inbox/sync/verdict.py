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
_NOT_OFFERED = 405
_FAILED_TEST = frozenset({400, 422})
"""How servers answer to a patch whose test of the version failed; also to one they cannot read."""


class Verdict(Enum):
    """What became of them all."""

    DONE = "done"
    UNCLEAR = "unclear"
    """Some were done, or the server did not say: look again before anything is repeated."""
    BUSY = "busy"
    TOO_LARGE = "too-large"
    """Nothing was done: less of it at once may pass."""
    STALE = "stale"
    """Nothing was done: the version relied on is not the current one."""
    CONTENDED = "contended"
    """Nothing was done: others were writing at the same moment. Later it may pass as it is."""
    WITHOUT_REASONS = "without-reasons"
    """Nothing was done, for want of the right to write reasons: the rest can go by itself."""
    GONE = "gone"
    REFUSED = "refused"


class Ruling(msgspec.Struct, frozen=True):
    """The verdict with what it is based on."""

    verdict: Verdict
    sentence: str = ""
    """The server's own words."""
    status: int = 0
    request: str = ""
    at_fault: frozenset[OperationId] = frozenset()
    named: bool = True
    """Whether it is certain that those are at fault: a server may refuse the whole without saying which."""
    retry_after: float | None = None
    no_reasons: bool = False
    """The server takes no Provenance from this person."""
    in_part: bool = False
    """Some were done and others refused: its transactions are none."""
    tested: bool = False
    """Refused was a patch that tests the version: that, or its content, was wrong."""
    no_update: bool = False
    """The server takes no PUT of this."""


def rule(asked: Sequence[Write], outcomes: Sequence[Outcome]) -> Ruling:
    """The ruling on `asked`, to each of which `outcomes` has the answer."""
    if all(outcome.done for outcome in outcomes):
        return Ruling(Verdict.DONE, status=outcomes[0].status, request=outcomes[0].request)
    pairs = list(zip(asked, outcomes, strict=True))
    wrong = [(w, o) for w, o in pairs if not o.done and o.status != _BYSTANDER] or pairs[:1]
    blamed = next(((w, o) for w, o in wrong if o.status), wrong[0])
    no_reasons = all(write.url == "Provenance" and _is_no(outcome) for write, outcome in wrong)
    return Ruling(
        _verdict(pairs, blamed, no_reasons),
        sentence=blamed[1].problem,
        status=blamed[1].status,
        request=blamed[1].request,
        at_fault=frozenset(operation for write, _ in wrong for operation in write.operations),
        named=len(wrong) < len(pairs) or len(pairs) == 1,
        retry_after=max((o.retry_after for _, o in wrong if o.retry_after is not None), default=None),
        no_reasons=no_reasons,
        in_part=any(o.done for o in outcomes) and any(o.status >= 400 for o in outcomes),
        tested=_failed_test(*blamed),
        no_update=blamed[0].method == "PUT" and blamed[1].status == _NOT_OFFERED,
    )


def no_transaction(asked: Sequence[Write], ruling: Ruling) -> bool:
    """Whether the server refused the transaction as such: it names no entry and knows no such thing."""
    return len(asked) > 1 and not ruling.named and ruling.status == _NOT_OFFERED


def _verdict(
    pairs: Sequence[tuple[Write, Outcome]], blamed: tuple[Write, Outcome], no_reasons: bool
) -> Verdict:
    outcomes = [outcome for _, outcome in pairs]
    if any(outcome.done or outcome.status == 0 for outcome in outcomes):
        return Verdict.UNCLEAR
    if any(outcome.busy for outcome in outcomes):
        return Verdict.BUSY
    if any(outcome.status == 413 for outcome in outcomes):
        return Verdict.TOO_LARGE
    if any(outcome.status == 412 for outcome in outcomes):
        return Verdict.STALE
    if any(outcome.changed for outcome in outcomes):
        return Verdict.CONTENDED
    if no_reasons:
        return Verdict.WITHOUT_REASONS
    if _failed_test(*blamed):
        return Verdict.STALE
    return Verdict.GONE if blamed[1].status in _GONE else Verdict.REFUSED


def _failed_test(write: Write, outcome: Outcome) -> bool:
    return write.method == "PATCH" and outcome.status in _FAILED_TEST


def _is_no(outcome: Outcome) -> bool:
    """Whether asking again would not help."""
    return 400 <= outcome.status < 500 and not (outcome.busy or outcome.changed)
