"""A conversation opened for work that came without one."""

from __future__ import annotations

from datetime import datetime

import msgspec

from inbox.domain.filed import Filed
from inbox.domain.kind_words import kind_words
from inbox.domain.work_item import WorkItem
from inbox.fhir.codes import CONVERSATION, MEDICATION_INPUT, QUESTION_INPUT, TASK_INPUT
from inbox.fhir.incoming.shapes import Part, Reference
from inbox.fhir.incoming.tolerant import decode
from inbox.fhir.outgoing.fields import Fields, reference
from inbox.fhir.outgoing.moments import written

ABOUT_INPUT = "about"
"""What of the chart work is on, where its focus is a conversation."""


class _Described(Part, frozen=True):
    focus: Reference = Reference()
    description: str = ""


def header(task: Filed, item: WorkItem, status: str) -> bytes:
    """The conversation of `item`, in which nobody has written yet, addressed to the patient and the pool.

    It is named by its Task, the same on every station. `status`: what this server calls what was sent.
    """
    patient, pool = Fields(task.body).inside("for").value(), item.holding.pool
    place = reference(pool.ref, pool.name) if pool and "|" not in pool.ref else None
    body: dict[str, object] = {
        "resourceType": "Communication",
        "identifier": [{"system": CONVERSATION, "value": task.id}],
        "status": status,
        "subject": patient,
        "topic": {"text": kind_words(item.kind)},
        "about": [reference(ref) for ref in item.about],
        "sent": written(item.arrived),
        "recipient": [one for one in (place, patient) if one],
    }
    return msgspec.json.encode({name: value for name, value in body.items() if value})


def placed(task: Filed, item: WorkItem, thread: str, at: datetime) -> bytes:
    """The Task in the conversation `thread`; what it was on, and what it says, is said in inputs."""
    fields, described = Fields(task.body), decode(task.body, _Described)
    focus = described.focus.ref
    if described.description and not item.question:
        fields.add_parameter("input", QUESTION_INPUT, TASK_INPUT, {"valueString": described.description})
    if focus and focus in (item.medication, *item.about):
        code = MEDICATION_INPUT if focus == item.medication else ABOUT_INPUT
        fields.add_parameter("input", code, TASK_INPUT, {"valueReference": reference(focus)})
    fields.put("focus", reference(thread))
    fields.put("lastModified", written(at))
    return fields.encoded()
