"""What a server says it offers, and what the person is told about the rest."""

from __future__ import annotations

import json
from typing import Any

import pytest

from inbox.fhir.faults import Unreadable
from inbox.fhir.profile import Profile, profile_of, report_of

FULL = ["read", "create", "update", "search-type"]


def statement(types: dict[str, dict[str, Any]], **rest: Any) -> bytes:
    resources = [{"type": name, **said} for name, said in types.items()]
    return json.dumps(
        {
            "resourceType": "CapabilityStatement",
            "fhirVersion": "4.0.1",
            "software": {"name": "Portal"},
            "rest": [{"mode": "client"}, {"mode": "server", "resource": resources, **rest}],
        }
    ).encode()


def offering(*codes: str) -> list[dict[str, str]]:
    return [{"code": code} for code in codes]


def poor() -> Profile:
    """As sparse as a large vendor's sandbox."""
    return profile_of(
        statement(
            {
                "Communication": {"interaction": offering("create", "read", "search-type")},
                "Task": {"interaction": offering("read", "search-type", "update")},
            }
        )
    )


def rich() -> Profile:
    kind = {
        "interaction": offering(*FULL),
        "versioning": "versioned-update",
        "conditionalCreate": True,
        "searchParam": [{"name": "identifier"}, {"name": "part-of"}],
        "searchInclude": ["Task:focus"],
    }
    names = ("Communication", "Task", "AuditEvent", "Provenance", "Library", "Basic", "Subscription")
    return profile_of(
        statement(
            dict.fromkeys(names, kind),
            interaction=offering("transaction", "history-system"),
            searchParam=[{"name": "_lastUpdated"}],
            extension=[
                {
                    "url": "http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket",
                    "valueUri": "wss://portal.example/ws",
                }
            ],
        ),
        b'{"capabilities":["launch-standalone"]}',
    )


def test_a_rich_server_misses_nothing() -> None:
    profile = rich()
    assert list(report_of(profile).missing) == []
    assert profile.transactions
    assert profile.subscriptions
    assert profile.searches("Task", "identifier")
    assert profile.searches("Task", "_lastUpdated")
    assert profile.conditional_create("Communication")
    assert "launch-standalone" in profile.said.smart


def test_a_poor_server_is_told_in_sentences_with_their_cost() -> None:
    missing = report_of(poor()).missing
    assert [gap.what for gap in missing][:3] == [
        "Guard against overwriting",
        "Sending again safely",
        "Several changes as one",
    ]
    assert all(gap.cost.endswith(".") for gap in missing)
    assert not poor().transactions


def test_what_is_not_said_is_not_offered() -> None:
    assert not poor().offers("Library", "search-type")
    assert not poor().searches("Library", "url")
    assert not poor().conditional_create("Task")


@pytest.mark.parametrize("body", [b"<html>", b'{"resourceType":"Patient","id":"x"}', b"\xff", b'{"rest":7}'])
def test_an_address_that_is_no_fhir_server_is_told(body: bytes) -> None:
    with pytest.raises(Unreadable):
        profile_of(body)
