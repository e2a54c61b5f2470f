"""Servers that promise more than they keep (the contract's field notes 6 and 15, and missing rights)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from inbox.domain.entries import State
from inbox.domain.ids import ThreadId
from inbox.domain.operations import Why
from portal.running import Running
from tests.sync.rude import Bundle, rude
from tests.sync.station import Backstage, Station, thread_of

Make = Callable[..., Station]


@pytest.fixture
def nora(station: Make, thread: ThreadId) -> Station:
    made = station("nora")
    made.look(thread)
    return made


def entries(bundle: Bundle, kind: str) -> list[dict[str, Any]]:
    return [entry for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def test_fields_that_are_silently_kept_are_a_conflict_and_the_reply_is_settled(
    nora: Station, portal: Running, backstage: Backstage, thread: ThreadId
) -> None:
    as_it_was = backstage.task(thread)

    def read_only(bundle: Bundle) -> Bundle:
        for entry in entries(bundle, "Task"):
            entry["resource"] |= {"status": as_it_was["status"], "owner": as_it_was["owner"]}
        return bundle

    nora.answer(thread, "It went out.")
    with rude(portal, read_only) as base:
        nora.base_url = base
        nora.push()
    assert backstage.texts(thread)[1:] == ["It went out."]
    assert nora.states() == [("claim", State.CONFLICTED), ("complete", State.WAITING)]
    problem = nora.outbox()[0].problem
    assert problem is not None
    assert problem.why is Why.REVERTED


def test_a_transaction_that_was_done_in_part_is_finished_in_order_and_none_is_asked_for_again(
    nora: Station, portal: Running, backstage: Backstage, thread: ThreadId, numbers: Iterator[int]
) -> None:
    sent: list[Bundle] = []

    def in_part(bundle: Bundle) -> Bundle:
        sent.append(bundle)
        bundle["type"] = "batch"
        for entry in entries(bundle, "Task"):
            entry["request"]["ifMatch"] = 'W/"0"'
        return bundle

    claim, _, close = nora.answer(thread, "Only once, please.")
    with rude(portal, in_part) as base:
        nora.base_url = base
        nora.push()
        assert len(sent) == 1
        assert backstage.texts(thread)[1:] == ["Only once, please."]
        assert backstage.task(thread)["status"] == "completed"
        tags = [tag["code"] for one in backstage.dump("Provenance") for tag in one["meta"]["tag"]]
        assert tags.count(claim.id) == tags.count(close.id) == 1
        assert nora.outbox() == []
        other = thread_of(next(numbers))
        nora.look(other)
        nora.answer(other, "Step by step.")
        nora.reopen()
        nora.push()
    assert len(sent) == 1, "it is remembered: a transaction is nothing this server can be trusted with"
    assert backstage.task(other)["status"] == "completed"
    assert backstage.texts(other)[1:] == ["Step by step."]


def test_where_no_reasons_are_taken_the_work_goes_on_without(
    nora: Station, portal: Running, backstage: Backstage, thread: ThreadId
) -> None:
    def none_for_you(bundle: Bundle) -> Bundle | tuple[int, dict[str, Any]]:
        at = next(
            (n for n, e in enumerate(bundle["entry"]) if e["resource"]["resourceType"] == "Provenance"), None
        )
        if at is None:
            return bundle
        issue = {"severity": "error", "code": "forbidden", "expression": [f"Bundle.entry[{at}]"]}
        return 403, {"resourceType": "OperationOutcome", "issue": [issue]}

    nora.claim(thread)
    with rude(portal, none_for_you) as base:
        nora.base_url = base
        nora.push()
    assert backstage.task(thread)["owner"]["reference"] == "Practitioner/nora"
    assert nora.outbox() == []


def test_a_server_that_says_nothing_of_some_entries_is_asked_again(
    nora: Station, portal: Running, backstage: Backstage, thread: ThreadId
) -> None:
    refused: list[bool] = []

    def silent_at_first(bundle: Bundle) -> Bundle | tuple[int, dict[str, Any]]:
        if not refused:
            refused.append(True)
            return 200, {"resourceType": "Bundle", "type": "transaction-response", "entry": []}
        return bundle

    nora.answer(thread, "Said at last.")
    with rude(portal, silent_at_first) as base:
        nora.base_url = base
        nora.push()
    assert backstage.texts(thread)[1:] == ["Said at last."]
    assert nora.outbox() == []


def test_a_thread_that_never_holds_still_is_left_to_its_author(
    nora: Station, portal: Running, backstage: Backstage, thread: ThreadId
) -> None:
    def always_stale(bundle: Bundle) -> Bundle:
        for entry in entries(bundle, "Task"):
            entry["request"]["ifMatch"] = 'W/"0"'
        return bundle

    nora.claim(thread)
    with rude(portal, always_stale) as base:
        nora.base_url = base
        nora.push()
    assert nora.states() == [("claim", State.CONFLICTED)]
    problem = nora.outbox()[0].problem
    assert problem is not None
    assert problem.why is Why.SERVER
