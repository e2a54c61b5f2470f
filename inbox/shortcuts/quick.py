"""Speed buttons: one key for a named sequence of steps, which says what it will do before it is pressed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, Literal

import msgspec

from inbox.domain.licence import not_to_close
from inbox.domain.people import LICENSED, Actor, Role
from inbox.domain.words import tr
from inbox.domain.work_item import Kind
from inbox.shortcuts.keys import KeySequence
from inbox.shortcuts.kit_file import Readable, read_kit
from inbox.shortcuts.owner import Owner
from inbox.shortcuts.phrases.phrase import Phrases, nearest_phrase
from inbox.shortcuts.problems import FileProblem
from inbox.shortcuts.steps import DECIDES, AnyStep, Complete, Escalate, Insert, Reply, in_order

KEYS: Final = range(1, 10)

Colour = Literal["plain", "accent", "good", "soon", "overdue", "flag"]
"""A role of the theme, never a colour value; words always say the same."""


Condition = Literal["answers-plain", "ninety-days", "readings-within", "refill-protocol", "results-normal"]
"""What may have to hold of the patient's chart: nothing to look at in the answers, a supply of 90 days can be
proposed, all readings within their bands, every field of the refill protocol met, all values in range."""


class SpeedButton(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One speed button as the kit file holds it."""

    id: str
    """Stable: use counts and people's own changes depend on it."""
    name: str
    """What stands on the button."""
    keys: dict[Kind, int | None]
    """The kinds of work it serves and its number 1 to 9 in each; null where it has only its own key."""
    steps: tuple[AnyStep, ...]
    owner: Owner
    version: int
    roles: tuple[Role, ...] = ()
    """Who sees it; empty: everybody."""
    licensed: bool = False
    """Whether pressing it needs a nursing or prescribing licence."""
    needs_claimable: bool = True
    """Whether it is off while a colleague has the item."""
    colour: Colour = "plain"
    only_if: Condition | None = None
    """Where that does not hold of the chart, the button is off and says why."""
    own_key: str = ""
    """A key besides the numbers, as in "Shift+B" or "q b"; it works where the button is offered."""

    def __post_init__(self) -> None:
        if not self.id.strip() or not self.name.strip():
            raise ValueError(tr("A button needs an id and a name"))
        if not self.keys:
            raise ValueError(tr("A button needs at least one kind of work with its key"))
        if self.own_key and str(KeySequence.parse(self.own_key)) != self.own_key:
            raise ValueError(tr("Write its own key as “{keys}”", keys=KeySequence.parse(self.own_key)))
        for kind, key in self.keys.items():
            if key is None and not self.own_key:
                raise ValueError(tr("On {kind} it has neither a number nor a key of its own", kind=kind))
            if key is not None and key not in KEYS:
                raise ValueError(tr("The key for {kind} is {key}; keys go from 1 to 9", kind=kind, key=key))
        if self.version < 1:
            raise ValueError(tr("The version is a number from 1"))
        if wrong := in_order(self.steps):
            raise ValueError(wrong)
        if self.decides and set(self.keys) != {Kind.PHYSICIAN_REVIEW}:
            raise ValueError(tr("Only packets are decided on: its one kind of work is “physician-review”"))

    @property
    def reply(self) -> Reply | None:
        """Its reply step, if it has one."""
        return next((step for step in self.steps if isinstance(step, Reply)), None)

    @property
    def phrases(self) -> tuple[str, ...]:
        """The phrases its steps name."""
        named = (step.phrase for step in self.steps if isinstance(step, Reply | Insert | Escalate))
        return tuple(name for name in named if name)

    @property
    def inserted(self) -> str:
        """The phrase it puts into the reply to be finished by hand; empty where it does not."""
        return next((step.phrase for step in self.steps if isinstance(step, Insert)), "")

    @property
    def by_the_chart(self) -> bool:
        """Whether what it may do, or does, follows from one patient's chart: it works on no selection."""
        return self.only_if is not None or any(isinstance(step, Escalate | Insert) for step in self.steps)

    @property
    def decides(self) -> bool:
        """Whether it decides a packet."""
        return any(isinstance(step, DECIDES) for step in self.steps)

    @property
    def escalation(self) -> Escalate | None:
        """Its step that asks a prescriber, if it has one."""
        return next((step for step in self.steps if isinstance(step, Escalate)), None)

    def serves(self, kind: Kind, role: Role) -> bool:
        """Whether somebody with `role` sees it on `kind` of work."""
        return kind in self.keys and (not self.roles or role in self.roles)

    def not_for(self, kind: str, actor: Actor) -> str:
        """Why `actor` may not press it on `kind` of work, as a sentence; empty when they may."""
        if self.licensed and actor.role not in LICENSED:
            return tr("It needs a nursing or prescribing licence.")
        if self.decides and actor.role is not Role.PRESCRIBER:
            return tr("A prescriber decides on a packet.")
        closes = any(isinstance(step, Complete) for step in self.steps)
        return not_to_close(kind, actor) if closes else ""


