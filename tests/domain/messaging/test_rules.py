"""A site's messaging rules as it writes them."""

from __future__ import annotations

import pytest

from inbox.domain.messaging.rules import MessagingError, read_messaging
from inbox.domain.resources import path

SHIPPED = path("starter", "messaging.json").read_bytes()


def test_the_shipped_rules_can_be_used() -> None:
    rules = read_messaging("messaging.json", SHIPPED)
    assert (rules.eligible.seen_within_months, rules.confidential.from_age) == (24, 12)
    assert rules.length.hint < rules.length.limit


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        (b'"limit": 4000', b'"limit": 400', "the hint is above the limit"),
        (b'"from_age": 12', b'"from_age": 19', "from_age is above to_age"),
        (b'"seen_within_months": 24', b'"seen_within_months": 0', "$.eligible.seen_within_months"),
        (b'"scheduling", "billing"', b'"scheduleing", "billing"', "scheduleing"),
    ],
)
def test_a_mistake_is_said_with_its_file_and_place(wrong: bytes, right: bytes, said: str) -> None:
    assert wrong in SHIPPED
    with pytest.raises(MessagingError, match=r"site\.json cannot be used") as refused:
        read_messaging("site.json", SHIPPED.replace(wrong, right))
    assert said in str(refused.value)
    assert "Correct that field" in str(refused.value)


def test_what_is_no_json_is_said() -> None:
    with pytest.raises(MessagingError, match=r"site\.json is not JSON"):
        read_messaging("site.json", b"{")
