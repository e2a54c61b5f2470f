"""Where work goes: the site's routing rules, the first that fits, by which one, and whom that means here.

Rules are data with a version: kind of work × the pool it is in × who holds it × the patient's clinician and
state → a pool, a kind of staff or a person. A clinician's own rules are tried before the site's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

import msgspec

from inbox.domain import typed
from inbox.domain.errors import InboxError
from inbox.domain.people import Party, Role, all_of
from inbox.domain.pool import Pool
from inbox.domain.words import tr
from inbox.domain.work_item import Kind

MOST_RULES = 500
CLINICIAN = "clinician"
"""Whoever is the patient's own, as a goal."""
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
    """`Practitioner/…` or a name, or "clinician": the patient's own."""

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

    def __post_init__(self) -> None:
        if unknown := sorted({kind for kind in self.kinds if kind not in set(Kind)}):
            raise ValueError(f"{self.id} names no kind of work: {', '.join(unknown)}")


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
    about: str = ""
    """Why, in the words of whoever wrote the rule."""

    @property
    def said(self) -> str:
        """The rule and why there is one."""
        return _by_rule(self.rule, self.about)


class Place(msgspec.Struct, frozen=True):
    """Whom an answer means here, and in which pool the work is then."""

    to: Party
    """A pool, everybody in a role, or a person."""
    pool: Party | None = None
    """None: nobody knows which; what it is in stays."""
    rule: str = ""
    """By which rule; empty: somebody chose it."""
    about: str = ""

    @property
    def said(self) -> str:
        """By which rule, for a record: "by rule refills"; empty where somebody chose it."""
        return _by_rule(self.rule) if self.rule else ""

    @property
    def explained(self) -> str:
        """The rule and why there is one, for a reader: "by rule refills: They know the protocol"."""
        return _by_rule(self.rule, self.about) if self.rule else ""

    def holds(self, owner: Party | None, pool: Party | None) -> bool:
        """Whether work that `owner` has in `pool` is there already."""
        is_there = owner is not None and owner.ref == self.to.ref
        return is_there and (self.pool is None or (pool is not None and pool.ref == self.pool.ref))


def _by_rule(rule: str, about: str = "") -> str:
    said = tr("by rule {rule}", rule=rule)
    return tr("{rule}: {why}", rule=said, why=about.rstrip(".")) if about else said


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
                return Answer(rule.to, rule.id, rule.about)
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


def comes_there(kind: str, pools: Iterable[Pool]) -> Answer | None:
    """Where work of `kind` comes that no rule fits: the one open pool that takes it, if there is just one."""
    taking = [pool for pool in pools if pool.active and kind in pool.kinds]
    if len(taking) != 1:
        return None
    return Answer(Goal(pool=taking[0].id), "comes-there", tr("This kind of work comes there."))


def answered(routing: Routing, question: Question, pools: Iterable[Pool]) -> Answer | None:
    """The first rule that fits; where none does, the one of `pools` that takes this kind of work."""
    return routing.answer(question) or comes_there(question.kind, pools)


def place(
    answer: Answer | None, question: Question, pools: Iterable[Party], staff: Iterable[Party]
) -> Place | None:
    """Whom `answer` means of `pools` and `staff`, those that work here; None where it means nobody here."""
    if answer is None:
        return None
    goal, rule = answer.goal, (answer.rule, answer.about)
    if goal.role is not None:
        return Place(all_of(goal.role), question.pool, *rule)
    if goal.pool:
        pool = pool_of(answer, pools)
        return Place(pool, pool, *rule) if pool is not None else None
    wanted = question.clinician if goal.person == CLINICIAN else Party(goal.person, goal.person)
    if wanted is None:
        return None
    found = next((one for one in staff if wanted.ref == one.ref or wanted.name == one.name), None)
    return Place(found, question.pool, *rule) if found is not None else None


def leading_nowhere(routing: Routing, pools: Iterable[Party], staff: Iterable[Party]) -> list[Rule]:
    """The rules whose goal is no pool and nobody here: work they fit stays where it is."""
    here = {name for party in (*pools, *staff) for name in (party.ref, party.name)}
    named = ((rule, rule.to.pool or rule.to.person) for rule in (*routing.overrides, *routing.rules))
    return [rule for rule, name in named if name and name != CLINICIAN and name not in here]


def asking_nowhere(routing: Routing, pools: Iterable[Party]) -> list[Rule]:
    """The rules with a condition about a pool that is not here: it holds of no work there any more."""
    here = {name for party in pools for name in (party.ref, party.name)}
    return [rule for rule in (*routing.overrides, *routing.rules) if not here.issuperset(rule.pools)]


def read_routing(name: str, body: bytes) -> Routing:
    """The rules in a file called `name`. Raises RoutingError."""
    try:
        return typed.decode(body, Routing)
    except msgspec.DecodeError as wrong:
        raise RoutingError(tr("{file}: {error}. Correct it.", file=name, error=wrong)) from wrong
