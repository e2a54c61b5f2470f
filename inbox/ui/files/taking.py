"""A file taken from the disk: nothing but a plain file, whole, and no more of it than is allowed.

Called off the GUI thread. Errors of the disk become sentences; no path is ever said or written down.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from inbox.domain.errors import Refused
from inbox.domain.messaging.attaching import safe_name, too_large
from inbox.domain.messaging.rules import FileRules
from inbox.domain.words import tr

_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)
"""A link is not followed, and opening a pipe does not wait for whoever writes to it."""


def take(path: Path, rules: FileRules) -> bytes:
    """The bytes of the file at `path`. Raises Refused where it is none, too large, or changes meanwhile."""
    name = safe_name(path.name)
    try:
        opened = os.open(path, _FLAGS)
    except OSError as error:
        raise Refused(_why_not(name, path, error)) from None
    try:
        return _whole(opened, name, rules)
    finally:
        os.close(opened)


def _whole(opened: int, name: str, rules: FileRules) -> bytes:
    """All of an open file, as it was when it was opened."""
    before = os.fstat(opened)
    if stat.S_ISDIR(before.st_mode):
        raise Refused(tr("{name} is a folder. Attach the files in it one by one.", name=name))
    if not stat.S_ISREG(before.st_mode):
        raise Refused(tr("{name} is not a file.", name=name))
    if before.st_size > rules.each:
        raise too_large(name, before.st_size, rules)
    try:
        body = _read(opened, rules.each + 1)
        after = os.fstat(opened)
    except OSError:
        raise Refused(tr("{name} cannot be read.", name=name)) from None
    if len(body) != before.st_size or (after.st_size, after.st_mtime_ns) != (len(body), before.st_mtime_ns):
        raise Refused(tr("{name} was changed while it was read. Attach it again.", name=name))
    return body


def _read(opened: int, most: int) -> bytes:
    """Up to `most` bytes, held once."""
    body = bytearray()
    while len(body) < most and (part := os.read(opened, min(1 << 20, most - len(body)))):
        body += part
    return bytes(body)


def _why_not(name: str, path: Path, error: OSError) -> str:
    if error.errno == errno.ENOENT:
        return tr("{name} is no longer there.", name=name)
    if error.errno == errno.ELOOP or path.is_symlink():
        return tr("{name} is a link to another file. Attach that file itself.", name=name)
    if error.errno in (errno.EACCES, errno.EPERM):
        return tr("You may not read {name} on this computer.", name=name)
    return tr("{name} cannot be read.", name=name)
