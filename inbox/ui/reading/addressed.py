"""To whom the reply goes: whoever wrote last, until somebody says otherwise. It is always shown."""

from __future__ import annotations

from inbox.domain.people import Party
from inbox.ui.reading.situation import Situation


class Addressed:
    """Of the item on screen. What was chosen for one item never holds for another."""

    def __init__(self) -> None:
        self._situation: Situation | None = None
        self._chosen: tuple[Party, ...] | None = None

    @property
    def chosen(self) -> tuple[Party, ...] | None:
        """Whom somebody chose; None: whoever wrote last."""
        return self._chosen

    @property
    def to(self) -> tuple[Party, ...]:
        """Who will read it."""
        usual = self._situation.recipient if self._situation else None
        return self._chosen if self._chosen is not None else (usual,) if usual else ()

    @property
    def words(self) -> str:
        """ "Walter Esterbrook (self), Iris Esterbrook (daughter of Walter)"."""
        there = self._situation
        if there is None or not self.to:
            return there.recipient_words if there else ""
        return ", ".join(there.reader_words(party) for party in self.to)

    @property
    def in_confidence(self) -> bool:
        """Whether whoever reads it is confirmed every time."""
        return self._situation is not None and self._situation.in_confidence

    def bind(self, situation: Situation | None, same: bool) -> None:
        """Be about `situation`; `same`: the item that was there before, as it is now."""
        if not same:
            self._chosen = None
        self._situation = situation

    def choose(self, to: tuple[Party, ...]) -> None:
        """These, and nobody else."""
        self._chosen = to
