"""Which policy holds: the one the site has published, the last one that could be used, or the shipped one."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from inbox.domain.calendar import Calendar, CalendarError
from inbox.domain.policy import Policy, PolicyError, parse
from inbox.domain.site_kit import KitFile, file_words
from inbox.domain.words import tr

_A_FEW_DAYS = 5
"""Business days that a calendar must have somewhere ahead, or nothing could ever be due."""


class Source(StrEnum):
    """Where a policy comes from."""

    SITE = "site"
    LAST_VALID = "last valid"
    SHIPPED = "shipped"


class InForce(NamedTuple):
    """The policy that holds here, and why it is not the newest one."""

    policy: Policy
    source: Source
    problem: str = ""
    """What is wrong with the newest one, what to do, and what holds until then. Empty where all is well."""


def policy_in_force(
    shipped: Policy, newest: KitFile | None, last_valid: bytes | None, now: datetime
) -> InForce:
    """The policy to count with at `now`. No file's content raises.

    What is the `last_valid` one still is not tried out again: reading up on public holidays takes long.
    """
    if newest is None:
        return InForce(shipped, Source.SHIPPED)
    try:
        if newest.body == last_valid:
            return InForce(parse(newest.body, file_words(newest)), Source.SITE)
        return InForce(usable(newest.body, file_words(newest), now), Source.SITE)
    except PolicyError as wrong:
        problem = str(wrong)
    before = InForce(shipped, Source.SHIPPED)
    if last_valid is not None:
        try:
            before = InForce(parse(last_valid, newest.part), Source.LAST_VALID)
        except PolicyError:  # a program that reads policies otherwise kept it
            before = InForce(shipped, Source.SHIPPED)
    until = tr("Until then {policy} holds.", policy=before.policy.name_at_version)
    return before._replace(problem=f"{problem} {until}")


def usable(body: bytes, source: str, now: datetime) -> Policy:
    """The policy in `body`, tried out: due times can be counted with it. Raises PolicyError.

    `source` is what people call the file.
    """
    policy = parse(body, source)
    for calendar in (policy.calendar, policy.red_flag_calendar):
        if calendar is not None:
            _tried(calendar, source, now)
    return policy


def _tried(calendar: Calendar, source: str, now: datetime) -> None:
    """Unknown holidays and endless closures show only once time is counted."""
    try:
        calendar.add_days(now, _A_FEW_DAYS)
    except CalendarError as wrong:
        raise PolicyError(tr("{file} cannot be used: {problem}", file=source, problem=wrong)) from wrong
