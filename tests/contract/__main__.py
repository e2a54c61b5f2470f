"""`python -m tests.contract`: the program's own client against any FHIR R4 server, or the sandbox portal."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence

from tests.contract.asked import asked
from tests.contract.report import as_json, table
from tests.contract.run import run
from tests.contract.sandbox import sandbox


def main(arguments: Sequence[str] | None = None) -> int:
    """Try each server that was asked for, print what holds, write the JSON. Gives the exit status."""
    wanted = asked(arguments, os.environ)
    reports = []
    for one in [wanted] if wanted.url else []:
        reports.append(asyncio.run(run(one, _progress)))
    for kind in wanted.sandbox:
        with sandbox(kind, wanted) as one:
            reports.append(asyncio.run(run(one, _progress)))
    _progress("")
    for report in reports:
        sys.stdout.write(f"{table(report)}\n\n")
    wanted.out.parent.mkdir(parents=True, exist_ok=True)
    wanted.out.write_bytes(as_json(reports))
    return max((report.status for report in reports), default=1)


def _progress(name: str) -> None:
    """Which check is being made, where somebody watches."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{name:<60}\r")
        sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
