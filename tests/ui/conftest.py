"""A desk as a nurse sits at it: a real encrypted store with the sandbox clinic, a clock that stands still.

`desk` is fresh for each test; the clinic's resources are made once.
"""

from __future__ import annotations

import gc
import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import secrets
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from inbox.commands.bus import Bus
from inbox.commands.declare import Target
from inbox.commands.registry import COMMANDS
from inbox.commands.undo import Undo
from inbox.domain import protocols, resources
from inbox.domain.changes import Changes
from inbox.domain.clinic.changes import Change
from inbox.domain.coverage import Coverage
from inbox.domain.errors import InboxError, Refused
from inbox.domain.filed import Filed
from inbox.domain.ids import PatientId, PersonId
from inbox.domain.kit_history import KitVersion
from inbox.domain.lookout import Lookout, RulesInForce
from inbox.domain.measures import Recorded
from inbox.domain.messaging.readers import Readers
from inbox.domain.people import Actor, Party, Role
from inbox.domain.policy import parse
from inbox.domain.pool import Pool
from inbox.domain.promises import Promises
from inbox.domain.red_flags import scan
from inbox.domain.signing import Proposal
from inbox.domain.site_kit import KitFile, Part
from inbox.domain.thread import Thread
from inbox.domain.trail import Leaf, Wanted
from inbox.fhir.faults import NoAnswer
from inbox.fhir.incoming import Directory, Reading, filed
from inbox.fhir.resource import decode
from inbox.queries import pools, worklist
from inbox.queries.readers import readers
from inbox.queries.thread import thread
from inbox.queries.views import View, ViewKind
from inbox.shortcuts.kit import kept_files, load_kit
from inbox.shortcuts.own_keys import OwnKeys
from inbox.shortcuts.shipped import shipped_messaging
from inbox.store.store import Store
from inbox.ui.desk import Desk
from inbox.ui.files.copies import Copies
from inbox.ui.look.theme import Theme, dress
from portal.clinic import build
from tests.red_flags.shipped import shipped

NOW = datetime(2026, 3, 17, 14, 42, tzinfo=UTC)
"""A Tuesday, 09:42 by the clinic's clock."""
PATIENTS, THREADS = 24, 40


