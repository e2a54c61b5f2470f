"""What a site makes of the shipped rules: its own added, levels raised; lowered only by two clinicians."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Literal, NamedTuple

import msgspec

from inbox.domain.red_flags.hit import Level
from inbox.domain.red_flags.reading import RulesError, decoded, wrong_wording
from inbox.domain.red_flags.rules import MOST_RULES, Rule, Rules
from inbox.domain.words import tr

SHORTEST_REASON = 10
_Group = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z-]{2,40}$")]


class _SiteRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    group: _Group
    rules: tuple[Rule, ...]


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A shipped rule at another level, or off. Less serious or off needs both names and the reason."""

    rule: str
    level: Level | None = None
    off: bool = False
    clinician: str = ""
    second_clinician: str = ""
    reason: str = ""


class _SiteFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    add: tuple[_SiteRules, ...] = ()
    change: tuple[Change, ...] = ()


class InForce(NamedTuple):
    """The rules to scan with, where they come from, and why not from the newest site file."""

    rules: Rules
    source: Literal["shipped", "site", "last valid"]
    problems: tuple[str, ...] = ()
    """What is wrong with the site file and what to do about it: for the banner. Empty where all is well."""


def rules_in_force(
    shipped: Rules, file: str, newest: bytes | None, last_valid: bytes | None = None
) -> InForce:
    """The shipped rules with a site's file applied; if that is invalid, the last valid one; else as shipped.

    `file` is the name problems are told under. None: there is no such file. No file's content raises.
    """
    if newest is None:
        return InForce(shipped, "shipped")
    try:
        return InForce(_applied(shipped, file, newest), "site")
    except RulesError as error:
        problems = error.problems
    if last_valid is not None:
        try:
            return InForce(_applied(shipped, file, last_valid), "last valid", problems)
        except RulesError as older:
            problems += older.problems
    return InForce(shipped, "shipped", problems)


def _applied(shipped: Rules, file: str, text: bytes) -> Rules:
    site = decoded(file, text, _SiteFile)
    added = [(part.group, rule) for part in site.add for rule in part.rules]
    problems = wrong_wording(file, (rule for _, rule in added), shipped.vocabulary)
    problems += _clashes(file, shipped, (rule.id for _, rule in added))
    problems += [problem for change in site.change for problem in _refused(file, shipped, change)]
    if len(shipped.rules) + len(added) > MOST_RULES:
        problems.append(tr("{file}: there are more than {n} rules. Remove some.", file=file, n=MOST_RULES))
    if problems:
        raise RulesError(problems)
    changes = {change.rule: change for change in site.change}
    kept = [
        (group, _changed(rule, changes.get(rule.id)))
        for group, rule in shipped.rules
        if not (rule.id in changes and changes[rule.id].off)
    ]
    version = f"{shipped.version}+{hashlib.sha256(text).hexdigest()[:12]}"
    return replace(shipped, rules=(*kept, *added), version=version)


def _changed(rule: Rule, change: Change | None) -> Rule:
    if change is None or change.level is None:
        return rule
    return msgspec.structs.replace(rule, level=change.level)


def _clashes(file: str, shipped: Rules, ids: Iterable[str]) -> list[str]:
    taken = {rule.id for _, rule in shipped.rules}
    problems = []
    for each in ids:
        if each in taken:
            problems.append(
                tr("{file}, rule {rule}: this id is taken. Choose another.", file=file, rule=each)
            )
        taken.add(each)
    return problems


def _refused(file: str, shipped: Rules, change: Change) -> list[str]:
    """Why a change may not be made; empty where it may."""
    rule = shipped.by_id(change.rule)
    if rule is None:
        return [
            tr(
                "{file}, change of {rule}: there is no such rule. Correct the id.",
                file=file,
                rule=change.rule,
            )
        ]
    if not change.off and change.level is None:
        return [
            tr("{file}, change of {rule}: say a level, or off.", file=file, rule=change.rule),
        ]
    if not change.off and change.level is not None and change.level <= rule.level:
        return []
    first, second = (" ".join(name.split()) for name in (change.clinician, change.second_clinician))
    problems = []
    if not first or not second or first.casefold() == second.casefold():
        problems.append(
            tr(
                "{file}, change of {rule}: to lower it or switch it off, name two clinicians: "
                "clinician and second_clinician.",
                file=file,
                rule=change.rule,
            )
        )
    if len(change.reason.strip()) < SHORTEST_REASON:
        problems.append(
            tr("{file}, change of {rule}: write the reason.", file=file, rule=change.rule),
        )
    return problems
