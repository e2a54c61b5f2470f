"""A returned questionnaire: questions, answers, score."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from inbox.domain import questionnaires
from inbox.domain.flag import Flag
from inbox.domain.needs import Needs
from inbox.fhir.incoming import Reading
from inbox.ui.reading.situation import Situation


def questionnaire(situation: Situation) -> Needs | None:
    """The one it is about; what was answered in free words is looked through for red flags as well."""
    desk = situation.desk
    return questionnaires.needs(
        situation.answers, desk.protocols.questionnaires, partial(_found_in, situation), desk.zone
    )


def _found_in(situation: Situation, text: str) -> Sequence[Flag]:
    reading = situation.desk.interpreter
    return reading.found_in(situation.thread, text) if isinstance(reading, Reading) else ()
