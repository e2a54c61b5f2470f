"""Leaving for good: by signing out, or because the portal says that somebody works there no longer."""

from __future__ import annotations

from inbox import diary
from inbox.domain.errors import InboxError
from inbox.domain.words import tr, trn
from inbox.session.session import Session
from inbox.ui.leaving import DISOWNED, OTHER_ROLE, SIGNED_OUT

FOR_GOOD = frozenset({SIGNED_OUT, DISOWNED})
"""The ways of leaving after which what the portal sent is wiped."""


async def sign_out(session: Session) -> None:
    """Nobody is signed in any more; what is sealed stays (see `Session.sign_out`)."""
    try:
        await session.sign_out()
    except InboxError:
        # Signed out here in any case; the server forgets the sign-in when it expires.
        diary.note("session.revocation-not-confirmed")


def told_of_rights(way: str, why: str, unsent: int) -> str:
    """What the portal has done to somebody's rights, for the page that comes next; empty where it has not.

    `why` they may be here no longer, as the portal says it; how much of theirs had not left. Names nobody.
    """
    if way == OTHER_ROLE:
        return tr("The portal has given you another role. Your inbox is opened anew for it; drafts are kept.")
    if way != DISOWNED:
        return ""
    wiped = tr("Everything it had sent was removed from this computer.")
    if not unsent:
        return f"{why} {wiped}"
    kept = trn(
        "{n} action of yours had not left. It stays here for 30 days, sealed, should you be let in again.",
        "{n} actions of yours had not left. They stay here for 30 days, sealed, should you be let in again.",
        unsent,
    )
    return f"{why} {wiped} {kept}"
