"""Who the patient is and how to reach them, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from inbox.domain.inert import one_line
from inbox.domain.patient import Allergy, Chart, Contact, PatientCard, Proxy
from inbox.domain.time_words import date_words, day_words
from inbox.domain.words import mark, tr, trn
from inbox.ui.look.type import NAME, TINY
from inbox.ui.patient.facts import Copies, Fact, Facts, Line, Pair

_SEXES = {
    "male": mark("male"),
    "female": mark("female"),
    "other": mark("other"),
    "unknown": mark("sex unknown"),
}
_USES = {"mobile": mark("mobile"), "home": mark("home"), "work": mark("work"), "temp": mark("temporary")}
_YEARS_FROM = 2
"""Age in years from which months say nothing more."""
OLD_CHART = timedelta(hours=24)
"""From this age on the panel says that the chart may have changed."""
_SPOKEN_HERE = "english"
"""Nobody asks those who speak it whether they need an interpreter."""
_SPACE = "\N{NO-BREAK SPACE}"


def banner(
    card: PatientCard,
    chart: Chart,
    now: datetime,
    zone: ZoneInfo,
    messaging: Line | None = None,
    copy_keys: str = "",
) -> Facts:
    """Name, birth, number, language, allergies, telephones, whether one may write, how old all that is."""
    rows: list[Fact] = [Line(one_line(card.name) or tr("Name not recorded"), NAME)]
    rows += _warnings(card)
    rows.append(Line(born_words(card, now.astimezone(zone).date()), role="text_2"))
    rows.append(_speaks(card))
    rows += allergies(chart)
    rows += _phones(card, copy_keys)
    rows += [messaging] if messaging else []
    rows.append(_chart_age(chart, now, zone))
    return Facts("patient", tr("Patient"), tuple(rows), banner=True)


def contact(card: PatientCard, chart: Chart) -> Facts:
    """Whom else to reach, and where."""
    rows = [_reachable(tr("Emergency"), one) for one in card.emergency]
    if not rows:
        rows.append(Pair(tr("Emergency"), tr("not recorded")))
    pharmacy = chart.pharmacy or (tr("not recorded") if chart.knows("MedicationDispense") else tr("unknown"))
    rows.append(Pair(tr("PCP"), one_line(card.pcp) or tr("not recorded")))
    rows.append(Pair(tr("Pharmacy"), one_line(pharmacy)))
    rows.append(Pair(tr("Address"), one_line(card.address) or tr("not recorded")))
    return Facts("contact", tr("Contact"), tuple(rows))


def proxies(chart: Chart, today: date) -> Facts | None:
    """Who writes for the patient, and who may not or not yet; None where nobody is recorded."""
    rows: list[Fact] = [_proxy(one, "") for one in chart.proxies]
    rows += [_proxy(one, _why_not(one, today)) for one in chart.other_proxies]
    brief = trn("{n} may write", "{n} may write", len(chart.proxies))
    return Facts("proxies", tr("Writes for the patient"), tuple(rows), brief=brief) if rows else None


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


def phone_words(one: Contact) -> str:
    """The number, kept together when a line breaks."""
    return one_line(one.phone).replace(" ", _SPACE)


def _chart_age(chart: Chart, now: datetime, zone: ZoneInfo) -> Line:
    told = chart_age(chart, now, zone)
    if chart.fetched_at is None or now - chart.fetched_at <= OLD_CHART:
        return Line(told, TINY, "text_3")
    return Line(tr("{told}: it may have changed", told=told), role="soon_text", bold=True, icon="alarm-clock")


def _warnings(card: PatientCard) -> Iterator[Line]:
    """What must be known before anybody writes or calls."""
    if card.deceased:
        yield Line(tr("Recorded as deceased"), role="overdue", bold=True, icon="triangle-alert")
    if card.inactive:
        yield Line(tr("This record is no longer used"), role="soon_text", bold=True, icon="triangle-alert")


def born_words(card: PatientCard, today: date) -> str:
    parts = [date_words(card.birth_date), age_words(card.birth_date, today)] if card.birth_date else []
    if not card.birth_date:
        parts.append(tr("birth date unknown"))
    sex = tr(_SEXES[card.sex]) if card.sex in _SEXES else one_line(card.sex)
    parts.append(sex or tr("sex unknown"))
    number = one_line(card.mrn, 40)
    parts.append(tr("MRN\N{NO-BREAK SPACE}{number}", number=number) if number else tr("no MRN"))
    return " · ".join(parts)


def _speaks(card: PatientCard) -> Line:
    """An interpreter who is needed must be seen; that nothing is recorded of one is not that none is."""
    language = one_line(card.language) or tr("language not recorded")
    if card.interpreter:
        told = tr("{language} · interpreter needed", language=language)
        return Line(told, role="text", bold=True, icon="languages")
    if card.interpreter_asked:
        return Line(f"{language} · {tr('no interpreter')}", role="text_2")
    if language.lower().startswith(_SPOKEN_HERE):
        return Line(language, role="text_2")
    return Line(f"{language} · {tr('interpreter not recorded')}", role="text_2")


def allergies(chart: Chart) -> Iterator[Line]:
    """Severe ones by themselves; "none known" is a finding, an empty list is not."""
    known = [one for one in chart.allergies if not one.none_known]
    severe = [one for one in known if one.severe]
    other = [one for one in known if not one.severe]
    if severe:
        text = tr("Severe: {allergies}", allergies=_listed(severe))
        yield Line(text, role="overdue", bold=True, icon="triangle-alert")
    if other:
        yield Line(_listed(other), role="overdue", bold=not severe, icon="triangle-alert")
    if not known:
        yield _no_allergies(chart)


def _no_allergies(chart: Chart) -> Line:
    partly = [one.substance for one in chart.allergies if one.partly]
    if len(partly) < len(chart.allergies):
        return Line(tr("No known allergies"), role="text_2", icon="check")
    if partly:
        told = tr("{none}; others not recorded: ask", none=one_line(", ".join(partly)))
    elif chart.fetched_at is None:
        told = tr("Allergies not loaded yet")
    elif not chart.knows("AllergyIntolerance"):
        told = tr("Allergies unknown: this server does not give them")
    else:
        told = tr("Allergies not recorded: ask")
    return Line(told, role="soon_text", bold=True, icon="triangle-alert")


def _listed(allergies: list[Allergy]) -> str:
    return one_line(", ".join(map(_allergy, allergies)), 600)


def _allergy(one: Allergy) -> str:
    """ "Penicillin (hives, moderate)"."""
    severity = {"moderate": tr("moderate"), "mild": tr("mild")}.get(one.severity, "")
    about = [one.reaction, "" if one.severe else severity, "" if one.confirmed else tr("not confirmed")]
    told = ", ".join(filter(None, about))
    name = one.substance or tr("allergy without a name")
    return f"{name} ({told})" if told else name


def _phones(card: PatientCard, copy_keys: str) -> Iterator[Line]:
    """All telephones, the preferred one first: for a red flag they must be in view."""
    for place, one in enumerate(card.phones):
        use = tr(_USES[one.what]) if one.what in _USES else ""
        told = _SPACE.join(filter(None, (use, phone_words(one))))
        yield Line(told, role="text_2", icon="phone", deed=Copies(one.phone), keys="" if place else copy_keys)
    if not card.phones:
        yield Line(tr("No telephone recorded"), role="text_2", icon="phone")


def _reachable(label: str, one: Contact) -> Pair:
    who = f"{one.name} ({one.what})" if one.name and one.what else one.name or one.what
    told = ", ".join(filter(None, (one_line(who), phone_words(one))))
    return Pair(label, told, Copies(one.phone) if one.phone else None)


def _proxy(one: Proxy, why_not: str) -> Line:
    who = f"{one.name} ({one.what})" if one.what else one.name
    told = [one_line(who) or tr("Name not recorded"), why_not, "" if why_not else phone_words(one)]
    words = ", ".join(filter(None, told))
    if why_not:
        return Line(words, role="text_3", icon="ban")
    return Line(words, deed=Copies(one.phone) if one.phone else None)


def _why_not(one: Proxy, today: date) -> str:
    if one.until is not None and one.until < today:
        return tr("ended {day}", day=date_words(one.until))
    if not one.active:
        return tr("not active")
    return tr("from {day} on", day=date_words(one.since)) if one.since else tr("not active")
