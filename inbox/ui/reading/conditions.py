"""Whether what a speed button asks of the chart holds for the item on screen."""

from __future__ import annotations

from inbox.domain import home_readings, questionnaires, results
from inbox.domain.words import tr
from inbox.shortcuts.quick import Condition
from inbox.ui.reading.situation import Situation


def why_not(situation: Situation, condition: Condition) -> str:
    """Why `condition` does not hold, as a sentence; empty when it does."""
    desk = situation.desk
    match condition:
        case "refill-protocol":
            return situation.refill.why_not_protocol if situation.refill else tr("It is no refill.")
        case "ninety-days":
            return situation.refill.why_not_long if situation.refill else tr("It is no refill.")
        case "results-normal":
            return results.why_not_normal(situation.results)
        case "readings-within":
            return home_readings.why_not_within(situation.chart, desk.protocols.home, desk.today(), desk.zone)
        case "answers-plain":
            return questionnaires.why_not_plain(situation.answers, desk.protocols.questionnaires)
