"""The witness sees what is wrong, and shares no code with whom it judges."""

from __future__ import annotations

import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest

from tests.faults.letters import WITH_ONE, arrived_whole, letter
from tests.faults.witness import Judgement, judge

ROOT = Path(__file__).parents[2]
SAID = {"Communication/1": ["one", "two", "three"]}


@pytest.mark.parametrize(
    ("there", "verdict"),
    [
        (["one", "two", "three"], Judgement()),
        (["one", "three"], Judgement(lost=("two",))),
        ([], Judgement(lost=("one", "two", "three"))),
        (["one", "two", "two", "three"], Judgement(doubled=("two",))),
        (["one", "three", "two"], Judgement(out_of_order=("three", "two"))),
        (["one", "two", "three", "four"], Judgement(unasked=("four",))),
        (["two", "one", "two"], Judgement(("three",), ("two",), ("two", "one"))),
    ],
)
def test_what_is_lost_doubled_or_out_of_order_is_seen(there: list[str], verdict: Judgement) -> None:
    assert judge(SAID, {"Communication/1": there}) == verdict
    assert bool(verdict) == (verdict != Judgement())


def test_what_was_given_up_must_not_be_there() -> None:
    kept = frozenset({"two"})
    assert judge(SAID, {"Communication/1": ["one", "three"]}, kept=kept) == Judgement()
    assert judge(SAID, {"Communication/1": ["one", "two", "three"]}, kept=kept) == Judgement(unasked=("two",))


def test_words_in_another_conversation_are_lost_and_unasked() -> None:
    verdict = judge({"Communication/1": ["one"]}, {"Communication/2": ["one"]})
    assert verdict == Judgement(lost=("one",), unasked=("one",))


def test_the_witness_imports_nothing_of_the_program() -> None:
    look = "import sys, tests.faults.witness; print(*{name.partition('.')[0] for name in sys.modules})"
    ran = subprocess.run([sys.executable, "-c", look], cwd=ROOT, check=True, capture_output=True, text=True)
    assert not {"inbox", "portal", "sqlalchemy", "httpx"} & set(ran.stdout.split())


def test_a_file_that_is_missing_or_changed_is_found_out() -> None:
    words = f"nora 2 {WITH_ONE}"
    sent = [{"contentAttachment": {"data": b64encode(letter(words)).decode()}}]
    assert arrived_whole(words, sent)
    assert arrived_whole("nora 2", [])
    for payload in (
        [],
        [*sent, *sent],
        [{"contentAttachment": {"data": "AAAA"}}],
        [{"contentAttachment": {}}],
    ):
        assert not arrived_whole(words, payload)
    assert not arrived_whole("nora 2", sent)
