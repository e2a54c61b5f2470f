"""Decoding that loses one field of a resource rather than the resource.

Servers send fields we do not know, which are skipped, and now and then a field of the wrong type. The
fast path decodes straight into the shape; only when that fails is the resource taken apart, and just
what cannot be used is left out.
"""

from __future__ import annotations

from typing import Any, TypeVar, get_args, get_origin

import msgspec

from inbox.domain import typed

Shape = TypeVar("Shape", bound=msgspec.Struct)


class _Unusable(Exception):
    """This value, and nothing in it, fits the shape."""


def decode(body: bytes, shape: type[Shape]) -> Shape:
    """`body` as `shape`, every field of which must have a default; bare where nobody can read it."""
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
