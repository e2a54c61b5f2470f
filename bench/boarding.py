"""B13: one change among 5,000 open items, from the store's receipt of it to the board painted with it.

Everything runs in this process, in a real window where there is a display. The floor is a bare table of as
many cells in which one changes: from the change to the end of its paint.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem, QWidget

from bench import clinic, station
from bench.figures import Figure
from inbox.app.wall_clock import WallClock
from inbox.commands.bus import Bus
from inbox.commands.registry import COMMANDS
from inbox.commands.undo import Undo
from inbox.domain import resources
from inbox.domain.changes import Changes
from inbox.domain.clock import Clock
from inbox.domain.filed import Filed
from inbox.domain.people import Role
from inbox.domain.policy import parse
from inbox.domain.promises import Promises
from inbox.fhir.incoming import Reading, filed
from inbox.fhir.resource import decode
from inbox.queries import pools
from inbox.queries.thread import thread
from inbox.shortcuts.kit import load_kit
from inbox.shortcuts.own_keys import OwnKeys
from inbox.store.store import Store
from inbox.ui.board.live import LiveTab
from inbox.ui.conductor import Conductor
from inbox.ui.desk import Desk
from inbox.ui.files.copies import Copies
from inbox.ui.look.theme import Theme, dress
from inbox.ui.view_acts import ViewActs
from inbox.ui.workspace import Workspace

SIZE = clinic.Size(messages=20_000, threads=10_000, patients=3_000, open_items=5_000)
TIMES, WARM = 40, 5
_BETWEEN = 700
"""Milliseconds between two changes, until all that follows the board has been done, too."""
_LOAD = 1_000
_LONG = 2.0
"""Seconds after which a change that is not painted is a mistake of this program."""


class _Nobody:
    """A sync engine that is not there."""

    def __getattr__(self, _name: str) -> Callable[..., None]:
        return lambda *_arguments: None

    def recorded(self, _since: datetime) -> Future[None]:
        answer: Future[None] = Future()
        answer.set_result(None)
        return answer


class Painted(QObject):
    """When a widget was last painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.at = 0.0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.at = time.perf_counter()
        return False


def b13() -> list[Figure]:
    """The board's update, and what is the least it can cost."""
    if "DISPLAY" not in os.environ:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    floor = _floor()
    with tempfile.TemporaryDirectory() as folder:
        durable, painted, worked, cells = _board(app, Path(folder))
    notes: dict[str, float | str] = {"cells painted anew, at most": max(cells)}
    return [
        Figure("B13", "change received → board painted", "ms", painted, floor, "≤ 33", notes),
        Figure("B13", "  of it: until it is in the cache", "ms", durable),
        Figure("B13", "window’s thread, and all that follows", "CPU ms", worked, (), "≤ 33"),
    ]


def _floor() -> list[float]:
    table = QTableWidget(10, 10)
    table.resize(800, 400)
    table.show()
    QTest.qWait(200)
    seen, took = Painted(table.viewport()), []
    for number in range(WARM + TIMES):
        begun = time.perf_counter()
        table.setItem(number % 10, 3, QTableWidgetItem(str(number)))
        took.append(_until(lambda: seen.at > begun, begun))  # noqa: B023 - asked at once
    table.close()
    return took[WARM:]


Found = tuple[list[float], list[float], list[float], list[int]]
"""Until it is kept, until painted, what the window's thread worked in all; how many cells were painted."""


def _board(app: QApplication, folder: Path) -> Found:
    """For each change."""
    heard: list[Callable[[Changes], None]] = []
    reading = station.reading()
    store = Store.open(
        folder / "c.db", station.KEY, reading, lambda now: [tell(now) for tell in heard].clear()
    )
    try:
        tasks = fill(store, SIZE)
        theme = Theme()
        dress(app, theme)
        desk = desk_of(folder, store, reading, theme, WallClock())
        heard.append(desk.hear)
        space = Workspace(desk)
        conductor = Conductor(desk, space.worklist, space.reading)
        views = ViewActs(desk, conductor, space)
        space.resize(1440, 900)
        space.show()
        views.board.show()
        tab = views.board.page.tab
        assert isinstance(tab, LiveTab)
        _until(lambda: bool(tab.pools.rows.rows), time.perf_counter())
        QTest.qWait(300)
        found = _changes(store, tab, tasks)
        desk.leave()
        space.close()
        space.deleteLater()
        return found
    finally:
        store.close()


