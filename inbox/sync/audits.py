"""The audit trail on its way to the server. It is kept here until the server has it, or for ever."""

from __future__ import annotations

import msgspec

from inbox import diary
from inbox.domain.audit import AuditNote
from inbox.domain.ids import OperationId, PersonId
from inbox.fhir.client import FhirClient
from inbox.fhir.outgoing import audit_event
from inbox.fhir.profile import Profile
from inbox.fhir.write import Write
from inbox.store.store import Store
from inbox.sync.landing import stored
from inbox.sync.status import Board

BATCH = 40


class Audits:
    """Sends the notes of one person in the background."""

    def __init__(
        self, client: FhirClient, profile: Profile, store: Store, actor: PersonId, board: Board, station: str
    ) -> None:
        self._client = client
        self._store = store
        self._actor = actor
        self._board = board
        self._station = station
        self._taken = profile.offers("AuditEvent", "create")
        self._proven = False
        """Whether the server has taken any."""
        self._refused: set[OperationId] = set()
        self._conditional = profile.conditional_create("AuditEvent")

    async def send(self) -> None:
        """Send all that waits. What the server will not take stays, holds nothing else up, and is told of."""
        while self._taken:
            waiting = await stored(self._store.audits_waiting(self._actor, BATCH + len(self._refused)))
            notes = [note for note in waiting if note.id not in self._refused]
            if not notes:
                break
            outcomes = await self._client.bundle([self._asked(note) for note in notes], atomic=False)
            answered = list(zip(notes, outcomes, strict=True))
            sent = [note.id for note, outcome in answered if outcome.done]
            await stored(self._store.audits_sent(sent))
            self._proven = self._proven or bool(sent)
            if len(sent) < len(notes):
                diary.note("audits.kept", count=len(notes) - len(sent), request=outcomes[0].request or None)
                if any(outcome.busy or outcome.status == 0 for outcome in outcomes):
                    break
                self._refused.update(note.id for note, outcome in answered if not outcome.done)
                self._taken = self._proven
        self._board.change(audits_kept=not self._taken or bool(self._refused))

    def _asked(self, note: AuditNote) -> Write:
        """The create of it, in a form that this server takes. Where it knows no condition, one whose answer
        was lost arrives twice under one tag, and is one event to whoever reads the trail."""
        write = audit_event(note, self._station, self._client.base)
        return write if self._conditional else msgspec.structs.replace(write, if_none_exist="")
