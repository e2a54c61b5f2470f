"""A file of ours that goes with a reply, as everything but the store knows it: never its bytes."""

from __future__ import annotations

import msgspec

from inbox.domain.words import tr


class AttachedFile(msgspec.Struct, frozen=True):
    """What the patient will see of it, and which bytes are meant."""

    title: str
    """Its name, safe to show: no path, nothing invisible."""
    content_type: str
    """What its bytes are, as a MIME type."""
    size: int
    """Bytes."""
    digest: str
    """SHA-256 of its bytes, in 64 hexadecimal digits: under it the store has the body."""


def gone_file() -> str:
    """Why a reply cannot leave as it is, and what helps."""
    return tr("A file of this reply is no longer on this computer. Edit the reply and attach it again.")


def no_words(files: bool) -> str:
    """Why a reply without a word is not sent: `files` alone are a riddle to who gets them."""
    return tr("Write a word to go with the file.") if files else tr("There is nothing to send yet.")
