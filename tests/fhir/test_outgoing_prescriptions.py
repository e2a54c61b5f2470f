"""An approved refill leaves as the prescriber's own order, once, and reads back as it was ordered."""

from __future__ import annotations

import json

import msgspec
import pytest
from fhirclient.models.medicationrequest import MedicationRequest
from fhirclient.models.task import Task

from inbox.domain.filed import Filed
from inbox.domain.ids import ItemId, PersonId
from inbox.domain.operations import Complete, Escalate, Prescribe
from inbox.domain.patient import Label
from inbox.domain.people import Actor, Party, Role
from inbox.domain.prescription import NotWritten, Order, Supply
from inbox.domain.review import Decision, Packet
from inbox.fhir.incoming import Directory
from inbox.fhir.incoming.medicines import medicines
from inbox.fhir.outgoing import writes
from tests.sync.examples import ITEM, NINE, THREAD, conversation, entry, kept, reading

REVIEW = ItemId("Task/9")
NADIA = Party("Practitioner/nadia", "Nadia Brand, RN")
ORDER = Order(
    "MedicationRequest/7", "metformin 500 mg tablet", Supply(90, 1), "One twice a day",
    "http://www.nlm.nih.gov/research/umls/rxnorm", "861007", 180, "tablet",
)  # fmt: skip
DECIDES = [
    entry(Prescribe(item=REVIEW, order=ORDER, proposed_by=NADIA), name="op-4"),
    entry(Complete(item=REVIEW, outcome=Decision.APPROVED), name="op-5"),
]


def packet() -> list[Filed]:
    """The conversation with a packet about a refill in it."""
    ask = Escalate(item=ITEM, packet=Packet("May it be refilled?", supply=Supply(30, 2)))
    made = writes([entry(ask, name="op-1")], conversation(), reading(), NINE, reasons=False)
    body = json.loads(next(write.body for write in made if write.method == "POST"))
    return [*conversation(), kept({**body, "id": "9"}, version="1")]


def test_a_packet_says_how_much_is_asked_for() -> None:
    there = reading().thread(THREAD, packet())
    item = there.item(REVIEW) if there else None
    assert item is not None
    assert item.supply == Supply(30, 2)


def test_the_order_is_one_resource_that_the_packet_and_its_reason_name() -> None:
    made = writes(DECIDES, packet(), reading(), NINE)
    order, review, reason, _ = made
    body = json.loads(order.body)
    MedicationRequest(body, strict=True)
    assert (order.method, order.url, order.if_none_exist.endswith("|op-4")) == (
        "POST",
        "MedicationRequest",
        True,
    )
    assert (body["intent"], body["status"]) == ("order", "active")
    assert body["priorPrescription"] == {"reference": "MedicationRequest/7"}
    assert body["dispenseRequest"]["numberOfRepeatsAllowed"] == 1
    assert body["dispenseRequest"]["expectedSupplyDuration"]["value"] == 90
    task = json.loads(review.body)
    Task(task, strict=True)
    there = reading().thread(THREAD, [*packet()[:-1], kept(task, version="2")])
    item = there.item(REVIEW) if there else None
    assert item is not None
    [prescribed] = item.prescribed
    assert (prescribed.order, prescribed.draft) == (ORDER, None)
    links = [one["valueReference"] for one in task["output"] if "valueReference" in one]
    assert [link["reference"] for link in links] == [order.full_url]
    told = json.loads(reason.body)
    assert {"reference": order.full_url} in told["target"]
    who = {agent["type"]["coding"][0]["code"]: agent["who"]["reference"] for agent in told["agent"]}
    assert who["enterer"] == NADIA.ref and who["author"] != NADIA.ref


def test_what_the_order_before_left_out_is_not_written_empty() -> None:
    bare = msgspec.structs.replace(ORDER, system="", code="m1", labels=(Label("", "R"),))
    chain = [entry(Prescribe(item=REVIEW, order=bare), name="op-4")]
    body = json.loads(writes(chain, packet(), reading(), NINE, reasons=False)[0].body)
    MedicationRequest(body, strict=True)
    assert body["medicationCodeableConcept"]["coding"] == [{"code": "m1"}]
    assert body["meta"]["security"] == [{"code": "R"}]


def test_where_the_server_takes_no_orders_a_draft_stays_in_the_packet() -> None:
    made = writes(DECIDES, packet(), reading(), NINE, reasons=False, taken=frozenset())
    [review] = made
    there = reading().thread(THREAD, [*packet()[:-1], kept(json.loads(review.body), version="2")])
    item = there.item(REVIEW) if there else None
    assert item is not None
    assert [one.draft for one in item.prescribed] == [NotWritten.NOT_TAKEN]


