"""Words that were written and did not leave become a draft again: nothing typed is ever lost."""

from __future__ import annotations

import asyncio

from inbox.commands.declare import Target
from inbox.domain.draft import Draft
from inbox.domain.entries import Entry
from inbox.queries import drafts
from inbox.ui.desk import Desk
from inbox.ui.reading.pane import ReadingPane


class UnsentWords:
    """Puts them into the composer where their item is on screen, else with the drafts."""

    def __init__(self, desk: Desk, reading: ReadingPane) -> None:
        self._desk = desk
        self._reading = reading

    async def keep(self, entry: Entry, text: str) -> None:
        """Make `text` of `entry` a draft, before what was written there since."""
        desk, composer = self._desk, self._reading.composer
        if self._reading.target == Target(entry.thread, entry.item):
            composer.set_text(_together(text, composer.text()))
            composer.save_now()
            return
        kept = drafts.draft(desk.reader, entry.thread, entry.actor)
        words = _together(text, kept.text if kept else "")
        answers = entry.saw.last_patient_message
        draft = Draft(entry.thread, entry.patient, entry.actor, words, desk.now(), answers)
        await asyncio.wrap_future(desk.store.save_draft(draft))


def _together(first: str, then: str) -> str:
    return "\n\n".join(part for part in (first.strip(), then.strip()) if part)
