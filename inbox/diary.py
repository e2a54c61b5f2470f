"""The one door to the log: what happened, to which ids, never what anybody wrote.

A line is an event's name and facts that cannot hold a patient's words: numbers, booleans, names of
enumerations, and identifiers of the form `Type/id` or a UUID. Anything else is refused by type, so a
careless call fails in a test instead of leaking in a clinic.
"""

from __future__ import annotations

import logging
import re
from enum import Enum
from logging.handlers import RotatingFileHandler
from pathlib import Path

_logger = logging.getLogger("inbox")
_logger.addHandler(logging.NullHandler())

_NAME = re.compile(r"[a-z][a-z0-9_.-]{0,63}")
_IDENTIFIER = re.compile(
    r"(?:[A-Z][A-Za-z]{2,40}/[A-Za-z0-9.-]{1,64}|(?:urn:uuid:)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
)

_ROOM = 4_000_000
"""Bytes of one file: four of them hold a working week, each request by its id."""

Fact = int | float | bool | Enum | str | None


def note(event: str, **facts: Fact) -> None:
    """Write one line. `event` is a fixed name ("sync.pulled"); texts may only be identifiers or names."""
    _logger.info("%s%s", _name(event), "".join(f" {key}={_plain(value)}" for key, value in facts.items()))


def mistake(event: str, error: BaseException) -> None:
    """Write down a mistake of ours: its type and where it arose, never its message: that may hold words."""
    places = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{Path(code.co_filename).stem}.{code.co_name}:{trace.tb_lineno}")
        trace = trace.tb_next
    _logger.error("%s error=%s at=%s", _name(event), type(error).__name__, ">".join(places[-8:]))


def keep_in(folder: Path) -> None:
    """Keep the diary in `folder`, a few files of bounded size."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = RotatingFileHandler(folder / "inbox.log", maxBytes=_ROOM, backupCount=3, encoding="utf-8")
    file.setFormatter(logging.Formatter("%(asctime)s %(threadName)s %(message)s"))
    _logger.addHandler(file)
    _logger.setLevel(logging.INFO)
    _logger.propagate = False


def silence_libraries() -> None:
    """What libraries log goes nowhere: not even to where Python prints it when nobody listens."""
    logging.lastResort = None


def close() -> None:
    """Let go of the files `keep_in` opened."""
    for handler in list(_logger.handlers):
        if isinstance(handler, RotatingFileHandler):
            _logger.removeHandler(handler)
            handler.close()


def _name(event: str) -> str:
    if not _NAME.fullmatch(event):
        raise ValueError("an event is named by a fixed word, not by text")
    return event


def _plain(value: Fact) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str):
        if not (_IDENTIFIER.fullmatch(value) or _NAME.fullmatch(value)):
            raise ValueError("the diary takes identifiers and fixed names only")
        return value
    return str(value)
