"""Everything that is done with one server, put together once it has said what it offers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

import msgspec

from inbox.domain.by_rule import Known
from inbox.domain.ids import ItemId, PatientId
from inbox.domain.people import Actor
from inbox.domain.site import SiteServer
from inbox.domain.site_kit import KitFile, Part
from inbox.fhir.client import FhirClient
from inbox.fhir.files import file_at
from inbox.fhir.incoming import Reading
from inbox.fhir.profile import Learned, Profile, kept, recalled, report_of
from inbox.store.store import Store
from inbox.sync.arranging import Arranging
from inbox.sync.asking import Asking
from inbox.sync.audits import Audits
from inbox.sync.by_rule import ByRule
from inbox.sync.chain import Sender, Server
from inbox.sync.charts import Charts
from inbox.sync.covering import Covering
from inbox.sync.deletions import Deletions
from inbox.sync.first_sync import FirstSync
from inbox.sync.home_alerts import HomeAlerts
from inbox.sync.intake import Intake
from inbox.sync.intake_go_live import GoLive
from inbox.sync.intake_steps import Direct, Steps, nobody_directs
from inbox.sync.libraries import Libraries
from inbox.sync.lone_work import LoneWork
from inbox.sync.own_kit import OwnKit
from inbox.sync.own_record import LookAgain, OwnRecord
from inbox.sync.publishing import Published, Publishing
from inbox.sync.pull import Pull
from inbox.sync.push import Push
from inbox.sync.reconcile import Reconcile
from inbox.sync.recorded import recorded
from inbox.sync.retention import Retention
from inbox.sync.settings import Settings
from inbox.sync.signing import Signing
from inbox.sync.status import Board
from inbox.sync.wake import Wake

if TYPE_CHECKING:
    from inbox.sync.trail import Trail

LEARNED = "learned of the server"
"""The note that keeps it."""


def _never(patient: PatientId) -> datetime | None:
    return None


def _nothing_slow() -> None:
    """Nothing has to be prepared."""


def _nothing_published(part: Part) -> KitFile | None:
    return None


def _nobody_knows() -> Known | None:
    return None


def _nothing_known() -> Collection[ItemId]:
    return ()


class Desk(msgspec.Struct, frozen=True):
    """The station's side: whose it is, its cache, and how things are read and counted here."""

    store: Store
    reading: Callable[[], Reading]
    """The interpreter of now: policies and names change."""
    actor: Actor
    now: Callable[[], datetime]
    settings: Settings = Settings()
    site: SiteServer = SiteServer()
    """What the site knows better of its server."""
    chart_fetched: Callable[[PatientId], datetime | None] = _never
    """When a chart was last read whole, by the cache. Called on the engine's thread."""
    open_here: Callable[[], Collection[ItemId]] = _nothing_known
    """The open items of the cache. Called on the engine's thread."""
    published: Published = _nothing_published
    """The file in force of a part of the site's kit, by the cache. Called on the engine's thread."""
    known: Callable[[], Known | None] = _nobody_knows
    """What rules judge by; without it nothing is done by rule here. Called on the engine's thread."""
    direct: Direct = nobody_directs
    """Where the site's routing rules send what has just arrived. Called on the engine's thread."""
    look_again: LookAgain | None = None
    """Who this person is now, by the server. Called on the engine's thread."""
    prepare: Callable[[], None] = _nothing_slow
    """What is slow the first time and somebody would else wait for. Called on a thread of its own."""


class Portal:
    """What goes on between one desk and one server."""

    def __init__(self, desk: Desk, client: FhirClient, profile: Profile, board: Board) -> None:
        settings, person = desk.settings, desk.actor.person
        self.profile = client.profile = profile
        self.server_now = client.clock.now
        self._keep_learning(desk, client, board)
        asking = Asking(client, profile, board.deny)
        server = Server(client, profile, asking)
        self.recorded = partial(recorded, asking)
        self.file = partial(file_at, client)
        self.charts = Charts(asking, desk.store, settings, desk.now, desk.chart_fetched)
        pools = desk.actor.pools
        self.first = FirstSync(asking, desk.store, self.charts, board, settings, desk.now, pools)
        self.pull = Pull(asking, desk.store, self.charts, settings, desk.now)
        self.deletions = Deletions(client, profile, asking, desk.store, self.pull, settings, desk.now)
        self.reconcile = Reconcile(asking, desk.store, self.pull)
        self.retention = Retention(desk.store, self.pull, settings.retention, desk.now)
        go_live = GoLive(client, profile, desk.store, desk.actor, settings.go_live, desk.now)
        steps = Steps(client, profile, desk.store, self.pull, desk.reading, desk.actor, desk.now, desk.direct)
        self.intake = Intake(steps, go_live, profile, desk.store, self.pull, board, settings)
        self._by_rule(desk, client, profile, board)
        self.wake = Wake(client, profile, board, settings, desk.now)
        self.push = Push(
            Sender(server, desk.store, desk.reading, desk.actor, desk.now), desk.store, person, desk.now
        )
        libraries = Libraries(client, profile, self.pull)
        self.publishing = Publishing(libraries, desk.actor, desk.now, desk.published)
        self.signing = Signing(libraries, desk.actor, desk.now)
        self.covering = Covering(client, profile, self.pull, desk.actor, desk.now)
        self.arranging = Arranging(client, profile, self.pull, desk.actor, desk.now)
        self.own_kit = OwnKit(client, profile, desk.store, person)
        self.own_record = OwnRecord(desk.look_again, client, desk.actor, board)
        self._of_trail = client, profile, asking, desk.store, desk.actor, desk.now
        self.audits = Audits(client, profile, desk.store, person, board, settings.station)

    @cached_property
    def trail(self) -> Trail:
        """Reads the audit trail: brought when somebody asks, which few ever do."""
        from inbox.sync.trail import Trail

        return Trail(*self._of_trail)

    def _by_rule(self, desk: Desk, client: FhirClient, profile: Profile, board: Board) -> None:
        """What is done without a person, by the server's clock."""

        def now() -> datetime:
            return client.clock.now() or desk.now()

        store, reading, settings = desk.store, desk.reading, desk.settings
        self.lone_work = LoneWork(client, profile, store, self.pull, reading, now, board, settings)
        self.by_rule = ByRule(
            client, profile, store, self.pull, reading, desk.actor, now, desk.known, self.charts, settings
        )
        uploads = self.by_rule.uploads
        self.home_alerts = HomeAlerts(
            client,
            profile,
            store,
            self.pull,
            uploads,
            self.lone_work,
            desk.actor,
            now,
            desk.known,
            desk.direct,
        )

    def _keep_learning(self, desk: Desk, client: FhirClient, board: Board) -> None:
        """Take up what was seen of this server before, and keep and show what is seen from now on."""
        profile = client.profile
        profile.site = desk.site
        if before := desk.store.note(LEARNED):
            profile.remember(recalled(before))
        board.change(report=report_of(profile, client.base))

        def learned(now: Learned) -> None:
            desk.store.keep_note(LEARNED, kept(now))
            board.change(report=report_of(profile, client.base))

        profile.on_learned = learned
