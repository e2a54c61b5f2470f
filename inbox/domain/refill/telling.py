"""A judged refill as the strip shows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from inbox.domain.needs import Check, Fact, Needs, Row, Sentence, Standing
from inbox.domain.patient import Medicine
from inbox.domain.refill.judging import Judged
from inbox.domain.time_words import ago_words, date_words, day_words
from inbox.domain.words import tr, trn


def needs(judged: Judged, today: date) -> Needs:
    """The medicine, its supply, every condition, and what a 90-day proposal lacks."""
    if judged.asked is None:
        return Needs(tr("Refill"), tr("which medicine is meant is not known"), alert=True)
    summary, alert = _summary(judged)
    title = tr("Refill: {name}", name=judged.asked.medicine.name or tr("a medicine without a name"))
    return Needs(title, summary, tuple(_rows(judged, today)), alert)


def supply(medicine: Medicine, today: date) -> Fact:
    """What is left of the last dispense, with its date; how long the order lasts is no supply."""
    what, filled = tr("Supply left"), medicine.last_fill
    if filled is None:
        return Fact(what, tr("unknown: no dispense is recorded"))
    days = medicine.days_left(today)
    told = tr("dispensed {what} on {day}", what=medicine.quantity, day=date_words(filled))
    if days is None or medicine.supply_ends is None:
        return Fact(what, tr("unknown; {told}", told=told))
    ends = medicine.supply_ends
    if days <= 0:
        return Fact(what, told, tr("ran out {day}, {ago}", day=day_words(ends), ago=ago_words(ends, today)))
    left = trn("{n} day", "{n} days", days)
    return Fact(what, tr("{left}, until {day}; {told}", left=left, day=day_words(ends), told=told))


def _summary(judged: Judged) -> tuple[str, bool]:
    if judged.controlled:
        return tr("controlled: no refill per protocol, prescribe in the EHR"), True
    if judged.asked is not None and not judged.asked.certain:
        return tr("matched from the words, not confirmed"), True
    failed = [check for check in judged.checks if check.standing is not Standing.MET]
    if not failed:
        return tr("all {n} conditions of the protocol met", n=len(judged.checks)), False
    return trn(
        "{n} condition not met: {first}", "{n} conditions not met: {first}", len(failed), first=failed[0].what
    ), True


def _rows(judged: Judged, today: date) -> Iterator[Row]:
    assert judged.asked is not None
    if not judged.asked.certain:
        yield Sentence(tr("No order is named. Its words fit only this medicine of the list."), alert=True)
    if judged.controlled:
        yield Sentence(
            tr("Controlled substance: no protocol, no batch, no approval here. Prepare the packet; the")
            + " "
            + tr("prescriber decides and prescribes in the EHR."),
            alert=True,
        )
    yield supply(judged.asked.medicine, today)
    if judged.critical:
        yield Fact(tr("No gap allowed"), tr("{group} is on the site’s list", group=judged.critical))
    yield from sorted(judged.checks, key=_open_first)
    yield _long(judged)


def _open_first(check: Check) -> int:
    return (Standing.NOT_MET, Standing.UNKNOWN, Standing.MET).index(check.standing)


def _long(judged: Judged) -> Fact:
    why = judged.why_not_long
    return Fact(
        tr("90-day supply"), tr("no: {why}", why=why) if why else tr("can be proposed to the prescriber")
    )
