"""A refill judged: every condition of the site's protocol, and of a 90-day supply, with what it rests on.

Source: product rules on refills. What is unknown never counts as met. A controlled medicine is refilled by
no protocol, whatever else holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from inbox.domain.flag import LEAST_SERIOUS
from inbox.domain.needs import Check, Standing
from inbox.domain.patient import Chart, Medicine, Series
from inbox.domain.protocols import Lab, Protocol, Refills
from inbox.domain.refill.asked import Asked, ingredients, is_among
from inbox.domain.thread import Thread
from inbox.domain.time_words import ago_words, date_words
from inbox.domain.words import tr
from inbox.domain.work_item import Stage

SHORT_DAYS = 30
"""Days of a dispense up to which a longer supply may be proposed."""
_STRENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(mg|mcg|units?|ml|g)\b", re.IGNORECASE)
_DOSE, _OTHER = (
    r"(?:dose|dosage|strength|mg)",
    r"(?:higher|lower|different|increase|reduce|double|change)[ds]?",
)
_OTHER_DOSE = re.compile(
    rf"\b{_OTHER}\b[^.]{{0,20}}\b{_DOSE}\b|\b{_DOSE}\b[^.]{{0,20}}\b{_OTHER}\b"
    r"|\bnew dos(?:e|age)\b|\btwice as (?:much|many)\b|\btwo instead of one\b",
    re.IGNORECASE,
)


class Judged(msgspec.Struct, frozen=True):
    """What is known of a request, as of a day."""

    asked: Asked | None
    protocol: Protocol | None
    controlled: bool
    schedule: str
    critical: str
    """The group of the site's list of medicines that allow no gap ("insulin"); empty when in none."""
    checks: tuple[Check, ...]
    long_supply: tuple[Check, ...]
    """The conditions of a 90-day proposal."""

    @property
    def why_not_protocol(self) -> str:
        """Why it cannot be refilled per protocol, as a sentence; empty when it can."""
        if self.asked is None:
            return tr("No medicine is named: find out which one is meant.")
        if self.controlled:
            return tr("It is a controlled substance: a prescriber decides, in the EHR.")
        if not self.asked.certain:
            return tr("The medicine is only guessed from the words: a prescriber decides.")
        return _first_open(self.checks)

    @property
    def why_not_long(self) -> str:
        """Why no 90-day supply can be proposed, as a sentence; empty when it can."""
        if self.asked is None:
            return tr("No medicine is named: find out which one is meant.")
        return _first_open(self.long_supply)


def judge(
    thread: Thread, found: Asked | None, chart: Chart, site: Refills, today: date, zone: ZoneInfo
) -> Judged:
    """Judge the request for `found` by the site's rules, on the chart as it is kept here."""
    if found is None:
        return Judged(None, None, False, "", "", (), ())
    medicine = found.medicine
    schedule = medicine.schedule
    controlled = bool(schedule) or is_among(medicine, site.controlled)
    protocol = next((one for one in site.protocols if is_among(medicine, one.medicines)), None)
    judging = _Judging(thread, found, chart, site, protocol, controlled, today, zone)
    return Judged(
        found,
        protocol,
        controlled,
        schedule,
        critical(medicine, site),
        tuple(judging.protocol_checks()),
        tuple(judging.long_checks()),
    )


def critical(medicine: Medicine, site: Refills) -> str:
    """The group of the site's list of medicines that allow no gap; empty when it is in none."""
    return next((group for group, names in site.critical.items() if is_among(medicine, names)), "")


