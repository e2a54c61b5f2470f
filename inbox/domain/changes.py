"""What a transaction changed: each screen decides from this whether to look again."""

from __future__ import annotations

import msgspec

from inbox.domain.ids import GroupId, ItemId, PatientId, ThreadId


class Changes(msgspec.Struct, frozen=True):
    """Past facts, merged with `|`. Empty means nothing visible changed."""

    threads: frozenset[ThreadId] = frozenset()
    patients: frozenset[PatientId] = frozenset()
    people: bool = False
    """Names, roles or pools changed."""
    kit: bool = False
    """A part of the site's kit was published, or taken back."""
    own_kit: bool = False
    """This person's own phrases or speed buttons: here or, by another station of theirs, on the server."""
    outbox: bool = False
    everything: bool = False
    """Too much changed to name (first sync): look at all of it again."""
    named: frozenset[tuple[ItemId, ItemId]] = frozenset()
    """What was split off here, and the reference that the server has given it."""
    by_group: GroupId | None = None
    """The command of this station that caused it, if one did."""

    def __or__(self, other: Changes) -> Changes:
        return Changes(
            threads=self.threads | other.threads,
            patients=self.patients | other.patients,
            people=self.people or other.people,
            kit=self.kit or other.kit,
            own_kit=self.own_kit or other.own_kit,
            outbox=self.outbox or other.outbox,
            everything=self.everything or other.everything,
            named=self.named | other.named,
            by_group=self.by_group or other.by_group,
        )

    def __bool__(self) -> bool:
        named = self.people or self.kit or self.own_kit or self.outbox or self.everything
        return bool(self.threads or self.patients or named)
