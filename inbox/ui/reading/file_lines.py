"""The line of a file below its message."""

from __future__ import annotations

from inbox.domain.inert import one_line
from inbox.domain.messaging.attaching import in_mb
from inbox.domain.thread import Attachment
from inbox.domain.words import tr

_NO_BREAK = "\N{NO-BREAK SPACE}"


def file_words(attachment: Attachment) -> str:
    """Its name and size."""
    name = one_line(attachment.title, 120) or tr("Attachment without a name")
    if attachment.size is None:
        return name
    size = in_mb(attachment.size).replace(" ", _NO_BREAK)
    return tr("{name}, {size}", name=name, size=size)


def can_be_opened(attachment: Attachment) -> bool:
    """Whether its bytes are anywhere to be had."""
    return bool(attachment.digest or attachment.url)
