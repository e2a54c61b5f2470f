"""What is owed for messages without work, and which of two equal pieces of work stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from inbox.domain.ids import ItemId, MessageId, PatientId, PersonId, ThreadId
from inbox.domain.obligations import CLOSING, Obligation, name_of, open_work, twice, unmet
from inbox.domain.people import Party
from inbox.domain.thread import Message, Thread
from inbox.domain.work_item import ByRule, Holding, Kind, Stage, WorkItem

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PATIENT, NURSE = Party("Patient/p1"), Party("Practitioner/rn-1")


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def message(name: str, minutes: float, sender: Party = PATIENT) -> Message:
    return Message(MessageId(f"Communication/{name}"), at(minutes), sender, sender is PATIENT, "Hello")


def item(name: str, status: str = "requested", minutes: float = 0, **fields: object) -> WorkItem:
    closed = fields.pop("closed", None)
    holding = Holding(status, closed_at=closed)  # type: ignore[arg-type]
    made = WorkItem(ItemId(f"Task/{name}"), Kind.MEDICAL_QUESTION, holding, at(minutes))
    return msgspec.structs.replace(made, **fields)


def thread(messages: Sequence[Message], *items: WorkItem) -> Thread:
    return Thread(
        ThreadId("Communication/t"), PatientId("Patient/p1"), "", messages=tuple(messages), items=items
    )


def owed(*parts: Message | WorkItem) -> list[str]:
    messages = [one for one in parts if isinstance(one, Message)]
    found = unmet(thread(messages, *(one for one in parts if isinstance(one, WorkItem))))
    return [one.id.partition("/")[2] for one in found]


def test_all_the_patient_wrote_since_the_last_answer_is_owed() -> None:
    assert owed(message("a", 0), message("b", 1, NURSE), message("c", 2), message("d", 3)) == ["c", "d"]
    assert owed(message("a", 0), message("b", 1, NURSE)) == []


def test_what_belongs_to_work_by_name_or_by_its_time_is_not_owed_again() -> None:
    named = item("x", minutes=5, triggers=(MessageId("Communication/a"),))
    assert owed(message("a", 0), named) == []
    assert owed(message("a", 0), item("x", minutes=0)) == []
    assert owed(message("a", 0), message("b", 4), item("x", minutes=0)) == ["b"]


def test_closed_work_counts_for_what_was_written_until_shortly_before() -> None:
    until = CLOSING / timedelta(minutes=1)
    closed = item("x", "completed", closed=at(60))
    seen, unseen = message("seen", 60 - until - 1), message("unseen", 60 - until + 1)
    assert owed(message("a", 0), seen, unseen, closed) == ["unseen"]


def test_a_review_is_not_the_work_that_messages_belong_to() -> None:
    review = item("x", kind=Kind.PHYSICIAN_REVIEW, parent=ItemId("Task/y"))
    assert owed(message("a", 0), review) == ["a"]
    assert open_work(thread([message("a", 0)], review)) is None
    assert open_work(thread([message("a", 0)], review, item("y"))) == item("y")


def obligation(of: WorkItem, made: float | None, name: str = "t#a") -> Obligation:
    by = None if made is None else ByRule("intake@1", at(made), PersonId("Practitioner/rn-1"))
    return Obligation(of.id, frozenset({name} if name else ()), by)


def test_the_earliest_made_stays_and_the_portals_own_before_all() -> None:
    first, second, own = item("z"), item("b"), item("c")
    there = thread([message("a", 0)], first, second, own)
    made = [obligation(second, 2), obligation(first, 1)]
    assert twice(there, made) == (second.id, first.id)
    assert twice(there, [*made, obligation(own, None)]) == (first.id, own.id)
    assert twice(there, [*made, obligation(own, None, name="")]) == (first.id, own.id), "by its message"


def test_what_no_rule_made_is_never_cancelled() -> None:
    first, second = item("a"), item("b")
    assert (
        twice(thread([message("a", 0)], first, second), [obligation(first, None), obligation(second, None)])
        is None
    )


def test_what_somebody_has_is_left_and_what_was_completed_counts() -> None:
    first, second = item("a"), item("b", "accepted")
    obligations = [obligation(first, 1), obligation(second, 2)]
    assert twice(thread([], first, second), obligations) is None
    assert twice(thread([], first, item("b", "completed")), obligations) == (first.id, second.id)
    assert twice(thread([], first, item("b", "cancelled")), obligations) is None


def test_a_name_is_made_of_both_ids() -> None:
    assert name_of(thread([]), MessageId("Communication/a")) == "t#a"


STATUSES = st.sampled_from(["requested", "accepted", "on-hold", "completed", "cancelled"])
SOME = st.lists(st.tuples(STATUSES, st.none() | st.integers(0, 3)), min_size=1, max_size=5)


@given(SOME, st.randoms())
def test_every_station_judges_alike_and_something_always_stays(
    some: list[tuple[str, float | None]], shuffled: object
) -> None:
    items = [item(str(number), status) for number, (status, _) in enumerate(some)]
    obligations = [obligation(one, made) for one, (_, made) in zip(items, some, strict=True)]
    other = list(obligations)
    shuffled.shuffle(other)  # type: ignore[attr-defined]
    counted = sum(one.holding.status != "cancelled" for one in items)
    for _ in items:
        there = thread([message("a", 0)], *items)
        found = twice(there, obligations)
        assert found == twice(there, other)
        if found is None:
            break
        gone, stays = found
        assert gone != stays
        items = [
            msgspec.structs.replace(one, holding=Holding("cancelled")) if one.id == gone else one
            for one in items
        ]
    else:
        assert twice(thread([], *items), obligations) is None
    assert bool(counted) == any(one.holding.status != "cancelled" for one in items)
    taken = [one for one in items if one.stage is Stage.UNCLAIMED]
    by_rule = {one.item for one in obligations if one.made}
    assert len([one for one in taken if one.id in by_rule]) <= 1
