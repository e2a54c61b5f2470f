"""What giving a command other keys would mean, found out before anything is kept."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final, NamedTuple

import msgspec

from inbox.commands.registry import COMMANDS
from inbox.domain.words import tr
from inbox.shortcuts import scopes
from inbox.shortcuts.keymap import Binding, Keymap, clash, must_be_free
from inbox.shortcuts.keys import KeyProblem, KeySequence

KEEPS_A_KEY: Final = frozenset({"app.palette", "app.back"})
"""Without the one nothing else is found by key, without the other one stays where one is."""

Keys = tuple[KeySequence, ...]


class Place(NamedTuple):
    """A command in a part of the window: what has keys."""

    scope: str
    command: str


class Wish(msgspec.Struct, frozen=True):
    """Somebody wants these keys, and no others, for a command in a part of the window."""

    place: Place
    keys: Keys


class Verdict(msgspec.Struct, frozen=True):
    """What a wish would come to."""

    problem: str = ""
    """Why it cannot be; empty when it can."""
    loses: tuple[Binding, ...] = ()
    """Bindings that could not work beside it: the same keys, or one begins the other."""
    hides: tuple[Binding, ...] = ()
    """Bindings of a part around this one, which these keys no longer reach from here."""
    hidden_by: tuple[Binding, ...] = ()
    """Bindings of a part inside this one, where these keys go on meaning something else."""

    @property
    def free(self) -> bool:
        """Whether nobody else notices."""
        return not (self.problem or self.loses or self.hides or self.hidden_by)


def judge(keymap: Keymap, wish: Wish) -> Verdict:
    """What `wish` would come to with `keymap` in force."""
    wanted = [Binding(*wish.place, keys) for keys in wish.keys]
    try:
        for keys in wish.keys:
            must_be_free(keys, wish.place.scope)
    except KeyProblem as problem:
        return Verdict(str(problem))
    for one, other in combinations(wanted, 2):
        if clash(one, other):
            return Verdict(tr("“{one}” and “{other}” begin alike.", one=one.keys, other=other.keys))
    others = [b for b in keymap.bindings if Place(b.scope, b.command) != wish.place]
    loses = tuple(b for b in others if any(clash(b, mine) for mine in wanted))
    here = wish.place.scope
    same = [b for b in others if b.keys in wish.keys and b.scope != here]
    hides = tuple(b for b in same if b.scope in scopes.chain(here))
    hidden_by = tuple(b for b in same if here in scopes.chain(b.scope))
    left = [b for b in others if b not in loses] + wanted
    for needed in sorted(KEEPS_A_KEY - {b.command for b in left}):
        named = COMMANDS[needed].said
        return Verdict(tr("“{command}” would have no key left, and it needs one.", command=named))
    return Verdict("", loses, hides, hidden_by)


def changes(keymap: Keymap, wish: Wish, loses: Sequence[Binding] = ()) -> dict[Place, Keys]:
    """What has to be kept for `wish`: its own keys, and what is left to those that lose some."""
    found = {wish.place: wish.keys}
    commands = [b for b in loses if b.command in COMMANDS]  # a button's own key stands in no key file
    for place in dict.fromkeys(Place(b.scope, b.command) for b in commands):
        found[place] = tuple(
            b.keys for b in keymap.bindings if (b.scope, b.command) == place and b not in loses
        )
    return found
