"""When a fault strikes.

A rule as JSON, all but `action` optional:
    method, path        which requests: an HTTP method, a regular expression searched for in path?query
    nth                 strikes from the nth matching request on (counted from 1)
    probability, seed   strikes with this probability, repeatably
    count               strikes at most so often (1 where nth is given, otherwise without limit)
    action              drop_before · drop_after · drop_midway · delay · hold · duplicate · status
    seconds, when       of delay: how long, and whether `before` or `after` the request is carried out;
                        of hold: how long, else until DELETE /test/held
    entries             of drop_midway: how many entries of a bundle happen before the connection breaks (none
                        of a transaction that happens as a whole)
    status, retry_after of status: the HTTP status to answer with, and seconds for Retry-After
"""

import random
import re
from typing import Any, Literal, get_args

import msgspec

from portal.refusals import Refusal, invalid

Action = Literal["drop_before", "drop_after", "drop_midway", "delay", "hold", "duplicate", "status"]


class Rule(msgspec.Struct, forbid_unknown_fields=True):
    action: Action
    method: str | None = None
    path: str | None = None
    nth: int | None = None
    probability: float | None = None
    seed: int = 0
    count: int | None = None
    seconds: float = 0.0
    when: Literal["before", "after"] = "before"
    entries: int = 1
    status: int = 503
    retry_after: int | None = None


class ArmedRule:
    """A rule with what it has seen and done so far."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.seen = 0
        self.hits = 0
        self._path = re.compile(rule.path or "")
        self._random = random.Random(rule.seed)
        self._limit = rule.count if rule.count is not None or rule.nth is None else 1

    def sees(self, method: str, path: str) -> bool:
        """Whether the rule is about this request; counts it."""
        matches = self.rule.method in (None, method) and self._path.search(path) is not None
        self.seen += matches
        return matches

    def strikes(self) -> bool:
        """Whether the fault strikes the request just seen; counts it."""
        rule = self.rule
        if self._limit is not None and self.hits >= self._limit:
            return False
        if rule.nth is not None and self.seen < rule.nth:
            return False
        if rule.probability is not None and self._random.random() >= rule.probability:
            return False
        self.hits += 1
        return True

    def described(self) -> dict[str, Any]:
        shown: dict[str, Any] = msgspec.to_builtins(self.rule)
        return {name: value for name, value in shown.items() if value is not None} | {
            "seen": self.seen,
            "hits": self.hits,
        }


class Schedule:
    """The rules in force. The first that strikes wins; the others still count the request as seen."""

    def __init__(self) -> None:
        self.rules: list[ArmedRule] = []

    def add(self, sent: Any) -> None:
        """One rule or a list of them, as decoded JSON."""
        try:
            rules = msgspec.convert(sent if isinstance(sent, list) else [sent], list[Rule], strict=False)
            self.rules += [ArmedRule(rule) for rule in rules]
        except msgspec.ValidationError as error:
            raise invalid(f"Not a fault rule: {error}. Actions: {', '.join(get_args(Action))}.") from error
        except re.error as error:
            raise Refusal(400, "invalid", f"path is not a regular expression: {error}.") from error

    def clear(self) -> None:
        self.rules.clear()

    def striking(self, method: str, path: str) -> Rule | None:
        about = [armed for armed in self.rules if armed.sees(method, path)]
        return next((armed.rule for armed in about if armed.strikes()), None)
