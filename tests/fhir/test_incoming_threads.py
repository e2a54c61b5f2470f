"""Threads, messages and items out of every shape the field uses."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.domain.ids import ThreadId
from inbox.domain.pool import Staff
from inbox.domain.thread import Thread
from inbox.domain.work_item import STAGE_OF_STATUS, Kind, Stage, WorkItem
from inbox.fhir.incoming import Directory, Reading
from tests.sync.examples import (
    DUE,
    ITEM,
    NINE,
    NURSE,
    POOL,
    THREAD,
    at,
    concept,
    conversation,
    header,
    kept,
    message,
    parameter,
    promise_of,
    reading,
    task,
)


def read(*resources: Any) -> Thread:
    thread = reading().thread(THREAD, resources)
    assert thread is not None
    return thread


def item_of(**fields: Any) -> WorkItem:
    item = read(*conversation(**fields)).item(ITEM)
    assert item is not None
    return item


def test_a_header_without_words_and_its_messages_are_one_thread() -> None:
    reply = message("m-2", "Done.", 5, sender={"reference": NURSE, "display": "Nora Nurse, RN"})
    thread = read(kept(reply), *conversation())
    assert [(m.text, m.from_patient) for m in thread.messages] == [
        ("May I have more?", True),
        ("Done.", False),
    ]
    assert (thread.subject, thread.chosen_kind, thread.patient) == (
        "Refill please",
        Kind.REFILL,
        "Patient/p1",
    )


def test_a_first_message_that_is_the_header_is_read_as_a_message() -> None:
    first = header(payload=[{"contentString": "Please correct my record"}])
    thread = read(kept(first), kept(message("m-2", "And soon", 5)))
    assert [m.text for m in thread.messages] == ["Please correct my record", "And soon"]
    assert str(thread.messages[0].id) == THREAD


@pytest.mark.parametrize("status", ["in-progress", "completed", "unknown", "stopped", ""])
def test_every_status_in_the_field_counts_as_sent(status: str) -> None:
    assert len(read(kept(header()), kept(message(status=status))).messages) == 1


@pytest.mark.parametrize("status", ["preparation", "entered-in-error", "not-done"])
def test_drafts_and_mistakes_are_no_messages(status: str) -> None:
    assert read(kept(header()), kept(message(status=status))).messages == ()


def test_a_thread_entered_in_error_or_without_its_header_is_not_shown() -> None:
    assert reading().thread(THREAD, [kept(message())]) is None
    assert reading().thread(THREAD, [kept(header(status="entered-in-error")), kept(message())]) is None


def test_messages_sent_at_the_same_moment_keep_the_order_of_arrival() -> None:
    thread = read(
        kept(header()), kept(message("b", "second"), minutes=2), kept(message("a", "first"), minutes=1)
    )
    assert [m.text for m in thread.messages] == ["first", "second"]


def test_a_proxy_is_named_with_the_relation() -> None:
    thread = read(kept(header()), kept(message(sender={"reference": "RelatedPerson/r1"})))
    assert (thread.messages[0].sender.name, thread.messages[0].sender.relation) == ("Bea Example", "mother")
    assert thread.messages[0].from_patient


def test_a_message_without_a_sender_is_the_patients_unless_it_goes_to_them() -> None:
    nobody = read(kept(header()), kept(message(sender=None)))
    assert nobody.messages[0].from_patient
    to_patient = read(kept(header()), kept(message(sender=None, recipient=[{"reference": "Patient/p1"}])))
    assert not to_patient.messages[0].from_patient


def test_attachments_are_listed_and_a_message_of_only_a_picture_is_a_message() -> None:
    photo = {
        "contentAttachment": {"title": "rash.jpg", "contentType": "image/jpeg", "url": "Binary/1", "size": 9}
    }
    linked = {"contentReference": {"reference": "DocumentReference/d", "display": "Letter"}}
    found = read(kept(header()), kept(message(payload=[photo, linked]))).messages[0]
    assert [(a.title, a.size) for a in found.attachments] == [("rash.jpg", 9), ("Letter", None)]


def test_identifiers_are_bare_however_the_server_writes_uuids() -> None:
    named = message(identifier=[{"value": "urn:uuid:abc"}, {"system": "s", "value": "def"}])
    assert read(kept(header()), kept(named)).messages[0].identifiers == ("abc", "def")


@pytest.mark.parametrize(("status", "stage"), STAGE_OF_STATUS.items())
def test_every_task_status_falls_in_its_bucket(status: str, stage: Stage) -> None:
    assert item_of(status=status).stage is stage


def test_a_status_nobody_knows_stays_on_the_list() -> None:
    assert item_of(status="draft").stage is Stage.UNCLAIMED


def test_the_pool_is_what_the_input_says_even_when_a_person_owns_it() -> None:
    pool = parameter("pool", valueReference={"reference": "CareTeam/team", "display": "Team"})
    holding = item_of(owner={"reference": NURSE}, status="accepted", input=[pool]).holding
    assert holding.pool is not None
    assert (holding.pool.ref, holding.owner.ref if holding.owner else "") == ("CareTeam/team", NURSE)


@pytest.mark.parametrize("pool", [POOL, "CareTeam/c", "Organization/o", "PractitionerRole/any-nurse"])
def test_an_owner_that_is_no_person_is_the_pool(pool: str) -> None:
    holding = item_of(owner={"reference": pool}, input=[]).holding
    assert holding.pool is not None
    assert holding.pool.ref == pool


def test_a_performer_type_alone_is_a_pool() -> None:
    nurse = {
        "coding": [{"system": "http://snomed.info/sct", "code": "224535009", "display": "Registered nurse"}]
    }
    holding = item_of(owner=None, performerType=[nurse]).holding
    assert holding.pool is not None
    assert (holding.pool.ref, holding.pool.name) == ("http://snomed.info/sct|224535009", "Registered nurse")


def test_a_meta_tag_is_never_read_as_the_pool() -> None:
    body = task(owner=None, meta={"tag": [{"system": "https://any/pool", "code": "old-pool"}]})
    item = read(kept(header()), kept(body)).item(ITEM)
    assert item is not None
    assert item.holding.pool is None


def test_an_owner_named_by_a_role_is_the_person() -> None:
    staff = Staff(NURSE, "Nora Nurse, RN", role_refs=("PractitionerRole/role-1",))
    knowing = Reading(promise_of, Directory([staff]))
    thread = knowing.thread(
        THREAD, conversation(owner={"reference": "PractitionerRole/role-1"}, status="accepted")
    )
    item = thread.item(ITEM) if thread else None
    assert item is not None and item.holding.owner is not None
    assert (item.holding.owner.ref, item.holding.owner.name, item.holding.pool) == (
        NURSE,
        "Nora Nurse, RN",
        None,
    )


def test_an_absolute_and_versioned_reference_means_the_same() -> None:
    far = "https://portal.example/fhir/Practitioner/rn-1/_history/3"
    owner = item_of(owner={"reference": far}, status="accepted").holding.owner
    assert owner is not None
    assert owner.ref == NURSE


def test_due_time_policy_wake_and_outcome_are_read() -> None:
    holding = item_of(
        status="on-hold",
        statusReason={"text": "asked for a photo"},
        restriction={"period": {"end": at(240)}},
        input=[parameter("sla-policy", valueString="p@2"), parameter("wake", valueDateTime=at(600))],
        executionPeriod={"start": at(3)},
    ).holding
    assert holding.promise is not None
    assert (holding.promise.due, holding.promise.policy) == (DUE, "p@2")
    assert holding.wake == NINE + timedelta(minutes=600)
    assert (holding.hold_reason, holding.first_action) == ("asked for a photo", NINE + timedelta(minutes=3))


def test_without_a_stored_due_time_the_row_says_that_it_was_computed_here() -> None:
    truth = conversation()
    row = reading().rows(read(*truth))[0]
    assert (row.due, row.computed_here, row.policy) == (DUE, True, "test@1")
    stored = read(*conversation(restriction={"period": {"end": at(60)}}))
    row = reading().rows(stored)[0]
    assert (row.due, row.computed_here) == (NINE + timedelta(minutes=60), False)


def test_a_closed_item_names_its_reply_and_when() -> None:
    outputs = [
        parameter("reply", valueReference={"reference": "Communication/m-9"}),
        parameter("outcome", valueString="answered"),
    ]
    holding = item_of(status="completed", output=outputs, executionPeriod={"end": at(30)}).holding
    assert (holding.answer, holding.outcome) == ("Communication/m-9", "answered")
    assert holding.closed_at == NINE + timedelta(minutes=30)


def test_a_flag_keeps_its_span_in_code_points() -> None:
    text = "😟 chest tightness"
    hit = json.dumps({"rule": "RF-1", "level": 1, "message": "Communication/m-1", "start": 2, "end": 17})
    flags = item_of(input=[parameter("red-flag", valueString=hit)]).flags
    assert text[flags[0].start : flags[0].end] == "chest tightness"
    assert (flags[0].rule, flags[0].level, flags[0].message) == ("RF-1", 1, "Communication/m-1")


def test_a_flag_that_cannot_be_read_is_still_a_flag() -> None:
    assert item_of(input=[parameter("red-flag", valueString="{broken")]).flag_level == 1


@pytest.mark.parametrize(
    ("code", "category", "kind"),
    [
        ("respond-to-message", "medication-refill", Kind.REFILL),
        ("103742009", "general", Kind.REFILL),
        ("billing", "medication-refill", Kind.BILLING),
        ("respond-to-message", "nobody-knows", Kind.MEDICAL_QUESTION),
        ("physician-review", "billing-records", Kind.PHYSICIAN_REVIEW),
    ],
)
def test_the_kind_is_what_the_work_says_then_what_the_patient_chose(
    code: str, category: str, kind: Kind
) -> None:
    truth = [kept(header(category=[concept(category)])), kept(task(code=concept(code)))]
    assert read(*truth).items[0].kind == kind


def test_an_escalation_carries_its_packet_and_its_parent() -> None:
    child = task(
        id="t-2",
        partOf=[{"reference": "Task/t-1"}],
        code=concept("physician-review"),
        input=[
            parameter("question", valueString="OK to refill?"),
            parameter("summary", valueString="Stable."),
            parameter("proposed-reply", valueString="Sent."),
        ],
    )
    item = read(*conversation(kept(child))).items[1]
    assert (item.parent, item.question, item.summary, item.proposed_reply) == (
        ITEM,
        "OK to refill?",
        "Stable.",
        "Sent.",
    )


def test_work_never_arrives_later_than_the_server_knew_of_it() -> None:
    late = kept(task(authoredOn=at(600)), minutes=1)
    assert read(kept(header()), late).items[0].arrived == NINE + timedelta(minutes=1)


def test_comments_are_kept_with_who_wrote_them() -> None:
    name = "0b1f5c1e-9a5c-4f1e-8d50-0e6a2f1c9a11"
    note = {
        "id": name,
        "authorReference": {"reference": NURSE, "display": "Nora"},
        "time": at(1),
        "text": "Called.",
    }
    found = item_of(note=[note, {"authorString": "System", "text": "Sorted."}]).notes
    assert [(n.text, n.by.name, n.operation) for n in found] == [
        ("Called.", "Nora", name),
        ("Sorted.", "System", None),
    ]


CHANGEABLE = [name for name in task() if name not in ("id", "resourceType", "focus")]
"""A Task whose focus cannot be read belongs to no thread, so there is nothing for it to break."""
WRONG = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["coding", "text", "x"]), inner)
    ),
    max_leaves=4,
)


@given(st.sampled_from([*CHANGEABLE, "note", "restriction", "output", "partOf", "executionPeriod"]), WRONG)
def test_a_wrong_type_in_a_task_never_breaks_its_thread(field: str, wrong: Any) -> None:
    thread = reading().thread(THREAD, [kept(header()), kept(message()), kept(task(**{field: wrong}))])
    assert thread is not None
    assert (len(thread.messages), len(thread.items)) == (1, 1)
    assert reading().rows(thread)


@given(st.sampled_from([name for name in message() if name not in ("id", "resourceType")]), WRONG)
def test_a_wrong_type_in_a_message_never_breaks_its_thread(field: str, wrong: Any) -> None:
    broken = kept(message("m-2", **{field: wrong}))
    thread = reading().thread(ThreadId("Communication/thr-1"), [kept(header()), kept(message()), broken])
    assert thread is not None
    assert "m-1" in {m.id.partition("/")[2] for m in thread.messages}


def test_one_bad_input_costs_only_itself() -> None:
    good = parameter("sla-policy", valueString="p@2")
    item = item_of(input=[{"type": 7}, "nonsense", good], priority=["stat"])
    assert item.holding.promise is not None
    assert item.holding.promise.policy == "p@2"
    assert item.priority == "routine"


def test_unknown_fields_are_ignored() -> None:
    assert item_of(_ext={"a": 1}, extension=[{"url": "x", "valueString": "y"}]).id == ITEM


def test_a_thread_is_read_in_tens_of_microseconds_not_milliseconds() -> None:
    import timeit

    truth = conversation(*(kept(message(f"m-{n}", "word " * 100, n)) for n in range(2, 8)))
    one = min(timeit.repeat(lambda: read(*truth), number=20, repeat=5)) / 20
    assert one < 0.002, f"{one * 1e6:.0f} µs"


def test_the_thread_is_plain_data() -> None:
    thread = read(*conversation())
    assert msgspec.json.decode(msgspec.json.encode(thread), type=Thread) == thread
