"""The audit trail of somebody's coming, going and looking; records that are opened and actions note more."""

from __future__ import annotations

from uuid import uuid4

from inbox.domain.audit import AuditNote
from inbox.domain.ids import OperationId
from inbox.ui.desk import Desk


def note(desk: Desk, what: str) -> None:
    """Note that whoever sits at `desk` did `what` now. What the disk does not take the store holds on to."""
    id_, me = OperationId(str(uuid4())), desk.actor
    desk.store.audit(AuditNote(id=id_, what=what, actor=me.person, role=me.role, at=desk.now()))
