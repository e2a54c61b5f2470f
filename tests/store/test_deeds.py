"""What is remembered of people's work: kept and taken back with it, bounded, forgotten, or never begun."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from inbox.domain import deed
from inbox.domain.deed import Deed, Move, Private
from inbox.domain.entries import Entry
from inbox.domain.ids import GroupId, ItemId, PersonId
from inbox.domain.operations import AnyOperation, Claim, Complete, Hold, Reply, Route
from inbox.domain.people import Party
from inbox.store import deeds
from inbox.store.store import Store
from tests.store.plain import ME, NOON, conversation, entry

TO = (Party("Patient/1", "Walter Esterbrook"),)


def command(group: str, n: str = "1", text: str = "It is at the pharmacy.") -> list[Entry]:
    """Somebody claims, answers and closes one item."""
    item = ItemId(f"Task/{n}")
    made: list[AnyOperation] = [Claim(item=item), Reply(item=item, text=text, to=TO), Complete(item=item)]
    return [msgspec.structs.replace(entry(one), group=GroupId(group)) for one in made]


def remembered(store: Store) -> list[Deed]:
    return store.watched.deeds(ME)


def test_what_one_command_did_is_one_deed_with_its_steps_and_its_words(store: Store) -> None:
    store.ingest(conversation()).result()
    store.run(command("one")).result()
    (done,) = remembered(store)
    assert [move.same for move in done.moves] == [("reply", ""), ("complete", "answered")]
    assert done.text == "It is at the pharmacy."
    assert not done.masked
    assert store.watched.unmasked(ME) == [done]


def test_what_is_taken_back_was_never_done(store: Store) -> None:
    store.ingest(conversation()).result()
    store.run(command("one")).result()
    store.take_back(GroupId("one"), ME).result()
    assert remembered(store) == []


def test_what_has_left_and_is_taken_back_by_its_inverse_was_never_done_either(store: Store) -> None:
    store.ingest(conversation()).result()
    entries = command("one")
    store.run(entries).result()
    assert store.sending([one.id for one in entries]).result()
    store.settle([one.id for one in entries], []).result()
    store.take_back(GroupId("one"), ME).result()  # what undo asks first, whatever has become of it
    assert remembered(store) == []


def test_a_masked_deed_takes_the_place_of_the_one_with_the_patients_words(store: Store) -> None:
    store.ingest(conversation()).result()
    store.run(command("one", text="Dear Walter, it is done.")).result()
    (done,) = remembered(store)
    masked = msgspec.structs.replace(
        done, text="Dear @first_name@, it is done.", masked=True, private=Private(frozenset({"walter"}))
    )
    store.watched.mask([masked]).result()
    assert remembered(store) == [masked]
    assert store.watched.unmasked(ME) == []


def test_only_the_newest_are_kept_and_none_for_long(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deeds, "MOST", 3)
    store.ingest(conversation()).result()
    for n in range(5):
        later = [msgspec.structs.replace(one, made_at=NOON + timedelta(hours=n)) for one in command(f"{n}")]
        store.run(later).result()
    last = remembered(store)[-1]
    store.watched.mask([last]).result()
    assert [one.group for one in remembered(store)] == ["2", "3", "4"]
    late = msgspec.structs.replace(last, at=last.at + deed.LONGEST + timedelta(hours=1))
    store.watched.mask([late]).result()
    assert remembered(store) == [], "all were done more than sixty days before"


def test_nothing_is_remembered_while_watching_is_off(store: Store) -> None:
    store.ingest(conversation()).result()
    assert store.watched.watching(ME)
    store.watched.watch(ME, False).result()
    store.run(command("one")).result()
    assert remembered(store) == []
    store.watched.watch(ME, True).result()
    store.run(command("two")).result()
    assert [one.group for one in remembered(store)] == ["two"]


def test_forgetting_takes_ones_own_deeds_and_nobody_elses(store: Store) -> None:
    store.ingest(conversation()).result()
    other = PersonId("Practitioner/other")
    store.run(command("mine")).result()
    store.run([msgspec.structs.replace(one, actor=other) for one in command("theirs")]).result()
    store.watched.forget(ME).result()
    assert remembered(store) == []
    assert [one.group for one in store.watched.deeds(other)] == ["theirs"]


def test_what_was_done_for_a_patient_is_forgotten_with_them_and_everything_with_the_cache(
    store: Store,
) -> None:
    store.ingest(conversation()).result()
    store.run(command("one")).result()
    patient = remembered(store)[0].patient
    store.forget([], [patient]).result()
    assert remembered(store) == []
    store.run(command("two")).result()
    store.wipe().result()
    assert remembered(store) == []


def test_answers_to_offers_outlive_what_they_were_found_in(store: Store) -> None:
    store.watched.answer(ME, b"[]").result()
    store.watched.forget(ME).result()
    store.wipe().result()
    assert store.watched.answers(ME) == b"[]"


def test_no_file_shows_what_was_written(path: Path, store: Store) -> None:
    store.ingest(conversation()).result()
    store.run(command("one", text="Stop the zolpidem, whitlow says.")).result()
    assert remembered(store)
    for file in path.parent.iterdir():
        assert b"zolpidem" not in file.read_bytes()


ITEM = ItemId("Task/1")


def deeds_of(*parts: tuple[str, list[Entry]]) -> list[Deed]:
    return [one for _, entries in parts for one in deed.deeds(entries)]


def did(*operations: AnyOperation, group: str = "g", n: str = "1") -> list[Entry]:
    found = [entry(one) for one in operations]
    return [msgspec.structs.replace(one, group=GroupId(group), item=ItemId(f"Task/{n}")) for one in found]


def test_several_commands_on_one_item_are_one_piece_of_work_once_it_has_left_the_hands() -> None:
    first = did(Claim(item=ITEM), Reply(item=ITEM, text="Thanks", to=TO), group="1")
    second = did(Route(item=ITEM, to=Party("HealthcareService/b", "Billing"), reason="A bill"), group="2")
    assert deed.finished(deeds_of(("1", first))) == []
    done = [msgspec.structs.replace(one, masked=True) for one in deeds_of(("1", first), ("2", second))]
    (work,) = deed.finished(done)
    assert work.way == (("reply", ""), ("route", "Billing"))
    assert work.moves[-1] == Move("route", "Billing", "A bill")
    assert work.text == "Thanks"


def test_of_work_with_two_replies_or_one_not_masked_yet_the_words_are_not_known() -> None:
    said = Reply(item=ITEM, text="Thanks", to=TO)
    raw = deeds_of(("1", did(said, Complete(item=ITEM), group="1")))
    assert [work.text for work in deed.finished(raw)] == [None]
    twice = deeds_of(("1", did(said, group="1")), ("2", did(said, Complete(item=ITEM), group="2")))
    known = [msgspec.structs.replace(one, masked=True) for one in twice]
    assert [work.text for work in deed.finished(known)] == [None]


def test_holding_ends_a_piece_of_work_and_what_comes_after_is_another() -> None:
    held = did(Hold(item=ITEM, wake=NOON, reason="A reading"), group="1")
    closed = did(Complete(item=ITEM, outcome="no-reply-needed"), group="2")
    ways = [work.way for work in deed.finished(deeds_of(("1", held), ("2", closed)))]
    assert ways == [(("hold", ""),), (("complete", "no-reply-needed"),)]


def test_claiming_alone_is_no_deed() -> None:
    assert deed.deeds(did(Claim(item=ITEM))) == []
