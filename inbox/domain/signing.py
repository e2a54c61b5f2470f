"""What a second clinician signs before it holds: red-flag rules, proposed by one and signed by another."""

from __future__ import annotations

from datetime import datetime

import msgspec

from inbox.domain.errors import Refused
from inbox.domain.people import Actor, Party, Role
from inbox.domain.site_kit import KitFile, Part
from inbox.domain.words import tr

SIGNED = frozenset({Part.RED_FLAGS})
"""The parts of the kit that hold only once they are signed, whatever they change: an added rule that
is taken away again is a lowered one."""
SIGNERS = frozenset({Role.RN, Role.PRESCRIBER})
"""Who signs: those who may settle a red flag."""


class Proposal(msgspec.Struct, frozen=True):
    """A version that waits to be signed."""

    file: KitFile
    by: Party
    """Who proposes it, and therefore cannot sign it; without a reference where nobody says."""
    at: datetime
    reason: str = ""


def demand_signer(proposal: Proposal, actor: Actor) -> None:
    """Raises Refused where `actor` is not the second clinician."""
    if actor.role not in SIGNERS:
        raise Refused(tr("Red-flag rules are signed by a registered nurse or a prescriber."))
    if actor.is_me(proposal.by.ref):
        raise Refused(tr("You have proposed these rules yourself: somebody else signs them."))
    if not proposal.by.ref:
        raise Refused(tr("Nobody says who proposes these rules. They have to be proposed again."))
