"""What the links of a phrase say for one patient, one item and one writer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from inbox.domain.patient import Chart, Medicine, PatientCard, Series
from inbox.domain.people import Actor, Role
from inbox.domain.pool import Pool
from inbox.domain.refill import asked
from inbox.domain.thread import Thread
from inbox.domain.time_words import date_words
from inbox.domain.words import tr, trn
from inbox.domain.work_item import WorkItem
from inbox.shortcuts.phrases.links import LINKS, LinkValue

_RESULTS = {
    "last_a1c": ("4548-4",),
    "last_potassium": ("2823-3", "6298-4"),
    "last_creatinine": ("2160-0",),
    "last_ldl": ("18262-6", "13457-7", "2089-1"),
    "last_tsh": ("3016-3",),
    "last_inr": ("6301-6", "34714-6"),
}
"""LOINC codes of the results a phrase may quote."""


def role_in_words(role: Role) -> str:
    """The role as patients know it."""
    return {
        Role.CLERK: tr("care team"),
        Role.LPN: tr("nurse"),
        Role.RN: tr("nurse"),
        Role.PRESCRIBER: tr("clinician"),
        Role.SUPERVISOR: tr("nurse"),
    }[role]


@dataclass(frozen=True)
class ChartValues:
    """A `Lookup`: call it with a link's name. None means that the chart says nothing."""

    card: PatientCard | None
    chart: Chart
    thread: Thread
    item: WorkItem
    actor: Actor
    pool: Pool | None
    clinic: str
    due: datetime | None
    today: date
    zone: ZoneInfo

    def __call__(self, link: str) -> LinkValue | None:
        """The value of `link` now."""
        if self._labelled(link):
            label = tr(LINKS[link].label)
            return LinkValue(
                "", refused=tr("{label} is labelled restricted: it goes into no message.", label=label)
            )
        finder: Callable[[], str] | None = getattr(self, f"_{link}", None)
        if link in _RESULTS:
            return self._result(_RESULTS[link])
        text = finder() if finder else ""
        return LinkValue(text) if text else None

    def _labelled(self, link: str) -> bool:
        """Whether `link` would speak of something labelled restricted or very restricted."""
        if link in _RESULTS:
            return any(one.restricted for one in self.chart.results if one.code in _RESULTS[link])
        if link in ("med_name", "med_dose"):
            medicine = self.medicine()
            return medicine is not None and medicine.restricted
        visits = {"last_visit": self.chart.last_visit, "next_visit": self.chart.next_visit}
        visit = visits.get(link)
        return visit is not None and visit.restricted

    def _result(self, codes: tuple[str, ...]) -> LinkValue | None:
        found = [series for series in self.chart.results if series.code in codes]
        newest: Series | None = max(found, key=lambda series: series.last.at, default=None)
        if newest is None:
            return None
        text = f"{newest.last.value:g} {newest.unit}".strip()
        return LinkValue(text, newest.last.at.astimezone(self.zone).date())

    def _first_name(self) -> str:
        """The person the reply goes to: the proxy where a proxy wrote."""
        last = self.thread.last_from_patient
        if last is not None and last.sender.relation:
            return last.sender.name.split(" ")[0]
        return self.card.given.split(" ")[0] if self.card else ""

    def _full_name(self) -> str:
        return self.card.name if self.card else ""

    def _age(self) -> str:
        born = self.card.birth_date if self.card else None
        if self.card is None or born is None:
            return ""
        months = (
            (self.today.year - born.year) * 12 + self.today.month - born.month - (self.today.day < born.day)
        )
        if months < 24:
            return trn("{n} month", "{n} months", months)
        return str(self.card.age(self.today))

    def _dob(self) -> str:
        return date_words(self.card.birth_date) if self.card and self.card.birth_date else ""

    def medicine(self) -> Medicine | None:
        """The medicine the message is about: named by the item, or the only one its words mention."""
        found = asked(self.thread, self.item, self.chart.medicines)
        return found.medicine if found else None

    def _med_name(self) -> str:
        medicine = self.medicine()
        return medicine.name if medicine else ""

    def _med_dose(self) -> str:
        medicine = self.medicine()
        return medicine.dose if medicine else ""

    def _pharmacy(self) -> str:
        medicine = self.medicine()
        return (medicine.pharmacy if medicine else "") or self.chart.pharmacy

    def _last_visit(self) -> str:
        visit = self.chart.last_visit
        return date_words(visit.at.astimezone(self.zone).date()) if visit else ""

    def _next_visit(self) -> str:
        visit = self.chart.next_visit
        if visit is None:
            return ""
        local = visit.at.astimezone(self.zone)
        return tr("{day} at {time}", day=date_words(local.date()), time=f"{local:%H:%M}")

    def _pcp(self) -> str:
        return self.card.pcp if self.card else ""

    def _due(self) -> str:
        return date_words(self.due.astimezone(self.zone).date()) if self.due else ""

    def _my_name(self) -> str:
        return self.actor.name

    def _my_role(self) -> str:
        return role_in_words(self.actor.role)

    def _pool_name(self) -> str:
        return self.pool.name if self.pool else ""

    def _pool_phone(self) -> str:
        return self.pool.phone if self.pool else ""

    def _clinic_name(self) -> str:
        return self.clinic

    def _today(self) -> str:
        return date_words(self.today)
