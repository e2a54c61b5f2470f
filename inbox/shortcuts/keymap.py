"""Which keys ask for which command: the defaults with a person's own file laid over them.

A keymap file is TOML: a table for each scope, in it a command's id and its keys (one text or a list; an
empty list means no key). What a person's file says of a command in a scope replaces the default there.
Every mistake is reported and left out; the rest of the file counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import msgspec

from inbox.domain.words import tr
from inbox.shortcuts import scopes
from inbox.shortcuts.keymap_file import Entry, read_entries
from inbox.shortcuts.keys import Chord, KeyProblem, KeySequence
from inbox.shortcuts.problems import FileProblem
from inbox.shortcuts.trie import Trie

RESERVED: Final = frozenset(
    KeySequence.parse(keys).chords[0]
    for keys in (
        "Tab",
        "Shift+Tab",
        "Ctrl+A",
        "Ctrl+C",
        "Ctrl+V",
        "Ctrl+X",
        "Ctrl+Z",
        "Ctrl+Y",
        "Ctrl+Shift+Z",
    )
)
"""Keys that must go on moving the focus and editing text."""


class Binding(msgspec.Struct, frozen=True):
    """One way to ask for a command."""

    scope: str
    command: str
    keys: KeySequence
    own: bool = False
    """From the person's file, not from the defaults."""
    line: int | None = None


class Keymap:
    """The bindings in force, free of duplicates and prefixes."""

    def __init__(self, bindings: Iterable[Binding] = ()) -> None:
        self.bindings = tuple(bindings)
        self.trie = Trie((b.scope, b.keys, b.command) for b in self.bindings)

    def keys_for(self, command: str, scope: str | None = None) -> list[KeySequence]:
        """The keys of `command`, all of them or those that work in `scope`; the first is the one to show."""
        reach = scopes.chain(scope) if scope else None
        return [b.keys for b in self.bindings if b.command == command and (reach is None or b.scope in reach)]

    def here(self, scope: str) -> list[Binding]:
        """What the help screen lists for `scope`: nearest first, without what a nearer scope hides and
        without bare letters where one writes."""
        shown: dict[KeySequence, Binding] = {}
        for at in scopes.chain(scope):
            for binding in self.bindings:
                writes = scope in scopes.TYPED_IN and binding.keys.chords[0].types_text
                if binding.scope == at and not writes:
                    shown.setdefault(binding.keys, binding)
        return list(shown.values())


def load_keymap(
    defaults: Path, own: Path | None, commands: Collection[str]
) -> tuple[Keymap, list[FileProblem]]:
    """The keymap of `defaults` with the person's file `own` over it (a missing one is no mistake).

    `commands` are the ids that exist. Where two bindings of one scope cannot both work, the person's own
    wins over the default, and the earlier line over the later.
    """
    problems: list[FileProblem] = []
    base = list(_bindings(defaults, commands, False, problems))
    mine: list[Binding] = []
    if own is not None and own.exists():
        entries, reading = read_entries(own)
        problems.extend(reading)
        replaced = {(entry.scope, entry.command) for entry in entries}
        base = [b for b in base if (b.scope, b.command) not in replaced]
        mine = list(_checked(entries, own.name, commands, True, problems))
    names = {True: own.name if own else "", False: defaults.name}
    kept: list[Binding] = []
    alike: dict[Chord, list[Binding]] = {}  # by the first chord: no two clash that begin otherwise
    for binding in (*mine, *base):
        beside = alike.setdefault(binding.keys.chords[0], [])
        rival = next((other for other in beside if clash(binding, other)), None)
        if rival is None:
            kept.append(binding)
            beside.append(binding)
        else:
            problems.append(_conflict(binding, rival, names))
    order = {binding: place for place, binding in enumerate((*base, *mine))}
    return Keymap(sorted(kept, key=order.__getitem__)), problems


def _bindings(
    path: Path, commands: Collection[str], own: bool, problems: list[FileProblem]
) -> Iterator[Binding]:
    entries, reading = read_entries(path)
    problems.extend(reading)
    yield from _checked(entries, path.name, commands, own, problems)


def _checked(
    entries: Iterable[Entry], file: str, commands: Collection[str], own: bool, problems: list[FileProblem]
) -> Iterator[Binding]:
    """The bindings of `entries`; what is wrong with one goes to `problems`."""
    for entry in entries:
        sentence = _unknown(entry, commands)
        if sentence:
            problems.append(FileProblem(file, sentence, entry=entry.command, line=entry.line))
            continue
        for text in entry.keys:
            try:
                keys = KeySequence.parse(text)
                must_be_free(keys, entry.scope)
            except KeyProblem as problem:
                problems.append(FileProblem(file, str(problem), entry=entry.command, line=entry.line))
            else:
                yield Binding(entry.scope, entry.command, keys, own, entry.line)


def _unknown(entry: Entry, commands: Collection[str]) -> str:
    """The sentence when the scope or the command does not exist; otherwise empty."""
    if entry.scope not in scopes.OUTER:
        names = ", ".join(scopes.OUTER)
        return tr(
            "There is no part of the window called “{scope}”. Use one of: {names}.",
            scope=entry.scope,
            names=names,
        )
    if entry.command not in commands:
        near = get_close_matches(entry.command, commands, n=1)
        if near:
            return tr(
                "There is no command “{command}”. Did you mean “{near}”?", command=entry.command, near=near[0]
            )
        return tr("There is no command “{command}”.", command=entry.command)
    return ""


def must_be_free(keys: KeySequence, scope: str) -> None:
    """Raise when `keys` belong to text editing or could never run a command in `scope`."""
    first = keys.chords[0]
    if first in RESERVED:
        raise KeyProblem(tr("“{keys}” is needed for moving about and editing text.", keys=keys))
    if scope in scopes.TYPED_IN and first.types_text:
        raise KeyProblem(tr("“{keys}” would be typed here. Add Ctrl, or take a function key.", keys=keys))


def clash(one: Binding, other: Binding) -> bool:
    """Whether the two cannot both work: same keys in one scope, or one begins the other where both reach.

    The same keys in a nearer scope are meant: there the nearer command takes them over.
    """
    if one.scope == other.scope and one.keys == other.keys:
        return True
    reach = one.scope in scopes.chain(other.scope) or other.scope in scopes.chain(one.scope)
    return (
        reach
        and one.keys != other.keys
        and (one.keys.starts_with(other.keys) or other.keys.starts_with(one.keys))
    )


def _conflict(lost: Binding, rival: Binding, names: dict[bool, str]) -> FileProblem:
    """Say which binding is left out and why; the blame goes to the person's own line if there is one."""
    if lost.keys == rival.keys:
        sentence = tr(
            "“{keys}” now means {winner}, so {loser} lost it. Give one of them other keys.",
            keys=rival.keys,
            winner=rival.command,
            loser=lost.command,
        )
    else:
        sentence = tr(
            "“{keys}” ({winner}) and “{other}” ({loser}) begin alike, so “{other}” is left out.",
            keys=rival.keys,
            winner=rival.command,
            other=lost.keys,
            loser=lost.command,
        )
    blamed = rival if rival.own and not lost.own else lost
    return FileProblem(names[blamed.own], sentence, entry=blamed.command, line=blamed.line)
