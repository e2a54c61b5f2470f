"""Phrases as a CSV file: any spreadsheet opens it, none takes a cell of it for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

from inbox.shortcuts.phrases.phrase import Phrase

_HEAD: Final = ("name", "title", "text", "kinds", "owner", "version", "review")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""Signs at the start of a cell that make a formula of it (OWASP, “CSV Injection”)."""


def as_csv(phrases: Iterable[Phrase]) -> bytes:
    """The phrases by name, in UTF-8 with its mark, so that spreadsheets read it as that.

    A cell that would be a formula has an apostrophe in front, which `table.rows` takes off again.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_HEAD)
    for one in sorted(phrases, key=lambda phrase: phrase.name):
        cells = (one.name, one.title, one.text, " ".join(one.kinds), one.owner.name, one.version, one.review)
        writer.writerow([_plain(str(cell)) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
