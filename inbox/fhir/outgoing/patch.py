"""An update as a JSON Patch (RFC 6902), for servers that take no other or let a PUT overwrite."""

from __future__ import annotations

import msgspec

from inbox.domain import typed


def patch(before: bytes, after: bytes, version: str) -> bytes:
    """What turns `before` into `after`, member by member, provided that the version is still `version`.

    Such servers ignore If-Match on a patch, so the version is tested by the patch itself. `add` also
    replaces; `replace` would fail where the member is absent.
    """
    was, now = (typed.decode(body, dict[str, msgspec.Raw]) for body in (before, after))
    guard = [{"op": "test", "path": "/meta/versionId", "value": version}] if version else []
    set_ = [
        {"op": "add", "path": f"/{name}", "value": value}
        for name, value in now.items()
        if name not in was or bytes(was[name]) != bytes(value)
    ]
    gone = [{"op": "remove", "path": f"/{name}"} for name in was if name not in now]
    return msgspec.json.encode([*guard, *set_, *gone])
