"""Patients who open what the clinic wrote, some minutes later and not all of them (`received`)."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.clinic.chance import dice
from portal.clinic.fhir import Json, instant
from portal.clinic.reading import ClinicPortal

_READ = 0.9
"""Share of replies that are opened at all."""


class Readers:
    """Who opens which reply when follows from the seed; `opened` is also said of what is answered."""

    def __init__(self, seed: int, portal: ClinicPortal) -> None:
        self._portal = portal
        self._roll = dice(seed, "readers", f"{portal.now():%Y%m%d%H%M}")
        self._due: list[tuple[datetime, str]] = []
        """When a message, by its id, will be opened."""

    def hear(self, reply: Json, now: datetime) -> None:
        """A message of staff has come: decide whether and when it is opened."""
        if self._roll.random() < _READ:
            self._due.append((now + timedelta(minutes=self._roll.triangular(0.5, 20, 2)), reply["id"]))

    def catch_up(self, now: datetime) -> None:
        """Open what falls due."""
        due = [one for one in self._due if one[0] <= now]
        self._due = [one for one in self._due if one[0] > now]
        for at, message in due:
            self.opened(message, at)

    def opened(self, message: str, at: datetime) -> None:
        """Say that it was received, unless it says so."""
        for there in self._portal.search("Communication", _id=message):
            if "received" not in there:
                self._portal.update({**there, "received": instant(at)})
