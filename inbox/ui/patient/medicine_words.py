"""Medicines in words and figures: dose, last fill, what is left, who prescribed."""

from __future__ import annotations

from datetime import date

from inbox.domain.inert import one_line
from inbox.domain.patient import Chart, Medicine
from inbox.domain.time_words import date_words
from inbox.domain.words import tr, trn
from inbox.ui.patient.days import short_day
from inbox.ui.patient.facts import Drug, Fact, Facts, Line

SOON_DAYS = 7
"""Days of supply from which a medicine is about to run out: a refill takes up to two business days."""


def medicines(chart: Chart, today: date) -> Facts:
    """What the patient takes, as far as the server says."""
    title = tr("Medicines")
    if not chart.medicines:
        known = chart.knows("MedicationRequest")
        told = tr("No medicines recorded") if known else tr("Unknown: this server does not give them")
        return Facts("medicines", title, (Line(told, role="text_3"),))
    rows: list[Fact] = [_drug(one, today) for one in chart.medicines]
    if "MedicationDispense" in chart.unread:
        rows.append(Line(tr("Fills are unknown: this server does not give them"), role="text_3"))
    drugs = [row for row in rows if isinstance(row, Drug)]
    brief = trn("{n} medicine", "{n} medicines", len(drugs))
    if out := sum(row.out or row.soon for row in drugs):
        brief = trn("{all}, {n} out or nearly", "{all}, {n} out or nearly", out, all=brief)
    return Facts("medicines", title, tuple(rows), heads=(tr("Supply left"),), brief=brief)


def supply_words(days: int) -> str:
    """ "16 days", "1 day", "out today", "out 3 d"."""
    if days < 0:
        return tr("out {n} d", n=-days)
    return trn("{n} day", "{n} days", days) if days else tr("out today")


def _drug(one: Medicine, today: date) -> Drug:
    days = one.days_left(today)
    name = one_line(one.name) or tr("Medicine without a name")
    filled = short_day(one.last_fill, today) if one.last_fill else ""
    left = supply_words(days) if days is not None else tr("unknown")
    share = max(0.0, days / one.days_supply) if days is not None and one.days_supply else None
    fill = tr("last fill {day}", day=date_words(one.last_fill)) if one.last_fill else tr("no fill recorded")
    out = days is not None and days <= 0
    soon = days is not None and 0 < days <= SOON_DAYS
    controlled = f"C-{one.schedule}" if one.schedule else ""
    about = _about(one, soon)
    aloud = tr("controlled substance, schedule {schedule}", schedule=one.schedule) if controlled else ""
    said = ", ".join(filter(None, (name, aloud, about, fill, tr("supply left: {left}", left=left))))
    filled_said = tr("filled {day}", day=filled) if filled else tr("no fill recorded")
    return Drug(
        name, about, filled, filled_said, share, left, said, out=out, soon=soon, controlled=controlled
    )


def _about(one: Medicine, soon: bool) -> str:
    refills = ""
    if one.refills_left is not None:
        refills = trn("{n} refill left", "{n} refills left", one.refills_left)
    parts = (
        tr("on hold") if one.on_hold else "",
        tr("runs out soon") if soon else "",
        one_line(one.dose) or tr("dose not recorded"),
        refills,
        one_line(one.prescriber),
    )
    return " · ".join(filter(None, parts))
