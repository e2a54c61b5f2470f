"""What somebody is changing: what it began with, and each change, so that it can be made again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from inbox.domain.errors import InboxError

Thing = TypeVar("Thing")


class Drafting(Generic[Thing]):
    """Begins as what is in force; `now` is what it has come to. Nothing of it holds yet."""

    def __init__(self, base: Thing) -> None:
        self.base = base
        self.now = base
        self._edits: list[Callable[[Thing], Thing]] = []

    @property
    def changed(self) -> bool:
        """Whether publishing it would make a difference."""
        return self.now != self.base

    def change(self, edit: Callable[[Thing], Thing]) -> None:
        """Make one change; raises what it raises, and then nothing has changed."""
        changed = edit(self.now)
        if changed != self.now:
            self.now = changed
            self._edits.append(edit)

    def rebase(self, base: Thing) -> int:
        """Make all changes again on what a colleague has published; gives how many could not be."""
        edits, self._edits = self._edits, []
        self.base = self.now = base
        lost = 0
        for edit in edits:
            try:
                self.change(edit)
            except InboxError:
                lost += 1
        return lost
