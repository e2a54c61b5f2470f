"""What a packet says, in words: made once for a situation, shown by the view."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from inbox.domain.inert import inert, one_line
from inbox.domain.messaging.reading_level import grade
from inbox.domain.needs import Check, Needs, Standing
from inbox.domain.patient import Chart
from inbox.domain.refill import Judged, why_no_order
from inbox.domain.review import PING_PONG, After, hand_offs
from inbox.domain.time_words import date_words
from inbox.domain.words import tr, trn
from inbox.domain.work_item import URGENT, Kind
from inbox.fhir.profile import Report
from inbox.ui.packet import relevant
from inbox.ui.packet.decide import controlled, opens_visit, order_for, parent_of, refill_of, releases, why_off
from inbox.ui.patient.facts import Drug, Line, Trend
from inbox.ui.patient.identity import allergies, born_words
from inbox.ui.patient.medicine_words import medicines
from inbox.ui.patient.reading_words import home_readings, results
from inbox.ui.reading.facts import part_for
from inbox.ui.reading.moments import when
from inbox.ui.reading.situation import Situation

ROWS, ROWS_COMPACT = 4, 3


@dataclass(frozen=True)
class Told:
    """All of a packet but the patient's own words."""

    name: str
    about: str
    allergies: tuple[Line, ...]
    asks: str
    question: str
    summary: str
    drugs: tuple[Drug | Line, ...]
    trends: tuple[Trend | Line, ...]
    visits: str
    needs: Needs | None
    """What the work it is about needs: a refill's conditions, a result's values; None: nothing."""
    values_first: bool
    """Whether that comes before all else: of results, what was measured."""
    notes: tuple[Line, ...]
    """What else is to be known before deciding: a refill's conditions, who writes the order, ping-pong."""
    to: str
    proposal: str
    checks: str
    after: str


def told(there: Situation, compact: bool = False) -> Told:
    """The packet of `there`."""
    card, item = there.card, there.item
    assert item is not None
    most = ROWS_COMPACT if compact else ROWS
    drugs, trends = _chart(there, most)
    name = one_line(card.name) if card else ""
    after = After(item.after) if item.after in set(After) else After.BACK
    return Told(
        name=name or tr("Unknown patient"),
        about=born_words(card, there.desk.today()) if card else "",
        allergies=tuple(allergies(there.chart)),
        asks=_asks(there),
        question=inert(item.question).strip() or tr("No question was written."),
        summary=inert(item.summary).strip(),
        drugs=drugs,
        trends=trends,
        visits=_visits(there),
        needs=_needs(there, compact),
        values_first=_is_result(there),
        notes=tuple(_notes(there)),
        to=there.recipient_words,
        proposal=inert(item.proposed_reply).strip(),
        checks=_checks(item.proposed_reply, why_off(there, "review.approve")),
        after=after.said,
    )


_SHOWN = frozenset({Kind.REFILL, Kind.RESULT_QUESTION, Kind.RESULT_RELEASE})
"""The kinds of work that a packet shows the needs of: what is decided rests on them."""


def _needs(there: Situation, compact: bool) -> Needs | None:
    """In little room without the conditions that are met: the summary counts them."""
    about = there.asked_about
    if about is None or about.item is None or about.item.kind not in _SHOWN:
        return None
    part = part_for(about.item.kind)
    needs = part(about) if part else None
    if needs is None or not compact:
        return needs
    rows = [row for row in needs.rows if not (isinstance(row, Check) and row.standing is Standing.MET)]
    return msgspec.structs.replace(needs, rows=tuple(rows))


def _is_result(there: Situation) -> bool:
    parent = parent_of(there)
    return parent is not None and parent.kind in (Kind.RESULT_QUESTION, Kind.RESULT_RELEASE)


def _asks(there: Situation) -> str:
    """ "Nadia Brand, RN asks · today 10:43 · refill · urgent"."""
    item, desk = there.item, there.desk
    assert item is not None
    who = one_line(item.asked_by.name) if item.asked_by else ""
    parts = [
        tr("{name} asks", name=who) if who else tr("Asked by rule"),
        when(item.arrived, desk.now(), desk.zone),
        one_line(there.thread.subject, 60),
        tr("urgent") if item.priority in URGENT else "",
    ]
    return " · ".join(filter(None, parts))


