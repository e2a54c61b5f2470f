"""Who decides what a nurse has asked: a physician review, the nurse's item below it, a result's release.

A client refuses the same beforehand, as a courtesy. This is what holds, whatever client is used.
"""

from typing import Any

import sqlalchemy as sa

from portal import json_text
from portal.refusals import forbidden
from portal.search.extract import split_reference
from portal.smart.scopes import Person
from portal.storage import schema

Resource = dict[str, Any]

_PRESCRIBER = "prescriber"
_LICENSED = frozenset({"lpn", "rn", "prescriber", "supervisor"})
_REVIEW, _RELEASE = "physician-review", "result-release"


def demand_decider(before: Resource, after: Resource, person: Person) -> None:
    """A review is completed, and opened again, by a prescriber alone; a result is released with a licence.

    Under another code it is still what it was, and what is completed does not become one of them. Taking a
    review back (`cancelled`) is no decision, and open to whoever works here.
    """
    if after["resourceType"] != "Task":
        return
    if _is_decided(before, after, _REVIEW) and person.role != _PRESCRIBER:
        raise forbidden(
            f"{person.name} may not decide on a physician review: the role {person.role} does not allow it.",
        )
    if _is_decided(before, after, _RELEASE) and person.role not in _LICENSED:
        raise forbidden(
            f"{person.name} may not release a result: the role {person.role} does not allow it.",
        )


def was_asked_about(connection: sa.Connection, item: Resource, person: Person) -> bool:
    """Whether `person` is a prescriber with a review of `item` in their hands, or decided by them."""
    if person.role != _PRESCRIBER:
        return False
    value = schema.reference_value
    below = sa.select(schema.resource.c.body).where(
        ~schema.resource.c.deleted,
        schema.resource.c.pk.in_(
            sa.select(value.c.resource).where(
                value.c.param == "Task.part-of",
                value.c.target_type == "Task",
                value.c.target_id == item.get("id"),
            )
        ),
    )
    reviews = (json_text.decode(body) for body in connection.scalars(below) if body)
    return any(_is(one, _REVIEW) and _owner(one) == person.practitioner for one in reviews)


def _is_decided(before: Resource, after: Resource, kind: str) -> bool:
    """Whether this change decides, or undoes the decision, on a Task that is of `kind` before or after it."""
    was, becomes = _is(before, kind), _is(after, kind)
    if _is_completed(before) != _is_completed(after):
        return was or becomes
    return _is_completed(after) and was != becomes


def _is_completed(task: Resource) -> bool:
    return task.get("status") == "completed"


def _is(task: Resource, kind: str) -> bool:
    return any(coding.get("code") == kind for coding in (task.get("code") or {}).get("coding", ()))


def _owner(task: Resource) -> str:
    kind, id_ = split_reference(str((task.get("owner") or {}).get("reference", "")))
    return f"{kind}/{id_}"
