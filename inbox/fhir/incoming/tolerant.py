"""Decoding that loses one field of a resource rather than the resource.

Servers send fields we do not know, which are skipped, and now and then a field of the wrong type. The
fast path decodes straight into the shape; only when that fails is the resource taken apart, and just
what cannot be used is left out.

What turns the direction of writing goes, and so do controls: a name, a unit or a title with such a sign in it
would change what stands beside it, on a screen, in a list or where it is read out.
"""

from __future__ import annotations

import re
from typing import Any, Final, TypeVar, get_args, get_origin

import msgspec

from inbox.domain import typed

Shape = TypeVar("Shape", bound=msgspec.Struct)

_TURNS: Final = re.compile(
    rb"(?P<kept>\\\\)"  # an escaped backslash: what follows it is no escape
    rb"|\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]|\xd8\x9c"  # U+200E/F, U+202A-E, U+2066-9, U+061C
    rb"|\\u(?:200[ef]|202[a-e]|206[6-9]|061c|00(?:0[0-8bcef]|1[0-9a-f]|7f))"
    rb"|\\(?-i:[bf])",  # backspace and form feed have escapes of their own
    re.IGNORECASE,
)
"""Marks, embeddings, overrides and isolates of direction, and controls, as JSON in UTF-8 writes them."""
_PERHAPS: Final = re.compile(rb"[\xe2\xd8](?:\x80[\x8e\x8f\xaa-\xae]|\x81[\xa6-\xa9]|\x9c)")
"""One of them may be there: looked for in little time, since nearly everywhere there is none."""


class _Unusable(Exception):
    """This value, and nothing in it, fits the shape."""


def decode(body: bytes, shape: type[Shape]) -> Shape:
    """`body` as `shape`, every field of which must have a default; bare where nobody can read it."""
    body = _straight(body)
    try:
        return typed.decode(body, shape)
    except msgspec.ValidationError:
        pass
    except msgspec.DecodeError:
        return shape()
    try:
        return _salvage(typed.decode(body, Any), shape)  # type: ignore[no-any-return]
    except (_Unusable, msgspec.DecodeError):
        return shape()


def _straight(body: bytes) -> bytes:
    """`body` without them; nearly all have no place where one could be."""
    escaped = any(escape in body for escape in (b"\\u", b"\\b", b"\\f"))
    if not escaped and (body.isascii() or not _PERHAPS.search(body)):
        return body
    return _TURNS.sub(lambda found: found["kept"] or b"", body)


def _salvage(value: Any, wanted: Any) -> Any:
    try:
        return typed.convert(value, wanted)
    except msgspec.ValidationError:
        pass
    inner = next((part for part in (wanted, *get_args(wanted)) if _is_struct(part)), None)
    if inner is None:
        raise _Unusable
    if get_origin(wanted) is tuple:
        return tuple(_usable_elements(value if isinstance(value, list) else [value], inner))
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, dict):
        raise _Unusable
    return inner(**dict(_usable_fields(value, inner)))


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _usable_fields(value: dict[str, Any], shape: type[msgspec.Struct]) -> list[tuple[str, Any]]:
    kept = []
    for field in msgspec.structs.fields(shape):
        if field.encode_name not in value:
            continue
        try:
            kept.append((field.name, _salvage(value[field.encode_name], field.type)))
        except _Unusable:
            continue
    return kept


def _usable_elements(values: list[Any], shape: type[msgspec.Struct]) -> list[Any]:
    kept = []
    for value in values:
        try:
            kept.append(_salvage(value, shape))
        except _Unusable:
            continue
    return kept
