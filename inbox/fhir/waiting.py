"""How long a busy server asks to be left alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 3600.0
"""Seconds; a server that asks for more is asked again after an hour."""


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, from `Retry-After` (seconds or a date: RFC 9110 §10.2.3), else from a
    `RateLimit` whose quota is used up (`"requests";r=0;t=57`); None where neither says.

    `headers` has names in lower case. A date counts from the server's own `Date`, never from our clock.
    """
    said = headers.get("retry-after", "").strip()
    if said.isdecimal():
        return min(float(said), LONGEST)
    if (until := date_of(said)) and (now := date_of(headers.get("date", ""))):
        return min(max((until - now).total_seconds(), 0.0), LONGEST)
    return _used_up(headers.get("ratelimit", ""))


def date_of(text: str) -> datetime | None:
    """The instant of an HTTP date; None for anything else."""
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # no date, or of a year that no calendar has
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _used_up(ratelimit: str) -> float | None:
    """The longest reset among the quotas with nothing remaining."""
    waits = []
    for quota in ratelimit.split(","):
        fields = dict(re.findall(r"\b([rt])=(\d+)", quota))
        if fields.get("r") == "0" and "t" in fields:
            waits.append(min(float(fields["t"]), LONGEST))
    return max(waits, default=None)