class Clock:
    """Stands still until it is turned."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class Sync:
    """A sync engine that nobody has plugged in: it remembers what it was asked."""

    asked: list[str] = field(default_factory=list)
    records: list[Recorded] | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    """By address."""
    published: list[KitVersion] = field(default_factory=list)
    arranged: Sequence[Change] = ()
    """What was arranged last."""
    trail_says: Leaf | InboxError = field(default_factory=lambda: Leaf(()))
    """What comes of asking for the audit trail."""
    trails: list[tuple[Wanted, str]] = field(default_factory=list)
    """What was asked for of it, and from where on."""
    unanswered: bool = False
    """Whether the answers to what is arranged are lost."""
    meanwhile: Callable[[], object] = lambda: None
    """Done while something is being arranged."""

    def wake(self) -> None:
        self.asked.append("wake")

    def try_now(self) -> None:
        self.asked.append("try now")

    def refresh_chart(self, patient: PatientId) -> None:
        self.asked.append(patient)

    def own_kit_changed(self) -> None:
        self.asked.append("own kit")

    def learn_anew(self) -> None:
        self.asked.append("learn anew")

    def go_live(self) -> None:
        self.asked.append("go live")

    def recorded(self, since: datetime) -> Future[list[Recorded] | None]:
        answer: Future[list[Recorded] | None] = Future()
        answer.set_result(self.records)
        return answer

    def versions(self, libraries: Collection[str]) -> Future[list[KitVersion]]:
        answer: Future[list[KitVersion]] = Future()
        answer.set_result(self.published)
        return answer

    def cover(self, coverage: Coverage) -> Future[None]:
        self.asked.append(f"cover {coverage.away.ref} by {coverage.cover.ref} active={coverage.active}")
        done: Future[None] = Future()
        done.set_result(None)
        return done

    def arrange(self, changes: Sequence[Change], reason: str = "") -> Future[None]:
        self.asked.append(
            f"arrange {', '.join(getattr(one.to, 'name', one.ref) for one in changes)}: {reason}"
        )
        self.arranged = changes
        self.meanwhile()
        done: Future[None] = Future()
        if self.unanswered:
            done.set_exception(NoAnswer("No answer came."))
        else:
            done.set_result(None)
        return done

    def trail(self, wanted: Wanted, after: str = "") -> Future[Leaf]:
        self.trails.append((wanted, after))
        answer: Future[Leaf] = Future()
        if isinstance(self.trail_says, InboxError):
            answer.set_exception(self.trail_says)
        else:
            answer.set_result(self.trail_says)
        return answer

    def file(self, address: str) -> Future[bytes]:
        answer: Future[bytes] = Future()
        if address in self.files:
            answer.set_result(self.files[address])
        else:
            answer.set_exception(Refused("The server no longer has this file."))
        return answer

    def propose(
        self, part: Part, version: str, body: bytes, saw: Proposal | None, reason: str
    ) -> Future[Proposal]:
        self.asked.append(f"propose {part} {version}: {reason}")
        answer: Future[Proposal] = Future()
        author = Party("Practitioner/petra", "Petra Nair")
        answer.set_result(Proposal(KitFile(part, version, body, "Library/8", "1"), author, NOW, reason))
        return answer

    def sign(self, saw: Proposal) -> Future[KitFile]:
        self.asked.append(f"sign {saw.file.part} {saw.file.version}")
        answer: Future[KitFile] = Future()
        answer.set_result(saw.file)
        return answer

    def withdraw(self, saw: Proposal) -> Future[None]:
        self.asked.append(f"withdraw {saw.file.part} {saw.file.version}")
        done: Future[None] = Future()
        done.set_result(None)
        return done

    def publish(
        self, part: Part, version: str, body: bytes, saw: KitFile | None, reason: str = ""
    ) -> Future[KitFile]:
        self.meanwhile()
        self.asked.append(f"publish {part} {version}" + (f": {reason}" if reason else ""))
        answer: Future[KitFile] = Future()
        answer.set_result(KitFile(part, version, body, "Library/1", "2"))
        return answer


@pytest.fixture(scope="session")
def clinic() -> list[Filed]:
    """Every resource of the sandbox clinic, patients before threads."""
    made = build(7, PATIENTS, THREADS, NOW)
    found = [filed(decode(msgspec.json.encode(one))) for one in made.resources]
    return sorted(found, key=lambda one: one.type in ("Communication", "Task"))


KEY = secrets.token_bytes(32)


@pytest.fixture(scope="session")
def clinic_caches() -> dict[int, Path]:
    """The closed cache files made so far, each by the clinic that it holds."""
    return {}


@pytest.fixture
def clinic_cache(
    clinic: list[Filed], clinic_caches: dict[int, Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A closed cache file that holds the clinic: each desk gets a copy of it."""
    if id(clinic) not in clinic_caches:
        folder = tmp_path_factory.mktemp("clinic")
        store, _, promises = _open(folder, Clock(), Lookout())
        store.ingest(clinic, bulk=True).result()
        promises.learn()
        store.reproject().result()
        store.reader().close()
        store.close()
        gc.collect()
        gc.freeze()  # all that stays until the end need not be looked through after each test
        clinic_caches[id(clinic)] = folder / "cache.db"
    return clinic_caches[id(clinic)]


@pytest.fixture
def clock() -> Clock:
    """The time, which a test may turn forward."""
    return Clock()


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme at 100 %, worn by the application."""
    theme = Theme()
    dress(qapp, theme)
    return theme


@pytest.fixture
def desk(
    qapp: QApplication, tmp_path: Path, clinic_cache: Path, clock: Clock, theme: Theme
) -> Iterator[Desk]:
    """Nadia Brand, RN, at her desk; the clinic's forty threads are on it."""
    shutil.copyfile(clinic_cache, tmp_path / clinic_cache.name)
    desk = sit_down(tmp_path, clock, theme)
    yield desk
    leave(desk)


