"""A process that brings a file forward and kills itself before one of its statements.

`python -m tests.store.stepping path key n` ends before the statement `n`, counted from 0; with fewer
statements it comes to its end.
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from pathlib import Path

from inbox.store import cipher
from inbox.store.migrations import bring_forward


def main(path: Path, key: bytes, last: int) -> None:
    connection = cipher.connect(path, key, read_only=False)
    number = count()

    def before(statement: str) -> None:
        if next(number) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    connection.set_trace_callback(before)
    bring_forward(connection)
    connection.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), int(sys.argv[3]))
