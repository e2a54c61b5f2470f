"""A home-monitoring alert: the readings of the last weeks against the clinic's bands."""

from __future__ import annotations

from inbox.domain.home_readings import needs
from inbox.domain.needs import Needs
from inbox.ui.reading.situation import Situation


def home_readings(situation: Situation) -> Needs | None:
    """What the patient measured at home, by the clinic's own bands."""
    desk = situation.desk
    return needs(situation.chart, desk.protocols.home, desk.today(), desk.zone)
