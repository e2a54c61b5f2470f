"""Snoozes and what rules did, as a Task keeps them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from inbox.domain.work_item import ByRule, Snooze
from inbox.fhir.codes import RULE_OUTPUT, SNOOZE_INPUT, TASK_INPUT, TASK_OUTPUT
from inbox.fhir.incoming.rules import SnoozeRecord
from inbox.fhir.outgoing.fields import Fields
from inbox.fhir.outgoing.moments import written


def add_snoozes(fields: Fields, before: Sequence[Snooze], after: Sequence[Snooze]) -> None:
    """Write who snoozed it until when, in place of what was written of it before."""
    if after == before:
        return
    fields.put_parameter("input", SNOOZE_INPUT, TASK_INPUT, None)
    for one in after:
        record = SnoozeRecord(one.by, written(one.until), written(one.at))
        value = {"valueString": msgspec.json.encode(record).decode()}
        fields.add_parameter("input", SNOOZE_INPUT, TASK_INPUT, value)


def add_rule(fields: Fields, done: ByRule) -> None:
    """Write that a rule did something with the item, and on whose station."""
    value = {"valueString": msgspec.json.encode(done).decode()}
    fields.add_parameter("output", RULE_OUTPUT, TASK_OUTPUT, value)
