"""A refill: which medicine is asked for, what is left of it, and what the site's protocol says about it."""

from inbox.domain.refill.asked import Asked, asked
from inbox.domain.refill.judging import Judged, critical, judge
from inbox.domain.refill.ordering import Choice, choices, order_of, why_no_order
from inbox.domain.refill.packet import packet
from inbox.domain.refill.telling import needs

__all__ = [
    "Asked",
    "Choice",
    "Judged",
    "asked",
    "choices",
    "critical",
    "judge",
    "needs",
    "order_of",
    "packet",
    "why_no_order",
]
