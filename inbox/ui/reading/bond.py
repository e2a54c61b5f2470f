"""For whom a reply was written: words for one patient are never sent to another."""

from __future__ import annotations

import msgspec

from inbox.domain.ids import PatientId
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.shortcuts.phrases.guards import Problem, Stop


class Bond:
    """Binds what is in the field to the patient who was on screen when it was begun.

    A conversation may be given to another patient by the server, under the eyes of whoever answers it.
    """

    def __init__(self) -> None:
        self._patient: PatientId | None = None

    def tie(self, thread: Thread) -> None:
        """Nothing is written yet, or it was written for the patient of `thread`."""
        self._patient = thread.patient

    def as_written(self, thread: Thread) -> Thread:
        """`thread` with the patient for whom its draft is: as that it is kept."""
        return msgspec.structs.replace(thread, patient=self._patient) if self._patient else thread

    def problems(self, thread: Thread, text: str) -> list[Problem]:
        """What stops `text` from being sent into `thread` as it is now."""
        if self._patient in (None, thread.patient):
            return []
        told = tr("This was written for another patient: the conversation has been given to somebody else.")
        return [Problem(Stop.PATIENT, 0, len(text), told)]
