"""What was written and did not leave becomes a draft again, with its files: nothing typed is ever lost."""

from __future__ import annotations

import asyncio

import msgspec

from inbox.commands.declare import Target
from inbox.domain.entries import Entry
from inbox.domain.operations import Comment, Escalate, Reply
from inbox.domain.review import Packet
from inbox.queries import drafts
from inbox.ui.desk import Desk
from inbox.ui.reading.drafts import Begun, begun_in, drafted
from inbox.ui.reading.pane import ReadingPane


class UnsentWords:
    """Puts them into the composer where their item is on screen, else with the drafts."""

    def __init__(self, desk: Desk, reading: ReadingPane) -> None:
        self._desk = desk
        self._reading = reading

    async def keep(self, entry: Entry) -> None:
        """Make a draft of the words of `entry`, in front of what was written there since.

        A reply becomes a reply again and a comment a comment: words for colleagues never stand where they
        would be sent to the patient; a packet opens in its sheet again. What has no words is left alone.
        """
        operation = entry.operation
        if isinstance(operation, Escalate):
            await self._keep_packet(entry, operation.packet)
            return
        reply = operation.text if isinstance(operation, Reply) else ""
        comment = operation.text if isinstance(operation, Comment) else ""
        files = operation.files if isinstance(operation, Reply) else ()
        if not reply and not comment:
            return
        desk, shown = self._desk, self._reading.thread
        if shown is not None and self._reading.target == Target(entry.thread, entry.item):
            await asyncio.wrap_future(self._reading.composer.give_back(shown, reply, comment, files))
            return
        kept = drafts.draft(desk.reader, entry.thread, entry.actor)
        begun = (begun_in(kept) if kept else Begun()).after(reply, comment, files)
        answers = entry.saw.last_patient_message
        draft = drafted(begun, desk, entry.thread, entry.patient, answers)
        packet = kept.packet if kept else b""
        await asyncio.wrap_future(desk.store.save_draft(msgspec.structs.replace(draft, packet=packet)))

    async def _keep_packet(self, entry: Entry, packet: Packet) -> None:
        """It stands in the sheet again when the same person next asks about this conversation."""
        desk = self._desk
        self._reading.composer.save_now()
        kept = drafts.draft(desk.reader, entry.thread, entry.actor) or drafted(
            Begun(), desk, entry.thread, entry.patient, entry.saw.last_patient_message
        )
        if not kept.packet:
            draft = msgspec.structs.replace(kept, packet=msgspec.json.encode(packet), saved_at=desk.now())
            await asyncio.wrap_future(desk.store.save_draft(draft))
