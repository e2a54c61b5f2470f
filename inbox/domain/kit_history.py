"""The versions that a part of the site's kit has had: what held when, and who published it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from inbox.domain import typed
from inbox.domain.kit_differences import kit_differences
from inbox.domain.words import tr, trn


class KitVersion(msgspec.Struct, frozen=True):
    """One of them, as it was published."""

    version: str
    at: datetime
    by: str
    """The name of whoever published it; empty where nobody said."""
    body: bytes
    reason: str = ""
    """Why, in its author's words; empty where nobody said."""
    signed: str = ""
    """The name of the second clinician, where it had to be signed; and when that was."""
    signed_at: datetime | None = None


def changes_words(versions: Sequence[KitVersion], at: int) -> str:
    """How much a version changed of the one before it; `versions` newest first."""
    if at + 1 >= len(versions):
        return tr("the first")
    found = kit_differences(versions[at + 1].body, versions[at].body)
    return trn("{n} change", "{n} changes", len(found)) if found else tr("nothing")


def stated_version(body: bytes) -> str:
    """The version that a file states of itself; empty where it states none."""
    stated = _members(body).get("version")
    return stated if isinstance(stated, str) else ""


def under(body: bytes, version: str) -> bytes:
    """A file under another version; one that names none, or is no JSON, stays as it is."""
    stated = _members(body)
    if stated.get("version") in (None, version):
        return body
    return msgspec.json.format(msgspec.json.encode({**stated, "version": version}), indent=2)


def _members(body: bytes) -> dict[str, object]:
    try:
        stated = typed.decode(body, Any)
    except msgspec.DecodeError:
        return {}
    return stated if isinstance(stated, dict) else {}
