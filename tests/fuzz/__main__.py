"""`python -m tests.fuzz`: spoilt inputs through every door, for as long as asked. Writes build/fuzz.json.

A fault is anything that no one would have caught, and anything that takes longer than `PATIENCE`. What
caused it is kept in build/fuzz/, to become a case in tests/fuzz/cases/.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from types import FrameType

from tests.fuzz.doors import DOORS, SAYS, usual
from tests.fuzz.spoiling import LARGEST, spoilt
from tests.in_short import in_short

BUILD = Path("build/fuzz")
PATIENCE = 10
"""Seconds for one input: a machine that has other things to do too."""
TURN = 200
"""Inputs through one door before the next has its turn."""


class TooLong(BaseException):
    """No end in sight."""


def main() -> int:
    """Fuzz until the time is over. 1 when something was found."""
    asked = _parser().parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    inputs = [*usual(), *_given(asked.data)]
    signal.signal(signal.SIGALRM, _too_long)
    draw, begun = Random(asked.seed), time.monotonic()
    taken = {door: [body for body in inputs if _takes(door, body)] or inputs for door in asked.only or DOORS}
    counted: Counter[str] = Counter()
    found: dict[str, str] = {}
    while (spent := time.monotonic() - begun) < asked.seconds:
        for door in taken:
            until = time.monotonic() + asked.seconds / 20 / len(DOORS)
            for _ in range(TURN):
                if time.monotonic() > min(until, begun + asked.seconds):
                    break
                _try(door, spoilt(taken[door] if draw.random() < 0.8 else inputs, draw), found)
                counted[door] += 1
        _keep(asked.seed, len(inputs), spent, counted, found)
    _keep(asked.seed, len(inputs), time.monotonic() - begun, counted, found)
    sys.stdout.write(_said(counted, found, time.monotonic() - begun))
    return 1 if found else 0


def _takes(door: str, body: bytes) -> bool:
    """Whether it is meant for that door: then spoiling it gets far behind it."""
    try:
        DOORS[door](body)
    except SAYS:
        return False
    return True


def _try(door: str, body: bytes, found: dict[str, str]) -> None:
    signal.alarm(PATIENCE)
    try:
        DOORS[door](body)
    except SAYS:
        pass
    except (Exception, TooLong) as fault:  # noqa: BLE001 - this is what is looked for
        signal.alarm(0)
        told = f"{door}: {type(fault).__name__} {list(in_short(fault))[1].strip()}"
        if told not in found:
            name = f"{door.replace(' ', '_')}-{hashlib.sha256(body).hexdigest()[:10]}"
            (BUILD / name).write_bytes(body)
            found[told] = name
            sys.stdout.write("\n".join([name, *in_short(fault)]) + "\n")
            sys.stdout.flush()
    finally:
        signal.alarm(0)


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise TooLong


def _given(folder: Path | None) -> list[bytes]:
    """JSON of a folder, as further inputs to be spoilt."""
    files = sorted(folder.rglob("*.json")) if folder is not None else []
    return [path.read_bytes() for path in files if path.stat().st_size <= LARGEST // 8]


def _keep(seed: int, inputs: int, seconds: float, counted: Counter[str], found: dict[str, str]) -> None:
    record = {"seed": seed, "corpus": inputs, "seconds": round(seconds), "tried": sum(counted.values())}
    (BUILD.parent / "fuzz.json").write_text(
        json.dumps({**record, "doors": counted, "found": found}, indent=1)
    )


def _said(counted: Counter[str], found: dict[str, str], seconds: float) -> str:
    lines = [f"Fuzz: {sum(counted.values())} inputs in {seconds:.0f} s, {len(found)} faults"]
    lines += [f"  {door:24}{times:>10}" for door, times in counted.items()]
    return "\n".join([*lines, *(f"  {told}" for told in found)]) + "\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=120, help="how long (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="other inputs for each (default: %(default)s)")
    parser.add_argument("--data", type=Path, help="a folder with JSON to be spoilt besides our own")
    parser.add_argument("--only", nargs="*", choices=list(DOORS), help="some doors only")
    return parser


if __name__ == "__main__":
    sys.exit(main())
