"""Completion: which phrase was meant."""

from __future__ import annotations

from inbox.shortcuts.kit import Kit
from inbox.shortcuts.phrases.completion import rank
from tests.shortcuts.ordinary import make_phrase

PHRASES = [
    make_phrase(name, "words", **more)
    for name, more in (
        ("sideeffect", {}),
        ("safetynet", {"emergency": True}),
        ("visitvideo", {}),
        ("supply90", {}),
        ("closing", {}),
        ("ack", {}),
    )
]


def names(typed: str, uses: dict[tuple[str, str], int] | None = None, **more: bool) -> list[str]:
    return [row.phrase.name for row in rank(typed, PHRASES, "refill", uses or {}, **more)]


def test_names_that_begin_with_it_come_before_names_that_hold_it() -> None:
    assert names("s") == ["safetynet", "sideeffect", "supply90", "closing", "visitvideo"]


def test_use_for_this_kind_of_work_decides_among_equals() -> None:
    uses = {("refill", "sideeffect"): 3, ("billing", "safetynet"): 50, ("refill", "visitvideo"): 1}
    assert names("s", uses) == ["sideeffect", "safetynet", "supply90", "visitvideo", "closing"]
    assert [row.share for row in rank("s", PHRASES, "refill", uses)][:2] == [0.75, 0.0]


def test_characters_in_order_are_enough_and_are_shown() -> None:
    (row,) = rank("vvd", PHRASES, "refill", {})
    assert (row.phrase.name, row.matched) == ("visitvideo", (0, 5, 7))


def test_what_stands_together_is_preferred_and_case_does_not_matter() -> None:
    (row,) = rank("LOS", PHRASES, "refill", {})
    assert (row.phrase.name, row.matched) == ("closing", (1, 2, 3))
    assert rank("zzz", PHRASES, "refill", {}) == []


def test_nothing_typed_lists_everything_those_for_this_work_first(starter: Kit) -> None:
    listed = [row.phrase for row in rank("", starter.phrases.values(), "refill", {})]
    assert len(listed) == len(starter.phrases)
    suits = [phrase.suits("refill") for phrase in listed]
    assert suits == sorted(suits, reverse=True)


def test_call_now_work_offers_only_emergency_phrases() -> None:
    assert names("s", emergency_only=True) == ["safetynet"]
