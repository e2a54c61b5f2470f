"""What `e` does: a sheet opens filled, its draft is kept like a reply's, and it is handed to a prescriber."""

from __future__ import annotations

from functools import partial

import msgspec

from inbox.domain import typed
from inbox.domain.draft import Draft
from inbox.domain.errors import Refused
from inbox.domain.review import Packet
from inbox.domain.words import tr
from inbox.queries import drafts
from inbox.shortcuts.phrases.expansion import Expansion
from inbox.shortcuts.phrases.guards import guards
from inbox.ui.conductor import Conductor, Press
from inbox.ui.desk import Desk
from inbox.ui.escalation.prefill import prefilled, supplies, whom
from inbox.ui.escalation.sheet import EscalationSheet
from inbox.ui.overlays.chooser import Chooser
from inbox.ui.reader_acts import on_screen
from inbox.ui.reading.pane import ReadingPane
from inbox.ui.reading.situation import Situation
from inbox.ui.speed_acts import FollowUp


class EscalationActs:
    """Wired to the conductor. `follow_up` sees through what was begun."""

    def __init__(
        self, desk: Desk, conductor: Conductor, reading: ReadingPane, chooser: Chooser, follow_up: FollowUp
    ) -> None:
        self._desk = desk
        self._conductor = conductor
        self._reading = reading
        self._follow_up = follow_up
        self._about: Situation | None = None
        self.sheet = EscalationSheet(desk.theme, chooser.window)
        self.sheet.typed.connect(self._keep)
        conductor.on("item.escalate", self._ask)

    def _ask(self, press: Press) -> None:
        there = on_screen(self._reading, press)
        if off := self._desk.bus.rehearsal(press.targets)(press.command):
            raise Refused(off)
        self._about = there
        composer = self._reading.composer
        composer.save_now()
        begun = self._begun(there)
        packet = begun or prefilled(there, "" if composer.problems() else composer.text())

        def handed_over(packet: Packet) -> str:
            if why := _why_not(packet, there):
                return why
            doing = self._desk.bus.run(press.command, press.targets, packet=packet)
            sent = partial(composer.sent, there.target, composer.begun)
            proposed = composer.text() == packet.proposal

            def kept() -> None:
                if proposed:
                    sent()
                self._handed_over(there, proposed)

            work = self._follow_up(doing, leaves=True, kept=kept)
            self._conductor.follow(work, press.targets, self._again)
            return ""

        self.sheet.ask(packet, whom(there, self._desk), begun is not None, handed_over, supplies(there))

    def _again(self, why: str) -> None:
        """It was refused: the sheet is back as it was."""
        self.sheet.appear()
        self.sheet.say(why, wrong=True)

    def _begun(self, there: Situation) -> Packet | None:
        draft = self._draft(there)
        if draft is None or not draft.packet or draft.patient != there.thread.patient:
            return None
        return typed.decode(draft.packet, Packet)

    def _keep(self, packet: Packet) -> None:
        there = self._about
        if there is None:
            return
        draft = self._draft(there) or Draft(
            there.thread.id, there.thread.patient, self._desk.actor.person, "", self._desk.now()
        )
        kept = msgspec.structs.replace(draft, packet=msgspec.json.encode(packet), saved_at=self._desk.now())
        self._desk.store.save_draft(kept)

    def _handed_over(self, there: Situation, proposed: bool) -> None:
        """The draft has become a packet; words to the patient that were `proposed` with it are its own."""
        draft, store = self._draft(there), self._desk.store
        if draft is None:
            return
        left = msgspec.structs.replace(draft, packet=b"")
        if proposed:
            left = msgspec.structs.replace(left, text="", fields=b"")
        if left.text.strip() or left.comment.strip():
            store.save_draft(left)
        else:
            store.drop_draft(there.thread.id, self._desk.actor.person)

    def _draft(self, there: Situation) -> Draft | None:
        return drafts.draft(self._desk.reader, there.thread.id, self._desk.actor.person)


def _why_not(packet: Packet, there: Situation) -> str:
    """Why it is not ready to be decided on; empty when it is."""
    if not packet.question:
        return tr("Write the question first.")
    lookup = there.lookup
    if not packet.proposal or lookup is None:
        return ""
    found = guards(Expansion(packet.proposal), lookup, there.desk.messaging.length.limit)
    return tr("The proposed reply: {problem}", problem=found[0].sentence) if found else ""
