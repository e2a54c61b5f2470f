"""B2: a hundred new messages arrive at once: from the portal's answer to the list painted; and what looking
costs when there is nothing new."""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from pathlib import Path

import httpx
import msgspec

from bench import clinic, floor, usage
from bench.figures import Figure
from bench.journeys import Desk
from bench.screen import painted
from bench.station import KEY
from inbox.store import cipher

CHANGES, ROUNDS = 100, 5
_LOOKS = 3
_PATIENCE = 60.0
_TOP = (
    "SELECT thread, patient, subject FROM inbox_row WHERE stage <> 'done' "
    "ORDER BY band, due IS NULL, due, arrived LIMIT ?"
)


def b2(desk: Desk) -> list[Figure]:
    """In the conversations at the top of the list, so that all that is visible changes."""
    dice = random.Random(11)
    with desk.bare_window() as started:
        desk.until_still(started)
        paint = [desk.milliseconds("Down", [desk.screen.region(0, 0, 1440, 900)])[0] for _ in range(20)]
    with desk.at_work() as (at, cache), httpx.Client(base_url=desk.portal, trust_env=False) as portal:
        listed, _, _ = desk.parts()
        ours, floors = [], []
        for number in range(ROUNDS):
            news = _messages(cache, number, dice)
            floors.append(_floor(portal, desk.ready, news))
            ours.append(_shown(desk, portal, news, listed))
        looking = _looking(portal, at.process.pid)
    whole = [commit + shown for commit, shown in zip(floors, paint[-ROUNDS:], strict=True)]
    return [
        Figure("B2", f"{CHANGES} changes told → painted", "ms", ours, whole, "≤ 40; p95 ≤ 100"),
        Figure("B2", "a look that finds nothing", "CPU ms", looking, (), "≤ 5"),
    ]


def _messages(cache: Path, number: int, dice: random.Random) -> list[bytes]:
    """One from each patient whose conversation is at the top."""
    reader = cipher.connect(cache, KEY, read_only=True)
    try:
        top = reader.execute(_TOP, (CHANGES,)).fetchall()
    finally:
        reader.close()
    return [clinic.another(thread, patient, subject, number, dice) for thread, patient, subject in top]


def _arrive(portal: httpx.Client, news: list[bytes]) -> None:
    portal.post("/bench/arrive", content=b"[" + b",".join(news) + b"]").raise_for_status()


def _told(portal: httpx.Client) -> dict[str, float]:
    return msgspec.json.decode(portal.get("/bench/told").content, type=dict[str, float])


def _shown(desk: Desk, portal: httpx.Client, news: list[bytes], listed: object) -> float:
    """Milliseconds from the answer of the portal until the list has changed for the last time."""
    before = _told(portal)["at"]
    region = desk.parts()[0]
    _arrive(portal, news)
    begun = time.perf_counter()
    while (at := _told(portal)["at"]) == before:
        if time.perf_counter() - begun > _PATIENCE:
            raise SystemExit("Nobody asked for what has arrived.")
        region.changed()
        time.sleep(0.001)
    return painted(at, [region], limit=2.0)[0].last or 0.0


def _floor(portal: httpx.Client, ready: Path, news: list[bytes]) -> float:
    """Milliseconds to fetch the same, read it and keep it with its words, and no more than that."""
    with tempfile.TemporaryDirectory() as folder:
        data = floor.opened(shutil.copyfile(ready / "floor.db", Path(folder) / "floor.db"), KEY)
        at = data.execute("SELECT max(at) FROM body").fetchone()[0]
        _arrive(portal, news)
        address = "/Communication?_lastUpdated=gt2000&_sort=_lastUpdated"
        begun = time.perf_counter()
        told = msgspec.json.decode(portal.get(address).content)
        rows = [
            (entry["resource"]["id"], at + 1 + place, entry["resource"]["payload"][0]["contentString"])
            for place, entry in enumerate(told["entry"])
        ]
        data.execute("BEGIN IMMEDIATE")
        data.executemany("INSERT INTO body VALUES (?, ?, ?)", rows)
        data.executemany("INSERT INTO found (rowid, words) VALUES (?, ?)", [row[1:] for row in rows])
        data.execute("COMMIT")
        took = (time.perf_counter() - begun) * 1000
        data.close()
    return took if len(rows) == CHANGES else float("nan")


def _looking(portal: httpx.Client, process: int) -> list[float]:
    """Processor time of the whole program from one look to the next, with nothing to be found."""
    found = []
    for _ in range(_LOOKS):
        looks, used = _told(portal)["looks"], usage.cpu(process)
        while _told(portal)["looks"] == looks:
            time.sleep(0.05)
        found.append((usage.cpu(process) - used) * 1000)
    return found


ALL = {"B2": b2}
