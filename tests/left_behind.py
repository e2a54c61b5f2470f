"""What of a person is in this process's memory: to be looked at once they have left."""

from __future__ import annotations

import gc
import sys
import time
import weakref
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject

from inbox.app.workplace import Workplace
from inbox.domain.draft import Draft
from inbox.domain.thread import Message, Thread
from inbox.fhir.incoming import Reading
from inbox.queries.worklist import Line
from inbox.session.oauth import Granted
from inbox.session.passphrase_lock import PassphraseLock
from inbox.session.pin import PinLock
from inbox.session.session import Session
from inbox.session.sign_in import SignedIn
from inbox.session.tokens import Tokens
from inbox.session.vault import Secrets, Vault
from inbox.store.database import Database
from inbox.store.store import Store
from inbox.sync.engine import Engine
from inbox.ui.desk import Desk
from inbox.ui.studio import Studio

OF_A_PERSON = (
    *(Workplace, Studio, Desk, Store, Database, Engine, Reading),
    *(Session, Vault, Tokens, Secrets, Granted, SignedIn, PinLock, PassphraseLock),
    *(Thread, Message, Line, Draft),
)
"""What always belongs to somebody."""


class Belongings:
    """All parts of the program's windows, and all that always belongs to somebody, which have come since
    `before`. Nothing of it is kept alive by being here."""

    def __init__(self, before: Belongings | None = None) -> None:
        known = {id(one()) for one in before.watched} if before else set()
        self.watched: list[weakref.ref[object]] = []
        with _everything() as things:
            self.watched += [weakref.ref(one) for one in things if _is_watched(one) and id(one) not in known]
            things.clear()

    def left(self) -> dict[str, int]:
        """What there still is of it, by the names of its classes."""
        return _counted(one for each in self.watched if (one := each()) is not None)


def of_anybody() -> dict[str, int]:
    """What there is of persons at all, by the names of classes. What garbage collection does not follow hangs
    on something that it does."""
    found: dict[int, object] = {}
    with _everything() as things:
        while things:
            one = things.pop()
            found |= {id(each): each for each in (one, *gc.get_referents(one)) if type(each) in OF_A_PERSON}
            del one
    return _counted(found.values())


def _is_watched(one: object) -> bool:
    kind = type(one)
    mine = isinstance(kind.__module__, str) and kind.__module__.startswith("inbox.")
    return mine and bool(kind.__weakrefoffset__) and issubclass(kind, (QObject, *OF_A_PERSON))


def _counted(things: Iterable[object]) -> dict[str, int]:
    return dict(Counter(type(one).__name__ for one in things))


@contextmanager
def _everything() -> Iterator[list[object]]:
    """All that garbage collection follows, also what the program has told it to leave alone.

    No other thread runs meanwhile: a tuple in the making that somebody else has hold of cannot be finished.
    """
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1000)
    time.sleep(2 * interval)  # whoever waits for their turn by the interval before has it now
    gc.disable()
    gc.unfreeze()
    try:
        yield gc.get_objects()
    finally:
        gc.freeze()
        gc.enable()
        sys.setswitchinterval(interval)
