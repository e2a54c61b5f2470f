"""A text or CSV file as rows of name, title and text, whatever its encoding, separator and columns.

Nothing in such a file is trusted: it is bounded in size, and read as text only.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from inbox.domain.words import tr, trn

LARGEST: Final = 4 * 1024 * 1024
"""Bytes a file may have."""
MOST: Final = 2000
"""Rows a file may have."""
LONGEST: Final = 20_000
"""Characters a cell may have, as many as a reply."""

_NAMES: Final = ("name", "abbreviation", "abbrev", "abbr", "shortcut", "short name", "dot phrase",
                 "dotphrase", "smartphrase", "trigger", "keyword", "code", "nombre", "atajo",
                 "abreviatura")  # fmt: skip
_TITLES: Final = ("title", "description", "short description", "label", "título", "titulo", "descripción")
_TEXTS: Final = ("text", "content", "contents", "body", "expansion", "phrase", "phrase text", "template",
                 "message", "replacement", "texto", "contenido", "mensaje")  # fmt: skip
_SEPARATORS: Final = ",;\t|"
_HEAD: Final = re.compile(r"\.([A-Za-z][\w-]{0,60})[ \t]*:?[ \t]*$")
"""A line that holds a name and nothing else: what follows is its text."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
"""Signs that no text has."""
_UNSEEN: Final = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Signs that hide or reorder: they go."""


class NotAList(ValueError):
    """The file is no list of phrases: the sentence says why, and what would be one."""


class Row(NamedTuple):
    """One entry as the file has it."""

    line: int
    """Where it begins in the file, from 1."""
    name: str
    title: str
    text: str


def rows(body: bytes) -> list[Row]:
    """The entries of a file. Raises `NotAList`."""
    if len(body) > LARGEST:
        raise NotAList(tr("The file is larger than {n} MB. Split it.", n=LARGEST // 1024**2))
    text = decoded(body)
    found = list(_blocks(text)) or list(_cells(text))
    if not found:
        raise NotAList(
            tr("No phrases were found. A list has a name and a text on a line, with a comma or tab between.")
        )
    if len(found) > MOST:
        raise NotAList(
            trn("The file has {n} phrase", "The file has {n} phrases", len(found))
            + " "
            + tr("and at most {n} are read at once. Split it.", n=MOST)
        )
    return found


def decoded(body: bytes) -> str:
    """The file as text: UTF-8 and UTF-16 with or without their mark, else Windows-1252. Raises `NotAList`."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in body[:400]:
        zeros = {at % 2 for at, byte in enumerate(body[:400]) if not byte}
        encodings = ["utf-16-le"] if zeros == {1} else ["utf-16-be"] if zeros == {0} else []
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return re.sub(r"\r\n?|[\x0b\x0c]", "\n", _UNSEEN.sub("", text))
    raise NotAList(tr("This is no text file. Save the list as CSV or as plain text, and bring that."))


def _blocks(text: str) -> Iterator[Row]:
    """Entries of which each begins with its name on a line of its own; none when the file is otherwise."""
    lines = text.split("\n")
    heads = [(n, found[1]) for n, line in enumerate(lines) if (found := _HEAD.fullmatch(line))]
    if not heads or any(line.strip() for line in lines[: heads[0][0]]):
        return
    ends = [n for n, _ in heads[1:]] + [len(lines)]
    for (start, name), end in zip(heads, ends, strict=True):
        yield Row(start + 1, name, "", "\n".join(lines[start + 1 : end]).strip())


def _cells(text: str) -> Iterator[Row]:
    """Entries of a table."""
    records = list(_records(text))
    if not records:
        return
    columns = _named_columns(records[0][1])
    if columns is None:
        columns = _guessed_columns([cells for _, cells in records])
    else:
        records = records[1:]
    name, title, content = columns
    for line, cells in records:
        entry = Row(line, _cell(cells, name), _cell(cells, title), _cell(cells, content))
        if entry.name or entry.text:
            yield entry


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines of a table as cells, each with where it begins."""
    before = csv.field_size_limit(LARGEST)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=False)
        begins = 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise NotAList(tr("The table cannot be read: {why}.", why=error)) from error
    finally:
        csv.field_size_limit(before)


def _separator(text: str) -> str:
    """The sign between the cells: the one that gives the most lines an equal number of cells."""

    def fits(sign: str) -> tuple[int, int]:
        widths = [
            len(cells) for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=sign) if cells
        ]
        several = [width for width in widths if width > 1]
        return (max((several.count(width) for width in set(several)), default=0), -len(set(several)))

    sample = text[:20_000]
    return max(_SEPARATORS, key=fits)


def _named_columns(head: Sequence[str]) -> tuple[int, int, int] | None:
    """Where name, title and text stand, by the words of the first line; None when it names no columns."""
    words = [re.sub(r"[\s_-]+", " ", cell).strip().casefold() for cell in head]

    def at(known: Sequence[str]) -> int:
        return next((words.index(one) for one in known if one in words), -1)

    name, title, text = at(_NAMES), at(_TITLES), at(_TEXTS)
    if name >= 0 and text < 0 and title >= 0:
        title, text = -1, title
    return (name, title, text) if name >= 0 and text >= 0 else None


def _guessed_columns(records: Sequence[Sequence[str]]) -> tuple[int, int, int]:
    """Without a first line that says so: the longest column is the text, of the others one like a name is it.

    Raises `NotAList` for a table of one column.
    """
    width = max(map(len, records))
    if width < 2:
        raise NotAList(
            tr("The list has one column only. It needs a name and a text, with a comma or a tab between.")
        )
    cells = [[_cell(record, n) for record in records] for n in range(width)]
    text = max(range(width), key=lambda n: (sum(map(len, cells[n])), n))
    others = [n for n in range(width) if n != text]
    name = max(others, key=lambda n: sum(bool(re.fullmatch(r"\.?\w[\w-]{0,60}", cell)) for cell in cells[n]))
    title = next((n for n in others if n != name and any(cells[n])), -1)
    return name, title, text


def _cell(cells: Sequence[str], at: int) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from reading it as a formula."""
    if not 0 <= at < len(cells):
        return ""
    return re.sub(r"^'(?=[=+\-@\t])", "", cells[at].strip())
