"""A refill: which medicine is asked for, what is left of it, and what the site's protocol says about it."""

from inbox.domain.refill.asked import Asked, asked
from inbox.domain.refill.judging import Judged, critical, judge
from inbox.domain.refill.packet import packet
from inbox.domain.refill.telling import needs

__all__ = ["Asked", "Judged", "asked", "critical", "judge", "needs", "packet"]
