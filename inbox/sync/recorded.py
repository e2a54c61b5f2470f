"""What was recorded of why work moved: read when a supervisor asks for measures, and kept nowhere."""

from __future__ import annotations

from datetime import datetime

from inbox.domain.measures import Recorded
from inbox.fhir import incoming
from inbox.sync.asking import Asking


async def recorded(asking: Asking, since: datetime) -> list[Recorded] | None:
    """Everything recorded since then; None where this person may not read it, or the server keeps none."""
    found: list[Recorded] = []
    async for page in asking.history("Provenance", since, None):
        found += incoming.recorded(page)
    return found if asking.offered("Provenance") else None
