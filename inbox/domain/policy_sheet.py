"""A policy as people read and change it: one row for each class of work, every promise in words.

`pool` is a pool's reference, or empty for what holds where a pool has no promise of its own. Nothing here
looks at a screen: texts go in and out, and what cannot be understood is said in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import get_args

import msgspec

from inbox.domain.policy import CLASSES, RED_FLAG_1, RED_FLAG_2, Policy, PolicyError, Rule, Target, Told
from inbox.domain.words import mark, tr, trn

NOTHING = "–"
"""What a cell shows where nothing is promised."""
_MOST_HOURS, _MOST_DAYS = 2400, 366
_TARGET = re.compile(r"(\d+(?:[.,]\d+)?)\s*(min|minutes?|h|hours?|d|days?)")
_SHARES = re.compile(r"[\s,;%]+")
_CLASS_WORDS = {
    "red-flag-1": mark("Red flag level 1"),
    "red-flag-2": mark("Red flag level 2"),
    "urgent": mark("Urgent"),
    "refill-urgent": mark("Refill, urgent"),
    "physician-review-urgent": mark("Physician review, urgent"),
    "physician-review": mark("Physician review"),
    "repeat-sender": mark("Repeat sender"),
    "medical-question": mark("Medical question"),
    "scheduling": mark("Scheduling"),
    "records": mark("Records"),
    "refill": mark("Refill"),
    "result-question": mark("Result question"),
    "result-release": mark("Result to release"),
    "questionnaire": mark("Questionnaire"),
    "referral": mark("Referral"),
    "form": mark("Form"),
    "letter": mark("Letter"),
    "billing": mark("Billing"),
    "fyi": mark("FYI, thanks"),
}
_TOLD_WORDS: Mapping[Told, str] = {
    "clerk": mark("clerk"),
    "lpn": mark("LPN"),
    "rn": mark("RN"),
    "prescriber": mark("prescriber"),
    "covering-prescriber": mark("covering prescriber"),
    "charge": mark("charge nurse"),
    "on-call": mark("on call"),
    "supervisor": mark("supervisor"),
    "anyone": mark("anyone"),
}


_HOURS_WORDS = {"business": mark("open hours"), "red_flag": mark("red flags")}
"""The calendars of the other page that a clock can run in."""


class Column(StrEnum):
    """What a rule says, in the order it is read. The values are the rule's fields."""

    FIRST_LOOK = "first_look"
    REPLY = "next_response"
    RESOLUTION = "resolution"
    WARN = "warn"
    TOLD = "breach_to"
    TELL_AT = "tell_at"
    STUCK = "stuck_after"
    CLOSES = "close_after"
    HOURS = "calendar"


def class_words(sla_class: str) -> str:
    """What people call a class of work."""
    return tr(_CLASS_WORDS.get(sla_class, sla_class))


def cell(policy: Policy, pool: str, sla_class: str, column: Column) -> str:
    """What the policy says there, as it can be written again."""
    rule = policy.for_pool(pool).rule(sla_class)
    if column is Column.WARN:
        return " ".join(f"{share:.0%}".rstrip("%") for share in rule.warn) + " %" if rule.warn else NOTHING
    if column is Column.TOLD:
        return ", ".join(tr(_TOLD_WORDS[one]) for one in rule.breach_to) or NOTHING
    if column is Column.TELL_AT:
        return f"{rule.tell_at:.0%}".replace("%", " %") if rule.breach_to else NOTHING
    if column is Column.HOURS:
        return tr(_HOURS_WORDS[rule.calendar])
    target: Target | None = getattr(rule, column)
    return target_words(target)


def is_own(policy: Policy, pool: str, sla_class: str) -> bool:
    """Whether a pool has a rule of its own for a class."""
    return any(rule.kind == sla_class for rule in policy.pools.get(pool, ()))


def with_cell(policy: Policy, pool: str, sla_class: str, column: Column, text: str) -> Policy:
    """The policy with one cell changed; in a pool, its row becomes the pool's own. Raises PolicyError."""
    rule = policy.for_pool(pool).rule(sla_class)
    changed = msgspec.structs.replace(rule, **{column.value: _read(column, text.strip())})
    _check(changed)
    if changed == rule:
        return policy
    if not pool:
        rules = tuple(changed if one.kind == sla_class else one for one in policy.rules)
        return msgspec.structs.replace(policy, rules=rules)
    own = {one.kind: one for one in policy.pools.get(pool, ())} | {sla_class: changed}
    return msgspec.structs.replace(policy, pools={**policy.pools, pool: _in_order(own)})


