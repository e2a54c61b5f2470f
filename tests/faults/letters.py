"""A file that goes with some replies: it follows from their words, so that whoever judges knows it."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from typing import Any

WITH_ONE = "with a letter"
"""Ends the words of a reply that has a file."""


def letter(words: str) -> bytes:
    """The file that goes with `words`."""
    return b"%PDF-1.7\n" + f"{words}\n".encode() * 200


def arrived_whole(words: str, payload: list[dict[str, Any]]) -> bool:
    """Whether a message has the file its words tell of, byte for byte; none where they tell of none."""
    found = [part["contentAttachment"] for part in payload if "contentAttachment" in part]
    if not words.endswith(WITH_ONE):
        return not found
    try:
        return [b64decode(one["data"], validate=True) for one in found] == [letter(words)]
    except (KeyError, NotBase64):
        return False
