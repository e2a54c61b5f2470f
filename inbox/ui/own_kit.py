"""The desk's kit: phrases and speed buttons in force, and what the person keeps of their own.

What is saved is in the encrypted cache and in force when the call returns; the server has it soon after.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QObject, Signal

from inbox.domain.changes import Changes
from inbox.domain.clock import Clock
from inbox.domain.own_kit import BUTTON, PHRASE, Own, differing
from inbox.domain.people import Actor
from inbox.shortcuts.kit import Kit
from inbox.shortcuts.owner import Owner, OwnerType
from inbox.shortcuts.phrases.phrase import Phrase
from inbox.shortcuts.quick import SpeedButton
from inbox.store.store import Store


class KeepsKit(QObject):
    """What of a desk has to do with its kit."""

    changed = Signal(object)
    """A `Changes`: what just changed in the store."""
    kit_changed = Signal()
    """Other phrases or speed buttons are in force."""
    own_kit_saved = Signal()
    """The person has changed what they keep: the server is to have it."""

    def __init__(
        self,
        actor: Actor,
        clock: Clock,
        store: Store,
        kit: Callable[[], Kit],
        parent: QObject | None = None,
    ) -> None:
        """`kit` reads what is in force now."""
        super().__init__(parent)
        self.actor = actor
        self.clock = clock
        self.store = store
        self._read_kit = kit
        self.kit = kit()
        self.changed.connect(self._hear_own)

    @property
    def owner(self) -> Owner:
        """Who a phrase or button of this person's belongs to."""
        return Owner(OwnerType.PERSON, self.actor.name, self.actor.person)

    @property
    def own_differing(self) -> list[Own]:
        """What another station of this person's has changed as well: to be chosen from (`choose_own`)."""
        return differing(self.store.own_kit(self.actor.person))

    async def save_phrase(self, phrase: Phrase) -> None:
        """Keep a phrase of this person's own, in place of the one of that name. Raises Refused."""
        await self.save_own(phrases=[phrase])

    async def save_button(self, button: SpeedButton) -> None:
        """Keep a speed button of this person's own, in place of the one with that id. Raises Refused."""
        await self.save_own(buttons=[button])

    async def save_own(self, *, phrases: Sequence[Phrase] = (), buttons: Sequence[SpeedButton] = ()) -> None:
        """Keep several, all or none: a button and the phrase it sends. Raises Refused."""
        mine = self.owner
        texts = [(PHRASE, one.name, _own_body(one, mine)) for one in phrases]
        await self._save([*texts, *((BUTTON, one.id, _own_body(one, mine)) for one in buttons)])

    async def remove_own(self, kind: str, id_: str) -> None:
        """Remove a phrase (`"phrase"`, its name) or a button (`"button"`, its id) of this person's own."""
        await self._save([(kind, id_, b"")])

    async def choose_own(self, kind: str, id_: str, *, theirs: bool) -> None:
        """Keep what was changed here, or what another station has made of it."""
        chosen = self.store.choose_own(self.actor.person, kind, id_, theirs=theirs, at=self.clock.now())
        await asyncio.wrap_future(chosen)
        self._saved()

    def reload_kit(self) -> None:
        """Have in force what is in force now: something was published, saved or brought."""
        self.kit = self._read_kit()
        self.kit_changed.emit()

    async def _save(self, entries: Sequence[tuple[str, str, bytes]]) -> None:
        saved = self.store.save_own(self.actor.person, entries, self.clock.now())
        await asyncio.wrap_future(saved)
        self._saved()

    def _saved(self) -> None:
        self.reload_kit()
        self.own_kit_saved.emit()

    def _hear_own(self, changes: Changes) -> None:
        if changes.own_kit:
            self.reload_kit()


def _own_body(entry: Phrase | SpeedButton, owner: Owner) -> bytes:
    return msgspec.json.encode(msgspec.structs.replace(entry, owner=owner))
