"""The sandbox portal's seeded clinic: staff, pools, patients, charts and threads as FHIR R4 resources.

Everything follows from the seed, the counts and the moment: the same four arguments give the same clinic. All
of it lies in the past of `now`, save appointments, closures, due times and the validity of prescriptions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from portal.clinic.cases import Case, cases
from portal.clinic.chart import chart, chart_resources
from portal.clinic.fhir import Json
from portal.clinic.kit import libraries
from portal.clinic.looking_back import history_resources, is_recent
from portal.clinic.pools import places
from portal.clinic.records import record_resources
from portal.clinic.staff import STAFF, people_at_work
from portal.clinic.staged import LEAST, staged_resources
from portal.clinic.staged.alerts import alert_resources
from portal.clinic.tasks import task_resources
from portal.clinic.threads import thread_resources

__all__ = ["Account", "Clinic", "build"]


@dataclass(frozen=True)
class Account:
    """Who may sign in; `role` is clerk, lpn, rn, prescriber or supervisor."""

    user: str
    name: str
    role: str
    practitioner: str
    """Reference, `Practitioner/<id>`."""


@dataclass(frozen=True)
class Clinic:
    """The accounts, and every resource as JSON with its own id and `meta.lastUpdated`.

    `resources` can be walked again and again; each walk makes them anew, so large clinics need little memory.
    """

    accounts: list[Account]
    resources: Iterable[Json]


@dataclass(frozen=True)
class _Resources:
    seed: int
    patients: int
    threads: int
    now: datetime

    def __iter__(self) -> Iterator[Json]:
        yield from places(self.now)
        yield from people_at_work(self.now)
        charts = [chart(self.seed, number, self.now) for number in range(1, self.patients + 1)]
        for one in charts:
            yield from chart_resources(one, self.now)
        if charts:
            done: list[Case] = []
            for case in cases(self.seed, charts, self.threads, self.now):
                if self.threads >= LEAST and is_recent(case, self.now):
                    done.append(case)
                yield from thread_resources(case)
                yield from task_resources(case, self.now)
            yield from staged_resources(self.seed, self.threads, self.now)
            yield from record_resources(self.seed, self.threads, self.now)
            if self.threads >= LEAST:
                yield from alert_resources(self.seed, self.now)
            for case in done:
                yield from history_resources(case)
        yield from libraries(self.now)


def build(seed: int, patients: int, threads: int, now: datetime) -> Clinic:
    """A clinic of so many patients and threads as it stands at `now` (aware); no patients, no threads."""
    accounts = [Account(m.user, m.name, m.licence.role, m.ref) for m in STAFF]
    return Clinic(accounts, _Resources(seed, patients, threads, now))
