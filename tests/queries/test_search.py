"""Search: what is found, in which order, and what no typing can break."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox.domain.ids import ItemId
from inbox.domain.operations import Reply
from inbox.domain.people import Party
from inbox.queries.search import expression, ids
from inbox.queries.views import View, ViewKind
from inbox.queries.worklist import ids as listed
from inbox.store.store import Store
from tests.store.plain import NOON, NURSE, conversation, entry, header, hours, message, patient, task


@pytest.fixture
def inbox(store: Store) -> Store:
    store.ingest(
        [
            patient("Walter Esterbrook", "1"),
            patient("Zoë Achterby", "2"),
            header("1", "Amlodipine refill"),
            message("1", "a", "I took the last one yesterday.", sent=hours(1)),
            task("1"),
            header("2", "Scheduling", of="2"),
            message("2", "a", "Can I move Tuesday to any morning?", sent=hours(3)),
            message("2", "b", "The last one was too early.", sent=hours(4)),
            task("2", status="completed", closed_at=hours(1)),
            task("2-later", of="2", status="completed", closed_at=hours(5)),
            header("3", "No answer needed"),
            message("3", "a", "Thank you for yesterday.", sent=hours(2)),
        ]
    ).result()
    return store


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("yesterday", ["Communication/3", "Task/1"]),
        ("YESTERDAY.", ["Communication/3", "Task/1"]),
        ("yest", ["Communication/3", "Task/1"]),
        ("ye", []),
        ("last one", ["Task/2-later", "Task/1"]),
        ("esterbrook took", ["Task/1"]),
        ("amlodipine", ["Task/1"]),
        ("zoe", ["Task/2-later"]),
        ('"move tuesday"', ["Task/2-later"]),
        ('"tuesday move"', []),
        ('"last on"', []),
        ("morning early", ["Task/2-later"]),
        ("40-7715-1 amlod", ["Task/1"]),
        ("1967-11-04 scheduling", ["Task/2-later"]),
        ("yest ", []),
        ("", []),
        ("  ", []),
        ("***", []),
    ],
)
def test_what_is_found_newest_first(inbox: Store, words: str, found: list[str]) -> None:
    assert ids(inbox.reader(), words) == found


def test_all_open_items_of_a_conversation_are_shown_and_only_they(inbox: Store) -> None:
    inbox.ingest([task("2-new", of="2"), task("2-newer", of="2", arrived=hours(1))]).result()
    assert ids(inbox.reader(), "tuesday") == ["Task/2-newer", "Task/2-new"]


def test_the_view_lists_what_search_finds_in_its_order(inbox: Store) -> None:
    view = View(ViewKind.SEARCH, text="yesterday")
    assert listed(inbox.reader(), view, NURSE, NOON) == ["Communication/3", "Task/1"]


def test_a_reply_is_found_before_it_has_left(inbox: Store) -> None:
    reply = entry(Reply(item=ItemId("Task/1"), text="Sit down before you stand.", to=(Party("Patient/1"),)))
    inbox.run([reply]).result()
    assert ids(inbox.reader(), "stand") == ["Task/1"]


def test_no_more_than_asked_for(store: Store) -> None:
    store.ingest([part for n in range(9) for part in conversation(str(n))]).result()
    assert len(ids(store.reader(), "took", most=5)) == 5


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("refill", '"refill"*'),
        ("refill ", '"refill"'),
        ("my refill", '"my" "refill"*'),
        ("last on", '"last" "on"'),
        ('"last one" refill', '"last one" "refill"*'),
        ('"last one', '"last one"'),
        ("NEAR(a b) OR col:*", '"NEAR(a" "b)" "OR" "col:*"*'),
    ],
)
def test_words_are_never_taken_for_commands(words: str, wanted: str) -> None:
    assert expression(words) == wanted


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=30))
def test_nothing_that_can_be_typed_breaks_it(shared: Store, words: str) -> None:
    assert isinstance(ids(shared.reader(), words), list)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    from tests.store.plain import KEY, Plain

    opened = Store.open(tmp_path_factory.mktemp("cache") / "inbox.db", KEY, Plain(), lambda changes: None)
    opened.ingest(conversation()).result()
    yield opened
    opened.close()
