"""Files that came inside a message: kept on the server, and fetched from there when somebody opens one.

A message is read again with every look at its conversation; megabytes in it would be paid for each time. So
the cache keeps, in the place of an attachment's `data`, its size and where it can be had: `#2` is the third
element of the message's payload (docs/adr/0033).
"""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64

import msgspec

from inbox.domain import typed
from inbox.fhir.incoming.shapes import Part

_MARK = b'"data"'
_Members = dict[str, msgspec.Raw]
_members = typed.decoder(_Members)
_payload = typed.decoder(list[_Members])


class _Attachment(Part, frozen=True, gc=False):
    data: str = ""


class _Payload(Part, frozen=True, gc=False):
    content_attachment: _Attachment = _Attachment()


class _Message(Part, frozen=True, gc=False):
    payload: tuple[_Payload, ...] = ()


def without_files(body: bytes) -> bytes:
    """A Communication's bytes without those of the files in it; as they are where it has none."""
    if _MARK not in body:
        return body
    try:
        message = _members.decode(body)
        parts = _payload.decode(message["payload"])
        changed = [_lightened(part, which) for which, part in enumerate(parts)]
    except (KeyError, msgspec.DecodeError):
        return body  # shaped otherwise: then there is nothing to find in it
    if not any(changed):
        return body
    return msgspec.json.encode(message | {"payload": parts})


def _lightened(part: _Members, which: int) -> bool:
    """Take the data out of one element of a payload; whether there were any."""
    if "contentAttachment" not in part:
        return False
    file = _members.decode(part["contentAttachment"])
    data = file.pop("data", None)
    if data is None:
        return False
    encoded = len(bytes(data)) - 2  # without its quotes; base64 makes four characters of three bytes
    padding = bytes(data)[-3:-1].count(b"=")
    file.setdefault("size", msgspec.Raw(str(max(0, encoded * 3 // 4 - padding)).encode()))
    file["url"] = msgspec.Raw(f'"#{which}"'.encode())
    part["contentAttachment"] = msgspec.Raw(msgspec.json.encode(file))
    return True


def inline_file(body: bytes, which: int) -> bytes | None:
    """The bytes of the file in element `which` of a message's payload; None where there is none."""
    try:
        parts = typed.decode(body, _Message).payload
        data = "".join(parts[which].content_attachment.data.split())  # FHIR lets lines be broken
        return b64decode(data, validate=True) or None
    except (IndexError, msgspec.DecodeError, NotBase64, ValueError):
        return None
