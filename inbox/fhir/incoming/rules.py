"""What a Task keeps of the time it spends aside, and of what rules did with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from inbox.domain import typed
from inbox.domain.ids import PersonId
from inbox.domain.people import Party, to_role
from inbox.domain.work_item import STAGE_OF_STATUS, ByRule, Snooze, Stage, Wait
from inbox.fhir.codes import HELD_INPUT, RULE_INPUT, RULE_OUTPUT, SNOOZE_INPUT, TOLD
from inbox.fhir.incoming.moments import instant
from inbox.fhir.incoming.shapes import Parameter, Task

Parameters = Mapping[str, Sequence[Parameter]]


class SnoozeRecord(msgspec.Struct, frozen=True):
    """A snooze as this program writes it."""

    by: str
    until: str
    at: str = ""


_rule = typed.decoder(ByRule)
_snooze = typed.decoder(SnoozeRecord)


def waits(task: Task, inputs: Parameters) -> tuple[Wait, ...]:
    """The waits for the patient, oldest first.

    Other programs put items on hold without saying since when: then it counts from the last change.
    """
    found: list[Wait] = []
    for parameter in inputs.get(HELD_INPUT, ()):
        if begun := instant(parameter.value_period.start):
            found.append((begun, instant(parameter.value_period.end)))
    found.sort(key=lambda wait: wait[0])
    held = STAGE_OF_STATUS.get(task.status) is Stage.HELD
    changed = instant(task.last_modified)
    if held and changed and all(end for _, end in found):
        found.append((changed, None))
    return tuple(found)


def snoozes(inputs: Parameters) -> tuple[Snooze, ...]:
    """The snoozes; one that cannot be read hides nothing from anybody."""
    found: dict[str, Snooze] = {}
    for parameter in inputs.get(SNOOZE_INPUT, ()):
        try:
            record = _snooze.decode(parameter.value_string)
        except msgspec.DecodeError:
            continue
        until: datetime | None = instant(record.until)
        if until:
            found[record.by] = Snooze(PersonId(record.by), until, instant(record.at) or until)
    return tuple(found.values())


def by_rule(inputs: Parameters, outputs: Parameters) -> tuple[ByRule, ...]:
    """What rules did with it, and that one made it, oldest first; what cannot be read is left out."""
    found = []
    for parameter in (*inputs.get(RULE_INPUT, ()), *outputs.get(RULE_OUTPUT, ())):
        try:
            found.append(_rule.decode(parameter.value_string))
        except msgspec.DecodeError:
            continue
    return tuple(sorted(found, key=lambda record: record.at))


def addressed(task: Task) -> Party | None:
    """The role that work without an owner is addressed to; None for all other work."""
    if task.owner.reference:
        return None
    for performer in task.performer_type:
        for coding in performer.coding:
            if coding.system == TOLD and coding.code:
                return Party(to_role(coding.code), performer.words)
    return None
