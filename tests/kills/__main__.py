"""`python -m tests.kills`: kill -9 at named points, of real processes, judged by the portal's own records."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.faults import small_clinic
from tests.faults.small_clinic import Seeded
from tests.faults.witness import Judgement
from tests.in_short import complain_in_short
from tests.journeys.portal_process import PortalProcess
from tests.kills.trial import POINTS, Trial

BUILD = Path("build")
PROFILES = ("strict", "plain")
"""In turn."""

Row = dict[str, int]


def main() -> int:
    """Kill at every point, print the table, and give 1 where a word was lost, doubled or out of order."""
    asked = _parser().parse_args()
    complain_in_short()
    begun = time.monotonic()
    names = [name for name in POINTS if asked.only in name]
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        there = Path(folder)
        clinics = {
            profile: small_clinic.make(there / f"{profile}.db", max(4, asked.times), profile)
            for profile in PROFILES
        }
        table = {}
        for name in names:
            table[name] = _row(name, clinics, asked.times, Path(tempfile.mkdtemp(dir=there)))
    _say(table, time.monotonic() - begun)
    BUILD.mkdir(exist_ok=True)
    (BUILD / "kills.json").write_text(json.dumps(table, indent=1))
    return int(any(count for row in table.values() for what, count in row.items() if what != "kills"))


def _row(name: str, clinics: dict[str, Seeded], times: int, folder: Path) -> Row:
    verdict, kills = Judgement(), 0
    for at, profile in enumerate(PROFILES):
        numbers = range(at, times, len(PROFILES))
        if not numbers:
            continue
        here = folder / profile
        here.mkdir(parents=True)
        database = here / "portal.db"
        shutil.copy(clinics[profile].database, database)
        portal = PortalProcess(database, profile)
        portal.start()
        try:
            for number in numbers:
                trial = Trial(portal, database, clinics[profile], number, here / f"computer-{number}")
                try:
                    POINTS[name](trial)
                    verdict += trial.ends()
                except BaseException as error:
                    error.add_note(f"killed: {name}, number {number}, {profile} portal")
                    error.add_note("The diary ends:\n  " + "\n  ".join(trial.computer.diary()[-20:]))
                    raise
                finally:
                    trial.computer.pull_the_plug()
                kills += trial.kills
        finally:
            portal.close()
    return {
        "kills": kills,
        "lost": len(verdict.lost),
        "doubled": len(verdict.doubled),
        "out of order": len(verdict.out_of_order),
        "never asked for": len(verdict.unasked),
    }


def _say(table: dict[str, Row], seconds: float) -> None:
    heads = list(next(iter(table.values())))
    lines = [f"Killed with kill -9, judged by the portal's records, in {seconds:.0f} s"]
    lines.append(f"  {'':32}" + "".join(f"{head:>16}" for head in heads))
    for name, row in table.items():
        lines.append(f"  {name:32}" + "".join(f"{row[head]:16}" for head in heads))
    total = {head: sum(row[head] for row in table.values()) for head in heads}
    lines.append(f"  {'together':32}" + "".join(f"{total[head]:16}" for head in heads))
    sys.stdout.write("\n".join(lines) + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="at each point (default: %(default)s)")
    parser.add_argument("--only", default="", help="points whose name has this in it")
    return parser


if __name__ == "__main__":
    sys.exit(main())
