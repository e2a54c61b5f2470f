"""Visit: ask for one, record the patient's yes, keep a clinician's minutes; and the wrong-patient way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inbox.commands.answer import send
from inbox.commands.declare import Case, Command, Needs, Section
from inbox.commands.take import claim_if_needed
from inbox.domain.errors import Refused
from inbox.domain.ids import MessageId
from inbox.domain.messaging.minutes import BILLING_ROLES
from inbox.domain.operations import AnyOperation, AskVisit, KeepTime, RecordConsent, SendToRecords
from inbox.domain.people import LICENSED, Party
from inbox.domain.visit import How
from inbox.domain.words import mark, tr


def ask_visit(case: Case, how: How, reason: str = "", when: str = "") -> Sequence[AnyOperation]:
    """Ask for a visit; without a reason the patient's own subject is it."""
    asked = AskVisit(item=case.item.id, how=how, reason=reason or case.thread.subject, when=when)
    return [*claim_if_needed(case), asked]


def consent(case: Case, answers: MessageId | None = None) -> Sequence[AnyOperation]:
    """Record that the patient's last message on screen is their yes to an e-visit."""
    there = next((m for m in case.thread.messages if m.id == answers), case.thread.last_from_patient)
    if there is None:
        raise Refused(tr("The patient has not written."))
    return [RecordConsent(item=case.item.id, message=there.id, given=there.sent)]


def keep_time(case: Case, start: datetime, end: datetime) -> Sequence[AnyOperation]:
    """Keep the author's own time from `start` to `end`."""
    return [KeepTime(item=case.item.id, start=start, end=end)]


def wrong_patient(
    case: Case, to: Party, reason: str, text: str = "", answers: MessageId | None = None
) -> Sequence[AnyOperation]:
    """Tell whoever wrote, in the fixed words `text`, then hand the work with its mark to the pool `to`."""
    mark_it = SendToRecords(item=case.item.id, to=to, reason=reason)
    return [*(send(case, text, answers) if text else claim_if_needed(case)), mark_it]


COMMANDS = (
    Command(
        "item.convert",
        mark("Convert to a visit"),
        mark("Offer a visit, a video visit or an e-visit, and ask for it."),
        Section.ANSWER,
        Needs.ITEM,
    ),
    Command(
        "item.visit_first",
        mark("Answer: visit first"),
        mark("Not seen for too long: offer an appointment instead of an answer."),
        Section.ANSWER,
        Needs.ITEM,
    ),
    Command(
        "item.ask_visit",
        mark("Ask for an appointment"),
        mark("Make the appointment request without writing to the patient."),
        Section.ANSWER,
        Needs.ITEM,
        plan=ask_visit,
        example={"how": How.IN_PERSON},
    ),
    Command(
        "item.consent",
        mark("Record the patient’s yes"),
        mark("The last message is the patient’s agreement to an e-visit."),
        Section.ANSWER,
        Needs.ITEM,
        roles=LICENSED,
        plan=consent,
    ),
    Command(
        "item.minutes",
        mark("Start or stop my minutes"),
        mark("Time of the billing clinician toward an e-visit; you confirm it when you stop."),
        Section.ANSWER,
        Needs.ITEM,
        roles=BILLING_ROLES,
    ),
    Command(
        "item.wrong_patient",
        mark("Wrong patient"),
        mark("It is about somebody else: tell who wrote, and hand it to the records."),
        Section.TAKE,
        Needs.ITEM,
        guarded=True,
        plan=wrong_patient,
        example={"to": Party(""), "reason": "…"},
    ),
    Command(
        "item.recipients",
        mark("Who reads the reply"),
        mark("Add somebody who may read it too, or take them off again."),
        Section.ANSWER,
        Needs.ITEM,
    ),
)
