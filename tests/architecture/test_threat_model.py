"""The threat model names tests, and those are there; what it names no test for, it gives a reason for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "docs" / "threat-model.md"
_NAMED = re.compile(r"`(test_\w+)`")
_DEFINED = re.compile(r"^(?:async )?def (test_\w+)", re.MULTILINE)


def rows() -> list[list[str]]:
    """The lines of all tables that say how a defence is known, heads left out."""
    found: list[list[str]] = []
    counts = False
    for line in MODEL.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            counts = False
        elif cells[-1] == "Known by":
            counts = True
        elif counts and set(line) - set("|- "):
            found.append(cells)
    return found


def defined() -> set[str]:
    """The names of all tests."""
    return {name for path in (ROOT / "tests").rglob("*.py") for name in _DEFINED.findall(path.read_text())}


def test_every_defence_names_a_test_that_is_there_or_the_reason_why_none_is() -> None:
    known = defined()
    assert len(rows()) >= 10
    for threat, _defence, by in rows():
        named = _NAMED.findall(by)
        assert named or by.startswith("no test:"), f"{threat}: says neither a test nor a reason"
        assert set(named) <= known, f"{threat}: {set(named) - known} is not there"


@pytest.mark.parametrize("heading", ["What is worth protecting", "People to reckon with", "Where trust ends"])
def test_it_says_what_for_against_whom_and_where(heading: str) -> None:
    assert f"## {heading}\n" in MODEL.read_text("utf-8")
