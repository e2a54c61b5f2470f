"""What the clinic promises: for each class of work, how soon, and who hears when it is not kept.

A policy is data with a version. `parse` reads it; whoever finds the file passes its bytes and its name in.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

import msgspec

from inbox.domain import typed
from inbox.domain.calendar import Calendar
from inbox.domain.errors import InboxError
from inbox.domain.words import tr

RED_FLAG_1 = "red-flag-1"
RED_FLAG_2 = "red-flag-2"
URGENT = "urgent"
REFILL_URGENT = "refill-urgent"
PHYSICIAN_REVIEW_URGENT = "physician-review-urgent"
PHYSICIAN_REVIEW = "physician-review"
REPEAT_SENDER = "repeat-sender"
REFILL = "refill"
MEDICAL_QUESTION = "medical-question"

CLASSES = (
    RED_FLAG_1,
    RED_FLAG_2,
    URGENT,
    REFILL_URGENT,
    PHYSICIAN_REVIEW_URGENT,
    PHYSICIAN_REVIEW,
    REPEAT_SENDER,
    MEDICAL_QUESTION,
    "scheduling",
    "records",
    REFILL,
    "result-question",
    "result-release",
    "questionnaire",
    "referral",
    "form",
    "letter",
    "billing",
    "fyi",
)
"""Every class a policy must have a rule for, tightest first."""


Told = Literal[
    "clerk", "lpn", "rn", "prescriber", "covering-prescriber", "charge", "on-call", "supervisor", "anyone"
]
"""Who can be told of a broken promise."""


class PolicyError(InboxError):
    """A policy that cannot be used: which file, which field, what to do."""


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How soon: in open hours or in business days, exactly one of the two."""

    hours: Annotated[float, msgspec.Meta(gt=0, le=2400)] | None = None
    days: Annotated[int, msgspec.Meta(ge=1, le=366)] | None = None

    def __post_init__(self) -> None:
        if (self.hours is None) == (self.days is None):
            raise ValueError("a target needs either hours or days, not both and not neither")


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The promise for one class of work. A target that is left out makes no promise."""

    kind: str
    """The class: a kind of work, or a tighter class such as "urgent" or "repeat-sender"."""
    first_look: Target | None = None
    """Until a claim, or a disposition, by somebody with the role."""
    next_response: Target | None = None
    """Until the answer; for a red flag, until the call is attempted."""
    resolution: Target | None = None
    """Until the item is closed; for a red flag, until the patient is seen."""
    stuck_after: Target | None = None
    """From then on it can be neither snoozed nor held, and is on the supervisor's list."""
    close_after: Target | None = None
    """By then a rule closes it, if it carries no flag and somebody opened it."""
    warn: tuple[Annotated[float, msgspec.Meta(gt=0, lt=1)], ...] = (0.5, 0.75, 0.9)
    """Shares of the open time after which the item warns, ascending."""
    breach_to: tuple[Told, ...] = ()
    """The roles that hear of a broken promise, in the order in which they are told."""
    tell_at: Annotated[float, msgspec.Meta(gt=0, le=1)] = 1.0
    """The share of the open time after which `breach_to` hears of it; 1 is the due time."""
    calendar: Literal["business", "red_flag"] = "business"

    def __post_init__(self) -> None:
        if list(self.warn) != sorted(set(self.warn)):
            raise ValueError("warn marks must ascend")


class Policy(msgspec.Struct, frozen=True, dict=True, forbid_unknown_fields=True, omit_defaults=True):
    """A set of promises, with the calendars used where a pool states no hours of its own."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[^@#\s]+$")]
    version: Annotated[str, msgspec.Meta(pattern=r"^[^@#\s]+$")]
    rules: tuple[Rule, ...]
    pools: dict[str, tuple[Rule, ...]] = {}
    """For a pool, by its reference, the rules that replace the general ones of the same class."""
    calendar: Calendar | None = None
    red_flag_calendar: Calendar | None = None
    """Staffed hours plus on-call; without one, red flags count in the business calendar."""

    def __post_init__(self) -> None:
        if missing := [name for name in CLASSES if name not in self._by_class]:
            raise ValueError(f"rules are missing for {', '.join(missing)}")
        _check(self.rules, "rules")
        for pool, rules in self.pools.items():
            _check(rules, f"pool {pool}")

    @property
    def name_at_version(self) -> str:
        """How an item names the policy its due time comes from: "riverbend@1"."""
        return f"{self.id}@{self.version}"

    def rule(self, sla_class: str) -> Rule:
        """The promise for a class; a class this policy does not know counts as a medical question."""
        return self._by_class.get(sla_class) or self._by_class[MEDICAL_QUESTION]

    def for_pool(self, pool: str) -> Policy:
        """The policy as it holds in one pool, under the same id and version."""
        if not self.pools.get(pool):
            return self
        if pool not in self._of_pools:
            merged = {**self._by_class, **{rule.kind: rule for rule in self.pools[pool]}}
            self._of_pools[pool] = msgspec.structs.replace(self, rules=tuple(merged.values()), pools={})
        return self._of_pools[pool]

    @cached_property
    def _by_class(self) -> dict[str, Rule]:
        return {rule.kind: rule for rule in self.rules}

    @cached_property
    def _of_pools(self) -> dict[str, Policy]:
        return {}


def _check(rules: tuple[Rule, ...], where: str) -> None:
    """Refuse rules that nothing would ever use, and red flags without a promise."""
    names = [rule.kind for rule in rules]
    if unknown := sorted(set(names).difference(CLASSES)):
        raise ValueError(f"{where}: no such class: {', '.join(unknown)} (there are {', '.join(CLASSES)})")
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"{where}: more than one rule for {', '.join(twice)}")
    for rule in rules:
        if rule.kind in (RED_FLAG_1, RED_FLAG_2) and not (rule.first_look and rule.next_response):
            raise ValueError(f"{where}: {rule.kind} needs a first_look and a next_response")


def parse(raw: bytes, source: str) -> Policy:
    """Read a policy from JSON. `source` is what people call the file; errors name it and the field."""
    try:
        return typed.decode(raw, Policy)
    except msgspec.ValidationError as wrong:
        raise PolicyError(
            tr("{file} cannot be used: {problem}. Correct that field.", file=source, problem=wrong)
        ) from wrong
    except msgspec.DecodeError as wrong:
        raise PolicyError(
            tr("{file} is not JSON: {problem}. Correct the file.", file=source, problem=wrong)
        ) from wrong
