"""A returned questionnaire: questions, answers, score."""

from __future__ import annotations

from inbox.domain import questionnaires
from inbox.domain.needs import Needs
from inbox.fhir import incoming
from inbox.ui.reading.situation import Situation


def questionnaire(situation: Situation) -> Needs | None:
    """The one it is about; what was answered in free words is looked through for red flags as well."""
    desk, item = situation.desk, situation.item
    if item is None:
        return None
    told = questionnaires.about(situation.thread, item, incoming.questionnaires(situation.records))
    return questionnaires.needs(told, desk.protocols.questionnaires, lambda text: (), desk.zone)
