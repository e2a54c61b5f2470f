"""What a thread's operations ask of the server."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
from fhirclient.models.communication import Communication
from fhirclient.models.provenance import Provenance
from fhirclient.models.task import Task
from hypothesis import assume, given
from hypothesis import strategies as st

from inbox.domain.entries import Entry
from inbox.domain.filed import Filed
from inbox.domain.ids import ItemId, MessageId
from inbox.domain.operations import (
    AnyOperation,
    Claim,
    Comment,
    Complete,
    Hold,
    PutBack,
    Release,
    Reply,
    Route,
)
from inbox.domain.people import Actor, Party, Role, all_of
from inbox.domain.work_item import Holding, Promise
from inbox.fhir.codes import OPERATION
from inbox.fhir.outgoing import writes
from inbox.fhir.write import Write
from tests.sync.examples import (
    ANY_INPUT,
    DUE,
    ITEM,
    NINE,
    NURSE,
    POOL,
    THREAD,
    at,
    conversation,
    entry,
    kept,
    message,
    parameter,
    reading,
    task,
)

LATER = NINE + timedelta(minutes=30)
TO_PATIENT = (Party("Patient/p1", "Ada Example"),)
MODELS = {"Task": Task, "Communication": Communication, "Provenance": Provenance}


def asked(*operations: AnyOperation | Entry, truth: list[Filed] | None = None, **options: Any) -> list[Write]:
    chain = [one if isinstance(one, Entry) else entry(one) for one in operations]
    made = writes(chain, truth or conversation(), reading(), LATER, **options)
    for write in made:
        body = msgspec.json.decode(write.body)
        MODELS[body["resourceType"]](body, strict=True)
    return made


def body_of(made: list[Write], url: str = ITEM) -> dict[str, Any]:
    found = [write for write in made if write.url == url]
    assert len(found) == 1
    decoded: dict[str, Any] = msgspec.json.decode(found[0].body)
    return decoded


def inputs(body: dict[str, Any], code: str, where: str = "input") -> list[dict[str, Any]]:
    return [p for p in body.get(where, []) if p["type"]["coding"][0]["code"] == code]


def test_a_claim_names_the_owner_and_keeps_the_pool() -> None:
    made = asked(Claim(item=ITEM, promise=Promise(DUE, "test@1")))
    body = body_of(made)
    assert (body["status"], body["owner"]) == ("accepted", {"reference": NURSE, "display": "Nora Nurse, RN"})
    assert inputs(body, "pool")[0]["valueReference"] == {"reference": POOL, "display": "Nurses"}
    assert body["executionPeriod"] == {"start": "2026-03-02T09:10:00.000Z"}
    assert body["restriction"] == {"period": {"end": "2026-03-02T13:00:00.000Z"}}
    assert inputs(body, "sla-policy")[0]["valueString"] == "test@1"
    assert body["businessStatus"]["coding"][0]["code"] == "in-triage"


def test_an_update_relies_on_the_version_it_was_made_from() -> None:
    update = next(write for write in asked(Claim(item=ITEM)) if write.method == "PUT")
    assert (update.if_match, update.url) == ("5", ITEM)


def test_new_inputs_use_the_system_of_their_neighbours() -> None:
    body = body_of(asked(Claim(item=ITEM)))
    assert inputs(body, "pool")[0]["type"]["coding"][0]["system"] == ANY_INPUT


def test_the_first_action_stores_the_promise_that_was_computed_here() -> None:
    body = body_of(asked(Complete(item=ITEM, outcome="no-reply-needed")))
    assert body["restriction"]["period"]["end"] == "2026-03-02T13:00:00.000Z"
    assert inputs(body, "sla-policy")[0]["valueString"] == "test@1"


def test_a_stored_promise_stays_as_it_is() -> None:
    stored = parameter("sla-policy", valueString="theirs@9")
    truth = conversation(restriction={"period": {"start": at(0), "end": at(60)}}, input=[stored])
    body = body_of(asked(Claim(item=ITEM), truth=truth))
    assert body["restriction"] == {"period": {"start": at(0), "end": at(60)}}
    assert inputs(body, "sla-policy") == [stored]


def test_claim_reply_and_close_are_one_write_of_the_item() -> None:
    reply = entry(Reply(item=ITEM, text="Done.", to=TO_PATIENT, answers=MessageId("Communication/m-1")))
    made = asked(Claim(item=ITEM), reply, Complete(item=ITEM, reply=reply.id))
    assert [(w.method, w.url) for w in made] == [
        ("POST", "Communication"),
        ("PUT", ITEM),
        ("POST", "Provenance"),
        ("POST", "Provenance"),
    ]
    assert len(made[1].operations) == 3
    body = body_of(made)
    assert body["status"] == "completed"
    assert inputs(body, "reply", "output")[0]["valueReference"] == {"reference": f"urn:uuid:{reply.id}"}
    assert made[0].full_url == f"urn:uuid:{reply.id}"
    assert body["executionPeriod"]["end"] == "2026-03-02T09:10:00.000Z"


def test_a_reply_is_part_of_its_thread_and_made_once_only() -> None:
    reply = entry(
        Reply(item=ITEM, text="Done.\n\nBye", to=TO_PATIENT, answers=MessageId("Communication/m-1"))
    )
    made = asked(reply, reply_status="in-progress")
    body = body_of(made, "Communication")
    assert body["identifier"] == [{"system": OPERATION, "value": reply.id}]
    assert made[0].if_none_exist == f"identifier={OPERATION}|{reply.id}"
    assert body["partOf"] == [{"reference": THREAD}]
    assert body["inResponseTo"] == [{"reference": "Communication/m-1"}]
    assert body["sender"] == {"reference": NURSE, "display": "Nora Nurse, RN"}
    assert body["recipient"] == [{"reference": "Patient/p1", "display": "Ada Example"}]
    assert body["subject"]["reference"] == "Patient/p1"
    assert body["category"][0]["coding"][0]["code"] == "medication-refill"
    assert body["payload"] == [{"contentString": "Done.\n\nBye"}]
    assert body["status"] == "in-progress"


def test_a_reply_alone_still_relies_on_the_version_of_its_item() -> None:
    made = asked(Reply(item=ITEM, text="Done.", to=TO_PATIENT))
    assert [(w.method, w.if_match) for w in made] == [("POST", ""), ("PUT", "5")]
    assert body_of(made)["status"] == "requested"


def test_however_wrong_the_clock_is_replies_stand_below_what_they_answer_and_in_their_order() -> None:
    early = NINE - timedelta(hours=2)
    replies = [Reply(item=ITEM, text=text, to=TO_PATIENT) for text in ("First.", "Second.")]
    made = asked(*(entry(reply, made_at=early - n * timedelta(hours=1)) for n, reply in enumerate(replies)))
    sent = [body_of([w], "Communication")["sent"] for w in made if w.url == "Communication"]
    assert sent == ["2026-03-02T09:00:00.001Z", "2026-03-02T09:00:00.002Z"]


def test_an_item_that_was_answered_and_kept_was_last_changed_then() -> None:
    """Whoever answers has done something about what came back to them, though they keep the item."""
    reply = Reply(item=ITEM, text="Any fever?", to=TO_PATIENT, answers=MessageId("Communication/m-1"))
    assert body_of(asked(reply))["lastModified"] == "2026-03-02T09:10:00.000Z"


def test_a_message_dated_far_ahead_moves_no_reply() -> None:
    far = conversation(kept(message("m-2", "Hello?", 60 * 24 * 30)))
    (made, *_) = asked(Reply(item=ITEM, text="Yes?", to=TO_PATIENT), truth=far)
    assert body_of([made], "Communication")["sent"] == "2026-03-02T09:10:00.000Z"


def test_a_reply_that_the_server_has_already_is_named_and_not_sent_again() -> None:
    reply = entry(Reply(item=ITEM, text="Done.", to=TO_PATIENT))
    there = kept(message("m-9", "Done.", 11, identifier=[{"system": OPERATION, "value": reply.id}]))
    made = asked(reply, Complete(item=ITEM, reply=reply.id), truth=conversation(there))
    assert [w.url for w in made] == [ITEM, "Provenance"]
    answer = inputs(body_of(made), "reply", "output")[0]
    assert answer["valueReference"] == {"reference": "Communication/m-9"}


def test_a_reason_is_a_code_where_it_looks_like_one_and_words_otherwise() -> None:
    made = asked(Release(item=ITEM, reason="wrong-pool"), Release(item=ITEM, reason="Off to lunch"))
    reasons = [msgspec.json.decode(w.body)["reason"][0] for w in made if w.url == "Provenance"]
    assert (reasons[0]["coding"][0]["code"], reasons[1]) == ("wrong-pool", {"text": "Off to lunch"})


def test_provenance_says_who_did_what_when_and_is_found_by_its_tag() -> None:
    claim = entry(Claim(item=ITEM))
    made = asked(claim)
    body = body_of(made, "Provenance")
    assert body["target"] == [{"reference": ITEM}]
    assert (body["occurredDateTime"], body["recorded"]) == (
        "2026-03-02T09:10:00.000Z",
        "2026-03-02T09:30:00.000Z",
    )
    assert body["activity"]["coding"][0]["code"] == "claim"
    assert body["agent"][0]["who"]["reference"] == NURSE
    assert made[1].if_none_exist == f"_tag={OPERATION}|{claim.id}"


def test_a_server_that_keeps_no_reasons_is_sent_none() -> None:
    assert [w.url for w in asked(Claim(item=ITEM), reasons=False)] == [ITEM]


def test_a_comment_is_a_note_named_by_its_operation() -> None:
    there = {"text": "Old", "extension": [{"url": "x", "valueDecimal": 1}]}
    comment = entry(Comment(item=ITEM, text="Patient called."))
    body = body_of(asked(comment, truth=conversation(note=[there])))
    assert body["note"] == [
        there,
        {
            "id": comment.id,
            "authorReference": {"reference": NURSE, "display": "Nora Nurse, RN"},
            "time": "2026-03-02T09:10:00.000Z",
            "text": "Patient called.",
        },
    ]
    assert body["status"] == "requested"
    assert "restriction" not in body


def test_a_route_moves_owner_and_pool() -> None:
    refills = Party("HealthcareService/refills", "Refills")
    body = body_of(asked(Route(item=ITEM, to=refills, reason="refill")))
    assert body["owner"] == {"reference": refills.ref, "display": "Refills"}
    assert inputs(body, "pool")[0]["valueReference"] == body["owner"]
    assert body["status"] == "requested"


def test_a_route_to_a_role_names_it_as_performer_and_reads_back_as_its_owner() -> None:
    there = {"coding": [{"system": "http://snomed.info/sct", "code": "224535009"}]}
    truth = conversation(performerType=[there])
    to_rns = Route(item=ITEM, to=all_of(Role.RN), pool=Party(POOL, "Nurses"), reason="rule")
    body = body_of(asked(entry(to_rns, truth), truth=truth))
    assert "owner" not in body
    assert [one["coding"][0]["code"] for one in body["performerType"]] == ["224535009", "rn"]
    assert inputs(body, "pool")[0]["valueReference"]["reference"] == POOL
    on = Route(item=ITEM, to=Party("HealthcareService/refills", "Refills"))
    truth = conversation(performerType=body["performerType"], input=body["input"])
    after = body_of(asked(entry(on, truth), truth=truth))
    assert after["performerType"] == [there]
    assert after["owner"]["reference"] == "HealthcareService/refills"


def test_a_route_to_a_person_keeps_the_pool() -> None:
    doctor = Party("Practitioner/okello", "Dr. Okello")
    body = body_of(asked(Route(item=ITEM, to=doctor, pool=Party(POOL, "Nurses"))))
    assert body["owner"]["reference"] == doctor.ref
    assert inputs(body, "pool")[0]["valueReference"]["reference"] == POOL
    assert body["status"] == "requested"


def test_a_release_gives_it_back_to_the_pool_the_input_names() -> None:
    pool = parameter("pool", valueReference={"reference": POOL, "display": "Nurses"})
    truth = conversation(status="accepted", owner={"reference": NURSE}, input=[pool])
    body = body_of(asked(entry(Release(item=ITEM), truth), truth=truth))
    assert body["owner"] == {"reference": POOL, "display": "Nurses"}
    assert body["input"][0] == pool


def test_a_release_of_work_for_a_kind_of_staff_leaves_no_owner() -> None:
    nurse = [{"coding": [{"system": "http://snomed.info/sct", "code": "224535009"}]}]
    truth = conversation(status="accepted", owner={"reference": NURSE}, performerType=nurse)
    body = body_of(asked(entry(Release(item=ITEM), truth), truth=truth))
    assert "owner" not in body
    assert inputs(body, "pool") == []


def test_hold_writes_the_wake_date_and_release_takes_it_away() -> None:
    held = body_of(asked(Hold(item=ITEM, wake=LATER, reason="asked for a photo")))
    assert (held["status"], held["statusReason"]) == ("on-hold", {"text": "asked for a photo"})
    assert inputs(held, "wake")[0]["valueDateTime"] == "2026-03-02T09:30:00.000Z"
    truth = [*conversation()[:2], kept(held, version="6")]
    freed = body_of(asked(entry(Release(item=ITEM), truth), truth=truth))
    assert inputs(freed, "wake") == []
    assert "statusReason" not in freed


def test_putting_back_a_closed_item_takes_closing_time_and_reply_away() -> None:
    reply = parameter("reply", valueReference={"reference": "Communication/m-9"})
    other = parameter("handling-time", valueDuration={"value": 1.50, "unit": "min"})
    truth = conversation(
        status="completed", owner={"reference": NURSE}, output=[reply, other], executionPeriod={"end": at(8)}
    )
    before = Holding("accepted", Party(NURSE), Party(POOL))
    body = body_of(asked(entry(PutBack(item=ITEM, to=before), truth), truth=truth))
    assert body["status"] == "accepted"
    assert body["output"] == [other]
    assert "executionPeriod" not in body


def test_untouched_fields_leave_byte_for_byte() -> None:
    raw = (
        b'{"resourceType":"Task","id":"t-1","meta":{"versionId":"7","lastUpdated":"2026-03-02T09:00:00Z"},'
        b'"status":"requested","intent":"order","extension":[{"url":"https://x.example/weight","valueDecimal":1.50}],'
        b'"focus":{"reference":"Communication/thr-1"},"restriction":{"repetitions":3,'
        b'"extension":[{"url":"https://x.example/d","valueDecimal":2.00}]}}'
    )
    from inbox.fhir.incoming import filed
    from inbox.fhir.resource import decode

    truth = [*conversation()[:2], filed(decode(raw))]
    written = writes([entry(Claim(item=ITEM), truth)], truth, reading(), LATER)[0].body
    assert b'"extension":[{"url":"https://x.example/weight","valueDecimal":1.50}]' in written
    assert b'"repetitions":3,"extension":[{"url":"https://x.example/d","valueDecimal":2.00}]' in written


def test_work_on_two_items_of_a_thread_is_one_write_each() -> None:
    second = ItemId("Task/t-2")
    truth = conversation(kept(task(id="t-2"), version="8"))
    made = asked(
        entry(Claim(item=ITEM), truth),
        entry(Claim(item=second), truth),
        entry(Complete(item=ITEM), truth),
        truth=truth,
    )
    assert [(w.url, w.if_match) for w in made if w.method == "PUT"] == [(ITEM, "5"), (second, "8")]


ME = Actor(NURSE, "Nora Nurse, RN", Role.RN)
OPERATIONS: list[AnyOperation] = [
    Claim(item=ITEM),
    Claim(item=ITEM, promise=Promise(LATER, "test@2")),
    Release(item=ITEM, reason="lunch"),
    Route(item=ITEM, to=Party("HealthcareService/refills", "Refills")),
    Hold(item=ITEM, wake=LATER, reason="waiting"),
    Reply(item=ITEM, text="Hello", to=TO_PATIENT),
    Comment(item=ITEM, text="Note"),
    Complete(item=ITEM),
    PutBack(item=ITEM, to=Holding("requested", Party(POOL, "Nurses"), Party(POOL, "Nurses"))),
]


@given(
    st.lists(st.sampled_from(OPERATIONS), min_size=1, max_size=6), st.sampled_from(["requested", "on-hold"])
)
def test_what_is_written_reads_back_as_what_was_shown(operations: list[AnyOperation], status: str) -> None:
    """The oracle: the item out of the written Task is the item the person saw."""
    truth = conversation(status=status)
    before = reading().thread(THREAD, truth)
    assert before is not None
    thread, chain = before, []
    for one in (entry(operation, truth) for operation in operations):
        if one.operation.refuse_if(thread, ME) is None:
            thread = one.operation.apply(thread, one.stamp)
            chain.append(one)
    assume(chain)
    made = asked(*chain, truth=truth)
    assert [w.url for w in made if w.method == "PUT"] == [ITEM]
    after = reading().thread(THREAD, [*truth[:2], kept(body_of(made), version="6")])
    shown, there = thread.item(ITEM), after.item(ITEM) if after else None
    assert shown is not None and there is not None
    acted = shown.holding != before.items[0].holding
    promise = shown.holding.promise or (Promise(DUE, "test@1") if acted else None)
    assert there.holding == msgspec.structs.replace(shown.holding, promise=promise)
    assert there.notes == shown.notes
