"""A packet filled as far as it can be: what is asked by the kind of work, the medicine, values, own words.

The summary is a phrase of the kit with links: a line with a link that the chart has no value for is left out.
"""

from __future__ import annotations

import msgspec

from inbox.domain.inert import one_line
from inbox.domain.people import Party
from inbox.domain.prescription import Supply
from inbox.domain.refill import choices, why_no_order
from inbox.domain.refill import packet as refill_packet
from inbox.domain.results import why_not_normal
from inbox.domain.review import After, Packet
from inbox.domain.words import mark, tr
from inbox.domain.work_item import Kind
from inbox.shortcuts.phrases import draft
from inbox.shortcuts.phrases.expansion import Expansion, ExpansionError, FieldKind, expand
from inbox.shortcuts.phrases.guards import guards
from inbox.ui.desk import Desk
from inbox.ui.packet.colleagues import colleagues
from inbox.ui.packet.decide import WAITS_DAYS
from inbox.ui.reading.situation import Situation

SUMMARY = "packetsummary"
"""The phrase that a summary begins as."""
RESULT_NORMAL, RESULT_TALK, REFILL_SENT = "labnormal", "resultvisit", "refillsent"
"""The phrases that a reply begins as: of results that are as they should be, of others, of a refill."""
_OWN_WORDS = 220
"""Code points of the patient's newest message that a summary quotes."""
_QUESTIONS = {
    Kind.RESULT_QUESTION: mark("How should this result be answered?"),
    Kind.RESULT_RELEASE: mark("May this result be released with the words below?"),
    Kind.HOME_MONITORING: mark("Readings are outside their band: change anything?"),
    Kind.QUESTIONNAIRE: mark("What follows from these answers?"),
    Kind.FORM: mark("May this form be signed?"),
    Kind.REFERRAL: mark("May this patient be referred?"),
}
"""What a prescriber is usually asked about a kind of work; of all else whoever asks says it."""


def prefilled(there: Situation, reply: str) -> Packet:
    """The packet for the item of `there`; `reply` is what its author has written to the patient so far."""
    item, desk = there.item, there.desk
    assert item is not None
    judged = there.refill
    told = Packet("", "")
    if judged is not None:
        told = refill_packet(judged, desk.today(), long=False)
    question = told.question or (tr(_QUESTIONS[Kind(item.kind)]) if item.kind in _QUESTIONS else "")
    parts = [told.summary, _by_phrase(there) if not told.summary else "", _own_words(there)]
    return msgspec.structs.replace(
        told,
        question=question,
        summary="\n".join(filter(None, parts)),
        proposal=reply or _fitting(there),
        to=there.prescriber,
        after=After.CLOSE,
    )


def supplies(there: Situation) -> list[Supply]:
    """How much of the medicine may be proposed: a long supply only where all its conditions hold."""
    judged = there.refill
    return [one.supply for one in choices(judged) if not one.off] if judged is not None else []


def whom(there: Situation, desk: Desk) -> list[tuple[Party | None, str]]:
    """Whom one may ask, each with its words: the patient's own prescriber, who covers, others, the pool."""
    item, own = there.item, there.prescriber
    pool = item.holding.pool if item else None
    found: list[tuple[Party | None, str]] = []
    if own is not None:
        found.append((own, one_line(own.name) or tr("The patient’s prescriber")))
    for choice in colleagues(desk, pool.ref if pool else "", (own.ref,) if own else ()):
        if isinstance(choice.value, Party):
            found.append((choice.value, ", ".join(filter(None, (choice.title, choice.about)))))
    found.append(
        (None, tr("whoever is first in {pool}", pool=pool.name if pool and pool.name else tr("the pool")))
    )
    return found


def after_words(after: After) -> str:
    """What becomes of the item once the reply is sent, for whoever asks."""
    return {
        After.CLOSE: tr("then close my item"),
        After.WAIT: tr("then wait {n} days for the patient", n=WAITS_DAYS),
        After.BACK: tr("then back to me"),
    }[after]


def _fitting(there: Situation) -> str:
    """The phrase that fits what is on the chart, where nothing in it is open; else nothing."""
    phrases, lookup, item = there.desk.kit.phrases, there.lookup, there.item
    name = ""
    if item is not None and item.kind == Kind.RESULT_RELEASE:
        name = RESULT_TALK if why_not_normal(there.results) else RESULT_NORMAL
    elif there.refill is not None and not why_no_order(there.refill, None):
        name = REFILL_SENT
    if name not in phrases or lookup is None:
        return ""
    try:
        written = expand(phrases[name], lookup, phrases)
    except ExpansionError:
        return ""
    return "" if guards(written, lookup) else draft.finished(written)


def _by_phrase(there: Situation) -> str:
    phrases, lookup = there.desk.kit.phrases, there.lookup
    if SUMMARY not in phrases or lookup is None:
        return ""
    try:
        return _without_open_lines(expand(phrases[SUMMARY], lookup, phrases))
    except ExpansionError:
        return ""


def _without_open_lines(written: Expansion) -> str:
    """The lines all of whose links have a value."""
    kept, start = [], 0
    for line in written.text.split("\n"):
        end = start + len(line)
        inside = [one for one in written.fields if start <= one.start < end + 1]
        if line.strip() and not any(one.open and one.kind is FieldKind.LINK for one in inside):
            kept.append(line)
        start = end + 1
    return "\n".join(kept)


def _own_words(there: Situation) -> str:
    last = there.thread.last_from_patient
    words = one_line(last.text, _OWN_WORDS) if last else ""
    return tr("Writes: “{words}”", words=words) if words else ""
