"""How often, how much and how far back."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec


class Settings(msgspec.Struct, frozen=True):
    """Seconds unless said otherwise."""

    poll: float = 10
    """Between two looks for changes while somebody is at the screen."""
    poll_listening: float = 30
    """The same while the server tells of changes by itself."""
    wake_gap: float = 0.3
    """Between two looks that word of changes calls for."""
    silence: float = 45
    """Without a sign of life on the line for word of changes, it counts as lost."""
    rare: float = 60
    """Between two looks for what seldom changes: people, pools, patients."""
    own_record: float = 20
    """Between two looks whether this person still works there: what is revoked is honoured within a minute,
    also where one answer is lost."""
    kit: float = 20
    """The same for what the site has published: a new policy holds everywhere within a minute."""
    reconcile: float = 15 * 60
    """Between two comparisons of the open work here and there: some servers never tell of deletions."""
    reconcile_first: float = 90
    """Before the first comparison after a start: much may have gone while this computer was off."""
    retry_first: float = 5
    retry_most: float = 60
    chart_age: timedelta = timedelta(minutes=10)
    """An opened item's chart older than this is read again."""
    history: timedelta = timedelta(days=90)
    """How far back closed conversations are loaded at first."""
    retention: timedelta = timedelta(days=400)
    """How far back closed conversations are kept here."""
    overlap: timedelta = timedelta(minutes=2)
    """How far behind its cursor a pull looks: a transaction under way may commit with an earlier time."""
    wide_overlap: timedelta = timedelta(hours=6)
    """The same for the wide look that goes with each comparison of the open work."""
    stale: timedelta = timedelta(minutes=15)
    """Data older than this is said to be old, with a telephone number."""
    telephone: str = ""
    """Said where no pool of this person has a number of its own."""
    go_live: datetime | None = None
    """From when on messages without work become work, where the site's own file says so; nobody is asked
    then. None: what a supervisor has confirmed."""
    rule_after: float = 5
    """How long at most something that is to be done by rule is left for another station to do."""
    rule_gap: float = 1
    """Between two things that are done by rule here."""
    rule_look: float = 10
    """How long what was found to be done is gone through before all that is late is listed again: each is
    read anew before anything is done about it."""
    intake_gap: float = 2
    """Between two pieces of work that are made here: at most 30 a minute and station."""
    intake_after: float = 45
    """How long a message is left for the portal, or for another station, to make its work. Up to twice as
    long, drawn by lot."""
    stop_within: float = 1.5
    """What is being sent may take so long when the program ends."""
    station: str = "workstation"
    """The name of this computer in the audit trail."""
