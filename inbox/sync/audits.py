"""The audit trail on its way to the server. It is kept here until the server has it, or for ever."""

from __future__ import annotations

from inbox import diary
from inbox.domain.ids import PersonId
from inbox.fhir.client import FhirClient
from inbox.fhir.outgoing import audit_event
from inbox.fhir.profile import Profile
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

    async def send(self) -> None:
        """Send all that waits. Notes that the server will not take stay, and the status says so."""
        while self._taken:
            notes = await stored(self._store.audits_waiting(self._actor, BATCH))
            if not notes:
                break
            asked = [audit_event(note, self._station, self._client.base) for note in notes]
            outcomes = await self._client.bundle(asked, atomic=False)
            sent = [note.id for note, outcome in zip(notes, outcomes, strict=True) if outcome.done]
            await stored(self._store.audits_sent(sent))
            if len(sent) < len(notes):
                self._taken = any(outcome.busy or outcome.status == 0 for outcome in outcomes)
                diary.note("audits.kept", count=len(notes) - len(sent))
                break
        self._board.change(audits_kept=not self._taken)
