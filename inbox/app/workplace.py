"""One person's workplace: store, sync, bus and screens, put together and taken apart in order."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from PySide6.QtCore import QObject, Signal

from inbox import diary
from inbox.app import own_files
from inbox.app.ask_signs import AskSigns
from inbox.app.colleagues import Colleagues
from inbox.app.flag_rules import FlagRules
from inbox.app.history import History
from inbox.app.site_kit import SiteKit, shipped_policy
from inbox.commands.bus import Bus
from inbox.commands.registry import COMMANDS, OWN_KEY
from inbox.commands.undo import Undo
from inbox.domain import resources
from inbox.domain.audit import AuditNote
from inbox.domain.by_rule import Known
from inbox.domain.changes import Changes
from inbox.domain.clock import Clock
from inbox.domain.draft import Draft
from inbox.domain.errors import InboxError
from inbox.domain.ids import ThreadId
from inbox.domain.lookout import Lookout
from inbox.domain.messaging.readers import Readers
from inbox.domain.people import Party
from inbox.domain.promises import Promises
from inbox.domain.routing import Place
from inbox.domain.site import NO_SITE, SiteClinic, SiteFile
from inbox.domain.thread import Thread
from inbox.domain.work_item import Promise, WorkItem
from inbox.fhir.incoming import Directory, Reading
from inbox.queries import directions, site_kit, worklist
from inbox.queries import patient as patients
from inbox.queries import pools as directory_queries
from inbox.queries import thread as threads
from inbox.queries.readers import readers
from inbox.session.session import Session
from inbox.shortcuts.kit import Kit, kept_files, load_kit
from inbox.shortcuts.own_keys import OwnKeys
from inbox.shortcuts.shipped import shipped_protocols
from inbox.store.ripe import opened
from inbox.store.store import Store
from inbox.sync.engine import Engine
from inbox.sync.portal import Desk as SyncDesk
from inbox.sync.settings import Settings
from inbox.sync.status import Status
from inbox.ui.desk import Desk
from inbox.ui.files.copies import Copies
from inbox.ui.look.theme import Theme

UNDO_WINDOW = timedelta(seconds=8)


class Workplace(QObject):
    """Builds everything one person works with. `close` takes it apart: engine, then store, then screens."""

    failed = Signal()
    """The saved inbox can be used no longer: see `trouble`."""
    _people_changed = Signal()
    _kit_changed = Signal()
    _alarmed = Signal()

    def __init__(
        self, session: Session, theme: Theme, clock: Clock, copies: Copies, site: SiteFile = NO_SITE
    ) -> None:
        super().__init__()
        self.session = session
        self._clock = clock
        self._site = site
        self._desk: Desk | None = None
        self._protocols = shipped_protocols()  # until the site's own have been read
        self._lookout = Lookout()
        me = session.actor.person
        self._colleagues = Colleagues(me, clock)
        self._reading = Reading(
            self._promise_of, Directory(), self._lookout.scan, me, lambda: self._protocols.questionnaires
        )
        self._promises = Promises(shipped_policy(), (), clock)
        self.trouble: InboxError | None = None
        self._alarmed.connect(self._fail)
        self._open()
        self.history = History(self._lookout, self.store, lambda: self._reading)
        self.flag_rules = FlagRules(self._lookout, self.store, self._site_kit.file, self._tell)
        self.engine = Engine(self._sync_desk(), session.connect, self._hear_status)
        self.desk = self._desk = self._set_up(theme, copies)
        self.ask_signs = AskSigns(self.desk.asking, self.desk.asks_seen.emit, self.flag_rules.tried)
        self._people_changed.connect(self._meet_people)
        self._kit_changed.connect(self._meet_kit)

    def _set_up(self, theme: Theme, copies: Copies) -> Desk:
        actor, clock = self.session.actor, self._clock
        waits, reads, behalf = UNDO_WINDOW, self._readers_of, self._colleagues.behalf_of
        bus = Bus(self.store, self._look, actor, clock, self._promise_of, waits, reads, behalf)
        desk = Desk(
            actor=actor,
            clock=clock,
            store=self.store,
            sync=self.engine,
            bus=bus,
            undo=Undo(bus, self.store),
            theme=theme,
            keys=_keys(self.session.place.folder),
            copies=copies,
            kit=self._kit,
            promises=lambda: self._promises,
            interpreter=lambda: self._reading,
            published=self._site_kit,
            site=self._site,
            lookout=self._lookout,
            parent=self,
        )
        desk.status = self.engine.status
        return desk

    def _open(self) -> None:
        """The saved inbox, and the people in it."""
        session = self.session
        self.store = Store.open(
            session.cache_path, session.cache_key, self._reading, self._publish, self._hear_alarm
        )
        try:
            self._site_kit = SiteKit(self.store, self._site, self._clock)
            self._know_people()
        except BaseException:
            self.store.close()
            raise

    async def close(self, *, wipe: bool) -> None:
        """Stop the engine, finish what was asked for, close the file.

        `wipe`: what the server sent is erased; what has not left stays, sealed to its author.
        """
        for part in (self.engine, self.flag_rules, self.history, self.ask_signs):
            await asyncio.to_thread(part.stop)
        self.blockSignals(True)
        self.desk.leave()
        try:
            if wipe:
                await asyncio.wrap_future(self.store.wipe())
        finally:
            await asyncio.to_thread(self.store.close)
            self.deleteLater()

    def takes(self, held: Draft | AuditNote, bodies: Mapping[str, bytes]) -> bool:
        """Keep `held` if it is this person's, with its files of `bodies` by digest; whether it was."""
        author = held.person if isinstance(held, Draft) else held.actor
        if author != self.session.actor.person:
            return False
        if isinstance(held, Draft):
            self.store.save_draft(held, bodies)
        else:
            self.store.audit(held)
        return True

    def _sync_desk(self) -> SyncDesk:
        return SyncDesk(
            store=self.store,
            reading=lambda: self._reading,
            actor=self.session.actor,
            now=self._clock.now,
            settings=settings_of(self._site.site.clinic, ZoneInfo(self._promises.zone)),
            site=self._site.site.server,
            chart_fetched=lambda patient: patients.chart_fetched(self.store.reader(), patient),
            open_here=lambda: worklist.open_items(self.store.reader()),
            published=lambda part: site_kit.file(self.store.reader(), part),
            known=self._known,
            direct=self._direct,
            look_again=self.session.look_again,
            prepare=lambda: self._promises.prepare(),
        )

    def _known(self) -> Known:
        """Engine's thread: what rules judge by."""
        reader, me = self.store.reader(), self.session.actor.person
        staff, covering = directory_queries.staff(reader), self._site.site.clinic.covering
        return Known(self._promises, staff, lambda item: opened(reader, me, item), covering)

    def _direct(self, thread: Thread, kind: str, pool: Party | None) -> Place | None:
        """Engine's thread: where the site's rules send what has just arrived."""
        reader, rules = self.store.reader(), self._site_kit.routing.rules
        return directions.ask(reader, rules, directions.question(reader, thread.patient, kind, pool))[0]

    def _promise_of(self, thread: Thread, item: WorkItem) -> Promise:
        return self._promises.of(thread, item)

    def _look(self, thread: ThreadId) -> Thread | None:
        return threads.thread(self.store.reader(), self._reading, thread)

    def _readers_of(self, thread: Thread) -> Readers:
        today = self._clock.now().astimezone(ZoneInfo(self._promises.zone)).date()
        ages = self._site_kit.messaging.rules.confidential
        return readers(self.store.reader(), thread, ages, today)

    def _publish(self, changes: Changes) -> None:
        """Writer thread: something changed."""
        self._tell(changes)
        if changes.kit:
            self.flag_rules.look_again()
        if changes.by_group is not None or changes.named:
            self.engine.wake()  # what was performed leaves at once, whichever act performed it
        if changes.people:
            self._people_changed.emit()
        if changes.kit:
            self._kit_changed.emit()

    def _tell(self, changes: Changes) -> None:
        """Any thread: screens look again."""
        if self._desk is not None:
            self._desk.hear(changes)
            self.history.look_again()

    def _hear_alarm(self, trouble: InboxError) -> None:
        """Any thread: nothing more is read or kept."""
        self.trouble = self.trouble or trouble
        self._alarmed.emit()

    def _fail(self) -> None:
        self.failed.emit()  # on the window's thread, whichever met it

    def _hear_status(self, status: Status) -> None:
        """Sync thread: how it stands."""
        if self._desk is not None:
            self._desk.hear_status(status)

    def _know_people(self) -> None:
        """Learn pools and names from the cache; promises count in the pools' hours."""
        reader = self.store.reader()
        pools, staff = directory_queries.pools(reader), directory_queries.staff(reader)
        self._reading.directory.learn(staff=staff, pools=pools)
        kit, self._protocols = self._site_kit, self._site_kit.protocols.rules
        self._promises = Promises(kit.policy.policy, pools, self._clock, protocols=self._protocols)
        self._colleagues.know(staff, self._promises.zone)

    def _meet_people(self) -> None:
        """Pools or names changed: open work is shown and promised anew."""
        self._know_people()
        self.store.reproject()

    def _meet_kit(self) -> None:
        """The site has published something: where that is its policy, open work is promised anew."""
        if self._site_kit.look_again():
            self._know_people()
            self.store.reproject()
        self.desk.reload_kit()

    def _kit(self) -> Kit:
        """Phrases and speed buttons: shipped, of the site, of files, and what this person keeps."""
        published, problems = self._site_kit.lists()
        mine = kept_files(self.store.own_kit(self.session.actor.person))
        own = self.session.place.folder / own_files.KIT
        kit = load_kit(resources.path("starter"), own, site=published, mine=mine)
        diary.note("kit.loaded", problems=len(problems) + len(kit.problems))
        return replace(kit, problems=[*problems, *kit.problems])


def settings_of(clinic: SiteClinic, zone: ZoneInfo) -> Settings:
    """How often and how far back, as the site has it. A day begins at midnight of the clinic."""
    usual = Settings()
    day, kept, stale = clinic.go_live, clinic.retention_days, clinic.stale_minutes
    return msgspec.structs.replace(
        usual,
        go_live=datetime.combine(day, time.min, zone).astimezone(UTC) if day else usual.go_live,
        retention=timedelta(days=kept) if kept else usual.retention,
        stale=timedelta(minutes=stale) if stale else usual.stale,
        telephone=clinic.telephone or usual.telephone,
    )


def _keys(folder: Path) -> OwnKeys:
    keys = OwnKeys(
        resources.path("keymaps", "default.toml"), folder / own_files.KEYS, COMMANDS.keys() - {OWN_KEY.id}
    )
    diary.note("keymap.loaded", problems=len(keys.problems))
    return keys
