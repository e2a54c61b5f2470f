"""Work in no conversation: an alert, say, about home readings of a patient who has never written."""

from __future__ import annotations

from inbox.domain.filed import Filed
from inbox.domain.work_item import FIXED_KINDS, WorkItem
from inbox.fhir.codes import KIND_OF_CODE, POOL_INPUT
from inbox.fhir.incoming.items import is_open, work_item
from inbox.fhir.incoming.people import Directory
from inbox.fhir.incoming.shapes import Task, meaning
from inbox.fhir.incoming.tolerant import decode


def lone_work(resource: Filed, directory: Directory) -> WorkItem | None:
    """The open work that a Task in no conversation is; None where it is none of this inbox.

    A server has Tasks of all sorts. This inbox's name a kind of its work, or say their pool; what belongs
    to other work (a review, word of a breach) comes with that.
    """
    if not is_open(resource):
        return None
    task = decode(resource.body, Task)
    known = meaning((task.code,), KIND_OF_CODE)
    ours = known or any(one.type.has(POOL_INPUT) for one in task.input)
    if not ours or known in FIXED_KINDS or task.part_of:
        return None
    return work_item(resource, (), directory)
