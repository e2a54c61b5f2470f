"""Speed buttons' own keys: laid over what the commands leave free, and how a press of one is named.

A command's key is never taken away by a button: whoever published the button does not know what others have
bound. One key may be different buttons' on different kinds of work, as the numbers are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from inbox.commands.registry import COMMANDS, OWN_KEY
from inbox.domain.kind_words import kind_words
from inbox.domain.people import Role
from inbox.domain.words import tr
from inbox.shortcuts import scopes
from inbox.shortcuts.keymap import Binding, Keymap, clash, must_be_free
from inbox.shortcuts.keys import KeyProblem, KeySequence
from inbox.shortcuts.problems import FileProblem
from inbox.shortcuts.quick import SpeedButton

_REACHED: Final = frozenset(scope for scope in scopes.OUTER if scopes.WINDOW in scopes.chain(scope))


def pressing(own_key: str) -> str:
    """What is asked for by a button's own key: the command and, after a blank, the key."""
    return f"{OWN_KEY.id} {own_key}"


def own_key_of(command: str) -> str:
    """The button's own key by which `command` is asked for; empty for every other command."""
    name, _, key = command.partition(" ")
    return key if name == OWN_KEY.id else ""


def in_the_way(keymap: Keymap, own_key: str) -> str:
    """Why a button cannot have this key, as a sentence; empty when it can."""
    try:
        keys = KeySequence.parse(own_key)
        must_be_free(keys, scopes.WINDOW)
    except KeyProblem as problem:
        return str(problem)
    other = _rival(Binding(scopes.WINDOW, pressing(own_key), keys), keymap.bindings)
    if other is None or (taken := own_key_of(other.command)) == own_key:
        return ""
    if taken:
        return tr("“{keys}” and “{other}” of another speed button begin alike.", keys=keys, other=taken)
    return tr("“{keys}” is “{command}”.", keys=other.keys, command=COMMANDS[other.command].said)


def with_buttons(
    keymap: Keymap, buttons: Iterable[SpeedButton], role: Role
) -> tuple[Keymap, list[FileProblem]]:
    """`keymap` with the own keys of the buttons that `role` sees, and which of them cannot be.

    Of two keys that begin alike the narrower owner's counts.
    """
    problems: list[FileProblem] = []
    seen = [one for one in buttons if one.own_key and (not one.roles or role in one.roles)]
    for button in sorted(seen, key=lambda one: -one.owner.type.precedence):
        if why := in_the_way(keymap, button.own_key):
            told = tr("{why} The button does without its key: give it another (g a).", why=why)
            problems.append(FileProblem(tr("speed buttons"), told, entry=button.name, field="own_key"))
        elif not keymap.keys_for(pressing(button.own_key)):
            keys = KeySequence.parse(button.own_key)
            keymap = Keymap([*keymap.bindings, Binding(scopes.WINDOW, pressing(button.own_key), keys)])
    return keymap, problems


def named(buttons: Iterable[SpeedButton], own_key: str, role: Role) -> str:
    """The buttons that have this key, each with the work it is for: "Booked (Scheduling)"."""
    return tr(" or ").join(_named(buttons, own_key, role))


def _named(buttons: Iterable[SpeedButton], own_key: str, role: Role) -> Iterator[str]:
    for one in buttons:
        if one.own_key == own_key and (not one.roles or role in one.roles):
            kinds = ", ".join(kind_words(kind) for kind in one.keys)
            yield tr("{name} ({kinds})", name=one.name, kinds=kinds)


def _rival(mine: Binding, others: Iterable[Binding]) -> Binding | None:
    """What `mine` could not work beside: alike in the window, or the same nearer to where one is."""
    there = (other for other in others if other.scope in _REACHED)
    return next((other for other in there if clash(mine, other) or other.keys == mine.keys), None)
