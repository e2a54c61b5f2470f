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


def parting_words(way: str, why: str, unsent: int, *, wiped: bool) -> str:
    """What the page that comes next says of the way somebody left; empty where there is nothing to say.

    `why` they may be here no longer, as the portal says it; how much of theirs had not left; whether what
    the portal sent could be removed, where it was to be. Names nobody.
    """
    if way == OTHER_ROLE:
        return tr("The portal has given you another role. Your inbox is opened anew for it; drafts are kept.")
    removed = tr("Everything it had sent was removed from this computer.") if wiped else _not_wiped()
    if way != DISOWNED:
        return "" if wiped else removed
    if not unsent:
        return f"{why} {removed}"
    kept = trn(
        "{n} action of yours had not left. It stays here for 30 days, sealed, should you be let in again.",
        "{n} actions of yours had not left. They stay here for 30 days, sealed, should you be let in again.",
        unsent,
    )
    return f"{why} {removed} {kept}"


def _not_wiped() -> str:
    return tr(
        "What the portal had sent could not be removed from this computer: its disk did not let it. It stays"
        " there, encrypted. Tell whoever looks after this computer."
    )