def available(buttons: Iterable[SpeedButton], kind: str, role: Role) -> dict[int, SpeedButton]:
    """The buttons for `kind` of work as `role` sees them, by number, ascending; from 10 on those with a key
    of their own alone.

    An unknown kind counts as a medical question. Where two want one number or one key, the narrower owner's
    wins: a person's own before the pool's before the organisation's; of two of one owner the later.
    """
    try:
        known = Kind(kind)
    except ValueError:
        known = Kind.MEDICAL_QUESTION
    shown: dict[int | str, SpeedButton] = {}
    for button in buttons:
        if button.serves(known, role):
            place = button.keys[known] or button.own_key
            other = shown.get(place)
            if other is None or other.owner.type.precedence <= button.owner.type.precedence:
                shown[place] = button
    numbered = {place: one for place, one in shown.items() if isinstance(place, int)}
    beside = [one for place, one in shown.items() if isinstance(place, str)]
    return dict(sorted(numbered.items())) | dict(enumerate(beside, start=KEYS.stop))


def by_own_key(offered: Mapping[int, SpeedButton], own_key: str) -> int:
    """The place of the button that has this key among those offered on one item; 0 where none has."""
    having = [place for place, one in offered.items() if own_key and one.own_key == own_key]
    return max(having, key=lambda place: offered[place].owner.type.precedence, default=0)


def load_buttons(path: Readable, phrases: Phrases) -> tuple[list[SpeedButton], list[FileProblem]]:
    """The buttons of the file at `path` that can work, and what is wrong with the others."""
    entries, problems = read_kit(path, "buttons", SpeedButton)
    kept: list[SpeedButton] = []
    for button in entries:
        problem = _no_such_phrase(button, phrases, path.name) or _taken(button, kept, path.name)
        if problem is None:
            kept.append(button)
        else:
            problems.append(_with_line(problem, path.read_bytes(), button.id))
    return kept, problems


def _with_line(problem: FileProblem, text: bytes, id_: str) -> FileProblem:
    """The report with the line of the entry it is about: of two with one id the later one is wrong."""
    named = rb'"id"\s*:\s*' + re.escape(msgspec.json.encode(id_))
    places = [found.start() for found in re.finditer(named, text)]
    return msgspec.structs.replace(problem, line=text.count(b"\n", 0, places[-1]) + 1) if places else problem


def unknown_phrase(button: SpeedButton, phrases: Phrases) -> tuple[str, str] | None:
    """The sentence about a phrase that nobody has, and the field that names it; None where all are there."""
    for n, step in enumerate(button.steps):
        if isinstance(step, Reply | Insert | Escalate) and step.phrase and step.phrase not in phrases:
            sentence = tr("There is no phrase “.{name}”.", name=step.phrase)
            if near := nearest_phrase(step.phrase, phrases):
                sentence += " " + tr("Did you mean “.{near}”?", near=near)
            return sentence, f"steps[{n}].phrase"
    return None


def _no_such_phrase(button: SpeedButton, phrases: Phrases, file: str) -> FileProblem | None:
    wrong = unknown_phrase(button, phrases)
    return FileProblem(file, wrong[0], entry=button.name, field=wrong[1]) if wrong else None


def _taken(button: SpeedButton, others: Iterable[SpeedButton], file: str) -> FileProblem | None:
    """The report when a button of the same owner has this one's id, or a number of it for a shared role."""
    for other in others:
        if other.owner != button.owner:
            continue
        if other.id == button.id:
            sentence = tr("“{other}” has the same id. Give this one another.", other=other.name)
            return FileProblem(file, sentence, entry=button.name, field="id")
        if button.roles and other.roles and not set(button.roles) & set(other.roles):
            continue
        for kind, key in button.keys.items():
            if key is not None and other.keys.get(kind) == key:
                sentence = tr(
                    "Key {key} is “{other}” there already. Choose another number.", key=key, other=other.name
                )
                return FileProblem(file, sentence, entry=button.name, field=f"keys.{kind.value}")
    return None
