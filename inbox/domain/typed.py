"""JSON into the shapes that are declared for it: the one way, because another thread may be at it too.

msgspec looks at a shape when it is first decoded into, and shows it to other threads before it has looked at
all of it: a thread that decodes into it in that moment ends the whole program (seen with msgspec 0.22, a read
at address 0). So a shape is looked at under a lock, once, and only then decoded into by anybody.

Whoever sends JSON may also nest it without end, or end in half a character. Python has errors of its own for
that, which nobody who reads an answer thinks of: here they are what they mean, JSON that cannot be read.
"""

from __future__ import annotations

import threading
from typing import Any, Generic, TypeVar, overload

import msgspec

Shape = TypeVar("Shape")


class Decoder(Generic[Shape]):
    """Decodes JSON into one shape."""

    __slots__ = ("_decode",)

    def __init__(self, shape: Any) -> None:
        self._decode = msgspec.json.Decoder(shape).decode

    def decode(self, body: bytes | str | msgspec.Raw) -> Shape:
        """`body` in its shape; see `typed.decode`."""
        try:
            return self._decode(body)  # type: ignore[no-any-return]
        except RecursionError:
            raise msgspec.DecodeError("JSON is nested too deeply") from None
        except UnicodeDecodeError:
            raise msgspec.DecodeError("JSON is malformed: it is not UTF-8") from None


_known: dict[Any, Decoder[Any]] = {}
_looking = threading.Lock()


@overload
def decoder(shape: type[Shape]) -> Decoder[Shape]: ...
@overload
def decoder(shape: Any) -> Decoder[Any]: ...
def decoder(shape: Any) -> Decoder[Any]:
    """What decodes JSON into `shape`: a struct, or any type made of such."""
    found = _known.get(shape)
    if found is None:
        with _looking:
            found = _known[shape] = Decoder(shape)
    return found


@overload
def decode(body: bytes | str | msgspec.Raw, shape: type[Shape]) -> Shape: ...
@overload
def decode(body: bytes | str | msgspec.Raw, shape: Any) -> Any: ...
def decode(body: bytes | str | msgspec.Raw, shape: Any) -> Any:
    """`body` as `shape`. Raises msgspec.DecodeError for what is no JSON or nested too deeply to be read, and
    its ValidationError where it misfits."""
    return decoder(shape).decode(body)


@overload
def convert(value: object, shape: type[Shape]) -> Shape: ...
@overload
def convert(value: object, shape: Any) -> Any: ...
def convert(value: object, shape: Any) -> Any:
    """What has been decoded already, as `shape`. Raises msgspec.ValidationError where it does not fit."""
    decoder(shape)
    return msgspec.convert(value, shape)
