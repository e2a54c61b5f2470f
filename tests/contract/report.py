"""The table that people read and the JSON that machines compare."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from tests.contract.finding import Finding, Verdict

WIDTH = 118


class Line(msgspec.Struct, frozen=True):
    """One check and what it found."""

    area: str
    name: str
    finding: Finding
    seconds: float


class Report(msgspec.Struct, frozen=True):
    """One run. Names servers, versions and counts; no patient, no token, no person."""

    server: str
    software: str
    how: str
    """How it was signed in."""
    lines: tuple[Line, ...]
    lacking: dict[str, str] = {}
    """What the program's own Connection view says is missing, and what it costs."""
    stays: dict[str, int] = {}
    """What could not be taken away again."""
    remarks: tuple[str, ...] = ()

    @property
    def failed(self) -> tuple[Line, ...]:
        """What the program relies on and does not have."""
        return tuple(line for line in self.lines if line.finding.verdict is Verdict.FAILS)

    @property
    def status(self) -> int:
        """Of the process: 0 when all that is relied on holds."""
        return 1 if self.failed or not self.lines else 0


def as_json(reports: Sequence[Report]) -> bytes:
    """All runs, with their statuses."""
    runs = [{**msgspec.to_builtins(report), "status": report.status} for report in reports]
    return msgspec.json.format(msgspec.json.encode(runs), indent=2) + b"\n"


def table(report: Report) -> str:
    """What to print."""
    return "\n".join([*_head(report), *_body(report.lines), *_foot(report)])


def _head(report: Report) -> Iterable[str]:
    yield f"{report.software or 'A server'} at {report.server}, by {report.how}"


def _body(lines: Iterable[Line]) -> Iterable[str]:
    area = ""
    for line in lines:
        if line.area != area:
            area = line.area
            yield f"\n{area}"
        finding = line.finding
        words = f"[{finding.whose}] {finding.words}" if finding.whose else finding.words
        wrapped = textwrap.wrap(words, WIDTH - 58) or [""]
        yield f"  {line.name:<42}{finding.verdict:<13}{wrapped[0]}"
        yield from (f"{'':<57}{more}" for more in wrapped[1:])


def _foot(report: Report) -> Iterable[str]:
    counts = Counter(line.finding.verdict for line in report.lines)
    told = ", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict])
    seconds = sum(line.seconds for line in report.lines)
    yield f"\n{len(report.lines)} checks in {seconds:.1f} s: {told or 'none made'}."
    yield from (f"Lacks: {what}. {cost}" for what, cost in report.lacking.items())
    yield from report.remarks
    if report.stays:
        yield (
            "Stays on the server: "
            + ", ".join(f"{n} {what}" for what, n in sorted(report.stays.items()))
            + "."
        )
    yield (
        "All that the program relies on holds."
        if not report.status
        else "Something it relies on does not hold."
    )
