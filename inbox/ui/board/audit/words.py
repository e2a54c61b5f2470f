"""Events of the audit trail in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from inbox.domain import audit
from inbox.domain.inert import one_line
from inbox.domain.site_kit import Part, words_of
from inbox.domain.trail import Event
from inbox.domain.words import mark, tr
from inbox.ui.reading.moments import day

KINDS: Final[dict[str, str]] = {
    audit.READ: mark("Records opened"),
    audit.UPDATE: mark("Actions"),
    audit.SEARCH: mark("Searches"),
    audit.EXPORT: mark("Exports and files handed on"),
    audit.SIGN_IN: mark("Signing in"),
    audit.SIGN_OUT: mark("Signing out"),
    audit.SWITCH: mark("Making room for a colleague"),
    audit.QUIT: mark("Closing the program"),
    audit.LOCK: mark("Locking"),
    audit.UNLOCK: mark("Unlocking"),
    audit.WIPE: mark("Erasing a station"),
    audit.ACCESS_ENDED: mark("Access that has ended"),
    audit.EXPIRED: mark("Unsent work that expired"),
    audit.PUBLISH: mark("Publishing rules"),
    audit.PROPOSE: mark("Proposing rules"),
    audit.SIGN: mark("Signing rules"),
    audit.WITHDRAW: mark("Withdrawing proposed rules"),
    audit.ARRANGE: mark("Arranging pools and people"),
    audit.COVER: mark("Covering"),
    audit.AUDIT: mark("Looking at this trail"),
}
"""What each kind is called where one of them is chosen."""

_SAID: Final[dict[str, str]] = {
    audit.READ: mark("{who} opened the record of {patient}."),
    audit.UPDATE: mark("{who} acted on a conversation of {patient}."),
    audit.SEARCH: mark("{who} was shown what a search found."),
    audit.EXPORT: mark("{who} wrote {about} to a file."),
    audit.SIGN_IN: mark("{who} signed in."),
    audit.SIGN_OUT: mark("{who} signed out."),
    audit.SWITCH: mark("{who} made room for a colleague."),
    audit.QUIT: mark("{who} closed the program."),
    audit.LOCK: mark("The station of {who} was locked."),
    audit.UNLOCK: mark("{who} unlocked the station."),
    audit.WIPE: mark("What the portal had sent for {who} was erased from the station."),
    audit.ACCESS_ENDED: mark("The portal said that {who} works there no longer."),
    audit.EXPIRED: mark("What {who} had not sent about {patient} for a month was let go of."),
    audit.PUBLISH: mark("{who} published {about}."),
    audit.PROPOSE: mark("{who} proposed {about} for a second clinician to sign."),
    audit.SIGN: mark("{who} signed {about}: from then on they hold."),
    audit.WITHDRAW: mark("{who} withdrew the proposed {about}."),
    audit.ARRANGE: mark("{who} arranged a pool or a colleague."),
    audit.COVER: mark("{who} set who covers for {about}."),
    audit.AUDIT: mark("{who} looked at the audit trail."),
}
_OF_THE_KIT = frozenset({audit.PUBLISH, audit.PROPOSE, audit.SIGN, audit.WITHDRAW})
_EXPORTED = {
    "measures": mark("measures"),
    "phrases": mark("phrases"),
    "speed-buttons": mark("speed buttons"),
    "site-rules": mark("rules of the site"),
}


class Names(NamedTuple):
    """Who is who, by reference."""

    people: Mapping[str, str]
    patients: Mapping[str, str]

    def person(self, event: Event) -> str:
        """Who did it."""
        return self.people.get(event.actor) or one_line(event.actor_name or event.actor) or tr("Somebody")

    def patient(self, ref: str) -> str:
        """Whose record it was."""
        return one_line(self.patients.get(ref) or tr("a patient no longer known ({ref})", ref=ref))


def sentence(event: Event, names: Names) -> str:
    """ "Nadia Brand, RN opened the record of Walter Esterbrook." """
    who = names.person(event)
    patient = names.patient(event.patient) if event.patient else tr("somebody")
    if event.what == audit.UNLOCK and event.failed:
        return tr("Somebody tried to unlock the station of {who}.", who=who)
    if event.what == audit.AUDIT and event.patient:
        return tr("{who} looked at the audit trail of {patient}.", who=who, patient=patient)
    if event.what == audit.EXPORT and event.patient:
        return tr("{who} handed a file of {patient} to another program.", who=who, patient=patient)
    if event.what not in _SAID:
        return tr("{who}: {what}.", who=who, what=one_line(event.code) or tr("something else"))
    return tr(_SAID[event.what], who=who, patient=patient, about=_about(event, names))


def facts(event: Event, names: Names, now: datetime, zone: ZoneInfo) -> list[tuple[str, str]]:
    """Everything that is known of it, each with what it is; nothing that is not known."""
    behalf = event.on_behalf
    at = f"{day(event.at, now, zone)} {event.at.astimezone(zone):%H:%M:%S}"
    person = names.person(event)
    told = (
        (tr("When"), at),
        (tr("Who"), tr("{who}, as {role}", who=person, role=event.role) if event.role else person),
        (tr("For"), names.people.get(behalf, behalf) if behalf else ""),
        (tr("Patient"), names.patient(event.patient) if event.patient else ""),
        (tr("Conversation"), event.thread or ""),
        (tr("About"), _about(event, names) if event.about else ""),
        (tr("Station"), event.station),
        (tr("Outcome"), outcome(event)),
        (tr("Why"), event.why),
        (tr("Request"), event.request),
        (tr("Event"), event.id),
    )
    return [(what, one_line(said)) for what, said in told if said]


def outcome(event: Event) -> str:
    """How it went."""
    return tr("not done") if event.failed else tr("done")


def _about(event: Event, names: Names) -> str:
    if event.about in set(Part) and event.what in _OF_THE_KIT:
        return words_of(Part(event.about))
    if event.about in _EXPORTED:
        return tr(_EXPORTED[event.about])
    return names.people.get(event.about) or one_line(event.about) or tr("something")
