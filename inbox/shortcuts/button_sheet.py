"""A speed button while somebody writes it: anything may still be missing, and nothing of it counts yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from inbox.domain.errors import Refused
from inbox.domain.kind_words import kind_words
from inbox.domain.people import Role
from inbox.domain.words import tr
from inbox.domain.work_item import Kind
from inbox.shortcuts.owner import Owner
from inbox.shortcuts.phrases.phrase import Phrases
from inbox.shortcuts.quick import KEYS, Colour, Condition, SpeedButton, unknown_phrase
from inbox.shortcuts.steps import AnyStep, Claim, Next


class ButtonSheet(msgspec.Struct, frozen=True):
    """What has been written so far; the fields are those of `SpeedButton`."""

    name: str = ""
    keys: Mapping[Kind, int | None] = {}
    steps: tuple[AnyStep, ...] = ()
    id: str = ""
    """Empty: made from the name when it is kept."""
    roles: tuple[Role, ...] = ()
    licensed: bool = False
    needs_claimable: bool = True
    colour: Colour = "plain"
    only_if: Condition | None = None
    own_key: str = ""

    @classmethod
    def of(cls, button: SpeedButton) -> ButtonSheet:
        """A button that is there, to be changed."""
        fields = {name: getattr(button, name) for name in cls.__struct_fields__}
        return cls(**fields)

    def with_(self, **fields: object) -> ButtonSheet:
        """The same with other fields."""
        return msgspec.structs.replace(self, **fields)

    def on(self, kind: Kind, number: int | None) -> ButtonSheet:
        """On `kind` of work under that number; None: there by its own key alone."""
        return self.with_(keys={**self.keys, kind: number})

    def not_on(self, kind: Kind) -> ButtonSheet:
        """Not on that kind of work."""
        return self.with_(keys={one: number for one, number in self.keys.items() if one is not kind})

    def with_step(self, step: AnyStep) -> ButtonSheet:
        """With one more step: a claim first, what goes on last, all else before that."""
        if isinstance(step, Claim):
            return self.with_(steps=(step, *self.steps))
        goes_on = bool(self.steps) and isinstance(self.steps[-1], Next)
        at = len(self.steps) - (goes_on and not isinstance(step, Next))
        return self.with_(steps=(*self.steps[:at], step, *self.steps[at:]))

    def moved(self, place: int, by: int) -> ButtonSheet:
        """With the step at `place` that much further down, or up."""
        steps = list(self.steps)
        step = steps.pop(place)
        steps.insert(max(0, place + by), step)
        return self.with_(steps=tuple(steps))

    def without(self, place: int) -> ButtonSheet:
        """Without the step at `place`."""
        return self.with_(steps=(*self.steps[:place], *self.steps[place + 1 :]))

    def button(self, owner: Owner, version: int, phrases: Phrases) -> SpeedButton:
        """The button as it would be kept. Raises Refused with what is still wrong."""
        id_ = self.id or _id_from(self.name, owner)
        fields = {name: getattr(self, name) for name in self.__struct_fields__}
        try:
            made = SpeedButton(**fields | {"id": id_, "keys": dict(self.keys)}, owner=owner, version=version)
        except ValueError as wrong:
            raise Refused(tr("{what}.", what=str(wrong).rstrip("."))) from None
        if missing := unknown_phrase(made, phrases):
            raise Refused(missing[0])
        return made

    def wrong(self, owner: Owner, phrases: Phrases) -> str:
        """What is still wrong, as a sentence; empty when it could be kept."""
        try:
            self.button(owner, 1, phrases)
        except Refused as refusal:
            return str(refusal)
        return ""


def instead_of(sheet: ButtonSheet, buttons: Iterable[SpeedButton], role: Role) -> list[str]:
    """Which numbers and which key are taken now, and by what: sentences, one a kind of work."""
    there = list(buttons)
    found = []
    for kind, number in sheet.keys.items():
        for key in (number, sheet.own_key):
            other = holder(there, kind, key, role) if key else None
            if other is not None and other.id != sheet.id:
                where = kind_words(kind)
                found.append(tr("{n} on {kind} is “{other}” until now.", n=key, kind=where, other=other.name))
    return found


def holder(
    buttons: Sequence[SpeedButton], kind: Kind, key: int | str | None, role: Role
) -> SpeedButton | None:
    """The button that has that number, or that key of its own, on `kind` of work, as `role` sees it."""
    served = [one for one in buttons if one.serves(kind, role) and key in (one.keys[kind], one.own_key)]
    return max(served, key=lambda one: one.owner.type.precedence, default=None)


def free_key(buttons: Sequence[SpeedButton], kind: Kind, role: Role) -> int:
    """The first number that is free on `kind` of work, else the last."""
    return next((key for key in KEYS if holder(buttons, kind, key, role) is None), KEYS[-1])


def _id_from(name: str, owner: Owner) -> str:
    """ "Form ready" of a person: `form-ready-rn-okafor`, so that no colleague's has the same."""
    words = [name, owner.ref.rpartition("/")[2]]
    return "-".join(part for word in words for part in re.findall(r"[a-z0-9]+", word.casefold()))
