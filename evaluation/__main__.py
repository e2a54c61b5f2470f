"""`python -m evaluation`: prints the figures, writes build/eval.json. Counts only, no texts."""

from __future__ import annotations

import argparse
import json
import platform
import sys
from pathlib import Path
from typing import Any

from evaluation import forecast, habits, kinds
from evaluation.red_flags import Judged, Line, judged, line, lines
from evaluation.texts import PARTS, Text, everyday, labelled, own
from inbox.domain import asks
from inbox.domain.red_flags import Rules, read_folder

RULES = Path("resources/red_flags")
SIGNS = Path("resources/asks")
RECORD = Path("build/eval.json")
LONG = 2_000
"""Characters of the message whose time is held to a target (B12)."""


def said(text: str = "") -> None:
    sys.stdout.write(text + "\n")


def told(title: str, figures: list[Line]) -> dict[str, Any]:
    """Print one table and give its record."""
    said(f"\n{title}")
    heads = ("sensitivity", "specificity", "level right", "flags/100", "level 1/100", "µs median", "p95")
    said(f"  {'':34}{'n':>5}  " + "".join(f"{head:>28}" for head in heads[:3]) + "  ".join(("", *heads[3:])))
    for each in figures:
        shares = "".join(f"{share.told():>28}" for share in (each.sensitivity, each.specificity, each.level))
        rates = f"{each.flags.percent:9.1f}  {each.level_1.percent:11.1f}"
        said(
            f"  {each.name[:33]:34}{each.n:>5}  {shares}  {rates}"
            f"  {each.times.median:9.0f}  {each.times.p95:.0f}"
        )
    return {each.name: each.record() for each in figures}


def own_cases(rules: Rules, part: str) -> dict[str, Any]:
    """One part of the project's own cases: together, by family, by kind."""
    items = judged(rules, own(part))
    if not items:
        said(f"\nOwn cases, {part}: skipped, there are none.")
        return {}
    return {
        "all": told(f"Own cases, {part}", [line("all", items)]),
        "family": told(f"Own cases, {part}, by family", lines(items, lambda text: text.source)),
        "kind": told(f"Own cases, {part}, by kind", lines(items, lambda text: text.kind)),
    }


def given(rules: Rules, data: Path | None) -> dict[str, Any]:
    """The labelled texts of a folder, where they are."""
    record: dict[str, Any] = {}
    for title, file, texts in (
        ("Urgency", "urgency.jsonl", labelled),
        ("Everyday messages", "messages.jsonl", everyday),
    ):
        if data is None or not (data / "eval" / file).is_file():
            why = "no DATA folder is named" if data is None else f"there is no eval/{file} in it"
            said(f"\n{title}: skipped, {why}.")
            continue
        items: list[Judged] = judged(rules, texts(data / "eval"))
        record[file] = told(title, [line("all", items), *lines(items, lambda text: text.source)])
    return record


def long_message(rules: Rules) -> dict[str, Any]:
    """The time of a message of LONG characters, made of dangers and chatter from the cases."""
    cases = list(own("dev"))
    danger = " ".join(case.text for case in cases[::97])[: LONG // 5]
    chatter = " ".join(case.text for case in cases if case.source == "everyday")
    text = Text("long", "long", "", f"{danger} {chatter}"[:LONG])
    judged(rules, [text])
    timed = judged(rules, [text] * 200)
    return told(f"A message of {LONG} characters", [line("with dangers in it", timed)])


def main() -> None:
    """Evaluate, print, write."""
    asked = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    asked.add_argument("--data", type=Path, default=None, help="a folder with eval/*.jsonl")
    data = asked.parse_args().data
    rules = read_folder(RULES)
    said(f"Red flags: {len(rules.rules)} rules, version {rules.version}")
    record = {
        "rules": {"n": len(rules.rules), "version": rules.version},
        "machine": {"python": platform.python_version(), "system": platform.platform()},
        **{part: own_cases(rules, part) for part in PARTS},
        "data": given(rules, data),
        "long": long_message(rules),
        "kinds": kinds.told(asks.read_folder(SIGNS), data, said),
        "habits": habits.told(data, said),
        "forecast": forecast.told(said),
    }
    RECORD.parent.mkdir(exist_ok=True)
    RECORD.write_text(json.dumps(record, indent=2) + "\n")
    said(f"\nWritten to {RECORD}.")


if __name__ == "__main__":
    main()