def without_rule(policy: Policy, pool: str, sla_class: str) -> Policy:
    """The policy once a pool keeps the general promise for a class again."""
    left = tuple(rule for rule in policy.pools.get(pool, ()) if rule.kind != sla_class)
    pools = {ref: rules for ref, rules in policy.pools.items() if ref != pool}
    return msgspec.structs.replace(policy, pools=pools | ({pool: left} if left else {}))


def target_words(target: Target | None) -> str:
    """How soon: "15 min", "4 h", "2 days"."""
    if target is None:
        return NOTHING
    if target.days is not None:
        return trn("{n} day", "{n} days", target.days)
    hours = target.hours or 0.0
    if hours < 1:
        return tr("{n} min", n=round(hours * 60))
    return tr("{n} h", n=f"{hours:g}")


def _read(column: Column, text: str) -> object:
    if column is Column.WARN:
        return _shares(text)
    if column is Column.TOLD:
        return _told(text)
    if column is Column.TELL_AT:
        return _share(text)
    return _hours(text) if column is Column.HOURS else read_target(text)


def read_target(text: str) -> Target | None:
    """How soon, from words; None for nothing. Raises PolicyError with words that would do."""
    if text.casefold() in ("", NOTHING, "-", tr("none")):
        return None
    found = _TARGET.fullmatch(text.casefold())
    if found is None:
        raise PolicyError(tr("“{text}” is no time. Write 30 min, 4 h or 2 days, or – for none.", text=text))
    number, unit = float(found[1].replace(",", ".")), found[2][0]
    if unit == "d":
        if not number.is_integer() or not 1 <= number <= _MOST_DAYS:
            raise PolicyError(tr("Business days are whole: 1 to {most}.", most=_MOST_DAYS))
        return Target(days=int(number))
    hours = number / 60 if unit == "m" else number
    if not 0 < hours <= _MOST_HOURS:
        raise PolicyError(tr("Open hours are more than none and at most {most}.", most=_MOST_HOURS))
    return Target(hours=hours)


def _shares(text: str) -> tuple[float, ...]:
    if text in ("", NOTHING, "-"):
        return ()
    shares = [_share(one) for one in _SHARES.split(text) if one]
    if shares != sorted(set(shares)) or any(share >= 1 for share in shares):
        raise PolicyError(tr("Marks rise and stay below 100: for example 50 75 90."))
    return tuple(shares)


def _share(text: str) -> float:
    try:
        percent = float(text.replace("%", "").strip())
    except ValueError:
        percent = 0
    if not 0 < percent <= 100:
        raise PolicyError(tr("“{text}” is no share of the time. Write a number from 1 to 100.", text=text))
    return percent / 100


def _told(text: str) -> tuple[Told, ...]:
    if text in ("", NOTHING, "-"):
        return ()
    by_words = {tr(words).casefold(): role for role, words in _TOLD_WORDS.items()}
    by_words |= {role: role for role in get_args(Told)}
    roles = [by_words.get(one.strip().casefold()) for one in text.split(",")]
    if None in roles:
        known = ", ".join(tr(words) for words in _TOLD_WORDS.values())
        raise PolicyError(tr("Name who is told, with commas between: {known}.", known=known))
    return tuple(dict.fromkeys(role for role in roles if role))


def _hours(text: str) -> str:
    by_words = {tr(words).casefold(): name for name, words in _HOURS_WORDS.items()}
    by_words |= {name: name for name in _HOURS_WORDS} | {"": "business", NOTHING: "business", "-": "business"}
    found = by_words.get(text.casefold())
    if found is None:
        known = ", ".join(tr(words) for words in _HOURS_WORDS.values())
        raise PolicyError(tr("Name the hours it counts in: {known}.", known=known))
    return found


def _check(rule: Rule) -> None:
    """What no clinic can mean, whatever the file allows."""
    if rule.kind in (RED_FLAG_1, RED_FLAG_2) and not (rule.first_look and rule.next_response):
        raise PolicyError(tr("A red flag always has a first look and a call."))
    if rule.kind in (RED_FLAG_1, RED_FLAG_2) and rule.close_after:
        raise PolicyError(tr("A red flag is closed by people only."))
    look, reply = rule.first_look, rule.next_response
    if look and reply and (_longer(look.hours, reply.hours) or _longer(look.days, reply.days)):
        raise PolicyError(tr("The first look cannot be later than the reply."))


def _longer(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and one > other


def _in_order(rules: Mapping[str, Rule]) -> tuple[Rule, ...]:
    return tuple(rules[name] for name in CLASSES if name in rules)
