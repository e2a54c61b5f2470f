"""Routing rules as people read and change them: one rule a line, every condition in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from enum import StrEnum

import msgspec

from inbox.domain.kind_words import kind_words
from inbox.domain.people import Party, Role
from inbox.domain.routing import CLINICIAN, Goal, Routing, RoutingError, Rule
from inbox.domain.words import mark, tr
from inbox.domain.work_item import Kind

_CLINICIAN = mark("the patient’s clinician")
_NAME = re.compile(r"[a-z][a-z0-9-]{2,60}")


class Cell(StrEnum):
    """What can be written of a rule."""

    NAME = "id"
    PLACE = "place"
    KINDS = "kinds"
    POOLS = "pools"
    ROLES = "roles"
    CLINICIANS = "clinicians"
    STATES = "states"
    TO = "to"
    ABOUT = "about"


CELLS: Mapping[Cell, str] = {
    Cell.NAME: mark("Name"),
    Cell.PLACE: mark("Place in the order"),
    Cell.KINDS: mark("Kinds of work"),
    Cell.POOLS: mark("While it is in"),
    Cell.ROLES: mark("Sent on by"),
    Cell.CLINICIANS: mark("Patients of"),
    Cell.STATES: mark("Living in"),
    Cell.TO: mark("Goes to"),
    Cell.ABOUT: mark("Why"),
}
"""What the cells are called."""


class Here(msgspec.Struct, frozen=True):
    """Whom rules may name."""

    pools: tuple[Party, ...]
    staff: tuple[Party, ...]
    gone: tuple[Party, ...] = ()
    """Pools that are retired: rules that still name them are shown by their names."""


def all_rules(routing: Routing) -> tuple[Rule, ...]:
    """In the order in which they are tried: clinicians' own first."""
    return (*routing.overrides, *routing.rules)


def cell_text(routing: Routing, rule: Rule, cell: Cell, here: Here) -> str:
    """What stands in a cell, as it can be written again. What no condition is about is empty."""
    match cell:
        case Cell.NAME:
            return rule.id
        case Cell.PLACE:
            return str(all_rules(routing).index(rule) + 1)
        case Cell.KINDS:
            return ", ".join(kind_words(kind) for kind in rule.kinds)
        case Cell.TO:
            return _goal_text(rule.to, here)
        case Cell.ABOUT:
            return rule.about
        case Cell.POOLS | Cell.CLINICIANS:
            return ", ".join(_shown(name, here) for name in getattr(rule, cell))
        case _:
            return ", ".join(str(one) for one in getattr(rule, cell))


def with_cell(routing: Routing, name: str, cell: Cell, text: str, here: Here) -> Routing:
    """The rules with something else in a cell of one of them. Raises RoutingError."""
    rule, text = rule_of(routing, name), " ".join(text.split())
    if cell is Cell.PLACE:
        return _moved(routing, rule, text)
    changed = _again(rule, **_CELLS[cell](text, here))
    own = {changed.id if one is rule else one.id for one in routing.overrides}
    return _with(routing, [changed if one is rule else one for one in all_rules(routing)], own)


def with_new(routing: Routing, name: str, here: Here) -> Routing:
    """The rules with one more, tried last: of thanks, which are the least to send astray, until its own
    conditions are written."""
    if not here.pools:
        raise RoutingError(tr("There is no pool to send anything to."))
    new = Rule(str(_name(name.strip(), here)["id"]), Goal(pool=here.pools[0].ref), kinds=(str(Kind.FYI),))
    return _with(routing, [*all_rules(routing), new])


def without(routing: Routing, name: str) -> Routing:
    """The rules without one. Raises RoutingError."""
    rule = rule_of(routing, name)
    return _with(routing, [one for one in all_rules(routing) if one is not rule])


def rule_of(routing: Routing, name: str) -> Rule:
    """The rule of that name. Raises RoutingError where there is none."""
    found = next((rule for rule in all_rules(routing) if rule.id == name), None)
    if found is None:
        raise RoutingError(tr("The rule {name} is there no more.", name=name))
    return found


def as_version(routing: Routing, name: str, version: str) -> bytes:
    """The file that publishes them."""
    named = msgspec.structs.replace(routing, id=name, version=version)
    return msgspec.json.format(msgspec.json.encode(named), indent=2)


def _with(routing: Routing, rules: list[Rule], own: Collection[str] | None = None) -> Routing:
    """Clinicians' own rules stand before the others, each list in its order. `own`: their names now."""
    own = {rule.id for rule in routing.overrides} if own is None else own
    overrides = tuple(rule for rule in rules if rule.id in own and rule.clinicians)
    others = tuple(rule for rule in rules if rule not in overrides)
    try:
        return Routing(routing.id, routing.version, others, overrides, routing.about)
    except ValueError as wrong:
        raise RoutingError(tr("That cannot be: {problem}.", problem=wrong)) from wrong


