"""The page about smartphrases says what is so: its examples are run, its list of links is complete."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from inbox.shortcuts.kit import Kit
from inbox.shortcuts.phrases import draft
from inbox.shortcuts.phrases.expansion import Expansion, FieldKind, expand
from inbox.shortcuts.phrases.grammar import PhraseError
from inbox.shortcuts.phrases.links import LINKS, Lookup
from tests.shortcuts.ordinary import make_phrase

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "smartphrases.md").read_text()
_BLOCK = re.compile(r"^```(\w+)(?: of (\w+))?\n(.*?)\n```$", re.MULTILINE | re.DOTALL)


class Example(NamedTuple):
    """A phrase's text and what the page says of it."""

    text: str
    says: str
    ends_with: str
    expected: str


def _examples() -> list[Example]:
    blocks = [found.groups(default="") for found in _BLOCK.finditer(PAGE)]
    pairs = list(zip(blocks[::2], blocks[1::2], strict=True))
    assert all(phrase[0] == "phrase" != told[0] for phrase, told in pairs)
    return [Example(phrase[2], told[0], told[1], told[2]) for phrase, told in pairs]


def _chosen(reply: Expansion, picks: list[str]) -> Expansion:
    field = next(field for field in reply.fields if field.kind is FieldKind.LIST)
    return draft.choose(reply, field, picks)


@pytest.mark.parametrize("example", _examples(), ids=lambda example: example.text)
def test_what_the_page_shows_is_what_happens(example: Example, chart: Lookup, starter: Kit) -> None:
    phrases = dict(starter.phrases)
    phrases["example"] = phrase = make_phrase("example", example.text)
    if example.says == "mistake":
        with pytest.raises(PhraseError) as caught:
            expand(phrase, chart, phrases)
        assert caught.value.told(example.text) == example.expected
        return
    reply, expected = expand(phrase, chart, phrases), example.expected
    if found := re.match(r"with (.*)\n", expected):
        reply, expected = _chosen(reply, found[1].split("; ")), expected[found.end() :]
    if example.ends_with:
        expected += expand(phrases[example.ends_with], chart, phrases).text
    assert (draft.finished(reply) if example.says == "sent" else reply.text) == expected


def test_the_page_lists_every_link_with_what_it_stands_for() -> None:
    listed = dict(re.findall(r"^\| `@(\w+)@` \| (.*) \|$", PAGE, re.MULTILINE))
    assert listed == {
        name: kind.what + (", and its date" if kind.ages else "") for name, kind in LINKS.items()
    }
