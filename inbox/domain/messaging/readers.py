"""Who may read what is written to a patient: the patient, and proxies whose access holds.

A young person in the site's confidential ages writes for themselves alone; so does whoever wrote in a thread
that is labelled restricted or very restricted.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from inbox.domain.messaging.rules import Confidential
from inbox.domain.patient import Proxy
from inbox.domain.people import Party
from inbox.domain.thread import Thread
from inbox.domain.time_words import date_words
from inbox.domain.words import tr


class Readers(msgspec.Struct, frozen=True):
    """What is known of a patient's circle on `today`."""

    today: date
    ages: Confidential
    age: int | None = None
    proxies: tuple[Proxy, ...] = ()
    """As the server lists them. Some servers show none: then nobody is refused for not being on the list."""

    def in_confidence(self, thread: Thread) -> bool:
        """Whether recipients are confirmed every time."""
        return self.ages.covers(self.age) or thread.restricted

    def choices(self, thread: Thread) -> list[tuple[Party, str]]:
        """Everybody a reply could go to, whoever wrote last first, each with why not (empty: may)."""
        last = thread.last_from_patient
        named = [last.sender] if last else []
        named += [m.sender for m in thread.messages if m.from_patient]
        named.append(next((p for p in named if p.ref == thread.patient), Party(thread.patient)))
        named += [Party(one.ref, one.name, one.what) for one in self.proxies]
        each = {party.ref: party for party in reversed(named)}
        order = dict.fromkeys(party.ref for party in named)
        return [(each[ref], self.why_not(thread, each[ref])) for ref in order]

    def refusal(self, thread: Thread, to: Iterable[Party]) -> str:
        """Why this list may not be written to; empty when it may."""
        return next((why for party in to if (why := self.why_not(thread, party))), "")

    def why_not(self, thread: Thread, party: Party) -> str:
        """Why `party` may not read what is written in `thread`, as a sentence; empty when they may."""
        if party.ref == thread.patient or not party.ref.startswith("RelatedPerson/"):
            return ""
        name = party.name or tr("This proxy")
        if self.in_confidence(thread) and _wrote_themselves(thread):
            return tr("The patient wrote here in confidence: nothing goes to {name}.", name=name)
        there = next((one for one in self.proxies if one.ref == party.ref), None)
        if there is None:
            return tr("{name} is not on the patient’s list of proxies.", name=name) if self.proxies else ""
        return _ended(there, self.today)


def _wrote_themselves(thread: Thread) -> bool:
    return any(message.sender.ref == thread.patient for message in thread.messages)


def _ended(one: Proxy, today: date) -> str:
    name = one.name or tr("This proxy")
    if one.since is not None and today < one.since:
        return tr(
            "{name} may write for the patient only from {day} on.", name=name, day=date_words(one.since)
        )
    if one.until is not None and today > one.until:
        return tr("{name} could write for the patient until {day}.", name=name, day=date_words(one.until))
    return "" if one.active else tr("{name} may not write for the patient any more.", name=name)
