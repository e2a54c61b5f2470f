"""Words that a person has said are right: kept in the encrypted cache, and nowhere else."""

from __future__ import annotations

import msgspec

from inbox import diary
from inbox.domain import typed
from inbox.ui.desk import Desk

MOST = 2000
"""Words that are kept; the oldest go."""


class OwnWords:
    """In small letters, the newest last."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._name = f"own words of {desk.actor.person}"
        self._words: dict[str, None] | None = None

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and word in self._all

    def learn(self, word: str) -> None:
        """From now on `word` is right."""
        self._all[word.lower()] = None
        kept = list(self._all)[-MOST:]
        self._desk.store.keep_note(self._name, msgspec.json.encode(kept))

    @property
    def _all(self) -> dict[str, None]:
        if self._words is None:
            body = self._desk.store.note(self._name)
            try:
                self._words = dict.fromkeys(typed.decode(body or b"[]", list[str]))
            except msgspec.DecodeError:
                diary.note("own-words.unreadable")
                self._words = {}
        return self._words
