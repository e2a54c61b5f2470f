"""Measures as comma-separated values that a spreadsheet cannot take for formulas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell may begin with that a spreadsheet runs. Source: OWASP, "CSV Injection"."""


def cell(text: str) -> str:
    """One value: never a formula, and quoted where it needs to be (RFC 4180)."""
    safe = f"'{text}" if text.startswith(_FORMULA) else text
    if any(sign in safe for sign in ',"\n\r\t'):
        doubled = safe.replace('"', '""')
        return f'"{doubled}"'
    return safe


def sheet(rows: Iterable[Sequence[str]]) -> str:
    """The rows as a file: lines end as RFC 4180 has it."""
    return "".join(",".join(map(cell, row)) + "\r\n" for row in rows)
