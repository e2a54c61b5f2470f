"""Search: what is found, in which order, and what no typing can break."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox.domain.draft import Draft
from inbox.domain.ids import ItemId, MessageId, PatientId, ThreadId
from inbox.domain.operations import Claim, Reply
from inbox.domain.people import Party
from inbox.domain.search.wanted import read
from inbox.domain.thread import Attachment, Message
from inbox.queries import search
from inbox.queries.excerpts import excerpts
from inbox.queries.search import Asked, Found, count, expression
from inbox.store.store import Store
from tests.store.looking import found as ids
from tests.store.plain import (
    COLLEAGUE,
    ME,
    NOON,
    NURSE,
    NURSES,
    REFILLS,
    Plain,
    colleague,
    conversation,
    entry,
    file,
    header,
    hours,
    message,
    patient,
    pool,
    task,
)


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
        ("yesterday", ["Task/1", "Communication/3"]),
        ("YESTERDAY.", ["Task/1", "Communication/3"]),
        ("yest", ["Task/1", "Communication/3"]),
        ("ye", []),
        ("last one", ["Task/1", "Task/2-later"]),
        ("esterbrook took", ["Task/1"]),
        ("amlodipine", ["Task/1"]),
        ("zoe", ["Task/2-later"]),
        ('"move tuesday"', ["Task/2-later"]),
        ('"tuesday move"', []),
        ('"last on"', []),
        ("morning early", ["Task/2-later"]),
        ("40-7715-1 amlod", ["Task/1"]),
        ("1967-11-04 scheduling", ["Task/2-later"]),
        ("11/04/1967 scheduling", ["Task/2-later"]),
        ("yest ", []),
        ("", []),
        ("  ", []),
        ("***", []),
    ],
)
def test_open_work_comes_first_then_the_newest(inbox: Store, words: str, found: list[str]) -> None:
    assert ids(inbox.reader(), words) == found


def test_all_open_items_of_a_conversation_are_shown_and_only_they(inbox: Store) -> None:
    inbox.ingest([task("2-new", of="2"), task("2-newer", of="2", arrived=hours(1))]).result()
    assert ids(inbox.reader(), "tuesday") == ["Task/2-new", "Task/2-newer"]


def test_a_reply_is_found_before_it_has_left(inbox: Store) -> None:
    reply = entry(Reply(item=ItemId("Task/1"), text="Sit down before you stand.", to=(Party("Patient/1"),)))
    inbox.run([reply]).result()
    assert ids(inbox.reader(), "stand") == ["Task/1"]


def test_no_more_closed_ones_than_anybody_reads_and_that_is_said(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.ingest(
        [part for n in range(9) for part in (*conversation(str(n)), task(str(n), status="completed"))]
    )
    search._statements.cache_clear()
    monkeypatch.setattr(search, "MOST", 5)
    store.ingest(conversation("open")).result()
    looked = look(store, "took")
    search._statements.cache_clear()
    assert (looked.open, len(looked.items), looked.cut) == (1, 6, True)


def look(store: Store, typed: str) -> Found:
    return search.find(store.reader(), asked(typed))


def asked(typed: str) -> Asked:
    return Asked(read(typed, NOON.date()), NURSE, NOON, "America/Chicago")


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("refill", '"refill"*'),
        ("refill ", '"refill"'),
        ("my refill", '"my" AND "refill"*'),
        ("last on", '"last" AND "on"'),
        ('"last one" refill', '"last one" AND "refill"*'),
        ('"last one', '"last one"'),
        ("NEAR(a b) OR col:*", '"NEAR a" AND "b" AND "OR" AND "col"*'),
        ("11/4/1967 ", '("11 4 1967" OR "1967 11 04")'),
        ("from:lee refill ", '"refill" AND {patient writers} : "lee"'),
        ("has:file", 'files : "\ue000"'),
    ],
)
def test_words_are_never_taken_for_commands(words: str, wanted: str) -> None:
    assert expression(read(words, NOON.date())) == wanted


@pytest.fixture
def desk(store: Store) -> Store:
    """A refill of mine, an open question with a file from a daughter, one that is late, a closed one."""
    letter = Message(
        MessageId("Communication/2-a"),
        hours(-30),
        Party("RelatedPerson/9", "Nora Lindqvist"),
        True,
        "The letter is here.",
        (Attachment("Discharge summary.pdf"),),
    )
    store.ingest(
        [
            pool(NURSES),
            pool(REFILLS),
            colleague(COLLEAGUE),
            patient("Walter Esterbrook", "1"),
            patient("Zoë Achterby", "2"),
            header("1"),
            message("1", "a", "I took the last one."),
            task("1", pool=REFILLS, kind="refill"),
            header("2", "Papers", of="2"),
            file(letter.id, letter, thread="Communication/2", patient="Patient/2"),
            task("2", kind="form", arrived=hours(-30)),
            header("3", "Old"),
            message("3", "a", "I took the last one.", sent=hours(-24 * 20)),
            task(
                "3",
                status="completed",
                kind="medical-question",
                closed_at=hours(-24 * 19),
                arrived=hours(-24 * 20),
            ),
        ]
    ).result()
    store.run([entry(Claim(item=ItemId("Task/1")))]).result()
    return store


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("from:zoe", ["Task/2"]),
        ("from:lindq", ["Task/2"]),
        ('from:"nora lindqvist"', ["Task/2"]),
        ("from:lindqvist took", []),
        ("pool:refills", ["Task/1"]),
        ("pool:ref took", ["Task/1"]),
        ("pool:refills pool:nurses", ["Task/2", "Task/1", "Task/3"]),
        ("pool:nowhere", []),
        ("kind:refill", ["Task/1"]),
        ("kind:quest took", ["Task/3"]),
        ("status:open", ["Task/2", "Task/1"]),
        ("status:closed", ["Task/3"]),
        ("status:closed took", ["Task/3"]),
        ("status:open took", ["Task/1"]),
        ("status:overdue", ["Task/2"]),
        ("status:unclaimed", ["Task/2"]),
        ("owner:me", ["Task/1"]),
        ("owner:me papers", []),
        ("owner:nobody", ["Task/2", "Task/3"]),
        ("owner:aldana", []),
        ("has:file", ["Task/2"]),
        ("discharge", ["Task/2"]),
        ("has:flag", []),
        ("before:2026-03-01", ["Task/3"]),
        ("after:2026-03-01", ["Task/2", "Task/1"]),
        ("after:7d took", ["Task/1"]),
        ("took before:3/1/2026", ["Task/3"]),
        ("STATUS:OPEN took", ["Task/1"]),
        ("status:sideways took", ["Task/1", "Task/3"]),
        ("pool: took", ["Task/1", "Task/3"]),
    ],
)
def test_filters_narrow_what_is_found(desk: Store, typed: str, found: list[str]) -> None:
    assert ids(desk.reader(), typed) == found


def test_what_means_nothing_is_told_and_left_out() -> None:
    assert read("status:sideways before:soon took", NOON.date()).unclear == ("status:sideways", "before:soon")


def test_ones_own_draft_is_found_and_nobody_elses(desk: Store) -> None:
    mine = Draft(ThreadId("Communication/2"), PatientId("Patient/2"), ME, "Please bring the moonstone.", NOON)
    theirs = Draft(ThreadId("Communication/1"), PatientId("Patient/1"), COLLEAGUE, "Another moonstone.", NOON)
    desk.save_draft(mine).result()
    desk.save_draft(theirs).result()
    assert ids(desk.reader(), "moonst") == ["Task/2"]
    assert look(desk, "moonst").drafts == {mine.thread}
    assert ids(desk.reader(), "achterby moonstone") == ["Task/2"]
    assert ids(desk.reader(), "has:draft") == ["Task/2"]
    (line,) = excerpts(desk.reader(), Plain(), [mine.thread], ME, read("moonst", NOON.date()).terms).values()
    assert (line.text, [line.text[a:b] for a, b in line.marks]) == (
        "Your draft: Please bring the moonstone.",
        ["moonstone"],
    )


def test_a_filter_is_counted_as_it_is_listed(desk: Store) -> None:
    for typed in ("status:open", "took", "pool:refills", "status:closed", "owner:me took", "has:file"):
        opened, late = count(desk.reader(), asked(typed))
        assert opened == look(desk, typed).open, typed
        assert late == look(desk, f"{typed} status:overdue").open if "status" not in typed else True


def test_how_far_back_it_looks_is_known(desk: Store) -> None:
    assert look(desk, "took").since == hours(-24 * 20)
    assert look(desk, "").since == hours(-24 * 20)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=30))
def test_nothing_that_can_be_typed_breaks_it(shared: Store, words: str) -> None:
    assert isinstance(ids(shared.reader(), words), list)
    assert isinstance(ids(shared.reader(), f"from:{words} has:file"), list)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    from tests.store.plain import KEY, Plain

    opened = Store.open(tmp_path_factory.mktemp("cache") / "inbox.db", KEY, Plain(), lambda changes: None)
    opened.ingest(conversation()).result()
    yield opened
    opened.close()
