"""What a packet asks to be dispensed, and what was ordered because of it, from a Task."""

from __future__ import annotations

import msgspec

from inbox.domain.ids import OperationId
from inbox.domain.people import Party
from inbox.domain.prescription import NotWritten, Order, Prescribed, Supply
from inbox.fhir.codes import PRESCRIPTION_OUTPUT, SUPPLY_INPUT
from inbox.fhir.incoming.moments import instant
from inbox.fhir.incoming.people import Directory
from inbox.fhir.incoming.shapes import Reference
from inbox.fhir.incoming.visits import Outputs, records


class PrescriptionRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """An order, as this program writes it: JSON in `valueString`, an output has one value only."""

    order: Order
    at: str = ""
    by: str = ""
    name: str = ""
    draft: NotWritten | None = None
    operation: str = ""


def supply(inputs: Outputs) -> Supply | None:
    """How much is asked for; None where nobody says, or says it in another form."""
    return next(iter(records(inputs, SUPPLY_INPUT, Supply)), None)


def prescribed(outputs: Outputs, directory: Directory) -> tuple[Prescribed, ...]:
    """The orders, oldest first; what cannot be read orders nothing."""
    found = [
        Prescribed(
            order=record.order,
            by=directory.party(Reference(record.by, record.name)) or Party("", record.name),
            at=at,
            draft=record.draft,
            operation=OperationId(record.operation) if record.operation else None,
        )
        for record in records(outputs, PRESCRIPTION_OUTPUT, PrescriptionRecord)
        if (at := instant(record.at))
    ]
    return tuple(sorted(found, key=lambda one: one.at))
