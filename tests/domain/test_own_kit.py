"""Two stations of one person meet over their kit: nothing is lost, and nothing is chosen for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.domain.errors import Refused
from inbox.domain.own_kit import (
    MOST_BYTES,
    Own,
    OwnEntry,
    changed,
    differing,
    document,
    in_force,
    merged,
    newest,
    read_document,
)

NOON = datetime(2026, 3, 17, 12, tzinfo=UTC)


def entry(id_: str = "ack", version: int = 1, body: bytes = b"{}", minute: int = 0) -> OwnEntry:
    return OwnEntry("phrase", id_, version, NOON + timedelta(minutes=minute), body)


def agreed(one: OwnEntry) -> Own:
    return Own(one, one.edition)


def test_what_only_the_server_has_comes_and_what_only_is_here_stays() -> None:
    mine, theirs = Own(entry("mine")), entry("theirs")
    assert merged([mine], [theirs]) == [mine, agreed(theirs)]


def test_a_change_elsewhere_replaces_what_was_not_changed_here() -> None:
    assert merged([agreed(entry())], [entry(version=2, body=b"[2]")]) == [
        agreed(entry(version=2, body=b"[2]"))
    ]


def test_a_change_here_stays_while_the_server_has_what_it_had() -> None:
    mine = changed(agreed(entry()), "phrase", "ack", b"[2]", NOON + timedelta(minutes=1))
    assert merged([mine], [entry()]) == [mine]
    assert mine.there.version == 2


def test_changed_at_both_the_server_keeps_its_own_until_the_person_has_chosen() -> None:
    mine = changed(agreed(entry()), "phrase", "ack", b'"here"', NOON + timedelta(minutes=1))
    theirs = entry(version=2, body=b'"there"', minute=2)
    [own] = merged([mine], [theirs])
    assert (own.mine.body, own.theirs, own.there) == (b'"here"', theirs, theirs)
    assert differing([own]) == [own]
    kept = own.chosen(theirs=False, at=NOON + timedelta(minutes=3))
    assert (kept.mine.version, kept.mine.body, kept.theirs) == (3, b'"here"', None)
    assert merged([kept], [theirs]) == [kept], "it goes to the server now"
    assert own.chosen(theirs=True, at=NOON) == agreed(theirs)


def test_the_same_change_made_twice_is_no_conflict() -> None:
    mine = changed(agreed(entry()), "phrase", "ack", b"[2]", NOON + timedelta(minutes=1))
    theirs = entry(version=2, body=b"[2]", minute=2)
    assert merged([mine], [theirs]) == [agreed(theirs)]


def test_what_was_removed_stays_removed_everywhere() -> None:
    gone = changed(agreed(entry()), "phrase", "ack", b"", NOON + timedelta(minutes=1))
    assert in_force([gone], "phrase") == []
    [there] = merged([agreed(entry())], read_document(document([gone.there])))
    assert in_force([there], "phrase") == []


def test_of_two_documents_the_newest_of_each_entry_counts() -> None:
    assert newest([entry(), entry("b", 3)], [entry(version=2), entry("b")]) == [
        entry(version=2),
        entry("b", 3),
    ]


def test_more_than_a_server_keeps_is_refused() -> None:
    with pytest.raises(Refused, match="256 at most"):
        document([entry(body=b'"' + b"x" * MOST_BYTES + b'"')])


@pytest.mark.parametrize("text", [b"", b"[]", b'{"format": 2}', b'{"format": 1, "entries": [{}]}', b"\xff"])
def test_what_cannot_be_read_is_refused_in_words(text: bytes) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        read_document(text)


KINDS = st.sampled_from(["phrase", "button", "of-a-newer-program"])
ENTRIES = st.lists(
    st.builds(
        OwnEntry,
        KINDS,
        st.text(max_size=5),
        st.integers(1, 9),
        st.integers(0, 99).map(lambda n: NOON + timedelta(minutes=n)),
        st.sampled_from([b"", b"{}", b'{"name":"a"}', b"[1]"]),
    ),
    unique_by=lambda one: one.key,
)


@given(ENTRIES)
def test_a_document_gives_back_what_was_written(entries: list[OwnEntry]) -> None:
    assert read_document(document(entries)) == entries


@given(ENTRIES, ENTRIES)
def test_two_stations_that_meet_by_turns_agree_but_for_what_both_changed(
    one: list[OwnEntry], other: list[OwnEntry]
) -> None:
    here = [Own(entry) for entry in one]
    server = [own.there for own in merged(here, [])]
    there = merged([Own(entry) for entry in other], server)
    here = merged(here, [own.there for own in there])
    there = merged(there, [own.there for own in here])
    assert [own.there for own in here] == [own.there for own in there]
    settled = [own.chosen(theirs=True, at=NOON) for own in there]
    assert [own.mine for own in settled] == [own.there for own in here]