def _chart(there: Situation, most: int) -> tuple[tuple[Drug | Line, ...], tuple[Trend | Line, ...]]:
    """The rows that matter to the question."""
    item, desk, chart = there.item, there.desk, there.chart
    assert item is not None
    last = there.thread.last_from_patient
    spoken = " ".join((item.question, item.summary, item.proposed_reply, last.text if last else ""))
    parent = parent_of(there)
    asked_for = item.medication or (parent.medication if parent else "")
    shown = msgspec.structs.replace(
        chart,
        medicines=tuple(relevant.medicines(chart, spoken, most, asked_for)),
        results=(),
        home_readings=(),
        findings=(),
    )
    drugs = [row for row in medicines(shown, desk.today()).rows if isinstance(row, Drug | Line)]
    trends: list[Trend | Line] = []
    for one in relevant.series(chart, spoken, most):
        alone = msgspec.structs.replace(shown, **{"home_readings" if one.home else "results": (one,)})
        trends += _trends(alone, there)
    return tuple(drugs[:most]), tuple(trends) or tuple(_trends(shown, there))


def _trends(chart: Chart, there: Situation) -> Sequence[Trend | Line]:
    desk = there.desk
    found = home_readings(chart, desk.today(), desk.zone) or results(chart, desk.today(), desk.zone)
    return [row for row in found.rows if isinstance(row, Trend | Line)]


def _visits(there: Situation) -> str:
    chart, zone = there.chart, there.desk.zone
    parts = []
    if chart.last_visit:
        parts.append(tr("Last visit {day}", day=date_words(chart.last_visit.at.astimezone(zone).date())))
    if chart.next_visit:
        at = chart.next_visit.at.astimezone(zone)
        parts.append(tr("next {day}, {time}", day=date_words(at.date()), time=f"{at:%H:%M}"))
    elif chart.knows("Appointment"):
        parts.append(tr("none booked"))
    return " · ".join(parts)


def _notes(there: Situation) -> Iterator[Line]:
    item = there.item
    assert item is not None
    count = hand_offs(there.thread)
    if count >= PING_PONG:
        said = tr("To and fro: handed to a prescriber {n} times. A call or a visit may settle it.", n=count)
        yield Line(said, role="soon_text", bold=True, icon="repeat")
    if (judged := refill_of(there)) is not None:
        yield from _refill(there, judged)
    if releases(there):
        yield Line(tr("Approving it releases the result to the patient."), role="text_2", icon="test-tube")
    yield from _e_visit(there)
    yield from _minutes(there)


def _refill(there: Situation, judged: Judged) -> Iterator[Line]:
    """Whether it is ordered here, what, and where that stands then."""
    if controlled(there):
        said = tr("Controlled substance: no approval here. Prescribe it in the EHR, then answer the nurse.")
        yield Line(said, role="overdue", bold=True, icon="ban")
        return
    order, item = order_for(there), there.item
    if order is None:
        why = why_no_order(judged, item.supply if item else None)
        yield Line(why, role="soon_text", bold=True, icon="triangle-alert")
        return
    said = tr("Approving orders: {order}.", order=order.said)
    if item is None or item.supply is None:
        said = tr("Approving orders, as the last time: {order}.", order=order.said)
    yield Line(said, role="text", bold=True, icon="pill")
    status = there.desk.status
    if status is not None and status.report != Report() and not status.report.orders:
        yield Line(tr("This portal takes no orders: it stays a draft. Prescribe it in the EHR."),
                   role="soon_text", icon="triangle-alert")  # fmt: skip


def _e_visit(there: Situation) -> Iterator[Line]:
    """Whether this patient may have one, has agreed, and how far the time counts."""
    about = there.asked_about
    if about is None or not opens_visit(there):
        return
    if about.eligibility.turned_away:
        yield Line(about.eligibility.why, role="overdue", bold=True, icon="ban")
    consent = about.item.consent if about.item else None
    desk = there.desk
    if consent:
        agreed = tr("The patient agreed, {when}.", when=when(consent.given, desk.now(), desk.zone))
    else:
        agreed = tr("The patient’s yes is not recorded: no minutes count before it.")
    yield Line(agreed, role="text_2" if consent else "soon_text", icon="calendar-plus")


def _minutes(there: Situation) -> Iterator[Line]:
    """What counts of a clinician’s time, and the rule that keeps the rest from it; never what to bill."""
    about = there.asked_about or there
    counted = about.minutes
    if counted is None:
        return
    said = trn("{n} minute counts toward an e-visit", "{n} minutes count toward an e-visit", counted.counted)
    yield Line(f"{said} ({counted.band}). {' '.join(counted.blocks)}".strip(), role="text_2", icon="timer")


def _checks(proposal: str, off: str) -> str:
    if not proposal.strip():
        return ""
    level = grade(proposal)
    reads = tr("reads at grade {n}", n=round(level)) if level else ""
    return ", ".join(filter(None, ("" if off else tr("no blanks"), reads)))
