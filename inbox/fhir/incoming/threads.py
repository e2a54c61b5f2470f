"""Communications as a conversation. Both shapes in the field are read: a header without words that the
messages are part of, and a first message that is the header itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from inbox.domain.filed import Filed
from inbox.domain.ids import MessageId, PatientId, ThreadId
from inbox.domain.people import Party
from inbox.domain.refill import asked
from inbox.domain.thread import Attachment, Message, Thread
from inbox.domain.work_item import Kind, Stage
from inbox.fhir.codes import KIND_OF_CODE, NOT_SENT
from inbox.fhir.incoming.items import work_item
from inbox.fhir.incoming.medicines import medicines
from inbox.fhir.incoming.moments import instant
from inbox.fhir.incoming.people import Directory
from inbox.fhir.incoming.shapes import Communication, Payload, kind_of, meaning
from inbox.fhir.incoming.tolerant import decode

_NOBODY = Party("")
_PATIENTS_SIDE = frozenset({"Patient", "RelatedPerson"})


def thread(thread_id: ThreadId, resources: Sequence[Filed], directory: Directory) -> Thread | None:
    """The conversation that `resources` make; None without its header, or when that was entered in error."""
    letters = [(r, decode(r.body, Communication)) for r in resources if r.type == "Communication"]
    header = next((shape for resource, shape in letters if resource.ref == thread_id), None)
    if header is None or header.status == "entered-in-error":
        return None
    opened_by = directory.party(header.sender)
    recipients = tuple(party for one in header.recipient if (party := directory.party(one)))
    named = {party.ref: party for party in (*recipients, opened_by) if party and party.name}
    messages = [
        (resource.updated, _message(resource, shape, named, directory))
        for resource, shape in letters
        if shape.payload and shape.status not in NOT_SENT
    ]
    messages.sort(key=lambda dated: (dated[1].sent, dated[0], dated[1].id))
    items = [work_item(r, header.category, directory) for r in resources if r.type == "Task"]
    items.sort(key=lambda item: (item.arrived, item.id))
    made = Thread(
        id=thread_id,
        patient=PatientId(header.subject.ref or _patient(resources)),
        subject=_subject(header),
        chosen_kind=_chosen(header),
        opened=instant(header.sent),
        sender=opened_by,
        recipients=recipients,
        about=tuple(ref for one in header.about if (ref := one.ref)),
        messages=tuple(message for _, message in messages),
        items=tuple(items),
        restricted=any(shape.meta.restricted for _, shape in letters),
    )
    return _with_medicines(made, resources, directory)


def _with_medicines(thread: Thread, resources: Sequence[Filed], directory: Directory) -> Thread:
    """The same with the medicine that each open refill asks for, where the chart is here."""
    refills = [item for item in thread.items if item.kind == Kind.REFILL and item.stage is not Stage.DONE]
    known = medicines(resources, directory) if refills else ()
    for item in refills if known else ():
        if found := asked(thread, item, known):
            thread = thread.with_item(msgspec.structs.replace(item, medicine=found.medicine))
    return thread


def _patient(resources: Iterable[Filed]) -> str:
    return next((resource.patient for resource in resources if resource.patient), "")


def _subject(header: Communication) -> str:
    return header.topic.words or next((c.words for c in header.category if c.words), "")


def _chosen(header: Communication) -> str:
    known = meaning(header.category, KIND_OF_CODE)
    return known or next((c.words for c in header.category if c.words), "")


def _message(
    resource: Filed, shape: Communication, named: Mapping[str, Party], directory: Directory
) -> Message:
    """One message; a sender without a display is named as the header names them."""
    sender = directory.party(shape.sender) or _NOBODY
    return Message(
        id=MessageId(resource.ref),
        sent=_sent(shape, resource.updated),
        sender=sender if sender.name else named.get(sender.ref, sender),
        from_patient=_from_patient(shape),
        text="\n\n".join(part.content_string for part in shape.payload if part.content_string),
        attachments=tuple(found for part in shape.payload if (found := _attachment(part, resource.ref))),
        received=instant(shape.received) if shape.sent else None,
        identifiers=tuple(one.value.removeprefix("urn:uuid:") for one in shape.identifier if one.value),
    )


def _sent(shape: Communication, updated: datetime) -> datetime:
    return instant(shape.sent) or instant(shape.received) or updated


def _from_patient(shape: Communication) -> bool:
    """Whether the patient's side wrote it. A message without a sender is theirs unless it goes to them:
    taking it for the clinic's could hide that somebody waits."""
    sender = kind_of(shape.sender.ref)
    if sender:
        return sender in _PATIENTS_SIDE
    return not any(kind_of(to.ref) in _PATIENTS_SIDE for to in shape.recipient)


def _attachment(part: Payload, message: str) -> Attachment | None:
    """`message`: what it came in, where its file is part of that."""
    if file := part.content_attachment:
        url = f"{message}{file.url}" if file.url.startswith("#") else file.url
        return Attachment(file.title, file.content_type, file.size, url)
    if linked := part.content_reference:
        return Attachment(linked.display or kind_of(linked.ref), url=linked.ref)
    return None
