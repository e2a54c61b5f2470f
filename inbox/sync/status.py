"""How things stand with the server, in words for the status bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from inbox import diary
from inbox.domain.people import Role
from inbox.domain.words import tr, trn
from inbox.fhir.profile import Missing, Report


class Connection(StrEnum):
    """What the status bar shows."""

    STARTING = "starting"
    CONNECTED = "connected"
    OFFLINE = "offline"
    BUSY = "busy"
    SIGN_IN = "sign-in"
    REFUSED = "refused"
    FAULT = "fault"
    STOPPED = "stopped"


class Progress(msgspec.Struct, frozen=True):
    """One stage of the first sync."""

    stage: str
    """In words: "Open work"."""
    done: int = 0
    total: int | None = None
    """None where the server does not say."""
    rate: float = 0
    """Resources a second."""
    left: float | None = None
    """Seconds, when the total is known."""
    finished: bool = False


class Intaking(msgspec.Struct, frozen=True):
    """Messages of patients that nobody made work of."""

    waiting: int
    """So many pieces of work are to be made here."""
    since: datetime
    """The day of going live: what is older stays as it is."""
    confirmed: bool
    """False: a supervisor has to confirm number and day, before any work is made of them."""
    possible: bool = True
    """False: the server does not let this person make work."""


class Status(msgspec.Struct, frozen=True):
    """Immutable: a new one is published at every change."""

    connection: Connection = Connection.STARTING
    sentence: str = ""
    """What is the matter and what helps; empty when nothing is."""
    request: str = ""
    """The `X-Request-Id` of what went wrong, for the server's people to find it by; empty if none left."""
    ready: bool = False
    """All open work is here: the list can be used."""
    progress: tuple[Progress, ...] = ()
    """The stages of the first sync, as far as they have begun; empty once all of it is here."""
    last_sync: datetime | None = None
    """When the last pull ended that heard of every change."""
    next_try: datetime | None = None
    """While out of touch: when it is tried again."""
    report: Report = Report()
    """What this server offers and lacks, and where that is known from; empty until it was asked."""
    denied: tuple[str, ...] = ()
    """Types of resources that this person may not see."""
    intake: Intaking | None = None
    """None while every message has its work."""
    unseen: int = 0
    """So much work has no conversation and gets none here: it is on no list."""
    noticing: str = ""
    """How changes are noticed, in words."""
    stale_after: timedelta = timedelta(minutes=15)
    """Data older than this is said to be old."""
    skew: timedelta = timedelta()
    """How far the clock of this computer is ahead of the server's, where that is more than two minutes."""
    telephone: str = ""
    """The site's own number, where no pool of this person has one."""
    own_kit: str = ""
    """Why a person's own phrases and speed buttons stay on this computer; empty while they need not."""
    access_ended: str = ""
    """Why this person may be here no longer, as the server says it; empty while they may."""
    new_role: Role | None = None
    """The role that the server has given this person meanwhile, in place of the one they signed in with."""
    audits_kept: bool = False
    """The server takes no audit events: they are kept here."""

    def is_stale(self, now: datetime) -> bool:
        """Whether new urgent messages may exist that nobody here has heard of for long."""
        return self.last_sync is not None and now - self.last_sync > self.stale_after

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What this person goes without, and what it costs."""
        denied = (
            Missing(
                tr("Access to {type}", type=resource_type),
                tr("The server does not give it to you: it stays empty here."),
            )
            for resource_type in self.denied
        )
        return (*self.report.missing, *denied, *self._unseen())

    def _unseen(self) -> Iterator[Missing]:
        if self.unseen:
            what = trn("{n} task outside any conversation", "{n} tasks outside any conversation", self.unseen)
            yield Missing(what, tr("The server does not let you open one for it: it is on no list here."))


class Board:
    """Holds the current status. Changed on the engine's loop only; read from anywhere."""

    def __init__(self, tell: Callable[[Status], None], status: Status | None = None) -> None:
        self._tell = tell
        self.status = status or Status()

    def change(self, **fields: object) -> None:
        """Publish the status with `fields` replaced, if that makes a difference."""
        changed = msgspec.structs.replace(self.status, **fields)
        if changed != self.status:
            self.status = changed
            self._tell(changed)

    def deny(self, resource_type: str) -> None:
        """This person may not see one type of resource: less is shown, and that is said."""
        diary.note("sync.denied", type=resource_type.lower())
        self.change(denied=(*self.status.denied, resource_type))

    def stage(self, progress: Progress) -> None:
        """Show where a stage of the first sync has come to."""
        stages = {one.stage: one for one in self.status.progress} | {progress.stage: progress}
        self.change(progress=tuple(stages.values()))


class Meter:
    """Counts one stage and tells the board, a few times a second at most."""

    EVERY = 0.1

    def __init__(self, board: Board, stage: str, total: int | None, seconds: Callable[[], float]) -> None:
        self._board = board
        self._stage = stage
        self._total = total
        self._seconds = seconds
        self._began = seconds()
        self._told = float("-inf")
        self._done = 0

    def add(self, count: int) -> None:
        """So many more are here."""
        self._done += count
        if self._seconds() - self._told >= self.EVERY:
            self._show(finished=False)

    def finish(self) -> None:
        """All of it is here."""
        self._total = self._done
        self._show(finished=True)

    def _show(self, *, finished: bool) -> None:
        self._told = self._seconds()
        took = self._told - self._began
        rate = self._done / took if took > 0 else 0.0
        left = (max(0, self._total - self._done)) / rate if self._total is not None and rate else None
        total = max(self._total, self._done) if self._total is not None else None
        self._board.stage(Progress(self._stage, self._done, total, rate, left, finished))
