"""The board: what supervisors and the charge nurse look at. The screen itself does it, nothing is sent."""

from __future__ import annotations

from inbox.commands.declare import Command, Section
from inbox.domain.people import Role
from inbox.domain.words import mark


def _on_the_board(id: str, title: str, help: str) -> Command:
    return Command(id, title, help, Section.BOARD)


TABS = (
    _on_the_board("board.1", mark("First tab"), mark("Show the first tab of the board.")),
    _on_the_board("board.2", mark("Second tab"), mark("Show the second tab of the board.")),
    _on_the_board("board.3", mark("Third tab"), mark("Show the third tab of the board.")),
    _on_the_board("board.4", mark("Fourth tab"), mark("Show the fourth tab of the board.")),
    _on_the_board("board.5", mark("Fifth tab"), mark("Show the fifth tab of the board.")),
    _on_the_board("board.6", mark("Sixth tab"), mark("Show the sixth tab of the board.")),
)


def _on_the_trail(id: str, title: str, help: str) -> Command:
    return Command(id, title, help, Section.BOARD, roles=frozenset({Role.SUPERVISOR}))


THE_TRAIL = (
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
"""What supervisors ask of the audit trail."""

COMMANDS = (
    _on_the_board("view.board", mark("Board"), mark("How work stands, by pool and person: for supervisors.")),
    _on_the_board("view.measures", mark("Measures"), mark("What finished work took; staff see their own.")),
    *TABS,
    _on_the_board("board.next", mark("Next line"), mark("Go one line down on the board.")),
    _on_the_board("board.previous", mark("Previous line"), mark("Go one line up on the board.")),
    _on_the_board("board.right", mark("Next column"), mark("Go to the next number of this line.")),
    _on_the_board("board.left", mark("Previous column"), mark("Go to the number before in this line.")),
    _on_the_board("board.period", mark("Other period"), mark("Measure the next longer period.")),
    _on_the_board("board.lines", mark("Other lines"), mark("Measure by pool, kind of work or person.")),
    _on_the_board("board.pool", mark("Other pool"), mark("Measure the next pool by itself, or all.")),
    _on_the_board("board.export", mark("Export measures"), mark("Write the measures shown to a CSV file.")),
    _on_the_board("board.open", mark("Items behind it"), mark("List the items that a number counts.")),
    *THE_TRAIL,
)
