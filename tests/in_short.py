"""Long proofs tell what failed in few lines at the very end, where people look first."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

ENOUGH = 400
"""Letters of a complaint."""
CALLS = 4
"""Of those that led to it."""


def complain_in_short() -> None:
    """From now on what ends this process is told as a whole, and then in short."""
    sys.excepthook = _complain


def _complain(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    sys.__excepthook__(kind, error, trace)
    sys.stderr.write("\nIn short:\n" + "\n".join(in_short(error)) + "\n")


def in_short(error: BaseException) -> Iterator[str]:
    """Two lines for each error, and two for each that stands in a group."""
    yield f"{type(error).__name__}: {str(error)[:ENOUGH]}"
    calls = traceback.extract_tb(error.__traceback__)[-CALLS:]
    yield "  " + " > ".join(f"{Path(call.filename).stem}.{call.name}:{call.lineno}" for call in calls)
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from in_short(each)
