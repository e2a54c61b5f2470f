"""What time it is by the server's clock: what it says with every answer, and what has gone by since."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

from inbox.fhir.waiting import date_of

_COARSE = timedelta(seconds=2)
"""An HTTP date (RFC 9110 §5.6.7) names a whole second that has begun."""


class ServerClock:
    """Belongs to one event loop. It goes on steadily: each answer only corrects it where it is wrong."""

    def __init__(self) -> None:
        self._said: tuple[datetime, float] | None = None

    def hear(self, headers: Mapping[str, str]) -> None:
        """Take up the `Date` of an answer, whose headers have names in lower case."""
        said, now = date_of(headers.get("date", "")), self.now()
        if said is not None and (now is None or not said <= now < said + _COARSE):
            self._said = said, asyncio.get_running_loop().time()

    def now(self) -> datetime | None:
        """The present instant, UTC, to a second or two; None before the server has said anything."""
        if self._said is None:
            return None
        said, at = self._said
        return said + timedelta(seconds=asyncio.get_running_loop().time() - at)
