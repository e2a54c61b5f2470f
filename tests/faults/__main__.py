"""`python -m tests.faults`: the oracle. Days of three nurses in which everything goes wrong, each judged."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from tests.faults import small_clinic
from tests.faults.day import THREADS
from tests.faults.oracle import run
from tests.in_short import complain_in_short

PROFILES = ("plain", "strict")
BUILD = Path("build")


def main() -> int:
    """Run the days on both portals and print what happened in them."""
    asked = _parser().parse_args()
    complain_in_short()
    begun = time.monotonic()
    counted: dict[str, dict[str, int]] = {}
    for at, profile in enumerate(PROFILES):
        with tempfile.TemporaryDirectory(prefix="clinic-") as folder:
            seeded = small_clinic.make(Path(folder) / "portal.db", THREADS, profile)
            days = (asked.schedules + len(PROFILES) - 1 - at) // len(PROFILES)
            number = asked.seed * len(PROFILES) + at
            counted[profile] = dict(run(seeded, profile, days, number, shrink=asked.shrink))
    _say(counted, time.monotonic() - begun)
    BUILD.mkdir(exist_ok=True)
    (BUILD / "oracle.json").write_text(json.dumps({"seed": asked.seed, **counted}, indent=1))
    return 0


def _say(counted: dict[str, dict[str, int]], seconds: float) -> None:
    lines = [f"Oracle: every word accounted for, every screen true, in {seconds:.0f} s"]
    lines.append(f"  {'':34}" + "".join(f"{profile:>9}" for profile in PROFILES))
    for what in sorted({name for each in counted.values() for name in each}, key=_place):
        lines.append(f"  {what:34}" + "".join(f"{counted[profile].get(what, 0):9}" for profile in PROFILES))
    sys.stdout.write("\n".join(lines) + "\n")


def _place(what: str) -> tuple[int, str]:
    first = ("schedules", "steps", "acts", "faults struck")
    return (first.index(what) if what in first else len(first), what)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--schedules", type=int, default=60, help="days to try (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="other days for each (default: %(default)s)")
    parser.add_argument("--shrink", action="store_true", help="look for the shortest day that fails")
    return parser


if __name__ == "__main__":
    sys.exit(main())
