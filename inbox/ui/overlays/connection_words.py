"""What the connection view says: sections of lines, in words, as of now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from inbox.domain.site import SiteFile
from inbox.domain.time_words import day_words
from inbox.domain.words import tr, trn
from inbox.fhir.profile import Fact, Source, Topic
from inbox.sync.status import Status
from inbox.ui.bars.words import CONNECTIONS, sync_words
from inbox.ui.look.roles import Role


class Line(msgspec.Struct, frozen=True):
    """One thing: what it is about, what is to be said of it, and where that is known from."""

    what: str
    words: str
    icon: str = ""
    role: Role = "text_2"
    source: str = ""

    @property
    def aloud(self) -> str:
        """All of it."""
        said = ". ".join(filter(None, (self.what, self.words.rstrip("."))))
        return f"{said} ({self.source})" if self.source else said


class Section(msgspec.Struct, frozen=True):
    """Lines that belong together."""

    title: str
    lines: tuple[Line, ...]


def sections(status: Status, site: SiteFile, now: datetime, zone: ZoneInfo) -> list[Section]:
    """All of the view, what somebody may have to act on first."""
    facts = status.report.facts
    found = [Section(tr("Now"), tuple(_now(status, now, zone)))]
    if facts:
        found.append(Section(tr("Missing here, and what it costs"), tuple(_missing(status, facts))))
    for topic in Topic:
        offered = tuple(_line(fact) for fact in facts if fact.there and fact.topic is topic)
        if offered:
            found.append(Section(tr(topic.value), offered))
    found.append(Section(tr("Site file"), tuple(_site(site))))
    return found


def as_text(found: Iterable[Section]) -> str:
    """The same to be pasted somewhere: it names no patient."""
    parts = ("\n".join([section.title, *(f"- {line.aloud}" for line in section.lines)]) for section in found)
    return "\n\n".join(parts) + "\n"


def summary(status: Status) -> str:
    """How much is missing, beside the title."""
    if not status.report.facts:
        return tr("The server has not been asked yet.")
    missing = len(status.missing)
    return (
        trn("{n} thing is missing", "{n} things are missing", missing)
        if missing
        else tr("Nothing is missing")
    )


def _now(status: Status, now: datetime, zone: ZoneInfo) -> Iterator[Line]:
    look = CONNECTIONS[status.connection]
    yield Line(tr(look.words), status.sentence or sync_words(status, zone), look.icon, look.role)
    if status.sentence and (told := sync_words(status, zone)):
        yield Line(tr("Sync"), told, "refresh-cw")
    if status.request:
        yield Line(tr("Request"), tr("{id}: the server’s people find it by this.", id=status.request), "info")
    if status.audits_kept:
        told = tr("The server does not take all of it. What it does not take is kept here.")
        yield Line(tr("Audit trail"), told, "circle-alert", "soon_text")
    report = status.report
    name = report.name or (tr("It does not say what it is.") if report.facts else "")
    fhir = tr("FHIR {version}", version=report.fhir) if report.fhir else ""
    if told := ", ".join(filter(None, (report.address, name, fhir))):
        yield Line(tr("Server"), told, "database")
    if status.noticing:
        yield Line(tr("How changes are noticed"), status.noticing, "timer")


def _missing(status: Status, facts: Iterable[Fact]) -> Iterator[Line]:
    gaps = [fact for fact in facts if not fact.there]
    for fact in gaps:
        yield _line(fact)
    for denied in status.missing[len(gaps) :]:
        yield Line(denied.what, denied.cost, "ban", "overdue", tr("your rights"))
    if not status.missing:
        yield Line(tr("Nothing"), tr("The server offers all that is used here."), "check", "good")


def _line(fact: Fact) -> Line:
    icon, role = _ASSUMED if fact.there and fact.source is Source.USUAL else _MARKS[fact.there]
    source = "" if fact.source is Source.SAID else tr(fact.source.value)
    return Line(fact.what, fact.words, icon, role, source)


_ASSUMED: tuple[str, Role] = ("info", "text_2")
_MARKS: dict[bool, tuple[str, Role]] = {True: ("check", "good"), False: ("circle-alert", "soon_text")}


def _site(site: SiteFile) -> Iterator[Line]:
    for problem in site.problems:
        yield Line(tr("Left out"), problem, "triangle-alert", "overdue")
    if site.path:
        yield Line(tr("In force"), site.path, "file-text")
        yield from _decided(site)
    else:
        yield Line(
            tr("None"),
            tr("Without one, the server is believed. It would stand at {place}.", place=site.place),
        )


def _decided(site: SiteFile) -> Iterator[Line]:
    """What it decides that is not about the server; the rest stands with what it changes."""
    clinic = site.site.clinic
    if clinic.telephone:
        yield Line(tr("Telephone"), clinic.telephone, "phone")
    if clinic.go_live:
        told = tr(
            "Messages from {day} on become work.", day=f"{day_words(clinic.go_live)} {clinic.go_live:%Y}"
        )
        yield Line(tr("Going live"), told, "calendar")
    if clinic.retention_days:
        told = trn(
            "Closed conversations are kept here for {n} day.",
            "Closed conversations are kept here for {n} days.",
            clinic.retention_days,
        )
        yield Line(tr("Kept"), told, "database")
    if clinic.stale_minutes:
        told = trn(
            "After {n} minute without news the banner shows.",
            "After {n} minutes without news the banner shows.",
            clinic.stale_minutes,
        )
        yield Line(tr("Old data"), told, "hourglass")
