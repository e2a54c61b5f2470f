"""The audit trail: what supervisors look at. The screen itself does it, nothing is sent."""

from __future__ import annotations

from inbox.commands.declare import Command, Section
from inbox.domain.people import Role
from inbox.domain.words import mark


def _on_the_trail(id: str, title: str, help: str) -> Command:
    return Command(id, title, help, Section.BOARD, roles=frozenset({Role.SUPERVISOR}))


COMMANDS = (
    _on_the_trail(
        "view.audit", mark("Audit trail"), mark("Who did what with whose record, from the portal.")
    ),
    _on_the_trail("audit.person", mark("Whose doings"), mark("See only what one colleague did.")),
    _on_the_trail(
        "audit.patient", mark("Whose record"), mark("See only what was done with one patient’s record.")
    ),
    _on_the_trail(
        "audit.kind", mark("What was done"), mark("See only records opened, exports, sign-ins and so on.")
    ),
    _on_the_trail("audit.clear", mark("All of the trail"), mark("See what everybody did with every record.")),
    _on_the_trail("audit.more", mark("Older events"), mark("Go on with the events before those shown.")),
)
