"""An order for a refill: the MedicationRequest the server keeps, and what the packet's Task says of it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from inbox.domain.entries import Entry
from inbox.domain.operations import Prescribe
from inbox.domain.prescription import NotWritten, Order, Prescribed
from inbox.domain.thread import Thread
from inbox.domain.work_item import WorkItem
from inbox.fhir.codes import (
    PRESCRIPTION_LINK_OUTPUT,
    PRESCRIPTION_OUTPUT,
    TASK_OUTPUT,
    UCUM,
)
from inbox.fhir.incoming.prescriptions import PrescriptionRecord
from inbox.fhir.outgoing.fields import Fields, reference
from inbox.fhir.outgoing.made import create, link
from inbox.fhir.outgoing.moments import written
from inbox.fhir.write import Write

ORDER = "MedicationRequest"


def prescriptions(chain: Sequence[Entry], before: Thread, taken: frozenset[str]) -> list[Write]:
    """The creates of the orders that `chain` asks for, each made once by its identifier; none where they
    stay drafts."""
    return [
        _create(entry, entry.operation)
        for entry in chain
        if isinstance(entry.operation, Prescribe)
        and ORDER in taken
        and not entry.operation.done_in(before, entry.stamp)
    ]


def as_ordered(before: WorkItem, after: WorkItem, taken: frozenset[str]) -> WorkItem:
    """`after`, in which a new order that the server does not take from this person is a draft."""

    def kept(one: Prescribed) -> Prescribed:
        real = one in before.prescribed or one.draft or ORDER in taken
        return one if real else msgspec.structs.replace(one, draft=NotWritten.NOT_TAKEN)

    return msgspec.structs.replace(after, prescribed=tuple(kept(one) for one in after.prescribed))


def add_prescriptions(fields: Fields, before: WorkItem, after: WorkItem, linked: bool) -> None:
    """Add what is newly ordered; `linked`: the bundle makes what it names."""
    for one in after.prescribed:
        if one not in before.prescribed and one.operation:
            record = msgspec.json.encode(_record(one)).decode()
            fields.add_parameter("output", PRESCRIPTION_OUTPUT, TASK_OUTPUT, {"valueString": record})
            if one.draft is None:
                made = link(ORDER, one.operation, one.order.medicine, linked)
                fields.add_parameter("output", PRESCRIPTION_LINK_OUTPUT, TASK_OUTPUT, made)


def _create(entry: Entry, operation: Prescribe) -> Write:
    """The prescriber's own order, which names the one it renews."""
    order = operation.order
    medicine: dict[str, object] = {"text": order.medicine}
    if order.code:
        medicine["coding"] = [_coding(order.system, order.code)]
    body: dict[str, object] = {
        "meta": _labelled(order),
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": medicine,
        "subject": reference(entry.patient),
        "supportingInformation": [reference(entry.thread), reference(entry.item)],
        "authoredOn": written(entry.made_at),
        "requester": reference(entry.actor, entry.actor_name),
        "priorPrescription": reference(order.prior),
        "dosageInstruction": [{"text": order.dose}] if order.dose else None,
        "dispenseRequest": _supply(operation),
    }
    return create(ORDER, entry, body)


def _labelled(order: Order) -> dict[str, object]:
    """What is kept from other eyes stays so when it is renewed."""
    labels = [_coding(one.system, one.code) for one in order.labels]
    return {"security": labels} if labels else {}


def _coding(system: str, code: str) -> dict[str, str]:
    """FHIR allows no empty text: what the order before left out stays out."""
    return {name: text for name, text in (("system", system), ("code", code)) if text}


def _supply(operation: Prescribe) -> dict[str, object]:
    """`numberOfRepeatsAllowed` counts what may follow the first dispense (R4)."""
    order, supply = operation.order, operation.order.supply
    days = {"value": supply.days, "unit": "days", "system": UCUM, "code": "d"}
    told: dict[str, object] = {"numberOfRepeatsAllowed": supply.refills, "expectedSupplyDuration": days}
    if order.quantity is not None:
        told["quantity"] = {"value": order.quantity, **({"unit": order.unit} if order.unit else {})}
    return told


def _record(one: Prescribed) -> PrescriptionRecord:
    return PrescriptionRecord(
        order=one.order,
        at=written(one.at),
        by=one.by.ref,
        name=one.by.name,
        draft=one.draft,
        operation=one.operation or "",
    )