def leave(desk: Desk) -> None:
    """Take a desk apart."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()  # here, in the screens' own thread, and not when the writer's happens to
    desk.leave()
    desk.store.close()
    desk.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Known:
    """The promises in force, in the hours of the pools that are known."""

    def __init__(self, clock: Clock, directory: Directory) -> None:
        self.policy = parse(resources.path("starter", "policy.json").read_bytes(), "policy.json")
        self.protocols = protocols.parse(
            resources.path("starter", "protocols.json").read_bytes(), "protocols.json"
        )
        self.now = Promises(self.policy, (), clock, "America/New_York")
        self.store: Store | None = None
        self._clock, self._directory = clock, directory

    def learn(self) -> list[Pool]:
        """Read pools and names out of the cache; gives the pools."""
        assert self.store is not None
        reader = self.store.reader()
        known = pools.pools(reader)
        self._directory.learn(pools=known, staff=pools.staff(reader))
        self.now = Promises(self.policy, known, self._clock, protocols=self.protocols)
        return known


NADIA = PersonId("Practitioner/nadia")


def _open(
    folder: Path,
    clock: Clock,
    lookout: Lookout,
    publish: Callable[[Changes], None] = lambda _: None,
    me: PersonId = NADIA,
) -> tuple[Store, Reading, Known]:
    """The cache in `folder`, how it is read, and what is promised."""
    directory = Directory()
    known = Known(clock, directory)
    reading = Reading(
        lambda thread, item: known.now.of(thread, item),
        directory,
        lookout.scan,
        me,
        lambda: known.protocols.questionnaires,
    )
    known.store = Store.open(folder / "cache.db", KEY, reading, publish)
    return known.store, reading, known


NURSE = Actor(NADIA, "Nadia Brand, RN", Role.RN)


def sit_down(folder: Path, clock: Clock, theme: Theme, who: Actor = NURSE) -> Desk:
    """A desk in front of the cache in `folder`, with all its pools."""
    lookout = Lookout()
    heard: list[Callable[[Changes], None]] = []
    store, reading, promises = _open(
        folder, clock, lookout, lambda changes: [tell(changes) for tell in heard].clear(), who.person
    )
    known = promises.learn()
    reader = store.reader()
    actor = msgspec.structs.replace(who, pools=tuple(pool.id for pool in known))

    def look(wanted: str) -> Thread | None:
        return thread(reader, reading, wanted)  # type: ignore[arg-type]

    def readers_of(there: Thread) -> Readers:
        today = clock.now().astimezone(ZoneInfo(promises.now.zone)).date()
        return readers(reader, there, shipped_messaging().confidential, today)

    bus = Bus(store, look, actor, clock, reading.promise_of, readers_of=readers_of)
    keys = OwnKeys(resources.path("keymaps", "default.toml"), folder / "keys.toml", COMMANDS)
    desk = Desk(
        actor=actor,
        clock=clock,
        store=store,
        sync=Sync(),
        bus=bus,
        undo=Undo(bus, store),
        theme=theme,
        keys=keys,
        copies=Copies(folder),
        kit=lambda: load_kit(resources.path("starter"), mine=kept_files(store.own_kit(actor.person))),
        promises=lambda: promises.now,
        interpreter=lambda: reading,
        lookout=lookout,
    )
    heard.append(desk.hear)
    return desk


@pytest.fixture
def rules(desk: Desk) -> None:
    """The shipped red-flag rules are in force at the desk, and all open work has been read by them."""
    desk.lookout.use(RulesInForce("rules-1", "shipped"), partial(scan, shipped()))
    desk.store.reproject().result()


PatientWrites = Callable[..., None]


@pytest.fixture
def patient_writes(desk: Desk) -> PatientWrites:
    """A message from the patient's side arrives in a conversation."""

    def write(
        target: Target, text: str, *, minutes: int = 0, name: str = "Leela Bhatt", sender: str = ""
    ) -> None:
        there = thread(desk.reader, desk.interpreter, target.thread)
        assert there is not None
        sent = (desk.now() + timedelta(minutes=minutes)).isoformat()
        message = {
            "resourceType": "Communication",
            "id": f"new-{secrets.token_hex(4)}",
            "meta": {"lastUpdated": sent, "versionId": "1"},
            "status": "completed",
            "subject": {"reference": there.patient},
            "partOf": [{"reference": target.thread}],
            "sender": {"reference": sender or there.patient, "display": name},
            "sent": sent,
            "payload": [{"contentString": text}],
        }
        desk.store.ingest([filed(decode(msgspec.json.encode(message)))]).result()

    return write


@pytest.fixture
def targets(desk: Desk) -> list[Target]:
    """Everything open in the pools, most urgent first."""
    found = worklist.ids(desk.reader, View(ViewKind.POOL), desk.actor, desk.now())
    return [Target(line.thread, line.item) for line in worklist.lines(desk.reader, found, desk.actor)]
