"""Which command a run of chords asks for, by scope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from inbox.shortcuts.keys import Chord, KeySequence


class Exact(msgspec.Struct, frozen=True):
    """The chords ask for `command`."""

    command: str
    scope: str


class Follower(msgspec.Struct, frozen=True):
    """What may come after a prefix: the keys still missing and the command they ask for."""

    keys: KeySequence
    command: str


class Partial(msgspec.Struct, frozen=True):
    """The chords begin at least one sequence."""

    followers: tuple[Follower, ...]


Match = Exact | Partial | None


class _Node:
    """Commands and further chords from here on."""

    __slots__ = ("command", "next")

    def __init__(self) -> None:
        self.command: str | None = None
        self.next: dict[Chord, _Node] = {}


class Trie:
    """Sequences of each scope. Nearer scopes win; followers of all scopes asked for are listed together."""

    def __init__(self, bindings: Iterable[tuple[str, KeySequence, str]] = ()) -> None:
        self._roots: dict[str, _Node] = {}
        for scope, keys, command in bindings:
            self.add(scope, keys, command)

    def add(self, scope: str, keys: KeySequence, command: str) -> None:
        """Bind `keys` in `scope`; a later binding of the same keys replaces an earlier one."""
        node = self._roots.setdefault(scope, _Node())
        for chord in keys.chords:
            node = node.next.setdefault(chord, _Node())
        node.command = command

    def look(self, scopes: Sequence[str], chords: Sequence[Chord]) -> Match:
        """What `chords` mean in `scopes`, nearest first."""
        followers: dict[KeySequence, str] = {}
        for scope in scopes:
            node = self._walk(scope, chords)
            if node is None:
                continue
            if node.command is not None and not followers:
                return Exact(node.command, scope)
            for keys, command in _below(node):
                followers.setdefault(keys, command)
        if not followers:
            return None
        return Partial(tuple(Follower(keys, command) for keys, command in followers.items()))

    def _walk(self, scope: str, chords: Sequence[Chord]) -> _Node | None:
        node = self._roots.get(scope)
        for chord in chords:
            if node is None:
                return None
            node = node.next.get(chord)
        return node


def _below(node: _Node, path: tuple[Chord, ...] = ()) -> list[tuple[KeySequence, str]]:
    """Every sequence that continues from `node`, shortest way first."""
    found: list[tuple[KeySequence, str]] = []
    for chord, child in node.next.items():
        onward = (*path, chord)
        if child.command is not None:
            found.append((KeySequence(onward), child.command))
        found.extend(_below(child, onward))
    return found
