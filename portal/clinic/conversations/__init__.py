"""What patients and staff write to each other: one module a kind of message, sentences in `words/`."""

from __future__ import annotations

from portal.clinic.conversations.kinds import KINDS, Kind, pool_for
from portal.clinic.conversations.script import Script, compose

__all__ = ["KINDS", "Kind", "Script", "compose", "pool_for"]