@pytest.mark.parametrize("role", [Role.CLERK, Role.LPN, Role.RN, Role.SUPERVISOR])
def test_nobody_but_a_prescriber_orders(role: Role) -> None:
    there = reading().thread(THREAD, packet())
    assert there is not None
    problem = DECIDES[0].operation.refuse_if(there, Actor(PersonId(NADIA.ref), NADIA.name, role))
    assert problem is not None
    assert problem.why == "not-licensed"


def test_a_renewed_order_takes_the_place_of_the_one_before_and_keeps_what_was_dispensed() -> None:
    order = json.loads(writes(DECIDES, packet(), reading(), NINE, reasons=False)[0].body)
    earlier = {
        "resourceType": "MedicationRequest",
        "id": "7",
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": order["medicationCodeableConcept"],
        "dosageInstruction": [{"text": "One twice  a day"}],
        "authoredOn": "2025-06-01",
    }
    fill = {
        "resourceType": "MedicationDispense",
        "id": "f",
        "status": "completed",
        "authorizingPrescription": [{"reference": "MedicationRequest/7"}],
        "daysSupply": {"value": 30, "code": "d"},
        "whenHandedOver": "2026-01-02",
    }
    chart = [kept(earlier), kept(order | {"id": "8"}), kept(fill)]
    [medicine] = medicines(chart, Directory())
    assert (medicine.id, medicine.renews) == ("MedicationRequest/8", ("MedicationRequest/7",))
    assert (medicine.dispensed_days, medicine.repeats, medicine.refills_left) == (30, 1, 1)
    assert medicine.last_fill is not None


@pytest.mark.parametrize(
    "other",
    [
        {"dosageInstruction": [{"text": "Two twice a day"}]},
        {"medicationCodeableConcept": {"coding": [{"code": "860975"}], "text": "metformin 500 mg tablet"}},
    ],
)
def test_what_was_handed_out_of_another_dose_tells_nothing_of_this_one(other: dict[str, object]) -> None:
    order = json.loads(writes(DECIDES, packet(), reading(), NINE, reasons=False)[0].body)
    fill = {
        "resourceType": "MedicationDispense",
        "id": "f",
        "status": "completed",
        "authorizingPrescription": [{"reference": "MedicationRequest/7"}],
        "daysSupply": {"value": 30, "code": "d"},
        "quantity": {"value": 60, "unit": "tablet"},
        "whenHandedOver": "2026-01-02",
    }
    earlier = order | {"id": "7", "authoredOn": "2025-06-01", "priorPrescription": {}}
    [same] = medicines([kept(earlier), kept(order | {"id": "8"}), kept(fill)], Directory())
    assert (same.amount, same.dispensed_days) == (60, 30)
    [changed] = medicines([kept(earlier | other), kept(order | {"id": "8"}), kept(fill)], Directory())
    assert (changed.amount, changed.dispensed_days, changed.last_fill) == (None, None, None)


def test_what_is_restricted_or_controlled_stays_so_when_it_is_renewed() -> None:
    secret = {"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}
    earlier: dict[str, object] = {
        "resourceType": "MedicationRequest",
        "id": "7",
        "status": "active",
        "meta": {"security": [secret]},
        "note": [{"text": "Schedule IV"}],
        "medicationCodeableConcept": {"text": "metformin 500 mg tablet"},
    }
    unlabelled = {
        **earlier,
        "id": "8",
        "meta": {},
        "note": [],
        "authoredOn": "2026-01-02",
        "priorPrescription": _ref("7"),
    }
    [medicine] = medicines([kept(earlier), kept(unlabelled)], Directory())
    assert (medicine.id, medicine.restricted, medicine.schedule) == ("MedicationRequest/8", True, "IV")
    ordered = msgspec.structs.replace(ORDER, labels=medicine.labels)
    chain = [entry(Prescribe(item=REVIEW, order=ordered), name="op-4")]
    body = json.loads(writes(chain, packet(), reading(), NINE, reasons=False)[0].body)
    MedicationRequest(body, strict=True)
    assert body["meta"] == {"security": [secret]}


def _ref(name: str) -> dict[str, str]:
    return {"reference": f"MedicationRequest/{name}"}


def test_a_circle_of_renewals_ends() -> None:
    def order(name: str, prior: str) -> dict[str, object]:
        return {
            "resourceType": "MedicationRequest", "id": name, "status": "active", "intent": "order",
            "medicationCodeableConcept": {"text": "metformin"},
            "priorPrescription": {"reference": f"MedicationRequest/{prior}"},
        }  # fmt: skip

    assert len(medicines([kept(order("a", "b")), kept(order("b", "a"))], Directory())) == 1


def test_an_order_is_written_in_proportion_and_in_words() -> None:
    assert ORDER.said == "metformin 500 mg tablet, One twice a day, 90 days, 1 refill (180 tablet)"
    without = msgspec.structs.replace(ORDER, quantity=None)
    assert without.said == "metformin 500 mg tablet, One twice a day, 90 days, 1 refill"
