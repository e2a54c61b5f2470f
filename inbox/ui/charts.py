"""Charts read once: the panel, the header and phrases of one item ask for the same one."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

from inbox.domain.changes import Changes
from inbox.domain.filed import Interpreter
from inbox.domain.ids import PatientId
from inbox.domain.patient import Chart
from inbox.fhir import incoming
from inbox.fhir.incoming import Directory, Reading
from inbox.queries import patient as query
from inbox.queries.reader import Reader

KEPT = 32
"""Charts kept at once: those around the cursor."""
GOOD_FOR = timedelta(seconds=60)
"""How long a chart is good though nothing of it changes: visits pass, and periods end."""


class Charts:
    """Forgets what changes; whoever shows a chart asks again when told so."""

    def __init__(
        self,
        reader: Callable[[], Reader],
        interpreter: Callable[[], Interpreter],
        now: Callable[[], datetime],
    ) -> None:
        self._reader = reader
        self._interpreter = interpreter
        self._now = now
        self._kept: OrderedDict[PatientId, tuple[datetime, Chart]] = OrderedDict()

    def of(self, patient: PatientId) -> Chart:
        """The chart as it is kept here now."""
        now = self._now()
        read, chart = self._kept.pop(patient, (None, None))
        if read is None or chart is None or not timedelta() <= now - read < GOOD_FOR:
            read, chart = now, self._read(patient, now)
        self._kept[patient] = read, chart
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return chart

    def hear(self, changes: Changes) -> None:
        """What is here of some patients is not so any more."""
        if changes.everything or changes.people:
            self._kept.clear()
        for patient in changes.patients:
            self._kept.pop(patient, None)

    def _read(self, patient: PatientId, now: datetime) -> Chart:
        reader, reads = self._reader(), self._interpreter()
        return incoming.chart(
            query.chart(reader, patient),
            now,
            fetched_at=query.chart_fetched(reader, patient),
            unread=query.chart_unread(reader),
            directory=reads.directory if isinstance(reads, Reading) else Directory(),
        )
