"""The site's policy, else the last that could be used, else the shipped one: never a crash."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from inbox.domain import resources
from inbox.domain.policy import Policy, parse
from inbox.domain.policy_in_force import Source, policy_in_force
from inbox.domain.site_kit import KitFile, Part

NOW = datetime(2026, 3, 17, 14, tzinfo=UTC)
STARTER = resources.path("starter", "policy.json").read_bytes()
SHIPPED = parse(STARTER, "policy.json")


def body(**changed: Any) -> bytes:
    return msgspec.json.encode(msgspec.json.decode(STARTER) | changed)


def published(text: bytes, version: str = "7") -> KitFile:
    return KitFile(Part.POLICY, version, text, "Library/1", "3")


def test_without_a_published_policy_the_shipped_one_holds_and_nothing_is_said() -> None:
    assert policy_in_force(SHIPPED, None, body(id="river"), NOW) == (SHIPPED, Source.SHIPPED, "")


def test_the_published_policy_holds() -> None:
    found = policy_in_force(SHIPPED, published(body(id="river", version="7")), None, NOW)
    assert (found.policy.name_at_version, found.source, found.problem) == ("river@7", Source.SITE, "")


WRONG = {
    "no JSON": b"{",
    "nothing at all": b"",
    "another file": b'{"phrases": []}',
    "a class without a rule": body(rules=[]),
    "holidays nobody knows": body(
        calendar={"zone": "UTC", "blocks": [{"day": 0, "start_min": 0, "end_min": 9}], "holidays": "XQ"}
    ),
    "closed for ever": body(
        calendar={
            "zone": "UTC",
            "blocks": [{"day": 0, "start_min": 0, "end_min": 9}],
            "closures": [{"first": "2026-01-01", "last": "2036-01-01"}],
        }
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_one_that_cannot_be_used_is_said_with_what_holds_instead(wrong: str) -> None:
    text = WRONG[wrong]
    before = policy_in_force(SHIPPED, published(text), body(id="river", version="6"), NOW)
    assert (before.policy.name_at_version, before.source) == ("river@6", Source.LAST_VALID)
    assert before.problem.startswith("sla-policy 7 ")
    assert before.problem.endswith("Until then river@6 holds.")
    first = policy_in_force(SHIPPED, published(text), None, NOW)
    assert (first.policy, first.source) == (SHIPPED, Source.SHIPPED)
    assert first.problem.endswith("Until then starter@1 holds.")


def test_a_last_valid_one_that_can_no_longer_be_read_leaves_the_shipped_one() -> None:
    found = policy_in_force(SHIPPED, published(b"{"), b"{", NOW)
    assert (found.policy, found.source) == (SHIPPED, Source.SHIPPED)
    assert found.problem


def test_a_file_of_this_computer_is_called_so() -> None:
    found = policy_in_force(SHIPPED, KitFile(Part.POLICY, "", b"{"), None, NOW)
    assert found.problem.startswith("sla-policy.json on this computer is not JSON")


def test_what_was_valid_before_is_not_tried_out_again() -> None:
    """At a start: reading up on public holidays would be waited for."""
    text = body(
        calendar={"zone": "UTC", "blocks": [{"day": 0, "start_min": 0, "end_min": 9}], "holidays": "XQ"}
    )
    found: Policy = policy_in_force(SHIPPED, published(text), text, NOW).policy
    assert found.calendar is not None
    assert found.calendar.holidays == "XQ"
