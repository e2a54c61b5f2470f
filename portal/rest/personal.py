"""What a program keeps for the person who uses it is that person's alone, whatever the role.

A `Basic` about a `Practitioner` (SMART App Launch, App State): to everybody else it is not there.
"""

from typing import Any

import sqlalchemy as sa

from portal import json_text
from portal.refusals import forbidden
from portal.search.criteria import Condition
from portal.search.extract import split_reference
from portal.search.parameters import key
from portal.smart.scopes import Person
from portal.storage import schema
from portal.storage.versions import Stored

TYPE = "Basic"


def shown_to(stored: Stored, person: Person) -> bool:
    """Whether it is theirs or nobody's own. Of what was deleted there is nothing to see."""
    if stored.type != TYPE or not stored.body:
        return True
    return _allowed(json_text.decode(stored.body), person)


def demand_own(resource: dict[str, Any], person: Person) -> None:
    """Nobody keeps anything in a colleague's name."""
    if resource["resourceType"] == TYPE and not _allowed(resource, person):
        raise forbidden(f"{person.name} may keep a {TYPE} only about themselves.")


def only_own(resource_type: str, person: Person) -> list[Condition]:
    """What a search has to demand besides, so that a colleague's is never found."""
    if resource_type != TYPE:
        return []
    links, mine = schema.reference_value, split_reference(person.practitioner)[1]
    others = sa.select(links.c.resource).where(
        links.c.param == key(TYPE, "subject"),
        links.c.target_type == "Practitioner",
        links.c.target_id != mine,
    )
    return [schema.resource.c.pk.not_in(others)]


def _allowed(resource: dict[str, Any], person: Person) -> bool:
    subject = resource.get("subject")
    stated = subject.get("reference", "") if isinstance(subject, dict) else ""
    kind, id_ = split_reference(str(stated))
    return kind != "Practitioner" or f"{kind}/{id_}" == person.practitioner
