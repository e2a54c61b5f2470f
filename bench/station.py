"""A person's station on this computer: the cache that is there already, and the program started on it.

The cache is made once through the store's own door, then copied for each run, since runs write to it.
"""

from __future__ import annotations

import compileall
import gc
import hashlib
import json
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path

from bench import clinic, floor, usage
from bench.screen import Screen
from inbox.app.flag_rules import READ_BY
from inbox.app.wall_clock import WallClock
from inbox.domain import resources
from inbox.domain.cursor import Cursor
from inbox.domain.filed import Filed
from inbox.domain.flagging import Scan
from inbox.domain.history import ReadAgain
from inbox.domain.ids import PersonId, PoolId
from inbox.domain.lookout import Lookout, RulesInForce
from inbox.domain.people import Actor, Role
from inbox.domain.policy import parse
from inbox.domain.promises import Promises
from inbox.domain.red_flags import read_folder, scan
from inbox.fhir.incoming import Directory, Reading, filed
from inbox.fhir.resource import decode
from inbox.session.keyring_lock import KeyringLock
from inbox.session.place import Place
from inbox.session.vault import Secrets, Vault
from inbox.store import cipher, history
from inbox.store.database import Database
from inbox.store.store import Store
from inbox.sync import first_sync
from inbox.sync.pull import STREAMS

ROOT = Path("build") / "bench"
KEY = hashlib.sha256(b"nobody's data is in here").digest()
"""Of caches that hold a made-up clinic."""
BUTTON = "9"
"""The key of the speed button that is measured: a reply, and the item is closed."""
_ALL_HERE = "first: Communication done"
_FRESH = timedelta(hours=12)
_AT_REST, _PATIENCE = 0.1, 60.0
"""Processor seconds in a second that are rest, and how long it is waited for."""
_LOAD = 1_000
"""Conversations brought to the store at once."""

ACTOR = Actor(
    PersonId(clinic.NURSE),
    "Nurse Bench",
    Role.RN,
    frozenset({clinic.NURSE_ROLE}),
    tuple(PoolId(clinic.pool_ref(short)) for short, _, _ in clinic.POOLS),
)


class Station:
    """The program, running on its own copy of the cache."""

    def __init__(self, portal: str, screen: Screen, folder: Path) -> None:
        compileall.compile_dir("inbox", quiet=1)  # as it is where the program has been installed
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "inbox", "--portal", portal, "--profile-dir", str(folder)],
            env=screen.environment,
        )

    def come_to_rest(self) -> None:
        """Wait until it does hardly anything: what it reads behind the screens is in memory then."""
        used, now = -1.0, usage.cpu(self.process.pid)
        until = time.perf_counter() + _PATIENCE
        while now - used > _AT_REST and time.perf_counter() < until:
            time.sleep(1)
            used, now = now, usage.cpu(self.process.pid)

    def stop(self) -> None:
        """End it as a power cut would: nothing may depend on a clean end."""
        self.process.kill()
        self.process.wait()


def settle(portal: str, cache: Path, folder: Path) -> Path:
    """A profile of somebody who has signed in to `portal` before, with a copy of `cache`; its path."""
    shutil.rmtree(folder, ignore_errors=True)
    place = Place.of(folder, portal, ACTOR.person)
    place.folder.mkdir(parents=True)
    shutil.copyfile(cache, place.cache)
    secrets = Secrets(portal, "inbox-workstation", f"{portal}/token", "", ACTOR, KEY, "rotating")
    Vault.create(place.vault, place.name, KeyringLock(), secrets)
    place.remember()
    kit = folder / "kit"
    kit.mkdir()
    (kit / "speed_buttons.json").write_text(json.dumps({"buttons": [_button()]}))
    return place.cache


def written_down(cache: Path) -> int:
    """How many operations are in the outbox on disk, seen by another process."""
    connection = cipher.connect(cache, KEY, read_only=True)
    try:
        return int(connection.execute("SELECT count(*) FROM outbox").fetchone()[0])
    finally:
        connection.close()


def synced(cache: Path) -> bool:
    """Whether all messages there are have come, seen by another process."""
    connection = cipher.connect(cache, KEY, read_only=True)
    try:
        return bool(connection.execute("SELECT 1 FROM cursor WHERE name = ?", (_ALL_HERE,)).fetchone())
    finally:
        connection.close()


