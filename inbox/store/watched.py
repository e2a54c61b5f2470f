"""The door to what is remembered of people's work: every call is a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from inbox.domain.deed import Deed
from inbox.domain.ids import PersonId
from inbox.store import deeds, kept
from inbox.store.transaction import Transaction

T = TypeVar("T")


class Now(Protocol):
    """Does a piece of work on the file as soon as it can."""

    def __call__(self, work: Callable[[Transaction], T], /) -> Future[T]: ...


class Watched:
    """Of an open file. What is read is read on the calling thread."""

    def __init__(self, now: Now, reader: Callable[[], Connection]) -> None:
        self._now = now
        self._reader = reader

    def deeds(self, actor: PersonId) -> list[Deed]:
        """What is remembered of `actor`, oldest first."""
        return deeds.of_actor(self._reader(), actor)

    def unmasked(self, actor: PersonId) -> list[Deed]:
        """Those of them whose words are still as they were sent."""
        return deeds.unmasked(self._reader(), actor)

    def watching(self, actor: PersonId) -> bool:
        """Whether what `actor` does is remembered."""
        return deeds.watching(self._reader(), actor)

    def answers(self, actor: PersonId) -> bytes | None:
        """What `actor` has said to offers."""
        return kept.note_of(self._reader(), _answers(actor))

    def mask(self, masked: Sequence[Deed]) -> Future[None]:
        """Keep these in place of the ones with the patients' words in them."""
        return self._now(partial(deeds.mask, masked=masked))

    def watch(self, actor: PersonId, wanted: bool) -> Future[None]:
        """Remember what `actor` does from now on, or nothing more."""
        return self._now(partial(deeds.watch, actor=actor, wanted=wanted))

    def forget(self, actor: PersonId) -> Future[None]:
        """Remember nothing of what `actor` has done; what was said to offers stays said."""
        return self._now(partial(deeds.forget_all, actor=actor))

    def answer(self, actor: PersonId, said: bytes) -> Future[None]:
        """Keep what `actor` has said to offers."""
        return self._now(partial(kept.keep_note, name=_answers(actor), body=said))


def _answers(actor: PersonId) -> str:
    return f"offers to {actor}"
