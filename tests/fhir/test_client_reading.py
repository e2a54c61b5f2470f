"""Resources, pages, refusals and waiting times, as they come over the wire."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from inbox.fhir import outcome
from inbox.fhir.resource import UNDATED, Malformed, decode
from inbox.fhir.search import page_of, query
from inbox.fhir.waiting import retry_after
from inbox.fhir.write import Write, bundle_of, outcomes_of, refused_whole


def raw(**fields: Any) -> bytes:
    return json.dumps(fields).encode()


def test_a_resource_keeps_its_bytes_untouched() -> None:
    meta = b'{"versionId":"7",\n"lastUpdated":"2026-01-09T22:05:12.123456789+01:00"}'
    body = b'{ "resourceType":"Task","unknown" : [1.50] ,"id":"t1","meta":' + meta + b"}"
    got = decode(body)
    assert got.body == body
    assert (got.ref, got.version) == ("Task/t1", "7")
    assert got.updated == datetime(2026, 1, 9, 21, 5, 12, 123457, UTC)
    assert got.updated.tzinfo is UTC


def test_a_resource_without_meta_has_no_version_and_never_moves_a_cursor() -> None:
    got = decode(raw(resourceType="Task", id="t1"))
    assert (got.version, got.updated) == ("", UNDATED)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"\xff",
        raw(id="t1"),
        raw(resourceType="Task"),
        raw(resourceType="Task", id=7),
        raw(resourceType="Task", id="t1", meta={"lastUpdated": "yesterday"}),
        raw(resourceType="Task", id="t1", meta={"lastUpdated": "2026-01-09T21:05:12"}),
        b'{"resourceType":"Task","id":"t1","x":' + b"[" * 700 + b"]" * 700 + b"}",
    ],
)
def test_what_is_no_resource_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        decode(body)


def test_a_page_skips_what_it_cannot_read_and_says_so() -> None:
    page = page_of(
        raw(
            resourceType="Bundle",
            total=9,
            link=[{"relation": "self", "url": "a"}, {"relation": "next", "url": "b"}],
            entry=[
                {"resource": {"resourceType": "Task", "id": "t1"}, "search": {"mode": "match"}},
                {"resource": {"resourceType": "Task", "id": 5}},
                {"fullUrl": "no resource"},
                "nonsense",
                {"resource": {"resourceType": "Patient", "id": "p1"}, "search": {"mode": "include"}},
                {
                    "resource": {
                        "resourceType": "OperationOutcome",
                        "issue": [{"diagnostics": "Slow today."}],
                    },
                    "search": {"mode": "outcome"},
                },
                {"resource": {"resourceType": "Task", "id": "t2"}},
            ],
        )
    )
    assert [r.ref for r in page.resources] == ["Task/t1", "Task/t2"]
    assert [r.ref for r in page.included] == ["Patient/p1"]
    assert (page.next, page.total) == ("b", 9)
    assert len(page.problems) == 4
    assert page.problems[0].startswith("Entry 2 could not be read")
    assert page.problems[3] == "Slow today."


@pytest.mark.parametrize("body", [b"<html>", b"\xff", raw(resourceType="Task", id="t1"), b"{}", b""])
def test_what_is_no_bundle_is_no_page(body: bytes) -> None:
    with pytest.raises((msgspec.DecodeError, UnicodeDecodeError)):
        page_of(body)


def test_values_of_one_name_are_repeated_and_escaped() -> None:
    got = query({"status": "requested,received", "_lastUpdated": ["ge2026-01-09T21:00:00+01:00", "lt2027"]})
    expected = "status=requested,received&_lastUpdated=ge2026-01-09T21:00:00%2B01:00&_lastUpdated=lt2027"
    assert got == expected


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "12"}, 12),
        ({"retry-after": "999999"}, 3600),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        (
            {"retry-after": "Fri, 09 Jan 2026 21:01:30 GMT", "date": "Fri, 09 Jan 2026 21:01:00 GMT"},
            30,
        ),
        ({"retry-after": "Fri, 09 Jan 2026 21:01:30 GMT"}, None),
        (
            {"retry-after": "Fri, 09 Jan 2026 21:01:00 GMT", "date": "Fri, 09 Jan 2026 21:01:30 GMT"},
            0,
        ),
        ({"ratelimit": '"fhirInteractions";r=0;t=57'}, 57),
        ({"ratelimit": '"requests";r=4;t=57, "fhirInteractions";r=0;t=12'}, 12),
        ({"ratelimit": '"requests";r=4;t=57'}, None),
        ({"retry-after": "3", "ratelimit": '"requests";r=0;t=57'}, 3),
    ],
)
def test_a_busy_server_is_waited_for(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers) == seconds


def test_a_refusal_is_said_in_the_servers_words_first() -> None:
    body = raw(
        resourceType="OperationOutcome",
        issue=[
            {"severity": "error", "code": "invalid", "details": {"text": "Owner is  required."}},
            {"severity": "error", "code": "invalid", "diagnostics": "Task.owner"},
            {"severity": "information", "code": "informational", "diagnostics": "Took 3 ms"},
        ],
    )
    assert outcome.in_words(body, 422) == "Owner is required. Task.owner"


@pytest.mark.parametrize("body", [b"", b"<html>no</html>", b"{}", b"{", b"\xff", b'{"issue":[{"code":1}]}'])
def test_a_refusal_without_words_is_said_by_its_status(body: bytes) -> None:
    assert outcome.in_words(body, 413) == "It is too large for the server."
    assert outcome.in_words(body, 418) == "The server answered with error 418."


def test_a_refusal_of_ten_pages_is_cut() -> None:
    body = raw(resourceType="OperationOutcome", issue=[{"diagnostics": "at line 7\n" * 1000}])
    assert len(outcome.in_words(body, 400)) == outcome.LONGEST


WRITES = [
    Write("PUT", "Task/t1", raw(resourceType="Task", id="t1"), if_match="7"),
    Write(
        "POST",
        "Communication",
        raw(resourceType="Communication"),
        if_none_exist="identifier=urn:x|1",
        full_url="urn:uuid:5a",
    ),
    Write("PATCH", "Task/t2", b'[{"op":"test","path":"/meta/versionId","value":"1"}]'),
]


def test_a_bundle_asks_for_exactly_what_was_meant() -> None:
    asked = json.loads(bundle_of(WRITES, atomic=True))
    assert asked["type"] == "transaction"
    update, create, patch = asked["entry"]
    assert update["request"] == {"method": "PUT", "url": "Task/t1", "ifMatch": 'W/"7"'}
    assert create["request"]["ifNoneExist"] == "identifier=urn:x|1"
    assert create["fullUrl"] == "urn:uuid:5a"
    assert patch["resource"]["contentType"] == "application/json-patch+json"
    assert json.loads(bundle_of(WRITES, atomic=False))["type"] == "batch"


def test_every_entry_is_believed_by_itself_and_not_the_outer_200() -> None:
    answer = raw(
        resourceType="Bundle",
        entry=[
            {
                "response": {"status": "200 OK", "etag": 'W/"8"'},
                "resource": {"resourceType": "Task", "id": "t1", "meta": {"versionId": "8"}},
            },
            {"response": {"status": "201 Created", "location": "https://x/fhir/Communication/c9/_history/1"}},
            {
                "response": {
                    "status": "412",
                    "outcome": {"resourceType": "OperationOutcome", "issue": [{"diagnostics": "Stale."}]},
                }
            },
        ],
    )
    updated, created, refused = outcomes_of(WRITES, answer, None)
    assert (updated.done, updated.ref, updated.version) == (True, "Task/t1", "8")
    assert updated.resource is not None
    assert (created.done, created.ref, created.version, created.resource) == (
        True,
        "Communication/c9",
        "1",
        None,
    )
    assert (refused.done, refused.changed, refused.problem) == (False, True, "Stale.")


def test_entries_without_an_answer_have_an_unknown_fate() -> None:
    answer = raw(
        resourceType="Bundle", entry=[{"response": {"status": "200"}}, {"response": {"status": "?"}}]
    )
    first, second, third = outcomes_of(WRITES, answer, None)
    assert first.done
    assert (second.status, third.status) == (0, 0)
    assert not second.done
    assert second.problem


def test_an_entry_that_was_throttled_says_how_long() -> None:
    answer = raw(resourceType="Bundle", entry=[{"response": {"status": "429"}}] * 3)
    assert [(o.busy, o.retry_after) for o in outcomes_of(WRITES, answer, 57.0)] == [(True, 57.0)] * 3


def test_a_bundle_refused_whole_blames_the_entries_it_names() -> None:
    body = raw(issue=[{"diagnostics": "Stale.", "expression": ["Bundle.entry[1].resource.owner"]}])
    assert [o.status for o in refused_whole(WRITES, body, 412)] == [424, 412, 424]
    assert [o.status for o in refused_whole(WRITES, b"", 413)] == [413, 413, 413]
