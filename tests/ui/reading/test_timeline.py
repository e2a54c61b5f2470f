"""What the thread shows and what it folds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec

from inbox.domain.flag import Flag
from inbox.domain.ids import ItemId, MessageId, PatientId, PersonId, ThreadId
from inbox.domain.people import Party
from inbox.domain.thread import Message, Thread
from inbox.domain.work_item import ByRule, Holding, Note, WorkItem
from inbox.ui.reading.timeline import Fold, Noted, Said, timeline

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
ITEM = ItemId("Task/1")


def message(number: int, from_patient: bool = True) -> Message:
    sender = (
        Party("Patient/1", "Walter Esterbrook")
        if from_patient
        else Party("Practitioner/1", "Nadia Brand, RN")
    )
    sent = START + timedelta(days=number)
    return Message(MessageId(f"Communication/{number}"), sent, sender, from_patient, f"message {number}")


def thread(*messages: Message, flags: tuple[Flag, ...] = (), notes: tuple[Note, ...] = ()) -> Thread:
    item = WorkItem(ITEM, "refill", Holding("requested"), START, flags=flags, notes=notes)
    return Thread(
        ThreadId("Communication/0"), PatientId("Patient/1"), "Refill", messages=messages, items=(item,)
    )


def shown(there: Thread, unfolded: bool = False) -> list[str]:
    parts = timeline(there, ITEM, unfolded)
    return [
        part.message.id.rpartition("/")[2] if isinstance(part, Said) else type(part).__name__
        for part in parts
    ]


def test_three_messages_are_all_shown() -> None:
    assert shown(thread(message(1), message(2, False), message(3))) == ["1", "2", "3"]


def test_older_messages_fold_into_one_line_and_unfold() -> None:
    there = thread(*(message(n, from_patient=n % 2 == 1) for n in range(1, 8)))
    assert shown(there) == ["Fold", "5", "6", "7"]
    assert shown(there, unfolded=True) == ["1", "2", "3", "4", "5", "6", "7"]
    fold = timeline(there, ITEM)[0]
    assert isinstance(fold, Fold)
    assert (fold.messages, fold.newest.id) == (4, "Communication/4")


def test_a_message_that_waits_for_an_answer_is_never_folded() -> None:
    there = thread(message(1), message(2, False), *(message(n) for n in range(3, 9)))
    assert shown(there) == ["Fold", "3", "4", "5", "6", "7", "8"]


def test_a_flagged_message_is_never_folded() -> None:
    flag = Flag("BP-07", 2, MessageId("Communication/3"), 0, 4)
    there = thread(*(message(n, from_patient=n != 8) for n in range(1, 9)), flags=(flag,))
    assert shown(there) == ["Fold", "3", "4", "5", "6", "7", "8"]


def test_a_single_older_message_is_shown_rather_than_folded() -> None:
    assert shown(thread(message(1, False), message(2), message(3, False), message(4))) == ["1", "2", "3", "4"]


def test_comments_stand_where_they_were_written_and_fold_with_what_is_older() -> None:
    by = Party("Practitioner/2", "R. Adeyo, MA")
    notes = tuple(Note(f"note {day}", by, START + timedelta(days=day, hours=1)) for day in (1, 6, 9))
    there = thread(*(message(n, from_patient=n % 2 == 1) for n in range(1, 8)), notes=notes)
    assert shown(there) == ["Fold", "5", "6", "Noted", "7", "Noted"]
    fold, *rest = timeline(there, ITEM)
    assert isinstance(fold, Fold)
    assert fold.comments == 1
    assert [part.note.text for part in rest if isinstance(part, Noted)] == ["note 6", "note 9"]


def test_of_overlapping_flags_the_worst_is_marked_and_the_others_are_named() -> None:
    here = MessageId("Communication/1")
    flags = (
        Flag("A", 3, here, 0, 6, title="Mild"),
        Flag("B", 1, here, 4, 9, title="Worst"),
        Flag("C", 2, here, title="Nowhere"),
        Flag("D", 3, here, 9, 12, title="Later"),
    )
    part = timeline(thread(message(1), flags=flags), ITEM)[0]
    assert isinstance(part, Said)
    assert [sign.words for sign in part.signs] == ["Level 1 · Worst; Level 3 · Mild", "Level 3 · Later"]


def test_flags_of_another_item_of_the_thread_are_marked_too() -> None:
    there = thread(message(1))
    other = msgspec.structs.replace(
        there.items[0],
        id=ItemId("Task/2"),
        flags=(Flag("RF-WOUND-07", 3, MessageId("Communication/1"), 0, 3),),
    )
    part = timeline(msgspec.structs.replace(there, items=(*there.items, other)), ITEM)[0]
    assert isinstance(part, Said)
    assert [sign.words for sign in part.signs] == ["Level 3 · Wound after an operation"], (
        "in words, though nobody named it"
    )


def test_what_a_rule_did_stands_where_it_was_done_and_making_work_goes_without_saying() -> None:
    otto, later = PersonId("Practitioner/2"), START + timedelta(days=1, hours=1)
    done = (ByRule("intake@1", START, otto), ByRule("return@1", later, otto, "Otto", "return@1#t#x"))
    there = thread(message(1), message(2))
    there = there.with_item(msgspec.structs.replace(there.items[0], by_rule=done))
    assert shown(there) == ["1", "Ruled", "2"]
