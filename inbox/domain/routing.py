"""Where work goes: the site's routing rules, the first that fits, and by which one.

Rules are data with a version: kind of work × the pool it is in × who holds it × the patient's clinician and
state → a pool, a kind of staff or a person. A clinician's own rules are tried before the site's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

import msgspec

from inbox.domain.errors import InboxError
from inbox.domain.people import Party, Role
from inbox.domain.words import tr

MOST_RULES = 500
_Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]{2,60}$")]
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class RoutingError(InboxError):
    """Routing rules that cannot be used: which file, which place, what to do."""


class Goal(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where to: exactly one of a pool, a kind of staff in the pool it is in, and a person."""

    pool: str = ""
    """Its reference, or the name the site shows."""
    role: Role | None = None
    person: str = ""
    """`Practitioner/…`, or "clinician": the patient's own."""

    def __post_init__(self) -> None:
        if sum(map(bool, (self.pool, self.role, self.person))) != 1:
            raise ValueError("say one of pool, role and person")


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One rule. A condition that is left out holds always."""

    id: _Id
    to: Goal
    kinds: tuple[_Name, ...] = ()
    pools: tuple[_Name, ...] = ()
    """Where it is now, by reference or name."""
    roles: tuple[Role, ...] = ()
    """Who sends it on."""
    clinicians: tuple[_Name, ...] = ()
    """Whose patient it is: `Practitioner/…` or a name."""
    states: tuple[_Name, ...] = ()
    """Where the patient lives, as the address says: "IL"."""
    about: str = ""
    """Why, for whoever reads the rules."""


class Question(msgspec.Struct, frozen=True):
    """What is asked of the rules."""

    kind: str
    pool: Party | None = None
    role: Role | None = None
    clinician: Party | None = None
    state: str = ""


class Answer(msgspec.Struct, frozen=True):
    """Where it goes and by which rule."""

    goal: Goal
    rule: str

    @property
    def said(self) -> str:
        """The rule, for a reader."""
        return tr("by rule {rule}", rule=self.rule)


class Routing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A site's rules."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[^@#\s]+$")]
    version: Annotated[str, msgspec.Meta(pattern=r"^[^@#\s]+$")]
    rules: Annotated[tuple[Rule, ...], msgspec.Meta(max_length=MOST_RULES)]
    overrides: Annotated[tuple[Rule, ...], msgspec.Meta(max_length=MOST_RULES)] = ()
    """Clinicians' own rules, each naming its clinicians."""
    about: str = ""

    def __post_init__(self) -> None:
        names = [rule.id for rule in (*self.overrides, *self.rules)]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"two rules are called {', '.join(twice)}")
        if nobodys := [rule.id for rule in self.overrides if not rule.clinicians]:
            raise ValueError(f"{', '.join(nobodys)} names no clinician: it belongs among the rules")

    def answer(self, question: Question) -> Answer | None:
        """The first rule that fits, clinicians' own before the site's; None where none does."""
        for rule in (*self.overrides, *self.rules):
            if fits(rule, question):
                return Answer(rule.to, rule.id)
        return None


def fits(rule: Rule, question: Question) -> bool:
    """Whether every condition of `rule` holds. What nobody knows fits no condition about it."""
    return (
        (not rule.kinds or question.kind in rule.kinds)
        and _named(rule.pools, question.pool)
        and (not rule.roles or question.role in rule.roles)
        and _named(rule.clinicians, question.clinician)
        and (not rule.states or question.state.strip().upper() in map(str.upper, rule.states))
    )


def _named(names: Sequence[str], party: Party | None) -> bool:
    if not names:
        return True
    return party is not None and any(name in (party.ref, party.name) for name in names)


def pool_of(answer: Answer | None, pools: Iterable[Party]) -> Party | None:
    """The pool an answer means; None where it means none, or one that is not here."""
    if answer is None or not answer.goal.pool:
        return None
    return next((pool for pool in pools if answer.goal.pool in (pool.ref, pool.name)), None)


def read_routing(name: str, body: bytes) -> Routing:
    """The rules in a file called `name`. Raises RoutingError."""
    try:
        return msgspec.json.decode(body, type=Routing)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise RoutingError(tr("{file}: {error}. Correct it.", file=name, error=wrong)) from wrong
