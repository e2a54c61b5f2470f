"""The diary takes names, numbers and identifiers, and nothing a patient could have written."""

from __future__ import annotations

import logging
from enum import StrEnum
from pathlib import Path

import pytest

from inbox import diary


class Colour(StrEnum):
    RED = "red"


def test_ids_numbers_and_names_are_written(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="inbox"):
        diary.note("sync.pulled", count=3, item="Task/t-9", kind=Colour.RED, ok=True)
    assert caplog.messages == ["sync.pulled count=3 item=Task/t-9 kind=red ok=True"]


@pytest.mark.parametrize("words", ["Walter Esterbrook", "my chest hurts", "Chest", "a" * 80, "x\ny", ""])
def test_words_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match="identifiers"):
        diary.note("sync.pulled", what=words)


def test_an_event_is_not_a_sentence() -> None:
    with pytest.raises(ValueError, match="fixed word"):
        diary.note("Walter wrote")


def test_a_mistake_is_written_without_its_message(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="inbox"):
        try:
            raise KeyError("Walter Esterbrook")
        except KeyError as error:
            diary.mistake("push.failed", error)
    assert "KeyError" in caplog.text
    assert "Walter" not in caplog.text


def test_the_diary_is_private_to_its_owner(tmp_path: Path) -> None:
    diary.keep_in(tmp_path / "log")
    try:
        diary.note("app.started")
    finally:
        diary.close()
    assert (tmp_path / "log").stat().st_mode & 0o077 == 0
    assert "app.started" in (tmp_path / "log" / "inbox.log").read_text()
