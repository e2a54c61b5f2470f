"""A policy while somebody changes it: what it began with, and each change, so that it can be made again."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from inbox.domain.errors import InboxError
from inbox.domain.policy import Policy

Edit = Callable[[Policy], Policy]
"""One change; raises InboxError where it cannot be made."""


class Draft:
    """Begins as the policy in force; `policy` is what it has come to."""

    def __init__(self, base: Policy) -> None:
        self.base = base
        self.policy = base
        self._edits: list[Edit] = []

    @property
    def changed(self) -> bool:
        """Whether publishing it would make a difference."""
        return self.policy != self.base

    def change(self, edit: Edit) -> None:
        """Make one change; raises what it raises, and then nothing has changed."""
        changed = edit(self.policy)
        if changed != self.policy:
            self.policy = changed
            self._edits.append(edit)

    def rebase(self, base: Policy) -> int:
        """Make all changes again on what a colleague has published; gives how many could not be."""
        edits, self._edits = self._edits, []
        self.base = self.policy = base
        lost = 0
        for edit in edits:
            try:
                self.change(edit)
            except InboxError:
                lost += 1
        return lost

    def as_version(self, name: str, version: str) -> Policy:
        """What is to be published: under its name and the next version."""
        return msgspec.structs.replace(self.policy, id=name, version=version)
