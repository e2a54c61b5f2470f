"""A person's own keys: a file laid over the defaults, read, changed and written back."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path

import msgspec

from inbox.domain.errors import Refused
from inbox.domain.words import tr
from inbox.shortcuts.keymap import Keymap, load_keymap
from inbox.shortcuts.keymap_file import Entry, entries_of, read_entries
from inbox.shortcuts.keys import KeySequence
from inbox.shortcuts.problems import FileProblem
from inbox.shortcuts.rebind import Keys, Place
from inbox.shortcuts.toml_edit import with_entry
from inbox.shortcuts.toml_file import parse_toml


class Row(msgspec.Struct, frozen=True):
    """A command in a part of the window with its keys in force, and those it comes with."""

    place: Place
    keys: Keys
    usual: Keys

    @property
    def changed(self) -> bool:
        """Whether this person has it otherwise."""
        return self.keys != self.usual


class OwnKeys:
    """The keymap in force for one person. `file` need not exist; without one nothing can be changed."""

    def __init__(self, defaults: Path, file: Path | None, commands: Collection[str]) -> None:
        self._defaults, self._file, self._commands = defaults, file, commands
        self._usual = {
            Place(entry.scope, entry.command): tuple(KeySequence.parse(keys) for keys in entry.keys)
            for entry in read_entries(defaults)[0]
        }
        self.keymap = Keymap()
        self.problems: list[FileProblem] = []
        self.read()

    def read(self) -> None:
        """Let what the file says now be in force."""
        self.keymap, self.problems = load_keymap(self._defaults, self._file, self._commands)

    @property
    def file(self) -> Path | None:
        """Where they are kept."""
        return self._file

    def rows(self) -> list[Row]:
        """Every command in every part of the window it may be asked for in, as the defaults list them."""
        held: dict[Place, list[KeySequence]] = {place: [] for place in self._usual}
        for binding in self.keymap.bindings:
            held.setdefault(Place(binding.scope, binding.command), []).append(binding.keys)
        return [Row(place, tuple(keys), self._usual.get(place, ())) for place, keys in held.items()]

    def keep(self, changes: Mapping[Place, Keys]) -> None:
        """Write `changes` into the file and let them be in force. What is as usual needs no line.

        Raises Refused when the file cannot be read or written; then nothing has changed.
        """
        before = self._text()
        file = parse_toml(before, self._named)
        if file.problem is not None:
            raise Refused(tr("{problem} Correct it first, or put all keys back.", problem=file.problem))
        wanted = _keys_by_place(entries_of(file, self._named)[0])
        text = before
        for place, keys in changes.items():
            written = None if keys == self._usual.get(place, ()) else tuple(str(one) for one in keys)
            text = with_entry(text, *place, written)
            wanted.pop(place, None)
            if written is not None:
                wanted[place] = written
        if _keys_by_place(entries_of(parse_toml(text, ""), "")[0]) != wanted:
            self._set_aside()  # written in a way of its own: all of it is written anew, in ours
            text = ""
            for place, texts in wanted.items():
                text = with_entry(text, *place, texts)
        self._write(text)
        self.read()

    def put_all_back(self) -> None:
        """Every command has its usual keys; the file is kept beside under another name. Raises Refused."""
        self._set_aside()
        self.read()

    @property
    def _named(self) -> str:
        return self._file.name if self._file else ""

    def _text(self) -> str:
        if self._file is None:
            raise Refused(tr("Keys cannot be changed here."))
        try:
            return self._file.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError) as error:
            raise Refused(tr("{file} cannot be read, so nothing was changed.", file=self._named)) from error

    def _set_aside(self) -> None:
        if self._file is None or not self._file.exists():
            return
        try:
            self._file.replace(self._file.with_name(f"{self._named}.before"))
        except OSError as error:
            raise Refused(
                tr("{file} cannot be renamed, so nothing was changed.", file=self._named)
            ) from error

    def _write(self, text: str) -> None:
        """All of it or nothing, whenever the power fails."""
        assert self._file is not None
        new = ""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", dir=self._file.parent, prefix=self._named, delete=False
            ) as file:
                new = file.name
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(new).replace(self._file)
        except OSError as error:
            if new:
                Path(new).unlink(missing_ok=True)
            raise Refused(
                tr("{file} cannot be written, so nothing was changed.", file=self._named)
            ) from error


def _keys_by_place(entries: Collection[Entry]) -> dict[Place, tuple[str, ...]]:
    return {Place(entry.scope, entry.command): entry.keys for entry in entries}
