"""Who took work back from whom, in words."""

from __future__ import annotations

from inbox.domain.given import taken_back
from inbox.domain.inert import one_line
from inbox.domain.people import Actor
from inbox.domain.taken_back import TakenBack
from inbox.domain.words import tr
from inbox.domain.work_item import WorkItem
from inbox.ui.overlays.reasons import reason_words, reasons


def taken_words(item: WorkItem, actor: Actor) -> str:
    """ "taken back from you by Maria Reyes: They are not here"; empty once it is no news."""
    taken = taken_back(item)
    if taken is None:
        return ""
    name = one_line(taken.by.name) or tr("a colleague")
    if actor.is_me(taken.by.ref):
        said = tr("taken back by you")
    elif actor.is_me(taken.whose.ref):
        said = tr("taken back from you by {name}", name=name)
    else:
        said = tr("taken back by {name}", name=name)
    return with_reason(said, taken)


def with_reason(said: str, taken: TakenBack) -> str:
    """`said`, and why it was taken back, where that was said."""
    if not taken.reason:
        return said
    why = one_line(reason_words(taken.reason, reasons().take_back), 80)
    return tr("{said}: {reason}", said=said, reason=why)
