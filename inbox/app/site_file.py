"""The site file: where it is, and what is in it. A bad one never stops the program; it is explained."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_type_hints
from urllib.parse import urlsplit

import msgspec

from inbox.domain import resources, typed
from inbox.domain.site import Site, SiteClinic, SiteFile, SiteMinutes, SitePortal, SiteServer
from inbox.domain.words import tr
from inbox.fhir.door import is_loopback
from inbox.shortcuts.problems import FileProblem
from inbox.shortcuts.toml_file import TomlFile, read_toml

Table = TypeVar("Table", bound=msgspec.Struct)

NAME = "site.toml"
EXAMPLE = ("starter", NAME)
_TABLES = ("portal", "clinic", "server", "minutes")


def load_site(asked: Path | None, own_files: Path) -> SiteFile:
    """The site file that counts: the one `asked` for, else one beside the person's files, else the
    computer's. Without any there is nothing to say, and nothing wrong."""
    if asked is not None:
        return read_site(asked)
    there = next((one for one in (own_files / NAME, of_this_computer()) if one.exists()), None)
    return read_site(there) if there is not None else SiteFile(place=str(of_this_computer()))


def of_this_computer() -> Path:
    """Where an administrator puts the site file for everybody on this computer."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA") or r"C:\ProgramData") / "Inbox Workstation" / NAME
    if sys.platform == "darwin":
        return Path("/Library/Application Support/Inbox Workstation") / NAME
    return Path("/etc/inbox-workstation") / NAME


def read_site(path: Path) -> SiteFile:
    """What the file at `path` says. One wrong entry is explained and left out; the others count."""
    file = read_toml(path)
    if file.problem is not None:
        return SiteFile(path=str(path), problems=(str(file.problem),))
    reading = _Reading(path.name, file)
    site = Site(
        portal=reading.table("portal", SitePortal),
        clinic=reading.table("clinic", SiteClinic),
        server=reading.table("server", SiteServer),
        minutes=reading.table("minutes", SiteMinutes),
    )
    reading.note_unknown_tables()
    return SiteFile(site, str(path), problems=tuple(map(str, reading.problems)))


class _Reading:
    """Takes a file apart and collects what is wrong with it."""

    def __init__(self, name: str, file: TomlFile) -> None:
        self._name = name
        self._file = file
        self.problems: list[FileProblem] = []

    def table(self, table: str, shape: type[Table]) -> Table:
        """The entries of one table that can be used."""
        entries = self._file.tables.get(table, {})
        if not isinstance(entries, dict):
            self._wrong("", table, tr("Write it as a table: [{table}] on a line of its own.", table=table))
            return shape()
        hints = get_type_hints(shape, include_extras=True)
        return shape(**dict(self._fitting(table, entries, hints)))

    def note_unknown_tables(self) -> None:
        """What stands in a table that means nothing here."""
        for table, value in self._file.tables.items():
            if table in _TABLES:
                continue
            if isinstance(value, dict):
                self._wrong(table, "", _unknown(table, _TABLES))
            else:
                self._wrong("", table, tr("Write it below the table it belongs to, such as [clinic]."))

    def _fitting(
        self, table: str, entries: Mapping[str, object], hints: Mapping[str, Any]
    ) -> Iterator[tuple[str, object]]:
        for name, value in entries.items():
            if name not in hints:
                self._wrong(table, name, _unknown(name, hints))
                continue
            try:
                fitting = typed.convert(value, hints[name])
            except msgspec.ValidationError as error:
                self._wrong(table, name, _explained(error, table, name))
                continue
            if name == "address" and not _may_be_spoken_to(str(value)):
                self._wrong(table, name, tr("Only encrypted addresses (https://…) are used."))
                continue
            yield name, fitting

    def _wrong(self, table: str, entry: str, sentence: str) -> None:
        lines = self._file.lines
        line = lines.get((table, entry)) or lines.get(("", table)) or lines.get((table, ""))
        named = f"[{table}] {entry}".strip() if table else entry
        self.problems.append(FileProblem(self._name, sentence, entry=named, line=line))


def _unknown(name: str, known: Mapping[str, Any] | tuple[str, ...]) -> str:
    """What to do about a name that means nothing."""
    if near := get_close_matches(name, list(known), n=1):
        return tr("Nothing is called so. Did you mean “{near}”?", near=near[0])
    return tr("Nothing is called so. There are: {known}.", known=", ".join(known))


def _explained(error: msgspec.ValidationError, table: str, name: str) -> str:
    """What is wrong with a value, and a value that would be right."""
    example = read_toml(resources.path(*EXAMPLE)).tables[table][name]
    written = f'"{example}"' if isinstance(example, str) else str(example).lower()
    return tr("{what}. Write it like this: {name} = {example}", what=error, name=name, example=written)


def _may_be_spoken_to(address: str) -> bool:
    """Whether it is TLS, or this very computer."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)))