def _changes(store: Store, tab: LiveTab, tasks: list[bytes]) -> Found:
    seen, cells = Painted(tab.pools.viewport()), list[int]()
    told: list[float] = []
    tab.pools.rows.dataChanged.connect(lambda *_where: told.append(time.perf_counter()))
    durable, painted, worked = list[float](), list[float](), list[float]()
    for number in range(WARM + TIMES):
        news = _claimed(tasks[number])
        told.clear()
        begun, used = time.perf_counter(), time.thread_time()
        store.ingest([news]).result()
        durable.append((time.perf_counter() - begun) * 1000)
        painted.append(_until(lambda: bool(told) and seen.at > told[-1], begun))
        cells.append(len(told))
        QTest.qWait(_BETWEEN)
        worked.append((time.thread_time() - used) * 1000)
    return durable[WARM:], painted[WARM:], worked[WARM:], cells[WARM:]


def _until(done: Callable[[], bool], begun: float) -> float:
    """Milliseconds from `begun` until `done`, with the window alive."""
    while not done():
        QTest.qWait(1)
        if time.perf_counter() - begun > _LONG:
            raise AssertionError("it was never painted")
    return (time.perf_counter() - begun) * 1000


def fill(store: Store, size: clinic.Size, colleagues: Iterable[bytes] = ()) -> list[bytes]:
    """The clinic, with more people in it; gives the Tasks of its open work."""
    now, tasks = datetime.now(UTC), list[bytes]()
    people = _filed([*clinic.people(), *colleagues, *clinic.patients(size)])
    store.ingest(list(people), bulk=True).result()
    threads = clinic.conversations(size, now)
    while some := list(islice(threads, _LOAD)):
        tasks += [one.task for one in some if one.is_open]
        store.ingest(
            [*_filed(body for one in some for body in (*one.messages, one.task))], bulk=True
        ).result()
    return tasks


def _filed(bodies: Iterable[bytes]) -> Iterator[Filed]:
    return (filed(decode(body)) for body in bodies)


def _claimed(task: bytes) -> Filed:
    """The same Task, given to somebody just now."""
    body: dict[str, Any] = msgspec.json.decode(task)
    now = datetime.now(UTC).isoformat()
    body["status"] = "accepted" if body["status"] != "accepted" else "on-hold"
    body["owner"] = {"reference": clinic.NURSE, "display": "Nurse Bench"}
    body["meta"] = {"lastUpdated": now, "versionId": "2"}
    return filed(decode(msgspec.json.encode(body)))


def desk_of(folder: Path, store: Store, reading: Reading, theme: Theme, clock: Clock) -> Desk:
    """A supervisor's, without a server."""
    actor = msgspec.structs.replace(station.ACTOR, role=Role.SUPERVISOR)
    known = pools.pools(store.reader())
    file = resources.path("starter", "policy.json")
    promises = Promises(parse(file.read_bytes(), file.name), known, clock)
    bus = Bus(store, lambda one: thread(store.reader(), reading, one), actor, clock, promises.of)
    return Desk(
        actor=actor,
        clock=clock,
        store=store,
        sync=_Nobody(),  # type: ignore[arg-type]
        bus=bus,
        undo=Undo(bus, store),
        theme=theme,
        keys=OwnKeys(resources.path("keymaps", "default.toml"), folder / "keys.toml", COMMANDS),
        copies=Copies(folder),
        kit=lambda: load_kit(resources.path("starter")),
        promises=lambda: promises,
        interpreter=lambda: reading,
    )
