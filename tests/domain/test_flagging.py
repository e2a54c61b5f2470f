"""Flags found here: laid over what is stored, counted at once, and taken away by people only."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import msgspec
import pytest

from inbox.domain.disposition import CallOutcome, Disposition
from inbox.domain.flag import Dismissal, Flag, Place, dismissal_of, union
from inbox.domain.flagging import flagged
from inbox.domain.ids import ItemId, MessageId, PatientId
from inbox.domain.lookout import Lookout, RulesInForce
from inbox.domain.operations import AnyOperation, DismissFlag, RaiseFlag, Why
from inbox.domain.people import Role
from inbox.domain.red_flags import Hit, scan
from inbox.domain.rows import BAND_FLAGGED, rows
from inbox.domain.thread import Attachment, Thread
from inbox.domain.work_item import Kind, Promise, WorkItem
from tests.domain.threads import NADIA, NOON, NURSE, WALTER, held_by, hours, item, stamp, thread, wrote
from tests.red_flags.shipped import shipped

CHEST = "Refill please. I have crushing chest pain since breakfast."
DENIED = "Refill please. I have no chest pain."
M1 = MessageId("Communication/1-1")


def lookout(version: str = "v1") -> Lookout:
    made = Lookout()
    made.use(RulesInForce(version, "shipped"), partial(scan, shipped()))
    return made


def read(there: Thread) -> Thread:
    return flagged(there, lookout().scan)


def the_item(there: Thread) -> WorkItem:
    return there.items[0]


def told(*texts: str, of: WorkItem | None = None, subject: str = "") -> Thread:
    """A conversation in which the patient wrote these, an hour apart."""
    messages = tuple(wrote(n, hours(n - 1), text) for n, text in enumerate(texts, 1))
    made = thread(of or item(), messages=messages)
    return msgspec.structs.replace(made, subject=subject)


def test_a_danger_in_a_refill_request_counts_at_once() -> None:
    found = the_item(read(told(CHEST)))
    assert found.kind == Kind.REFILL
    assert found.flag_level == 1
    assert found.needs_call
    flag = found.to_call[0]
    assert "chest" in CHEST[flag.start : flag.end]
    assert (flag.message, flag.place, flag.rules, flag.found_here) == (M1, Place.BODY, "v1", True)
    assert flag.title
    assert flag.version >= 1


def test_what_is_denied_is_no_flag() -> None:
    assert the_item(read(told(DENIED))).flags == ()


def test_the_subject_and_the_names_of_files_are_read_too() -> None:
    assert the_item(read(told("See above.", subject="Chest pain"))).flags[0].place == Place.SUBJECT
    message = msgspec.structs.replace(wrote(1, text="Here."), attachments=(Attachment("chest pain.jpg"),))
    assert the_item(read(thread(item(), messages=(message,)))).flags[0].place == Place.ATTACHMENT


def test_the_subject_counts_once_however_much_is_written() -> None:
    places = [flag.place for flag in the_item(read(told("One.", "Two.", subject="Chest pain"))).flags]
    assert places == [Place.SUBJECT]


def test_a_message_that_joins_open_work_is_read() -> None:
    found = the_item(read(told("Refill please.", CHEST)))
    assert {flag.message for flag in found.flags} == {"Communication/1-2"}


def test_what_is_closed_or_older_than_the_work_is_left_alone() -> None:
    done = item(msgspec.structs.replace(held_by(NADIA), status="completed"))
    assert the_item(read(told(CHEST, of=done))).flags == ()
    later = item(arrived=NOON + timedelta(hours=1))
    assert the_item(read(told(CHEST, "Refill please.", of=later))).flags == ()


def test_a_physicians_review_is_not_called_about_twice() -> None:
    assert the_item(read(told(CHEST, of=item(kind=Kind.PHYSICIAN_REVIEW)))).flags == ()


def test_what_is_stored_and_what_is_found_are_one_flag_where_rule_and_words_are_the_same() -> None:
    found = the_item(read(told(CHEST))).flags[0]
    stored = msgspec.structs.replace(found, found_here=False, start=found.start + 2, title="", rules="")
    again = the_item(read(told(CHEST, of=item(flags=(stored,)))))
    assert [flag for flag in again.flags if flag.rule == found.rule] == [stored]


def test_a_stored_flag_stays_though_the_rules_here_find_nothing() -> None:
    stored = Flag("RF-CARD-01", 2, M1, 0, 4)
    assert the_item(read(told("All is well, thanks.", of=item(flags=(stored,))))).flags == (stored,)


def test_of_the_same_flag_the_more_serious_level_counts() -> None:
    assert [flag.level for flag in union([Flag("a", 3, M1, 0, 4)], [Flag("a", 1, M1, 2, 6)])] == [1]
    assert [flag.level for flag in union([Flag("a", 1, M1, 0, 4)], [Flag("a", 3, M1, 2, 6)])] == [1]


def promise_in(n: float) -> Promise:
    return Promise(hours(n), "test@1")


def test_a_flag_found_here_makes_it_due_sooner_and_never_later() -> None:
    stored = held_by(NADIA, promise=promise_in(24))
    (row,) = rows(read(told(CHEST, of=item(stored))), lambda _thread, _item: promise_in(0.25))
    assert (row.due, row.band, row.flag_level, row.computed_here) == (hours(0.25), BAND_FLAGGED, 1, True)
    (row,) = rows(read(told(CHEST, of=item(stored))), lambda _thread, _item: promise_in(48))
    assert row.due == hours(24)
    (row,) = rows(read(told("Refill.", of=item(stored))), lambda _thread, _item: promise_in(0.25))
    assert row.due == hours(24), "without a flag found here what is stored holds"


def flag_of(there: Thread) -> Flag:
    return the_item(there).flags[0]


def dismiss(there: Thread, note: str = "She means the cake.", reason: str = "words-misread") -> DismissFlag:
    return DismissFlag(item=the_item(there).id, flag=flag_of(there), reason=reason, note=note)


def dismissed_all(there: Thread) -> Thread:
    for number, flag in enumerate(the_item(there).flags, 1):
        operation = DismissFlag(item=the_item(there).id, flag=flag, reason="words-misread", note="The cake.")
        there = operation.apply(there, stamp(number))
    return there


def test_a_dismissed_flag_counts_no_more_and_stays_to_be_seen() -> None:
    before = read(told(CHEST))
    after = dismissed_all(before)
    assert the_item(after).flags == the_item(before).flags
    assert the_item(after).standing == ()
    assert (the_item(after).flag_level, the_item(after).needs_call) == (None, False)
    record = dismissal_of(flag_of(after), the_item(after).dismissals)
    assert record is not None
    assert (record.by, record.reason, record.note) == (NADIA, "words-misread", "The cake.")
    assert (record.flag.rules, record.flag.found_here) == ("v1", False)


def test_a_dismissal_holds_for_the_same_words_though_the_flag_is_found_anew() -> None:
    records = the_item(dismissed_all(read(told(CHEST)))).dismissals
    assert the_item(read(told(CHEST, of=item(dismissals=records)))).standing == ()
    assert the_item(read(told(CHEST, CHEST, of=item(dismissals=records)))).needs_call, (
        "not in a later message"
    )


def test_raised_again_it_counts_as_before_and_the_last_word_counts() -> None:
    before = read(told(CHEST))
    operation = dismiss(before)
    inverse = operation.inverse(before)
    assert isinstance(inverse, RaiseFlag)
    back = inverse.apply(operation.apply(before, stamp(1)), stamp(2))
    assert the_item(back).standing == the_item(before).standing
    assert [record.withdrawn for record in the_item(back).dismissals] == [False, True]
    assert len(the_item(operation.apply(back, stamp(3))).standing) == len(the_item(before).standing) - 1


@pytest.mark.parametrize("role", Role)
def test_only_an_rn_or_prescriber_dismisses(role: Role) -> None:
    there = read(told(CHEST))
    problem = dismiss(there).refuse_if(there, msgspec.structs.replace(NURSE, role=role))
    if role in (Role.RN, Role.PRESCRIBER):
        assert problem is None
    else:
        assert problem is not None and problem.why is Why.NOT_LICENSED


def test_a_flag_that_asks_for_a_call_is_dismissed_with_ones_own_words_only() -> None:
    there = read(told(CHEST))
    problem = dismiss(there, note="  ").refuse_if(there, NURSE)
    assert problem is not None and problem.why is Why.EMPTY
    assert dismiss(there, reason="").refuse_if(there, NURSE) is not None


def test_until_there_are_rules_nothing_is_found_and_what_was_looked_at_is_remembered() -> None:
    waiting = Lookout()
    there = told(CHEST)
    assert flagged(there, waiting.scan) == there
    waiting.use(RulesInForce("v1"), partial(scan, shipped()))
    assert waiting.seen_early() == {there.id}
    assert waiting.seen_early() == frozenset()
    assert the_item(flagged(there, waiting.scan)).needs_call


def test_a_message_is_read_once_by_each_version_of_the_rules() -> None:
    asked: list[str] = []

    def count(subject: str, text: str, names: object, age: float | None) -> list[Hit]:
        asked.append(text)
        return []

    watch, there = Lookout(most=2), told("Refill please.")
    watch.use(RulesInForce("v1"), count)
    for _ in range(3):
        watch.scan(there, there.messages[0])
    assert len(asked) == 1
    changed = msgspec.structs.replace(there.messages[0], text="Refill, please.")
    watch.scan(there, changed)
    watch.use(RulesInForce("v2"), count)
    watch.scan(there, changed)
    assert asked == ["Refill please.", "Refill, please.", "Refill, please."]


def test_what_is_remembered_is_bounded() -> None:
    asked: list[str] = []
    watch, there = Lookout(most=2), told("one", "two", "three")

    def count(subject: str, text: str, names: object, age: float | None) -> list[Hit]:
        asked.append(text)
        return []

    watch.use(RulesInForce("v1"), count)
    for message in (*there.messages, *there.messages[1:], there.messages[0]):
        watch.scan(there, message)
    assert asked == ["one", "two", "three", "one"]


def test_the_age_is_that_of_the_day_on_which_it_was_written() -> None:
    ages: list[float | None] = []
    watch, there = Lookout(), told("Fever")

    def note(subject: str, text: str, names: object, age: float | None) -> list[Hit]:
        ages.append(age)
        return []

    watch.use(RulesInForce("v1"), note)
    watch.scan(there, there.messages[0])
    watch.know_births({PatientId(WALTER.ref): date(2026, 1, 16)})
    watch.scan(there, there.messages[0])
    assert ages[0] is None
    assert ages[1] == pytest.approx(60 / 365.25)


def test_the_operations_on_flags_survive_the_outbox() -> None:
    there = read(told(CHEST))
    for operation in (dismiss(there), RaiseFlag(item=the_item(there).id, flag=flag_of(there))):
        stored = msgspec.json.encode(operation)
        assert msgspec.json.decode(stored, type=AnyOperation) == operation


def test_records_of_others_about_other_flags_dismiss_nothing() -> None:
    there = read(told(CHEST))
    other = Dismissal(msgspec.structs.replace(flag_of(there), rule="another"), NADIA, NOON)
    assert dismissal_of(flag_of(there), [other]) is None


BOTH = "I have crushing chest pain since breakfast. Also, why did I get a bill?"


def parts(*kinds: str, done: bool = False, **of_first: object) -> Thread:
    """A message that is two pieces of work, the first of them there from the beginning."""
    held = msgspec.structs.replace(held_by(NADIA), status="completed") if done else None
    first = item(held, kind=kinds[0], triggers=(M1,), names=("1#1-1",), **of_first)
    others = [
        item(id=ItemId(f"Task/{n}"), kind=kind, triggers=(M1,), names=(f"1#1-1/{n}",))
        for n, kind in enumerate(kinds[1:], 2)
    ]
    return read(thread(first, *others, messages=(wrote(1, text=BOTH),)))


def levels(there: Thread) -> dict[str, int | None]:
    return {one.kind: one.flag_level for one in there.items}


@pytest.mark.parametrize(
    ("kinds", "has_it"),
    [
        (("medical-question", "billing"), "medical-question"),
        (("billing", "medical-question"), "medical-question"),
        (("billing", "scheduling"), "billing"),
        (("refill", "medical-question"), "refill"),
        (("billing", "something-new"), "something-new"),
    ],
)
def test_a_flag_of_split_work_stands_on_the_clinical_part_and_on_one_only(
    kinds: tuple[str, ...], has_it: str
) -> None:
    assert levels(parts(*kinds)) == {kind: 1 if kind == has_it else None for kind in kinds}


def test_a_flag_that_a_part_has_stored_stays_on_it_though_another_is_clinical() -> None:
    stored = flag_of(parts("medical-question"))
    assert levels(parts("billing", "medical-question", flags=(stored,))) == {
        "billing": 1,
        "medical-question": 1,
    }


def test_a_flag_moves_to_the_part_that_is_left_when_its_own_was_closed_without_a_call() -> None:
    assert levels(parts("medical-question", "billing", done=True))["billing"] == 1


def test_a_flag_that_was_dismissed_on_the_closed_part_does_not_come_back_on_the_other() -> None:
    flags = the_item(parts("medical-question")).flags
    gone = tuple(Dismissal(flag, NADIA, NOON, "words-misread") for flag in flags)
    closed = parts("medical-question", "billing", done=True, flags=flags, dismissals=gone)
    assert levels(closed)["billing"] is None


def test_a_call_settled_before_the_split_is_not_asked_for_again_by_the_clinical_part() -> None:
    flag = flag_of(parts("medical-question"))
    settled = Disposition(CallOutcome.REACHED, NADIA, NOON, messages=(M1,))
    for stored in ((flag,), ()):
        there = parts("billing", "medical-question", flags=stored, dispositions=(settled,))
        assert not any(one.needs_call for one in there.items)
    tried = msgspec.structs.replace(settled, outcome=CallOutcome.NO_ANSWER)
    assert parts("billing", "medical-question", dispositions=(tried,)).items[1].needs_call
    elsewhere = msgspec.structs.replace(settled, messages=(MessageId("Communication/1-9"),))
    assert parts("billing", "medical-question", dispositions=(elsewhere,)).items[1].needs_call
