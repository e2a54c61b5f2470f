"""Which sections of the panel are folded: kept with the person's cache, for every patient alike."""

from __future__ import annotations

import msgspec

from inbox import diary
from inbox.domain import typed
from inbox.store.store import Store

_NOTE = "panel: folded"


class Folds:
    """Known by the sections' names."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._folded = _kept(store.note(_NOTE))

    def __contains__(self, section: str) -> bool:
        return section in self._folded

    @property
    def folded(self) -> frozenset[str]:
        """All that are folded."""
        return self._folded

    def turn(self, section: str) -> None:
        """Fold an open section, open a folded one, and keep that."""
        self._folded ^= {section}
        self._store.keep_note(_NOTE, msgspec.json.encode(sorted(self._folded)))

    def open(self, section: str) -> None:
        """Open it if it is folded."""
        if section in self._folded:
            self.turn(section)


def _kept(body: bytes | None) -> frozenset[str]:
    try:
        return typed.decode(body, frozenset[str]) if body else frozenset()
    except msgspec.DecodeError:
        diary.note("panel.folds-unreadable")
        return frozenset()
