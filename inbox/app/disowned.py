"""Somebody signs in who may be here no longer: what lies of theirs on this computer is wiped, unseen.

Where a PIN or a passphrase seals it too, only its owner could open it: then it stays as it is, enciphered,
and goes with all of it once nobody has opened it for long (`unused`).
"""

from __future__ import annotations

import asyncio
from uuid import uuid4

from inbox import diary
from inbox.app.for_good import sign_out
from inbox.domain.audit import AuditNote
from inbox.domain.clock import Clock
from inbox.domain.errors import InboxError
from inbox.domain.ids import OperationId
from inbox.domain.thread import Thread
from inbox.domain.work_item import Promise, WorkItem
from inbox.fhir.incoming import Reading
from inbox.session.keyring_lock import KeyringLock
from inbox.session.place import Place
from inbox.session.session import Session
from inbox.store.errors import InUse
from inbox.store.faults import disk_in_words
from inbox.store.store import Store
from inbox.ui.leaving import DISOWNED
from inbox.ui.trail import LEAVING


async def disown(place: Place, clock: Clock) -> None:
    """Wipe what the portal sent to `place`, and forget its sign-in; what had not left stays sealed.

    What the disk or the keyring has against it is noted, and holds nobody up. Where their inbox is open,
    behind its lock, whoever has it open wipes it.
    """
    if place.lock_kind != KeyringLock.kind:
        return
    try:
        session = await asyncio.to_thread(Session.reopen, place, KeyringLock(), clock)
        await asyncio.to_thread(_wiped, session, clock)
    except InUse:
        return
    except InboxError:
        diary.note("store.not-wiped")
    else:
        await sign_out(session)


def _wiped(session: Session, clock: Clock) -> None:
    actor = session.actor
    with disk_in_words():
        store = Store.open(session.cache_path, session.cache_key, Reading(_nothing), lambda changes: None)
    try:
        for what in LEAVING[DISOWNED]:
            id_ = OperationId(str(uuid4()))
            store.audit(AuditNote(id=id_, what=what, actor=actor.person, role=actor.role, at=clock.now()))
        store.wipe().result()
    finally:
        store.close()


def _nothing(_thread: Thread, _item: WorkItem) -> Promise:
    """Nothing is promised of what goes at once."""
    return Promise(None)
