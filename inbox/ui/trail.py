"""The audit trail of somebody's coming, going, looking and taking along; records and actions note more."""

from __future__ import annotations

import asyncio
from uuid import uuid4

from inbox.domain import audit
from inbox.domain.audit import AuditNote
from inbox.domain.ids import OperationId
from inbox.ui.desk import Desk
from inbox.ui.leaving import DISOWNED, QUIT, SIGNED_OUT, SWITCHED

STRANGER = "Whoever tried was not let in."
"""Why an unlock failed. For the server's people: not translated."""
LEAVING = {
    SIGNED_OUT: (audit.SIGN_OUT, audit.WIPE),
    DISOWNED: (audit.ACCESS_ENDED, audit.WIPE),
    SWITCHED: (audit.SWITCH,),
    QUIT: (audit.QUIT,),
}
"""What the trail says of each way of leaving."""


def note(desk: Desk, what: str, outcome: str = "") -> None:
    """Note that whoever sits at `desk` did `what` now. What the disk does not take the store holds on to."""
    desk.store.audit(_made(desk, what, outcome=outcome))


def note_leaving(desk: Desk, way: str) -> None:
    """Note that whoever sits there leaves, and how."""
    for what in LEAVING.get(way, ()):
        note(desk, what)


async def exported(desk: Desk, about: str) -> None:
    """Note that `about` (a fixed name) is written to a file next. Raises what kept the store from it: what
    cannot be noted does not go out.
    """
    await asyncio.wrap_future(desk.store.audit(_made(desk, audit.EXPORT, about=about)))


def _made(desk: Desk, what: str, *, outcome: str = "", about: str = "") -> AuditNote:
    me = desk.actor
    return AuditNote(
        id=OperationId(str(uuid4())),
        what=what,
        actor=me.person,
        role=me.role,
        at=desk.now(),
        outcome=outcome,
        about=about,
    )
