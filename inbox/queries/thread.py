"""The reading pane: a conversation as truth and outbox together show it."""

from __future__ import annotations

from sqlalchemy import Connection

from inbox.domain.filed import Interpreter
from inbox.domain.ids import ThreadId
from inbox.domain.projection import project
from inbox.domain.thread import Thread
from inbox.store import outbox, truth


def thread(reader: Connection, interpreter: Interpreter, wanted: ThreadId) -> Thread | None:
    """The projected conversation; None when the cache does not have it."""
    held = interpreter.thread(wanted, truth.of_threads(reader, [wanted]).get(wanted, []))
    if held is None:
        return None
    return project(held, outbox.of_threads(reader, [wanted]).get(wanted, []))
