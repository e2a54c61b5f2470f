"""Sentences: translated whole, filled in by name, and whole in the sources too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path
from string import Formatter

import pytest

import inbox
from inbox.domain import words
from inbox.domain.words import mark, tr, trn

SOURCES = sorted(Path(inbox.__file__).parent.rglob("*.py"))


class Shouting(NullTranslations):
    """A language that only differs in its letters, and in having one word order too many."""

    def gettext(self, message: str) -> str:
        return {"{a} before {b}": "{b} AFTER {a}"}.get(message, message.upper())

    def ngettext(self, one: str, many: str, n: int) -> str:
        return "{n} STÜCK" if n != 1 else "EIN STÜCK"


@pytest.fixture
def shouting() -> Iterator[None]:
    words.install(Shouting())
    yield
    words.install(NullTranslations())


def test_without_a_catalogue_a_sentence_is_its_english() -> None:
    assert tr("Claimed by {name}", name="T. Aldana") == "Claimed by T. Aldana"
    assert (trn("{n} item", "{n} items", 1), trn("{n} item", "{n} items", 3)) == ("1 item", "3 items")


def test_what_is_filled_in_is_never_read_as_a_sentence() -> None:
    assert tr("Claimed by {name}", name="{brace} & {0}") == "Claimed by {brace} & {0}"
    assert tr("100 {percent}") == "100 {percent}"


@pytest.mark.usefixtures("shouting")
def test_values_are_filled_in_after_translation_and_may_change_places() -> None:
    assert tr("{a} before {b}", a="one", b="two") == "two AFTER one"
    assert trn("{n} item", "{n} items", 3) == "3 STÜCK"
    assert trn("{n} item", "{n} items", 1) == "EIN STÜCK"


@pytest.mark.usefixtures("shouting")
def test_a_marked_sentence_is_kept_in_english_and_translated_when_said() -> None:
    kept = mark("Claim")
    assert (kept, tr(kept)) == ("Claim", "CLAIM")


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call of `name` in the program, with where it is."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield f"{path.relative_to(SOURCES[0].parent)}:{node.lineno}", node


def holes(sentence: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(sentence) if field is not None}


def said(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def test_every_sentence_is_written_whole_so_that_it_can_be_translated() -> None:
    """An f-string or a sum would never be found in a catalogue."""
    broken = [
        where
        for name in ("tr", "trn", "mark")
        for where, call in calls(name)
        for argument in call.args[: 2 if name == "trn" else 1]
        if isinstance(argument, ast.JoinedStr | ast.BinOp)
    ]
    assert broken == []


def test_every_sentence_is_given_the_values_it_names() -> None:
    wrong = []
    for where, call in calls("tr"):
        given = {keyword.arg for keyword in call.keywords}
        sentence = said(call.args[0])
        if sentence is None or None in given:
            continue  # a name for a sentence marked elsewhere, or values that are passed on
        named = holes(sentence) if given else set(re.findall(r"\{(\w+)\}", sentence))
        if named != given:
            wrong.append(where)
    for where, call in calls("trn"):
        given = {str(keyword.arg) for keyword in call.keywords}
        one, many = said(call.args[0]), said(call.args[1])
        assert one is not None
        assert many is not None
        if not given <= holes(many) <= given | {"n"} or not holes(one) <= given | {"n"}:
            wrong.append(where)
    assert wrong == []


def test_the_program_speaks_at_all() -> None:
    """Or the two checks above would pass on nothing."""
    assert sum(1 for _ in calls("tr")) > 100
    assert sum(1 for _ in calls("trn")) > 3
