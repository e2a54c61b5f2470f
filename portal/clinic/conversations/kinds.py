"""The kinds of message the clinic receives, each with its stock of sentences, category and work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from portal.clinic.chart import Chart
from portal.clinic.conversations import readings, refills, results
from portal.clinic.conversations.facts import Specifics
from portal.clinic.pools import ADVICE, BILLING, FAMILY, FORMS, PEDIATRICS, REFILLS, SCHEDULING, Pool


@dataclass(frozen=True)
class Promise:
    """Open time until the first look and until the answer; an answer in whole business days has `days`."""

    look: timedelta | None
    answer: timedelta | None
    days: int = 0


@dataclass(frozen=True)
class Kind:
    """One kind: the patient's category, the clinic's work, and what its messages are made of."""

    work: str
    category: str
    label: str
    """The category as the patient saw it."""
    stock: str
    specifics: Callable[[Random, Chart, datetime], Specifics | None]
    promise: Promise
    pool: Pool | None = None
    """Where it lands; None when that follows from the patient's age."""
    answered: float = 1.0
    """Share of closed items that were closed with a reply."""


def _nothing(roll: Random, chart: Chart, at: datetime) -> Specifics:
    return Specifics()


def _hours(look: float | None, days: int, business_day: float = 8) -> Promise:
    return Promise(
        timedelta(hours=look) if look else None, timedelta(hours=days * business_day) if days else None, days
    )


KINDS = {
    kind.work: kind
    for kind in (
        Kind("medical-question", "medical-question", "Medical question", "medical", _nothing, _hours(4, 1)),
        Kind(
            "refill",
            "medication-refill",
            "Medication refill",
            "refills",
            refills.specifics,
            _hours(8, 2),
            REFILLS,
        ),
        Kind("result-question", "test-result", "Test result", "results", results.specifics, _hours(8, 2)),
        Kind(
            "home-monitoring",
            "medical-question",
            "Medical question",
            "readings",
            readings.specifics,
            _hours(1, 1),
        ),
        Kind("scheduling", "scheduling", "Appointments", "scheduling", _nothing, _hours(4, 1), SCHEDULING),
        Kind("form", "form-letter", "Forms and letters", "forms", _nothing, _hours(8, 3), FORMS),
        Kind("referral", "referral", "Referral", "referrals", _nothing, _hours(8, 3), FORMS),
        Kind("billing", "billing-records", "Billing and records", "billing", _nothing, _hours(4, 3), BILLING),
        Kind("fyi", "general", "General", "thanks", _nothing, _hours(None, 0), answered=0.25),
    )
}


def pool_for(kind: Kind, chart: Chart, at: datetime, after_hours: bool) -> Pool:
    """The pool a message lands in; the advice line takes adults' medical questions asked after hours."""
    if kind.pool:
        return kind.pool
    if chart.person.age(at.date()) < 18:
        return PEDIATRICS
    return ADVICE if after_hours and kind.work == "medical-question" else FAMILY
