"""What answers mean taken together."""

from __future__ import annotations

import pytest

from inbox.domain.ids import OperationId
from inbox.fhir.write import Outcome, Write
from inbox.sync.verdict import Verdict, rule

REPLY = Write("POST", "Communication", b"{}", operations=(OperationId("reply"),))
ITEM = Write("PUT", "Task/1", b"{}", operations=(OperationId("claim"), OperationId("close")))
REASON = Write("POST", "Provenance", b"{}", operations=(OperationId("claim"),))
ASKED = (REPLY, ITEM, REASON)


@pytest.mark.parametrize(
    ("statuses", "verdict"),
    [
        ((201, 200, 201), Verdict.DONE),
        ((200, 200, 200), Verdict.DONE),
        ((201, 412, 424), Verdict.UNCLEAR),
        ((0, 0, 0), Verdict.UNCLEAR),
        ((424, 200, 403), Verdict.UNCLEAR),
        ((429, 429, 429), Verdict.BUSY),
        ((503, 424, 424), Verdict.BUSY),
        ((424, 412, 424), Verdict.STALE),
        ((412, 409, 424), Verdict.STALE),
        ((409, 409, 409), Verdict.CONTENDED),
        ((413, 413, 413), Verdict.TOO_LARGE),
        ((424, 424, 403), Verdict.WITHOUT_REASONS),
        ((424, 404, 424), Verdict.GONE),
        ((424, 410, 424), Verdict.GONE),
        ((422, 424, 424), Verdict.REFUSED),
        ((403, 403, 403), Verdict.REFUSED),
    ],
)
def test_each_answer_counts_and_the_worst_one_decides(statuses: tuple[int, ...], verdict: Verdict) -> None:
    assert rule(ASKED, [Outcome(status) for status in statuses]).verdict is verdict


def test_the_fault_is_named_with_the_servers_words() -> None:
    ruling = rule(
        ASKED, [Outcome(424, problem="not done"), Outcome(422, problem="owner unknown"), Outcome(424)]
    )
    assert ruling.sentence == "owner unknown"
    assert ruling.at_fault == {"claim", "close"}


def test_only_what_the_server_singles_out_is_certainly_at_fault() -> None:
    assert rule(ASKED, [Outcome(424), Outcome(422), Outcome(424)]).named
    assert rule(ASKED[:1], [Outcome(422)]).named
    assert not rule(ASKED, [Outcome(422)] * 3).named


@pytest.mark.parametrize(
    ("statuses", "in_part"),
    [((201, 412, 424), True), ((201, 200, 429), True), ((201, 0, 0), False), ((412, 412, 412), False)],
)
def test_what_was_done_in_part_was_no_transaction(statuses: tuple[int, ...], in_part: bool) -> None:
    assert rule(ASKED, [Outcome(status) for status in statuses]).in_part is in_part


@pytest.mark.parametrize("status", [400, 422])
def test_a_patch_whose_test_may_have_failed_is_looked_at_again(status: int) -> None:
    patch = Write("PATCH", "Task/1", b"[]", operations=(OperationId("claim"),))
    ruling = rule([patch], [Outcome(status, problem="Test failed")])
    assert (ruling.verdict, ruling.tested) == (Verdict.STALE, True)


def test_the_longest_wait_asked_for_counts() -> None:
    outcomes = [Outcome(429, retry_after=7), Outcome(429, retry_after=57), Outcome(429)]
    assert rule(ASKED, outcomes).retry_after == 57


def test_refused_reasons_beside_work_that_was_done_are_remembered() -> None:
    assert rule(ASKED, [Outcome(201), Outcome(200), Outcome(403)]).no_reasons
