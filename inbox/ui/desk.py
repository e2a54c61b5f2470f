"""What every screen is given: who sits here, what they may read and do, and the news as it comes.

One desk for one signed-in person. It is passed explicitly; nothing looks it up. News arrives from the
writer's and the sync engine's threads; the signals below are emitted on the GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Qt, QTimer, Signal, SignalInstance

from inbox.commands.bus import Bus
from inbox.commands.undo import Undo
from inbox.domain.asked import Asking
from inbox.domain.changes import Changes
from inbox.domain.clock import Clock
from inbox.domain.filed import Interpreter
from inbox.domain.ids import PoolId
from inbox.domain.lookout import Lookout
from inbox.domain.messaging.rules import MessagingRules
from inbox.domain.minutes_sheet import NONE
from inbox.domain.people import Actor
from inbox.domain.policy_in_force import InForce, Source
from inbox.domain.pool import Pool
from inbox.domain.promises import Promises
from inbox.domain.protocols import Protocols
from inbox.domain.site import NO_SITE, SiteFile
from inbox.domain.site_kit import KitFile, Part
from inbox.domain.station_rules import lock_after
from inbox.domain.workload import Minutes
from inbox.queries.reader import Reader
from inbox.shortcuts.kit import Kit
from inbox.shortcuts.own_keys import OwnKeys
from inbox.shortcuts.problems import FileProblem
from inbox.shortcuts.shipped import expected_minutes, shipped_messaging
from inbox.store.store import Store
from inbox.sync.status import Status
from inbox.ui.behind import Published, Sync
from inbox.ui.charts import Charts
from inbox.ui.files.copies import Copies
from inbox.ui.keys import KeysInForce, KeysOf
from inbox.ui.look.theme import Theme
from inbox.ui.own_kit import KeepsKit


class Tone(StrEnum):
    """How a sentence in the status line is meant."""

    PLAIN = "plain"
    GOOD = "good"
    WARNING = "warning"


AFTER_THE_LIST = 40
"""Milliseconds. What only counts looks again when the list has been painted: people wait for the list."""
HIDDEN = 400
"""Milliseconds by which what a page stands before comes after that page."""


class Desk(KeepsKit):
    """The signed-in person's workplace."""

    status_changed = Signal(object)
    """A `Status` of the sync engine."""
    asks_seen = Signal()
    """From now on it is seen what messages ask for. Emitted on any thread."""
    ticked = Signal()
    """Time words and clock states are to be looked at again."""
    said = Signal(str, object, str)
    """A sentence for the status line, its `Tone`, and the command to offer with it or none."""

    left = Signal()
    """The workplace is taken apart: from here on nothing can be read."""

    _arrived = Signal(object)
    _status_arrived = Signal(object)

    def __init__(
        self,
        *,
        actor: Actor,
        clock: Clock,
        store: Store,
        sync: Sync,
        bus: Bus,
        undo: Undo,
        theme: Theme,
        keys: OwnKeys,
        copies: Copies,
        kit: Callable[[], Kit],
        promises: Callable[[], Promises],
        interpreter: Callable[[], Interpreter],
        site: SiteFile = NO_SITE,
        published: Published | None = None,
        lookout: Lookout | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(actor, clock, store, kit, parent)
        self.sync = sync
        self.bus = bus
        self.undo = undo
        self.theme = theme
        self.keys = KeysInForce(keys, self)
        self.copies = copies
        self.site = site
        self.lookout = lookout or Lookout()
        self.status: Status | None = None
        self._promises = promises
        self.published = published
        self._interpreter = interpreter
        self._reader: Reader | None = None
        self.charts = self._charts()
        self._arrived.connect(self.changed, Qt.ConnectionType.QueuedConnection)
        self._status_arrived.connect(self._keep_status, Qt.ConnectionType.QueuedConnection)
        self.own_kit_saved.connect(sync.own_kit_changed)
        self._tick = _ticking(self, self.ticked)

    @cached_property
    def asking(self) -> Asking:
        """Sees what messages ask for, once it has been given the signs of it."""
        return Asking()

    @property
    def reader(self) -> Reader:
        """The GUI thread's read-only connection."""
        if self._reader is None:
            self._reader = self.store.reader()
        return self._reader

    @property
    def promises(self) -> Promises:
        """The promises in force now."""
        return self._promises()

    @property
    def policy(self) -> InForce:
        """The policy that holds now, and where it comes from."""
        if self.published is None:
            return InForce(self.promises.policy, Source.SHIPPED)
        return self.published.policy

    @property
    def kit_problems(self) -> list[tuple[Part, str]]:
        """The parts of the site's kit whose newest version cannot be used, and why."""
        if (held := self.published) is None:
            return []
        found = {
            Part.POLICY: held.policy.problem,
            Part.MESSAGING: held.messaging.problem,
            Part.ROUTING: held.routing.problem,
            Part.PROTOCOLS: held.protocols.problem,
            Part.MINUTES: held.minutes.problem,
            Part.STATIONS: held.stations.problem,
        }
        return [(part, problem) for part, problem in found.items() if problem]

    @property
    def file_problems(self) -> list[FileProblem]:
        """What is wrong in the files of keys, phrases and speed buttons."""
        return [*self.keys.problems, *self.kit.problems]

    def kit_file(self, part: Part) -> KitFile | None:
        """The file in force of a part of the site's kit; None where the shipped one is."""
        return self.published.file(part) if self.published else None

    @property
    def protocols(self) -> Protocols:
        """What the site has agreed for refills, home readings and scores."""
        return self.promises.protocols

    @property
    def expected_minutes(self) -> Minutes:
        """How long a piece of work of each kind is expected to take here."""
        return expected_minutes(self.site, self.published.minutes.rules if self.published else NONE)

    @property
    def lock_after(self) -> timedelta:
        """How long nobody may be there before it locks, as the site has it now."""
        published = self.published.stations.rules.lock_minutes if self.published else None
        return lock_after(self.site.site.clinic.lock_minutes, published)

    @property
    def messaging(self) -> MessagingRules:
        """The portal's rules for messages, as the site has them."""
        return self.published.messaging.rules if self.published else shipped_messaging()

    @property
    def interpreter(self) -> Interpreter:
        """How stored resources are read now."""
        return self._interpreter()

    @property
    def zone(self) -> ZoneInfo:
        """The clinic's time zone: all times are shown in it."""
        return ZoneInfo(self.promises.zone)

    @property
    def clinic(self) -> str:
        """The clinic's name, as its pools state it; empty until they are known."""
        return next((pool.clinic for pool in self.pools() if pool.clinic), "")

    def pools(self) -> list[Pool]:
        """All pools work can be routed to, by name."""
        return sorted(self.promises.pools.values(), key=lambda pool: pool.name)

    def pool(self, ref: str) -> Pool | None:
        """The pool of that reference."""
        return self.promises.pools.get(PoolId(ref))

    def pool_name(self, ref: str) -> str:
        """What the pool is called; its reference when the server has not named it yet."""
        pool = self.pool(ref)
        return pool.name if pool else ref.rpartition("/")[2]

    def keys_of(self, command: str) -> KeysOf:
        """The keys to show for a command; empty when it has none."""
        return self.keys.of(command)

    def now(self) -> datetime:
        """The present instant, UTC."""
        return self.clock.now()

    def today(self) -> date:
        """The clinic's date."""
        return self.now().astimezone(self.zone).date()

    def say(self, sentence: str, tone: Tone = Tone.PLAIN, command: str = "") -> None:
        """Say `sentence` in the status line; it never holds a patient's words. `command` is what one may
        want to do about it."""
        self.said.emit(sentence, tone, command)

    def _charts(self) -> Charts:
        """Charts kept in memory; they hear of changes before any screen does."""
        charts = Charts(lambda: self.reader, lambda: self.interpreter, self.now)
        self.changed.connect(charts.hear)
        return charts

    def leave(self) -> None:
        """The workplace is being taken apart: read, tell and tick no more."""
        self.left.emit()
        self.blockSignals(True)  # what was still on its way is on no screen any more
        self._tick.stop()
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def hear(self, changes: Changes) -> None:
        """Any thread: the store changed."""
        self._arrived.emit(changes)

    def hear_status(self, status: Status) -> None:
        """Any thread: the sync engine's state changed."""
        self._status_arrived.emit(status)

    def _keep_status(self, status: Status) -> None:
        self.status = status
        self.status_changed.emit(status)


def _ticking(desk: QObject, tick: SignalInstance) -> QTimer:
    """A timer that ticks from now on."""
    timer = QTimer(desk, interval=15_000)
    timer.timeout.connect(tick)
    timer.start()
    return timer