def _again(rule: Rule, **what: object) -> Rule:
    try:
        return msgspec.structs.replace(rule, **what)
    except ValueError as wrong:
        raise RoutingError(tr("That cannot be: {problem}.", problem=wrong)) from wrong


def _moved(routing: Routing, rule: Rule, text: str) -> Routing:
    rules = list(all_rules(routing))
    if not text.isdecimal() or not 1 <= int(text) <= len(rules):
        raise RoutingError(tr("Place: write a number from 1 to {n}.", n=len(rules)))
    rules.remove(rule)
    rules.insert(int(text) - 1, rule)
    return _with(routing, rules)


def _goal_text(goal: Goal, here: Here) -> str:
    if goal.role is not None:
        return str(goal.role)
    if goal.person == CLINICIAN:
        return tr(_CLINICIAN)
    return _shown(goal.pool or goal.person, here)


def _shown(name: str, here: Here) -> str:
    return next(
        (one.name for one in (*here.pools, *here.gone, *here.staff) if one.ref == name and one.name), name
    )


def _name(text: str, here: Here) -> dict[str, object]:
    if not _NAME.fullmatch(text):
        raise RoutingError(tr("Name: small letters, digits and hyphens, such as refills-to-rns."))
    return {"id": text}


def _kinds(text: str, here: Here) -> dict[str, object]:
    known = {
        **{str(kind): str(kind) for kind in Kind},
        **{kind_words(kind).casefold(): str(kind) for kind in Kind},
    }
    return {"kinds": _listed(text, known, tr("kind of work"))}


def _roles(text: str, here: Here) -> dict[str, object]:
    return {
        "roles": tuple(
            Role(one) for one in _listed(text, {str(role): str(role) for role in Role}, tr("role"))
        )
    }


def _pools(text: str, here: Here) -> dict[str, object]:
    """By reference: a pool that is renamed stays the one that is meant."""
    names = {one.name.casefold(): one.name for one in here.pools}
    refs = {one.name: one.ref for one in here.pools}
    return {"pools": tuple(refs[name] for name in _listed(text, names, tr("pool")))}


def _clinicians(text: str, here: Here) -> dict[str, object]:
    known = {one.name.casefold().replace(",", ""): one.ref for one in here.staff}
    parts = [one.strip() for one in re.split(r";|,(?!\s*[A-Z]{2,4}\b)", text) if one.strip()]
    missing = [one for one in parts if one.casefold().replace(",", "") not in known]
    if missing:
        raise RoutingError(tr("Nobody called {name} works here.", name=missing[0]))
    return {"clinicians": tuple(known[one.casefold().replace(",", "")] for one in parts)}


def _states(text: str, here: Here) -> dict[str, object]:
    parts = [one.strip().upper() for one in text.split(",") if one.strip()]
    if wrong := [one for one in parts if not re.fullmatch(r"[A-Z]{2}", one)]:
        raise RoutingError(tr("“{text}” is no state. Write two letters, such as IL.", text=wrong[0]))
    return {"states": tuple(parts)}


def _to(text: str, here: Here) -> dict[str, object]:
    wanted = text.casefold()
    for pool in here.pools:
        if pool.name.casefold() == wanted:
            return {"to": Goal(pool=pool.ref)}
    if wanted in set(Role):
        return {"to": Goal(role=Role(wanted))}
    if wanted in (CLINICIAN, tr(_CLINICIAN).casefold()):
        return {"to": Goal(person=CLINICIAN)}
    for one in here.staff:
        if one.name.casefold() == wanted:
            return {"to": Goal(person=one.ref)}
    raise RoutingError(
        tr(
            "Goes to: write a pool, rn or another role, a colleague’s name, or {clinician}.",
            clinician=tr(_CLINICIAN),
        )
    )


def _about(text: str, here: Here) -> dict[str, object]:
    return {"about": text}


def _listed(text: str, known: Mapping[str, str], what: str) -> tuple[str, ...]:
    parts = [one.strip() for one in text.split(",") if one.strip()]
    if unknown := [one for one in parts if one.casefold() not in known]:
        there = ", ".join(dict.fromkeys(known.values()))
        raise RoutingError(
            tr(
                "There is no {what} called {name}. There are: {known}.",
                what=what,
                name=unknown[0],
                known=there,
            )
        )
    return tuple(dict.fromkeys(known[one.casefold()] for one in parts))


_CELLS: Mapping[Cell, Callable[[str, Here], dict[str, object]]] = {
    Cell.NAME: _name,
    Cell.KINDS: _kinds,
    Cell.POOLS: _pools,
    Cell.ROLES: _roles,
    Cell.CLINICIANS: _clinicians,
    Cell.STATES: _states,
    Cell.TO: _to,
    Cell.ABOUT: _about,
}
