"""A physician's review: the packet as it was handed over, and what deciding on it does."""

from __future__ import annotations

from inbox.domain.inert import one_line
from inbox.domain.needs import Needs
from inbox.domain.review import packet_needs
from inbox.ui.reading.situation import Situation


def review(situation: Situation) -> Needs | None:
    """The packet of the review on screen."""
    item = situation.item
    return packet_needs(item, one_line(item.question)) if item else None
