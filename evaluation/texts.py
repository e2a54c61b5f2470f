"""What is evaluated: the project's own cases, and the labelled texts in a folder that is given."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

CASES = Path("tests/red_flags/cases")

PARTS = ("dev", "held", "fresh", "fresh3-dev", "fresh3-held")
"""The parts of the project's own cases. Of those that are held nobody who writes rules reads a line."""


class Text(NamedTuple):
    """One message and what is wanted of it. `flag` None: nobody says; only how many are flagged is told."""

    source: str
    kind: str
    subject: str
    text: str
    age: float | None = None
    flag: bool | None = None
    level: int | None = None
    """The least serious level that will do."""


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def own(part: str) -> Iterator[Text]:
    """The project's cases of one of the PARTS, by family and by kind; none where there is no such folder."""
    for path in sorted((CASES / part).glob("*.jsonl")):
        for case in _lines(path):
            wanted = case["expect"] == "flag"
            level = case.get("level_at_least") or case["level"]
            subject, age = case.get("subject") or "", case.get("age")
            yield Text(path.stem, case["kind"], subject, case["text"], age, wanted, level)


def labelled(folder: Path) -> Iterator[Text]:
    """`urgency.jsonl`: emergent and severe are wanted, what is neither is not, uncertain is only counted."""
    for line in _lines(folder / "urgency.jsonl"):
        label = line["label"]
        wanted = True if label in ("emergent", "severe") else None
        yield Text(f"{line['source']} {label}", label, line.get("subject") or "", line["text"], flag=wanted)


def everyday(folder: Path) -> Iterator[Text]:
    """`messages.jsonl`: real people's questions, nearly all without danger: false alarms are counted."""
    for line in _lines(folder / "messages.jsonl"):
        yield Text(f"everyday {line['source']}", "everyday", line.get("subject") or "", line["text"])
