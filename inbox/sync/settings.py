"""How often, how much and how far back."""

from __future__ import annotations

from datetime import timedelta

import msgspec


class Settings(msgspec.Struct, frozen=True):
    """Seconds unless said otherwise."""

    poll: float = 10
    """Between two looks for changes while somebody is at the screen."""
    rare: float = 60
    """Between two looks for what seldom changes: people, pools, patients."""
    reconcile: float = 15 * 60
    """Between two comparisons of the open work here and there: some servers never tell of deletions."""
    retry_first: float = 5
    retry_most: float = 60
    chart_age: timedelta = timedelta(minutes=10)
    """An opened item's chart older than this is read again."""
    retention: timedelta = timedelta(days=90)
    """How far back closed conversations are kept here."""
    overlap: timedelta = timedelta(minutes=2)
    """How far behind its cursor a pull looks: a transaction under way may commit with an earlier time."""
    stop_within: float = 1.5
    """What is being sent may take so long when the program ends."""
    reply_status: str = "completed"
    """What this server calls a message that was sent: in-progress, completed or unknown."""
    station: str = "workstation"
    """The name of this computer in the audit trail."""
