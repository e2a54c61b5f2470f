"""A refill request: the medicine, what is left of it, the protocol's conditions."""

from __future__ import annotations

from inbox.domain import refill as domain
from inbox.domain.needs import Needs
from inbox.ui.reading.situation import Situation


def refill(situation: Situation) -> Needs | None:
    """The request as the site's protocols judge it."""
    judged = situation.refill
    return domain.needs(judged, situation.desk.today()) if judged else None
