"""A returned questionnaire: questions, answers, score."""

from __future__ import annotations

from inbox.domain import questionnaires
from inbox.domain.needs import Needs
from inbox.ui.reading.situation import Situation


def questionnaire(situation: Situation) -> Needs | None:
    """The one it is about; what was answered in free words is looked through for red flags as well."""
    desk = situation.desk
    return questionnaires.needs(situation.answers, desk.protocols.questionnaires, lambda text: (), desk.zone)
