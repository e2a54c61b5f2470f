"""How often this person put in each phrase, by kind of work: kept in the encrypted cache, for next time."""

from __future__ import annotations

from collections import Counter

import msgspec

from inbox import diary
from inbox.domain import typed
from inbox.ui.desk import Desk

_MOST = 400
"""Pairs of kind and phrase that are remembered: the rarest go."""


class PhraseUses:
    """Read when phrases are first offered; every use is kept at once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._name = f"phrase uses of {desk.actor.person}"
        self._counts: Counter[tuple[str, str]] | None = None

    @property
    def counts(self) -> Counter[tuple[str, str]]:
        """Uses by (kind of work, phrase's name)."""
        if self._counts is None:
            self._counts = self._kept()
        return self._counts

    def count(self, kind: str, phrase: str) -> None:
        """It was put in once more."""
        self.counts[kind, phrase] += 1
        kept = [(*pair, times) for pair, times in self.counts.most_common(_MOST)]
        self._desk.store.keep_note(self._name, msgspec.json.encode(kept))

    def _kept(self) -> Counter[tuple[str, str]]:
        body = self._desk.store.note(self._name)
        try:
            rows = typed.decode(body or b"[]", list[tuple[str, str, int]])
        except msgspec.DecodeError:
            diary.note("phrase-uses.unreadable")
            rows = []
        return Counter({(kind, phrase): times for kind, phrase, times in rows})
