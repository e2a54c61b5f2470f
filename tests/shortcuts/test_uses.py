"""What is used lately comes first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from inbox.shortcuts.uses import HALF_LIFE, Uses

NOW = datetime(2026, 3, 17, tzinfo=UTC)


def test_a_use_counts_half_after_its_half_life() -> None:
    uses = Uses().used("send", NOW).used("send", NOW)
    assert uses.of("send", NOW) == 2
    assert uses.of("send", NOW + HALF_LIFE) == pytest.approx(1)
    assert uses.used("send", NOW + HALF_LIFE).of("send", NOW + HALF_LIFE) == pytest.approx(2)


def test_lately_beats_often_but_long_ago() -> None:
    uses = Uses()
    for _ in range(5):
        uses = uses.used("old", NOW)
    later = NOW + 4 * HALF_LIFE
    uses = uses.used("new", later)
    assert uses.of("new", later) > uses.of("old", later)


def test_what_nobody_uses_any_more_is_not_kept() -> None:
    assert set(Uses().used("old", NOW).used("new", NOW + timedelta(days=365)).held) == {"new"}


def test_a_clock_set_back_makes_nothing_grow() -> None:
    assert Uses().used("send", NOW).of("send", NOW - timedelta(days=99)) == 1


@pytest.mark.parametrize("body", [None, b"", b"{", b"[1]"])
def test_what_cannot_be_read_is_no_habit(body: bytes | None) -> None:
    assert Uses.read(body) == Uses()


def test_it_is_read_as_it_was_written() -> None:
    uses = Uses().used("send", NOW)
    assert Uses.read(uses.written()) == uses
