"""Spoils an input: where it is JSON in its parts, else in its bytes. The same draw spoils alike."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

LARGEST = 400_000
"""Bytes of an input."""
_WORTH_IT = 100_000
"""Bytes up to which an input is taken apart to be spoilt in its parts."""
_DEEP = (60, 250, 560, 900, 1200, 30_000)
_TEXTS = (
    "", " ", "\0", "\u202e", "\u2066x", "\ud800", "\ufeff", "\U000e0041", "a\u0301" * 30, "=1+1", "@x", "{",
    "}", "<img src=x>", "file:///etc/passwd", "http://[::1", "../../x", "Patient/", "/", "|", "#", "x" * 3000,
    "9" * 400, "-", "NaN", "2026-02-30", "0000-00-00", "9999-12-31T23:59:60+99:99", "2026-01-01T00:00:00",
    "²", "٣", "%s%n", "\\", "\r\n", "Communication/1", "***", "@patient.first@", "(?:a+)+$", "true",
)  # fmt: skip
_NUMBERS = (0, -1, 1, 2**31, 2**63, 2**64, -(2**63) - 1, 10**400, 1e308, -0.0, 5e-324, 0.1)


def spoilt(inputs: Sequence[bytes], draw: Random) -> bytes:
    """One of `inputs`, spoilt once or several times; now and then a hostile word alone."""
    if draw.random() < 0.03:
        return draw.choice(_TEXTS).encode(draw.choice(("utf-8", "latin-1", "utf-16")), "replace")
    body = draw.choice(inputs)
    for _ in range(draw.choice((1, 1, 2, 3, 6))):
        change = (
            draw.choice(_OF_JSON) if body[:1] in b"{[" and draw.random() < 0.7 else draw.choice(_OF_BYTES)
        )
        body = change(body, draw) or body
    if draw.random() < 0.1:
        other = draw.choice(inputs)
        body = body[: draw.randrange(len(body) + 1)] + other[draw.randrange(len(other) + 1) :]
    return body[:LARGEST]


def _flip(body: bytes, draw: Random) -> bytes:
    changed = bytearray(body)
    for _ in range(draw.choice((1, 1, 4, 32))):
        if changed:
            changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def _cut(body: bytes, draw: Random) -> bytes:
    at = draw.randrange(len(body) + 1)
    return body[:at] + body[at + draw.choice((1, 2, 16, 400)) :]


def _end(body: bytes, draw: Random) -> bytes:
    return body[: draw.randrange(len(body) + 1)]


def _repeat(body: bytes, draw: Random) -> bytes:
    at = draw.randrange(len(body) + 1)
    part = body[at : at + draw.choice((1, 3, 40))]
    return body[:at] + part * draw.choice((2, 20, 3000)) + body[at:]


def _put_in(body: bytes, draw: Random) -> bytes:
    at = draw.randrange(len(body) + 1)
    return body[:at] + draw.choice(_TEXTS).encode("utf-8", "surrogatepass") + body[at:]


def _other_encoding(body: bytes, draw: Random) -> bytes:
    return body.decode("utf-8", "replace").encode(draw.choice(("utf-16", "utf-16-be", "utf-8-sig", "utf-7")))


def _part(body: bytes, draw: Random) -> bytes | None:
    """Another value for one part of the JSON."""

    def change(holder: Any, key: Any) -> None:
        holder[key] = _value(draw, holder[key])

    return _changed(body, draw, change)


def _without(body: bytes, draw: Random) -> bytes | None:
    def change(holder: Any, key: Any) -> None:
        del holder[key]

    return _changed(body, draw, change)


def _elsewhere(body: bytes, draw: Random) -> bytes | None:
    """One part of it also in the place of another."""
    kept: list[Any] = []

    def change(holder: Any, key: Any) -> None:
        kept.append(holder[key])

    def put(holder: Any, key: Any) -> None:
        holder[key] = kept[0]

    if _changed(body, draw, change) is None:
        return None
    return _changed(body, draw, put)


def _nested(body: bytes, draw: Random) -> bytes | None:
    """One part many levels down, or a thousand times."""
    deep, many = draw.choice(_DEEP), draw.choice((2, 30, 1500))
    kind = draw.randrange(3)
    mark = "\x00nested\x00"

    def change(holder: Any, key: Any) -> None:
        if kind == 2:
            holder[key] = [holder[key]] * many
        else:
            holder[key] = mark

    made = _changed(body, draw, change)
    if made is None or kind == 2:
        return made
    inside = "[" * deep + "]" * deep if kind == 0 else '{"item":[' * deep + "{}" + "]}" * deep
    return made.replace(json.dumps(mark).encode(), inside.encode())


def _value(draw: Random, was: Any) -> Any:
    return draw.choice(
        (None, True, [], {}, [[]], {"": was}, [was, was], draw.choice(_NUMBERS), draw.choice(_TEXTS),
         draw.choice(_TEXTS), f"{was}{draw.choice(_TEXTS)}")
    )  # fmt: skip


def _changed(body: bytes, draw: Random, change: Callable[[Any, Any], None]) -> bytes | None:
    """`body` after `change` of one of its places; None where it is no JSON, or has none."""
    try:
        whole = json.loads(body if len(body) <= _WORTH_IT else b"")
        if not isinstance(whole, dict | list):
            return None
        places = list(_places(whole))
        if not places:
            return None
        change(*draw.choice(places))
        return json.dumps(whole, ensure_ascii=draw.random() < 0.5).encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError):
        return None


def _places(whole: Any) -> Iterator[tuple[Any, Any]]:
    """Each place of a value, with what holds it."""
    left = [whole]
    while left:
        holder = left.pop()
        for key in holder if isinstance(holder, dict) else range(len(holder)):
            yield holder, key
            if isinstance(holder[key], dict | list):
                left.append(holder[key])


_OF_BYTES = (_flip, _flip, _cut, _end, _repeat, _put_in, _put_in, _other_encoding)
_OF_JSON = (_part, _part, _part, _without, _elsewhere, _nested)
