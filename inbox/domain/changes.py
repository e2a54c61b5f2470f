"""What a transaction changed: each screen decides from this whether to look again."""

from __future__ import annotations

import msgspec

from inbox.domain.ids import GroupId, PatientId, ThreadId


class Changes(msgspec.Struct, frozen=True):
    """Past facts, merged with `|`. Empty means nothing visible changed."""

    threads: frozenset[ThreadId] = frozenset()
    patients: frozenset[PatientId] = frozenset()
    people: bool = False
    """Names, roles or pools changed."""
    outbox: bool = False
    everything: bool = False
    """Too much changed to name (first sync): look at all of it again."""
    by_group: GroupId | None = None
    """The command of this station that caused it, if one did."""

    def __or__(self, other: Changes) -> Changes:
        return Changes(
            threads=self.threads | other.threads,
            patients=self.patients | other.patients,
            people=self.people or other.people,
            outbox=self.outbox or other.outbox,
            everything=self.everything or other.everything,
            by_group=self.by_group or other.by_group,
        )

    def __bool__(self) -> bool:
        return bool(self.threads or self.patients or self.people or self.outbox or self.everything)
