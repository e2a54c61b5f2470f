"""The file as the disk has it: pages of 4096 bytes, each with a code that says whether it is genuine.

SQLCipher 4 (https://www.zetetic.net/sqlcipher/design/): a page ends in 80 bytes, an initialisation vector
of 16 and an HMAC-SHA512 of 64 over everything before and the page's number. The first 16 bytes of the file
are the salt of the HMAC's key. Pages of the write-ahead log are the same, behind headers of SQLite's own
(https://www.sqlite.org/fileformat.html#the_write_ahead_log). Nothing is deciphered here.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from functools import partial
from hashlib import pbkdf2_hmac
from pathlib import Path
from typing import BinaryIO

SIZE = 4096
SALT_BYTES = 16
_CODE_BYTES = 64
_SALT_MASK = 0x3A
_ROUNDS = 2
_KEY_BYTES = 32
_LOG_HEADER, _FRAME_HEADER = 32, 24
_SAMPLE = 256
"""Pages looked at to tell a wrong key from a damaged file: with a wrong key none is genuine."""


class Seal:
    """Tells a genuine page from a damaged one."""

    def __init__(self, key: bytes, salt: bytes) -> None:
        masked = bytes(byte ^ _SALT_MASK for byte in salt)
        self._key = pbkdf2_hmac("sha512", key, masked, _ROUNDS, _KEY_BYTES)
        self.salt = salt

    def is_on(self, page: bytes, number: int) -> bool:
        """Whether page `number` (from 1) is as it was written."""
        if len(page) != SIZE:
            return False
        start = SALT_BYTES if number == 1 else 0
        covered = page[start:-_CODE_BYTES] + number.to_bytes(4, "little")
        return hmac.compare_digest(hmac.digest(self._key, covered, "sha512"), page[-_CODE_BYTES:])


def seal_of(path: Path, key: bytes, known_salt: bytes | None) -> Seal | None:
    """What this file is sealed with; None when not one page looked at is genuine with `key`.

    The file's own salt is tried first, then the one known from better days.
    """
    with path.open("rb") as file:
        own = file.read(SALT_BYTES)
        count = path.stat().st_size // SIZE
        step = max(1, count // _SAMPLE)
        for salt in dict.fromkeys((own, known_salt)):
            if salt is None or len(salt) != SALT_BYTES:
                continue
            seal = Seal(key, salt)
            if any(seal.is_on(_page(file, number), number) for number in range(1, count + 1, step)):
                return seal
    return None


def genuine(path: Path, seal: Seal) -> Iterator[tuple[int, bytes | None]]:
    """Every page of the file by its number, in order; None for one that is damaged."""
    with path.open("rb") as file:
        for number, page in enumerate(iter(partial(file.read, SIZE), b""), start=1):
            yield number, page if seal.is_on(page, number) else None


def logged(log: Path, seal: Seal) -> dict[int, bytes]:
    """The pages that the write-ahead log beside the file has in a newer version, as of its last commit.

    As SQLite does, it stops at the first frame that is not whole: what was committed after it may rest on it.
    """
    committed: dict[int, bytes] = {}
    if not log.exists():
        return committed
    with log.open("rb") as file:
        mark = file.read(_LOG_HEADER)[16:24]
        since: dict[int, bytes] = {}
        while len(frame := file.read(_FRAME_HEADER + SIZE)) == _FRAME_HEADER + SIZE:
            number, pages_after_commit = (int.from_bytes(frame[at : at + 4]) for at in (0, 4))
            page = frame[_FRAME_HEADER:]
            if frame[8:16] != mark or not seal.is_on(page, number):
                break
            since[number] = page
            if pages_after_commit:
                committed |= since
                since = {}
    return committed


def _page(file: BinaryIO, number: int) -> bytes:
    file.seek((number - 1) * SIZE)
    return file.read(SIZE)
