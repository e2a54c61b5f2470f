"""Who the patient is and how to reach them, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from inbox.domain.patient import Allergy, Chart, Contact, PatientCard
from inbox.domain.time_words import date_words, day_words
from inbox.domain.words import mark, tr, trn
from inbox.ui.look.type import NAME, TINY
from inbox.ui.patient.facts import Facts, Line, Pair

_SEXES = {
    "male": mark("male"),
    "female": mark("female"),
    "other": mark("other"),
    "unknown": mark("sex unknown"),
}
_YEARS_FROM = 2
"""Age in years from which months say nothing more."""


def banner(card: PatientCard, chart: Chart, now: datetime, zone: ZoneInfo) -> Facts:
    """Name, birth, number, language, allergies, and how old the chart is."""
    rows = [Line(card.name, NAME), Line(_born(card, now.astimezone(zone).date()), role="text_2")]
    rows.append(Line(_speaks(card), role="text_2"))
    rows += _allergies(chart)
    rows.append(_phones(card))
    rows.append(Line(chart_age(chart, now, zone), TINY, "text_3"))
    return Facts(tr("Patient"), tuple(rows), banner=True)


def contact(card: PatientCard, chart: Chart) -> Facts:
    """Whom else to reach, and where."""
    rows = [Pair(tr("Emergency"), _reach(one)) for one in card.emergency]
    others = {tr("PCP"): card.pcp, tr("Pharmacy"): chart.pharmacy, tr("Address"): card.address}
    rows += [Pair(label, value or tr("not recorded")) for label, value in others.items()]
    return Facts(tr("Contact"), tuple(rows))


def age_words(born: date, today: date) -> str:
    """ "58 y"; in months below two years, in days below one month."""
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    if months >= _YEARS_FROM * 12:
        return tr("{n} y", n=months // 12)
    if months:
        return trn("{n} month", "{n} months", months)
    return trn("{n} day", "{n} days", (today - born).days)


def chart_age(chart: Chart, now: datetime, zone: ZoneInfo) -> str:
    """ "Chart from 10:42", with the day when it is not today's."""
    if chart.fetched_at is None:
        return tr("Chart not loaded yet")
    local = chart.fetched_at.astimezone(zone)
    if local.date() == now.astimezone(zone).date():
        return tr("Chart from {time}", time=f"{local:%H:%M}")
    return tr("Chart from {day}, {time}", day=day_words(local.date()), time=f"{local:%H:%M}")


def _born(card: PatientCard, today: date) -> str:
    parts = [date_words(card.birth_date), age_words(card.birth_date, today)] if card.birth_date else []
    if not card.birth_date:
        parts.append(tr("birth date unknown"))
    parts.append(tr(_SEXES.get(card.sex, "")) if card.sex in _SEXES else card.sex or tr("sex unknown"))
    parts.append(tr("MRN\N{NO-BREAK SPACE}{number}", number=card.mrn) if card.mrn else tr("no MRN"))
    return " · ".join(parts)


def _speaks(card: PatientCard) -> str:
    language = card.language or tr("language not recorded")
    needs = tr("interpreter needed") if card.interpreter else tr("no interpreter")
    return f"{language} · {needs}"


def _allergies(chart: Chart) -> Iterator[Line]:
    """Severe ones by themselves; "none known" is a finding, an empty list is not."""
    known = [one for one in chart.allergies if not one.none_known]
    severe = [one for one in known if one.severe]
    other = [one for one in known if not one.severe]
    if severe:
        text = tr("Severe: {allergies}", allergies=_listed(severe))
        yield Line(text, role="overdue", bold=True, icon="triangle-alert")
    if other:
        yield Line(_listed(other), role="overdue", bold=not severe, icon="triangle-alert")
    if known:
        return
    if chart.allergies:
        yield Line(tr("No known allergies"), role="text_2", icon="check")
    elif chart.fetched_at is None:
        yield Line(tr("Allergies not loaded yet"), role="soon_text", bold=True, icon="triangle-alert")
    else:
        yield Line(tr("Allergies not recorded: ask"), role="soon_text", bold=True, icon="triangle-alert")


def _listed(allergies: list[Allergy]) -> str:
    return ", ".join(
        f"{one.substance} ({one.reaction})" if one.reaction else one.substance for one in allergies
    )


def phone_words(one: Contact) -> str:
    """The number, kept together when a line breaks."""
    return one.phone.replace(" ", "\N{NO-BREAK SPACE}")


def _phones(card: PatientCard) -> Line:
    """All telephones, the preferred one first: for a red flag they must be in view."""
    kinds = {"mobile": tr("mobile"), "home": tr("home"), "work": tr("work"), "phone": ""}
    space = "\N{NO-BREAK SPACE}"
    told = [
        space.join(filter(None, (kinds.get(one.what, one.what), phone_words(one)))) for one in card.phones
    ]
    return Line(" · ".join(told) or tr("No telephone recorded"), role="text_2", icon="phone")


def _reach(one: Contact) -> str:
    who = f"{one.name} ({one.what})" if one.name and one.what else one.name or one.what
    return ", ".join(filter(None, (who, phone_words(one))))
