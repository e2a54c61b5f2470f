"""A policy while somebody changes it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from inbox.domain.drafting import Drafting
from inbox.domain.policy import Policy

Edit = Callable[[Policy], Policy]
"""One change; raises InboxError where it cannot be made."""


class Draft(Drafting[Policy]):
    """Begins as the policy in force; `policy` is what it has come to."""

    @property
    def policy(self) -> Policy:
        """The policy as it would be published."""
        return self.now

    def as_version(self, name: str, version: str) -> Policy:
        """What is to be published: under its name and the next version."""
        return msgspec.structs.replace(self.policy, id=name, version=version)
