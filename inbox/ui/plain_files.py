"""Files that a person names: read whole up to a size, and written. Called off the GUI thread."""

from __future__ import annotations

from pathlib import Path

from inbox.domain.errors import Refused
from inbox.domain.words import tr


def read_file(path: Path, most: int) -> bytes:
    """The bytes of a plain file, at most one more than `most`. Raises Refused where it cannot be read."""
    try:
        if not path.is_file():
            raise Refused(tr("There is no such file."))
        with path.open("rb") as file:
            return file.read(most + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or ""
        raise Refused(tr("The file cannot be read: {why}.", why=why)) from None


def write_file(path: Path, body: bytes) -> None:
    """Write it. Raises Refused where it cannot be written."""
    try:
        path.write_bytes(body)
    except OSError as error:
        raise Refused(tr("The file cannot be written: {why}.", why=error.strerror or "")) from None
