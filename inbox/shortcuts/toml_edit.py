"""Changing single entries of a TOML file that a person keeps, with comments and order left alone."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence

from inbox.shortcuts.toml_file import parse_toml


def with_entry(text: str, table: str, entry: str, values: Sequence[str] | None) -> str:
    """`text` with `entry` of `table` set to one text or a list of them; None takes its lines out.

    A remark at the end of the line stays. Entries written in another way than `entry = …` under `[table]`
    are not found: whoever calls reads the outcome again.
    """
    lines, places = text.splitlines(), parse_toml(text, "").lines
    written = None if values is None else f"{entry} = {_written(values)}"
    if (number := places.get((table, entry))) is not None:
        first = number - 1
        end = _end(lines, first)
        remark = _remark(lines[first]) if end == first + 1 else ""
        lines[first:end] = [] if written is None else [written + remark]
    elif written is not None:
        heading = places.get((table, ""))
        if heading is None:
            lines += [*([""] if lines and lines[-1].strip() else []), f"[{table}]"]
        at = len(lines) if heading is None else _last_of(lines, heading)
        lines.insert(at, written)
    return "\n".join(lines) + "\n" if lines else ""


def _written(values: Sequence[str]) -> str:
    texts = ['"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values]
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"


def _is_whole(lines: Sequence[str]) -> bool:
    try:
        tomllib.loads("\n".join(lines))
    except (tomllib.TOMLDecodeError, RecursionError):
        return False
    return True


def _end(lines: Sequence[str], first: int) -> int:
    """The line after an entry that begins at `first`: a list may go over several."""
    ends = range(first + 1, len(lines) + 1)
    return next((end for end in ends if _is_whole(lines[first:end])), first + 1)


def _remark(line: str) -> str:
    """What stands after the value from "#" on, with the blanks before it."""
    for sign in re.finditer(r"\s*#", line):
        if _is_whole([line[: sign.start()]]):
            return line[sign.start() :]
    return ""


def _last_of(lines: Sequence[str], heading: int) -> int:
    """Where a new entry goes, below the others of the table whose heading is line `heading`, from 1."""
    rest = enumerate(lines[heading:], start=heading)
    end = next((n for n, line in rest if re.match(r"\s*\[", line)), len(lines))
    while end > heading and not lines[end - 1].strip():
        end -= 1
    return end