class _Judging:
    """One request while it is judged."""

    def __init__(
        self,
        thread: Thread,
        found: Asked,
        chart: Chart,
        site: Refills,
        protocol: Protocol | None,
        controlled: bool,
        today: date,
        zone: ZoneInfo,
    ) -> None:
        self.thread, self.asked, self.chart, self.site = thread, found, chart, site
        self.protocol, self.controlled, self.today, self.zone = protocol, controlled, today, zone
        self.medicine = found.medicine

    def protocol_checks(self) -> Iterator[Check]:
        """The protocol's own fields, in the order a nurse reads them."""
        name = self.protocol.name if self.protocol else tr("none for this medicine")
        yield Check(tr("Protocol"), name, _met(self.protocol is not None))
        yield self._not_controlled()
        yield Check(tr("Order active"), self._ordered(), _met(not self.medicine.on_hold))
        yield self._same_dose()
        if self.protocol is not None:
            yield self._visit(self.protocol.visit_months)
            yield from self._labs(self.protocol)
        yield self._no_allergy()

    def long_checks(self) -> Iterator[Check]:
        """The conditions of a 90-day proposal: all of them, every time."""
        yield self._not_controlled()
        yield self._short_dispense()
        long_term = self.protocol is not None and self.protocol.long_term
        said = tr("taken for good") if long_term else tr("not listed as taken for good")
        yield Check(tr("Long-term medicine"), said, _met(long_term))
        listed = is_among(self.medicine, self.site.no_long_supply)
        said = tr("on the site’s list") if listed else tr("not on the site’s list")
        yield Check(tr("Long supply allowed"), said, _met(not listed))
        yield self._no_danger()
        if self.protocol is not None:
            yield from self._labs(self.protocol)

    def _not_controlled(self) -> Check:
        if not self.controlled:
            return Check(tr("Not controlled"), tr("not on any schedule here"), Standing.MET)
        schedule = self.medicine.schedule
        said = tr("schedule {n}", n=schedule) if schedule else tr("on the site’s list")
        return Check(tr("Not controlled"), said, Standing.NOT_MET)

    def _ordered(self) -> str:
        if self.medicine.on_hold:
            return tr("on hold")
        ordered = self.medicine.ordered
        return tr("ordered {day}", day=date_words(ordered)) if ordered else tr("active")

    def _same_dose(self) -> Check:
        """Compared with what the patient wrote since the clinic last answered; silence is no change."""
        waiting = self.thread.messages[len(self.thread.messages) - self.thread.unanswered :]
        text = " ".join(message.text for message in waiting)
        own = {(float(n), unit.lower()) for n, unit in _STRENGTH.findall(self.medicine.name)}
        told = [(float(n), unit.lower()) for n, unit in _STRENGTH.findall(text)]
        other = next((one for one in told if own and one not in own and one[1] in {u for _, u in own}), None)
        dose = self.medicine.dose or self.medicine.name
        if other is not None and self._alone(text):
            said = tr("{dose}; the message says {n} {unit}", dose=dose, n=f"{other[0]:g}", unit=other[1])
            return Check(tr("Dose unchanged"), said, Standing.NOT_MET)
        if words := _OTHER_DOSE.search(text):
            said = tr("{dose}; the message says “{words}”", dose=dose, words=words[0])
            return Check(tr("Dose unchanged"), said, Standing.NOT_MET)
        return Check(tr("Dose unchanged"), dose, Standing.MET)

    def _alone(self, text: str) -> bool:
        """Whether no other medicine of the list is spoken of, whose strength it may be."""
        lower = text.lower()
        others = (one for one in self.chart.medicines if one.id != self.medicine.id)
        return not any(word in lower for other in others for word in ingredients(other))

    def _visit(self, months: int) -> Check:
        what = tr("Visit within {n} months", n=months)
        last = self.chart.last_visit
        if last is None:
            known = self.chart.knows("Encounter")
            return Check(what, tr("none recorded"), Standing.NOT_MET if known else Standing.UNKNOWN)
        day = last.at.astimezone(self.zone).date()
        return Check(what, self._dated(day), _met(_within(day, months, self.today)))

    def _labs(self, protocol: Protocol) -> Iterator[Check]:
        for lab in protocol.labs:
            yield self._lab(lab)

    def _lab(self, lab: Lab) -> Check:
        what = tr("{lab} within {n} months", lab=lab.name, n=lab.months)
        series = self._newest(lab.codes)
        if series is None:
            known = self.chart.knows("Observation")
            return Check(what, tr("none recorded"), Standing.NOT_MET if known else Standing.UNKNOWN)
        day = series.last.at.astimezone(self.zone).date()
        value = f"{series.last.bound}{series.last.value:g} {series.unit}".strip()
        said = tr("{value}, {day}", value=value, day=self._dated(day))
        if series.standing:
            said = tr(
                "{value} ({standing}), {day}", value=value, standing=tr(series.standing), day=self._dated(day)
            )
        good = series.final and not (lab.in_range and series.standing)
        return Check(what, said, _met(good and _within(day, lab.months, self.today)))

    def _newest(self, codes: Iterable[str]) -> Series | None:
        wanted = frozenset(codes)
        found = (one for one in self.chart.results if one.code in wanted)
        return max(found, key=lambda one: one.last.at, default=None)

    def _no_allergy(self) -> Check:
        what, words = tr("No allergy to it"), ingredients(self.medicine)
        for one in self.chart.allergies:
            if not one.none_known and words & set(re.findall("[a-z]{4,}", one.substance.lower())):
                return Check(what, one.substance, Standing.NOT_MET)
        if not self.chart.allergies:
            return Check(what, tr("allergies are not recorded"), Standing.UNKNOWN)
        named = [one.substance for one in self.chart.allergies if not one.none_known and one.substance]
        return Check(
            what,
            tr("allergic to {names}", names=", ".join(named)) if named else tr("none known"),
            Standing.MET,
        )

    def _short_dispense(self) -> Check:
        what, days = tr("Dispensed for {n} days or less", n=SHORT_DAYS), self.medicine.dispensed_days
        if days is None:
            return Check(what, tr("no dispense says how long it lasts"), Standing.UNKNOWN)
        return Check(what, tr("last time for {n} days", n=days), _met(days <= SHORT_DAYS))

    def _no_danger(self) -> Check:
        """No flag of overdose or self-harm on anything open, called about or not."""
        flags = [flag for item in self.thread.items if item.stage is not Stage.DONE for flag in item.standing]
        found = next((f for f in flags if f.level <= LEAST_SERIOUS and self._is_danger(f.rule)), None)
        said = tr("rule {rule}", rule=found.rule) if found else tr("none open")
        return Check(tr("No overdose or self-harm flag"), said, _met(found is None))

    def _is_danger(self, rule: str) -> bool:
        return any(word in rule.lower() for word in self.site.danger_rules)

    def _dated(self, day: date) -> str:
        return tr("{day} ({ago})", day=date_words(day), ago=ago_words(day, self.today))


def _met(holds: bool) -> Standing:
    return Standing.MET if holds else Standing.NOT_MET


def _within(day: date, months: int, today: date) -> bool:
    """Whether `day` lies at most so many months back; a month's last day stands in for those it lacks."""
    years, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    earliest = next(
        date(years, month + 1, d) for d in range(today.day, 0, -1) if _exists(years, month + 1, d)
    )
    return day >= earliest


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _first_open(checks: Iterable[Check]) -> str:
    """The first condition that is not met, as a sentence; empty when all are."""
    for check in checks:
        if check.standing is not Standing.MET:
            return tr(
                "{what}: {standing} ({value}).",
                what=check.what,
                standing=check.standing.said,
                value=check.value,
            )
    return ""
