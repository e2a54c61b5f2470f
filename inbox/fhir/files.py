"""The bytes of a file that came with a message, fetched when somebody opens it and kept nowhere."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64

import msgspec

from inbox.domain import typed
from inbox.domain.errors import Refused
from inbox.domain.words import tr
from inbox.fhir.client import FhirClient
from inbox.fhir.incoming.inline_files import inline_file


class _Binary(msgspec.Struct, tag_field="resourceType", tag="Binary"):
    data: str = ""


async def file_at(client: FhirClient, address: str) -> bytes:
    """The file at an attachment's address: a Binary, or `Communication/x#2`, a part of that message.

    Raises Refused where it is not there or leads to another server, and what asking raises.
    """
    message, mark, part = address.partition("#")
    if mark and part.isdecimal():
        body = inline_file((await client.read(message, interactive=True)).body, int(part))
    else:
        body = _bare(await client.operation(address, interactive=True))
    if not body:
        raise Refused(tr("The server no longer has this file."))
    return body


def _bare(answer: bytes) -> bytes:
    """Servers give a Binary as a resource, or its bytes as they are."""
    if not answer.lstrip().startswith(b"{"):
        return answer
    try:
        return b64decode(typed.decode(answer, _Binary).data, validate=True)
    except (msgspec.DecodeError, NotBase64, ValueError):
        return answer
