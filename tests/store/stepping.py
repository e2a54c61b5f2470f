"""Processes that bring a file forward, each killed before one of its statements.

`python -m tests.store.stepping oldest key folder` does it with a copy of `oldest` for each statement, counted
from 0: `killed-0.db` and so on in `folder`. The last copy is that of the first process that came to its end.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from itertools import count
from pathlib import Path

from inbox.store import cipher
from inbox.store.migrations import bring_forward


def forward(path: Path, key: bytes, last: int) -> None:
    """End by a kill before the statement `last`; with fewer statements, come to the end."""
    connection = cipher.connect(path, key, read_only=False)
    number = count()

    def before(statement: str) -> None:
        if next(number) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    connection.set_trace_callback(before)
    bring_forward(connection)
    connection.close()


def ended(path: Path, key: bytes, last: int) -> bool:
    """Bring it forward in a process of its own, which has all loaded; whether it came to its end."""
    process = os.fork()
    if process == 0:
        code = 1
        try:
            forward(path, key, last)
            code = 0
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    if code not in (0, -signal.SIGKILL):
        raise SystemExit(f"statement {last}: ended by {code}")
    return code == 0


def main(oldest: Path, key: bytes, folder: Path) -> None:
    for last in count():
        if ended(Path(shutil.copy(oldest, folder / f"killed-{last}.db")), key, last):
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), Path(sys.argv[3]))
