"""What nobody caught, wherever it arose: its type and place go into the diary, its words nowhere.

Left alone, Python, asyncio, Qt and any library print what went wrong, and on a clinic's computer that lands
in the system's journal: with names in it, and what patients wrote. So each of them has the diary only.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from inbox import diary
from inbox.domain.errors import InboxError

_SERIOUS = frozenset({QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg})


def keep_words_in() -> None:
    """From now on nothing here prints what it was working on, and a crash leaves no copy of the memory."""
    sys.excepthook = _uncaught
    sys.unraisablehook = _unraisable
    threading.excepthook = _ended_a_thread
    diary.silence_libraries()
    qInstallMessageHandler(_qt_says)
    _leave_no_core()


def heard_by(loop: asyncio.AbstractEventLoop) -> None:
    """The same for what a task of `loop` ended with and nobody asked for."""
    loop.set_exception_handler(_left_in_a_loop)


def write_down(error: BaseException | None) -> None:
    """Trouble with disk or file is no mistake: what reads for a screen meets it, and the door says it."""
    if isinstance(error, InboxError):
        diary.note("app.trouble")
    elif error is not None:
        diary.mistake("app.mistake", error)


def _uncaught(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    write_down(error)


def _ended_a_thread(ended: threading.ExceptHookArgs) -> None:
    write_down(ended.exc_value)


def _unraisable(left: Any) -> None:
    """`left`: sys.UnraisableHookArgs, which only type checkers know by name."""
    write_down(left.exc_value)


def _left_in_a_loop(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error = context.get("exception")
    if error is not None:
        write_down(error)
    else:
        diary.note("app.loop-complains")


def _qt_says(kind: QtMsgType, context: QMessageLogContext, _words: str) -> None:
    """Qt quotes what it was given: only that it complained, and where, is kept."""
    if kind in _SERIOUS:
        diary.note("app.qt-complains", line=context.line)


def _leave_no_core() -> None:
    if sys.platform != "win32":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, most))
