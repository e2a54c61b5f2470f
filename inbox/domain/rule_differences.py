"""What is otherwise between two files of a site's red-flag rules, rule by rule: for whoever signs them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from inbox.domain import typed
from inbox.domain.clinic.differences import Difference
from inbox.domain.words import mark, tr

_FIELDS = {
    "title": mark("Called"),
    "level": mark("Level"),
    "patterns": mark("Finds"),
    "nearby": mark("Finds near each other"),
    "unless": mark("Unless it says"),
    "group": mark("Group"),
    "reason": mark("Reason"),
    "clinician": mark("Clinician"),
    "second_clinician": mark("Second clinician"),
}
"""What the fields of a rule are called; others bear the names of the file."""
_NOT_SAID = frozenset({"id", "rule", "off", "hits", "misses"})
"""Names, what the level says, and the rule's own tests."""


Fields = dict[str, str]
"""What is said of a rule, by field."""


class Shipped(NamedTuple):
    """A rule that comes with the program."""

    title: str
    level: int


class _Rules(msgspec.Struct):
    group: str = ""
    rules: tuple[dict[str, object], ...] = ()


class _File(msgspec.Struct):
    add: tuple[_Rules, ...] = ()
    change: tuple[dict[str, object], ...] = ()


def rule_differences(before: bytes, after: bytes, shipped: Mapping[str, Shipped]) -> list[Difference]:
    """Each field that differs, under the rule's name; a shipped rule that is left alone stands as shipped."""
    was, becomes = _said(before), _said(after)
    return [one for rule in dict.fromkeys((*was, *becomes)) for one in _of(rule, was, becomes, shipped)]


def _of(
    rule: str, was: Mapping[str, Fields], becomes: Mapping[str, Fields], shipped: Mapping[str, Shipped]
) -> Iterator[Difference]:
    untouched = {"level": f"{shipped[rule].level}"} if rule in shipped else {}
    one, other = was.get(rule, untouched), becomes.get(rule, untouched)
    title = shipped[rule].title if rule in shipped else other.get("title") or one.get("title", "")
    for field in dict.fromkeys((*_FIELDS, *one, *other)):
        if (now := one.get(field, "")) != (then := other.get(field, "")):
            what = tr(_FIELDS[field]) if field in _FIELDS else field
            yield Difference(tr("{title} ({rule})", title=title, rule=rule), what, now, then)


def _said(body: bytes) -> dict[str, Fields]:
    """What a file says of each rule, field by field; nothing where it cannot be read."""
    try:
        file = typed.decode(body or b"{}", _File)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    found = {
        f"{rule.get('id', '')}": {"group": part.group, **_words(rule)}
        for part in file.add
        for rule in part.rules
    }
    for change in file.change:
        rule = f"{change.get('rule', '')}"
        level = tr("off") if change.get("off") else f"{change.get('level', '')}"
        found[rule] = {**_words(change), "level": level}
    return found


def _words(rule: Mapping[str, object]) -> Fields:
    return {name: _text(value) for name, value in rule.items() if name not in _NOT_SAID}


def _text(value: object) -> str:
    if isinstance(value, str | int | float):
        return f"{value}"
    if isinstance(value, list):
        return " · ".join(_text(one) for one in value)
    return msgspec.json.encode(value).decode()
