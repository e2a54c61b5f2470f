"""A physician's packet on screen: one question with all that is needed to decide it, and the keys.

It needs no main window. Whoever shows one does this:

    view = PacketView(desk, compact=True)            # compact: a narrow column, 344 wide is enough
    view.show_situation(situation(desk, target))     # again whenever the desk says that something changed
    view.command.connect(decide)                     # a button was pressed: the id of a command
    view.painted.connect(guard.painted)              # for a `PaintGuard`: nothing is decided unseen

and, when a digit is pressed, `DECISIONS[digit]` is its command. `why_off(situation, command)` says why it
cannot be given now; `decide.approve`, `decide.answer_nurse`, `decide.needs_visit`, `decide.take_over` and
`decide.reassign` give it: each is a coroutine to be awaited, with a `Done`. Before any of them ask
`guard.allows(view.guard_key, pressed_at, repeated)`.
"""

from inbox.ui.packet.decide import DECISIONS, decides, why_off
from inbox.ui.packet.view import PacketView

__all__ = ["DECISIONS", "PacketView", "decides", "why_off"]
