"""Figures: medians and percentiles of what was timed, the table, and the record beside it."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One line of the table. `floor` is the same thing done by the least that can do it, in the same run."""

    measure: str
    what: str
    unit: str
    values: Sequence[float]
    floor: Sequence[float] = ()
    target: str = ""
    notes: dict[str, float | str] = field(default_factory=dict)

    @property
    def median(self) -> float:
        return percentile(self.values, 50)

    @property
    def ratio(self) -> float | None:
        """How many times the floor; None without one."""
        floor = percentile(self.floor, 50)
        return self.median / floor if floor else None


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that `percent` of all do not exceed; of the median, the usual middle. 0 of none."""
    if not values:
        return 0.0
    if percent == 50:
        return statistics.median(values)
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def table(figures: Sequence[Figure]) -> str:
    """What a person reads."""
    heads = ("", "what", "unit", "n", "median", "p95", "p99", "floor", "× floor", "target")
    lines = [heads, *(_line(one) for one in figures)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(heads))]
    return "\n".join(_aligned(line, widths) for line in lines)


def _aligned(line: Sequence[str], widths: Sequence[int]) -> str:
    """Words to the left, numbers to the right."""
    cells = zip(line, widths, strict=True)
    words = (0, 1, 2, 9)
    return "  ".join(
        cell.ljust(width) if at in words else cell.rjust(width) for at, (cell, width) in enumerate(cells)
    ).rstrip()


def _line(one: Figure) -> tuple[str, ...]:
    many = len(one.values) > 4
    return (
        one.measure,
        one.what,
        one.unit,
        str(len(one.values)),
        f"{one.median:.1f}",
        f"{percentile(one.values, 95):.1f}" if many else "",
        f"{percentile(one.values, 99):.1f}" if many else "",
        f"{percentile(one.floor, 50):.1f}" if one.floor else "",
        f"{one.ratio:.1f}" if one.ratio else "",
        one.target,
    )


def record(file: Path, figures: Sequence[Figure], about: dict[str, object]) -> None:
    """Write everything as JSON: every single value, on which machine, of which commit, under what load."""
    told = {**about, "at": datetime.now(UTC).isoformat(), "commit": _commit(), "machine": _machine()}
    told["load"] = os.getloadavg()
    told["figures"] = [
        asdict(one)
        | {"median": one.median, "p95": percentile(one.values, 95), "p99": percentile(one.values, 99)}
        | {"floor_median": percentile(one.floor, 50) if one.floor else None, "ratio": one.ratio}
        for one in figures
    ]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(told, indent=1) + "\n")


def _machine() -> dict[str, object]:
    cpu = Path("/proc/cpuinfo").read_text() if sys.platform == "linux" else ""
    model = next((line.partition(":")[2].strip() for line in cpu.splitlines() if "model name" in line), "")
    return {
        "system": platform.platform(),
        "processor": model or platform.processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }


def _commit() -> str:
    def git(*arguments: str) -> str:
        return subprocess.run(["git", *arguments], capture_output=True, text=True, check=False).stdout.strip()

    changed = "+changed" if git("status", "--porcelain", "--untracked-files=no", "inbox") else ""
    return git("rev-parse", "--short", "HEAD") + changed
