"""Buttons handed on as files: what comes of them is one's own, and nothing hostile stands on a button."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.domain.errors import Refused
from inbox.domain.work_item import Kind
from inbox.shortcuts.button_files import LARGEST, as_file, from_file, with_button
from inbox.shortcuts.kit_file import Published, read_kit
from inbox.shortcuts.owner import Owner, OwnerType
from inbox.shortcuts.quick import SpeedButton
from inbox.shortcuts.steps import Claim, Complete, Reply
from tests.shortcuts.ordinary import make_phrase

MINE = Owner(OwnerType.PERSON, "Nadia", "Practitioner/1")
HERS = Owner(OwnerType.PERSON, "Theo", "Practitioner/2")
SENT = make_phrase("sent", "It is sent.")
BUTTON = SpeedButton("b", "Sent", {Kind.REFILL: 9}, (Claim(), Reply("sent"), Complete("answered")), HERS, 7)


def test_a_button_comes_with_the_phrase_it_sends_and_belongs_to_who_brings_it() -> None:
    found = from_file("b.json", as_file([BUTTON], {"sent": SENT, "other": SENT}), MINE, {})
    assert [(one.id, one.owner, one.version) for one in found.buttons] == [("b", MINE, 1)]
    assert [(one.name, one.text, one.owner) for one in found.phrases] == [("sent", "It is sent.", MINE)]
    assert found.problems == []


def test_a_phrase_that_is_known_here_stays_as_it_is() -> None:
    assert from_file("b.json", as_file([BUTTON], {"sent": SENT}), MINE, {"sent": SENT}).phrases == []


def test_a_phrase_that_nobody_has_leaves_its_button_out() -> None:
    found = from_file("b.json", as_file([BUTTON], {}), MINE, {})
    assert found.buttons == []
    assert "no phrase “.sent”" in found.problems[0].sentence


@pytest.mark.parametrize("name", ["\u202eevil", "a\nb", "x" * 61, "nul\x00"])
def test_a_name_with_unseen_signs_is_left_out_and_not_shown_as_it_is(name: str) -> None:
    raw = json.loads(as_file([BUTTON], {"sent": SENT}))
    raw["buttons"][0]["name"] = name
    found = from_file("b.json", json.dumps(raw).encode(), MINE, {})
    assert found.buttons == []
    assert name not in str(found.problems[0])


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"buttons": 3}', b"\xff\xfe", b" " * (LARGEST + 1)])
def test_what_is_no_file_of_buttons_is_refused_in_words(body: bytes) -> None:
    with pytest.raises(Refused):
        from_file("b.json", body, MINE, {})


@given(st.binary(max_size=200))
def test_no_file_whatever_breaks_the_program(body: bytes) -> None:
    with pytest.raises(Refused):
        from_file("b.json", body, MINE, {})


def test_publishing_replaces_ones_own_and_leaves_what_cannot_be_read() -> None:
    before = b'{"note": "ours", "buttons": [{"id": "new-fashioned", "steps": [{"do": "fly"}]}, {"id": "b"}]}'
    body = with_button(before, BUTTON, "4")
    kept = json.loads(body)
    assert (kept["note"], kept["version"]) == ("ours", "4")
    assert [one["id"] for one in kept["buttons"]] == ["new-fashioned", "b"]
    read, problems = read_kit(Published("site", body), "buttons", SpeedButton)
    assert (read, len(problems)) == ([BUTTON], 1)
    with pytest.raises(Refused, match="no list"):
        with_button(b"[1]", BUTTON, "1")
