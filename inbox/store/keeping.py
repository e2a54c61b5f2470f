"""The door to what people keep: their own phrases and speed buttons, and files for replies not yet sent."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from inbox.domain.changes import Changes
from inbox.domain.entries import Entry
from inbox.domain.ids import PersonId
from inbox.domain.own_kit import Own, OwnEntry
from inbox.domain.people import Actor
from inbox.store import file_bodies, own_kit
from inbox.store.opened import OpenFile

if TYPE_CHECKING:
    from inbox.domain.unsent import Unsent


class Keeping(OpenFile):
    """A cache file with a kit in it for each of its people."""

    def own_kit(self, person: PersonId) -> list[Own]:
        """All that `person` keeps, by kind and id. Read on the calling thread."""
        return own_kit.of(self.reader(), person)

    def save_own(
        self, person: PersonId, entries: Sequence[tuple[str, str, bytes]], at: datetime
    ) -> Future[Changes]:
        """Keep new bodies of entries (kind, id, body; an empty one removes it), all or none.

        The future raises Refused where all of it would be more than a server keeps.
        """
        return self._change_now(partial(own_kit.save, person=person, entries=entries, at=at))

    def choose_own(
        self, person: PersonId, kind: str, id_: str, *, theirs: bool, at: datetime
    ) -> Future[Changes]:
        """Of two versions of an entry the person has chosen one."""
        return self._change_now(
            partial(own_kit.choose, person=person, kind=kind, id_=id_, theirs=theirs, at=at)
        )

    def take_in_own(self, person: PersonId, server: Sequence[OwnEntry]) -> Future[list[Own]]:
        """Bring in what the server has; gives what there is now."""
        return self._now(partial(own_kit.take_in, person=person, server=server))

    def see_to_unsent(self, actor: Actor, now: datetime) -> Future[Changes]:
        """Let go of what has not left for a month and `actor` was told of; note what they are told of now."""
        from inbox.store import ageing  # what no list waits for is imported after it

        return self._change_now(partial(ageing.see_to, actor=actor, now=now))

    def unsent(self, actor: Actor) -> Unsent:
        """What `actor` is told of what has not left. Read on the calling thread."""
        from inbox.store import ageing

        return ageing.of(self.reader(), actor)

    def lacks_files(self, entry: Entry) -> bool:
        """Whether something that goes with `entry` is not here. Read on the calling thread."""
        return not file_bodies.has(self.reader(), file_bodies.named_by([entry]))

    def file_body(self, digest: str) -> bytes | None:
        """The bytes of a file that has not left; None when they are not here. Read on the calling thread."""
        return file_bodies.body_of(self.reader(), digest)
