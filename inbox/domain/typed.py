"""JSON into the shapes that are declared for it: the one way, because another thread may be at it too.

msgspec looks at a shape when it is first decoded into, and shows it to other threads before it has looked at
all of it: a thread that decodes into it in that moment ends the whole program (seen with msgspec 0.22, a read
at address 0). So a shape is looked at under a lock, once, and only then decoded into by anybody.
"""

from __future__ import annotations

import threading
from typing import Any, TypeVar, overload

import msgspec

Shape = TypeVar("Shape")

_known: dict[Any, msgspec.json.Decoder[Any]] = {}
_looking = threading.Lock()


@overload
def decoder(shape: type[Shape]) -> msgspec.json.Decoder[Shape]: ...
@overload
def decoder(shape: Any) -> msgspec.json.Decoder[Any]: ...
def decoder(shape: Any) -> msgspec.json.Decoder[Any]:
    """What decodes JSON into `shape`: a struct, or any type made of such."""
    found = _known.get(shape)
    if found is None:
        with _looking:
            found = _known[shape] = msgspec.json.Decoder(shape)
    return found


@overload
def decode(body: bytes | str | msgspec.Raw, shape: type[Shape]) -> Shape: ...
@overload
def decode(body: bytes | str | msgspec.Raw, shape: Any) -> Any: ...
def decode(body: bytes | str | msgspec.Raw, shape: Any) -> Any:
    """`body` as `shape`. Raises msgspec.DecodeError for what is no JSON, ValidationError where it misfits."""
    return decoder(shape).decode(body)


@overload
def convert(value: object, shape: type[Shape]) -> Shape: ...
@overload
def convert(value: object, shape: Any) -> Any: ...
def convert(value: object, shape: Any) -> Any:
    """What has been decoded already, as `shape`. Raises msgspec.ValidationError where it does not fit."""
    decoder(shape)
    return msgspec.convert(value, shape)
