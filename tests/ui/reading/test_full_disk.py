"""No room on the disk: what is typed stays where it was typed, and it is said."""

from __future__ import annotations

from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from inbox.commands.declare import Target
from inbox.queries import drafts
from inbox.store.errors import Full
from inbox.ui.desk import Desk
from inbox.ui.reading.pane import ReadingPane

WORDS = "Please drink more water. " * 4000
"""More than finds a place on the pages that the file has."""


def room(desk: Desk, pages: int) -> None:
    """Let the file grow to so many pages, and no further."""
    raw = desk.store._database._raw
    desk.store._writer.first(lambda: raw.execute(f"PRAGMA max_page_count={pages}").fetchall()).result(10)


def test_a_draft_the_disk_does_not_take_is_there_again_whatever_was_shown_meanwhile(
    desk: Desk, pane: ReadingPane, plain: Target, urgent: Target, qtbot: QtBot
) -> None:
    pane.show_item(plain)
    room(desk, 1)
    said = QSignalSpy(desk.said)
    pane.composer.set_text(WORDS)
    pane.composer.save_now()
    qtbot.waitUntil(lambda: said.count() > 0)
    assert str(Full()) in said.at(0)[0]
    pane.show_item(urgent)
    assert pane.composer.is_empty()
    pane.show_item(plain)
    assert pane.composer.text().startswith("Please drink more water.")
    assert drafts.draft(desk.reader, plain.thread, desk.actor.person) is None
    room(desk, 1_000_000)
    desk.store._writer.first(desk.store._rest).result(10)
    kept = drafts.draft(desk.reader, plain.thread, desk.actor.person)
    assert kept is not None and kept.text == WORDS
