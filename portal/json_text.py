"""JSON in and out. Decimals keep the digits they were written with, as FHIR asks (1.10 is not 1.1)."""

from decimal import Decimal
from typing import Any

import msgspec

from portal.refusals import Refusal

_decoder = msgspec.json.Decoder(float_hook=Decimal)
_encoder = msgspec.json.Encoder(decimal_format="number")
_sorting_encoder = msgspec.json.Encoder(decimal_format="number", order="sorted")


def encode(value: Any) -> bytes:
    return _encoder.encode(value)


def comparable(value: Any) -> bytes:
    """The same text for the same value, however its fields are ordered."""
    return _sorting_encoder.encode(value)


def decode(text: bytes) -> Any:
    return _decoder.decode(text)


def decode_any(text: bytes) -> Any:
    """The JSON a client sent; anything else is refused with 400."""
    try:
        return decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refusal(400, "structure", "The body is not JSON.") from error
    except RecursionError as error:
        raise Refusal(400, "structure", "The body is nested too deeply.") from error


def decode_object(text: bytes) -> dict[str, Any]:
    """The JSON object a client sent."""
    value = decode_any(text)
    if not isinstance(value, dict):
        raise Refusal(400, "structure", "The body is not a JSON object.")
    return value