def ready(size: clinic.Size) -> Path:
    """The folder with the caches and the floor's file; made when there is none of this version, of today.

    `cache.db` has everything; `begun.db` is in the middle of a first sync: open work, and no history yet.
    """
    folder = ROOT / f"ready-{_version(size)}"
    done = folder / "done"
    now = datetime.now(UTC)
    if done.exists() and now - datetime.fromtimestamp(done.stat().st_mtime, UTC) < _FRESH:
        return folder
    for old in ROOT.glob("ready-*"):
        shutil.rmtree(old)
    folder.mkdir(parents=True)
    begun = time.perf_counter()
    _fill(folder / "cache.db", size, now)
    seconds = time.perf_counter() - begun
    floor.make(folder / "floor.db", KEY, folder / "cache.db")
    per_message = (folder / "cache.db").stat().st_size / size.messages
    _fill(folder / "begun.db", size, now, begun=True)
    about = {"as_of": now.isoformat(), "fill_seconds": seconds, "bytes_a_message": per_message}
    done.write_text(json.dumps(about))
    return folder


def as_of(ready: Path) -> str:
    """The moment whose clinic is in the caches of `ready`."""
    return str(json.loads((ready / "done").read_text())["as_of"])


def reading(scan: Scan | None = None) -> Reading:
    """The interpreter the program itself uses, with the policy it ships with."""
    file = resources.path("starter", "policy.json")
    promises = Promises(parse(file.read_bytes(), file.name), (), WallClock())
    return Reading(promises.of, Directory(), scan)


def _fill(cache: Path, size: clinic.Size, now: datetime, *, begun: bool = False) -> None:
    rules = read_folder(resources.path("red_flags"))
    lookout = Lookout()
    lookout.use(RulesInForce(rules.version, "shipped"), partial(scan, rules))
    store = Store.open(cache, KEY, reading(lookout.scan), lambda _changes: None)
    gc.disable()
    try:
        store.ingest([*_filed(clinic.people()), *_filed(clinic.patients(size))], bulk=True).result()
        threads = (one for one in clinic.conversations(size, now) if one.is_open or not begun)
        while some := list(islice(threads, _LOAD)):
            store.ingest(
                _filed(body for one in some for body in (*one.messages, one.task)), bulk=True
            ).result()
        front = (first_sync.OPEN_DONE, first_sync.CHARTS_DONE)
        for name in (*STREAMS, *front, *(() if begun else ("first: Task done", _ALL_HERE))):
            store.ingest([], Cursor(name, now)).result()
        store.keep_note(READ_BY, rules.version.encode()).result()
        while unread := history.unread(store.reader(), rules.version, _LOAD):
            store.keep_read([ReadAgain(*one, rules.version) for one in unread]).result()
    finally:
        gc.enable()
        store.close()
    _come_to_rest(cache)


def _come_to_rest(cache: Path) -> None:
    """What the program does in quiet moments after a first sync."""
    database = Database(cache, KEY)
    while database.upkeep.a_little():
        pass
    database.close()


def _filed(bodies: object) -> list[Filed]:
    return [filed(decode(body)) for body in bodies]  # type: ignore[attr-defined]


def _button() -> dict[str, object]:
    kinds = {kind: int(BUTTON) for _, _, kind in clinic.POOLS}
    return {
        "id": "bench",
        "name": "Answer and close",
        "keys": kinds,
        "steps": [
            {"do": "claim"},
            {"do": "reply", "phrase": "labpending"},
            {"do": "complete", "outcome": "answered"},
            {"do": "next"},
        ],
        "owner": {"type": "person", "name": "Nurse Bench", "ref": clinic.NURSE},
        "version": 1,
    }


def _version(size: clinic.Size) -> str:
    """Of everything that decides what is in the files."""
    root = Path(__file__).parents[1]
    sources = [
        Path(__file__),
        Path(clinic.__file__),
        Path(floor.__file__),
        *sorted((root / "inbox" / "store").rglob("*.py")),
        *sorted((root / "resources" / "red_flags").glob("*.json")),
        *sorted((root / "inbox" / "fhir" / "incoming").glob("*.py")),
    ]
    text = repr(size).encode() + b"".join(file.read_bytes() for file in sources)
    return hashlib.sha256(text).hexdigest()[:12]
