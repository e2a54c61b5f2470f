"""A file that is to become a part of the site's kit: tried by whoever reads that part before it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache

import msgspec

from inbox.domain import protocols, resources, typed
from inbox.domain.clinic.differences import Difference
from inbox.domain.errors import InboxError
from inbox.domain.json_place import with_line
from inbox.domain.kit_differences import kit_differences
from inbox.domain.messaging.rules import read_messaging
from inbox.domain.minutes_sheet import read_minutes
from inbox.domain.policy_in_force import usable
from inbox.domain.routing import read_routing
from inbox.domain.rule_differences import Shipped, rule_differences
from inbox.domain.site_kit import Part
from inbox.domain.station_rules import read_station_rules
from inbox.domain.words import tr
from inbox.shortcuts.kit import BUTTONS, PHRASES, load_kit
from inbox.shortcuts.kit_file import Published, is_list_of

LARGEST = 2 << 20
"""Bytes."""
_SHIPPED = {
    Part.POLICY: "policy.json",
    Part.ROUTING: "routing.json",
    Part.PROTOCOLS: "protocols.json",
    Part.MESSAGING: "messaging.json",
}
"""The parts that come whole with the program; the others say what is otherwise than shipped."""


def shipped_body(part: Part) -> bytes:
    """What holds where the site has published nothing of a part; empty where it only adds to the shipped."""
    return resources.path("starter", _SHIPPED[part]).read_bytes() if part in _SHIPPED else b""


class _Shipped(msgspec.Struct):
    id: str
    title: str
    level: int


class _Group(msgspec.Struct):
    rules: tuple[_Shipped, ...] = ()


@cache
def _shipped_rules() -> dict[str, Shipped]:
    files = [path.read_bytes() for path in sorted(resources.path("red_flags").glob("*.json"))]
    rules = [rule for body in files for rule in typed.decode(body, _Group).rules]
    return {rule.id: Shipped(rule.title, rule.level) for rule in rules}


def differences(part: Part, before: bytes, after: bytes) -> list[Difference]:
    """What is otherwise between two files of a part, as it can be read by people."""
    if part is Part.RED_FLAGS:
        return rule_differences(before, after, _shipped_rules())
    return kit_differences(before, after)


def problems(part: Part, name: str, body: bytes, now: datetime) -> list[str]:
    """What is wrong with a file, each with its line where that can be told and what to do; empty: it can be
    used. `name` is what people call it. Takes up to a second for red-flag rules: not for the GUI thread."""
    if len(body) > LARGEST:
        return [tr("{file} is larger than {n} MB. No part of the kit is.", file=name, n=LARGEST >> 20)]
    if part in _LISTS:
        return _wrong_in_list(part, name, body)
    if part is Part.RED_FLAGS:
        return [with_line(one, name, body) for one in _wrong_rules(name, body)]
    try:
        _reader(part, now)(name, body)
    except InboxError as wrong:
        return [with_line(str(wrong), name, body)]
    return []


_LISTS: Mapping[Part, tuple[str, str]] = {
    Part.PHRASES: (PHRASES, "phrases"),
    Part.SPEED_BUTTONS: (BUTTONS, "buttons"),
}
"""The parts that are lists of entries: what they are called among the files of a kit, and the list's name."""


def _reader(part: Part, now: datetime) -> Callable[[str, bytes], object]:
    readers: Mapping[Part, Callable[[str, bytes], object]] = {
        Part.POLICY: lambda name, body: usable(body, name, now),
        Part.ROUTING: read_routing,
        Part.MESSAGING: read_messaging,
        Part.PROTOCOLS: lambda name, body: protocols.parse(body, name),
        Part.MINUTES: read_minutes,
        Part.STATIONS: read_station_rules,
    }
    return readers[part]


def _wrong_in_list(part: Part, name: str, body: bytes) -> list[str]:
    file, key = _LISTS[part]
    tried = load_kit(resources.path("starter"), site={file: Published(name, body)})
    found = [str(one) for one in tried.problems if one.file == name]
    if not found and not is_list_of(body, key):
        return [tr("{file} has no list “{key}”.", file=name, key=key)]
    return found


def _wrong_rules(name: str, body: bytes) -> tuple[str, ...]:
    from inbox.domain.red_flags import read_folder, rules_in_force  # heavy, and rarely needed

    return rules_in_force(read_folder(resources.path("red_flags")), name, body).problems
