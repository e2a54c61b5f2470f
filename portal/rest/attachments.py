"""Addresses of attachments that are good for a while only, and so differ at every reading."""

import re
import secrets
from collections.abc import Callable
from typing import Any

from portal import json_text

_KEYS = ("contentAttachment", "attachment", "valueAttachment", "presentedForm", "photo")
_MARKS = tuple(f'"{key}":'.encode() for key in _KEYS)
_SIGNATURE = re.compile(r"[?&]Signature=[\w-]+$")


def signed(body: bytes) -> bytes:
    """Stored JSON (a resource or a bundle of them) with every attachment's address signed anew."""
    if not any(mark in body for mark in _MARKS):
        return body
    return json_text.encode(_changed(json_text.decode(body), _sign))


def unsigned(resource: dict[str, Any]) -> dict[str, Any]:
    """What was sent, with the addresses as they are stored."""
    plain: dict[str, Any] = _changed(resource, lambda url: _SIGNATURE.sub("", url))
    return plain


def _sign(url: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}Signature={secrets.token_urlsafe(12)}"


def _changed(value: Any, change: Callable[[str], str], is_attachment: bool = False) -> Any:
    if isinstance(value, list):
        return [_changed(member, change, is_attachment) for member in value]
    if not isinstance(value, dict):
        return value
    changed = {name: _changed(member, change, name in _KEYS) for name, member in value.items()}
    if is_attachment and isinstance(changed.get("url"), str):
        changed["url"] = change(changed["url"])
    return changed
