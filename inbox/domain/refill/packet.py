"""What a prescriber gets to decide on a refill: a question, and a summary of the facts on screen."""

from __future__ import annotations

from datetime import date

from inbox.domain.needs import Standing
from inbox.domain.refill.judging import Judged
from inbox.domain.refill.ordering import order_of, usual
from inbox.domain.refill.telling import supply
from inbox.domain.review import Packet
from inbox.domain.words import tr


def packet(judged: Judged, today: date, *, long: bool) -> Packet:
    """The packet for a refill, or (`long`) for a supply of 90 days instead of the one dispensed last."""
    if judged.asked is None:
        return Packet(tr("Which medicine does the patient mean, and may it be refilled?"), "")
    medicine = judged.asked.medicine
    summary = [
        ", ".join(filter(None, (medicine.name, medicine.dose))),
        tr("Supply left: {value}", value=supply(medicine, today).said.partition(": ")[2]),
        *(
            check.said
            for check in (judged.long_supply if long else judged.checks)
            if _tells(check.standing, long)
        ),
    ]
    if not judged.asked.certain:
        summary.insert(1, tr("Matched from the patient’s words; no order was named."))
    if long:
        question = tr("Change the supply of {name} to 90 days?", name=medicine.name)
    elif judged.controlled:
        question = tr(
            "{name} is a controlled substance. Please decide, and prescribe it in the EHR.",
            name=medicine.name,
        )
    else:
        question = tr("May {name} be refilled?", name=medicine.name)
    wanted = usual(medicine, long=long)
    return Packet(question, "\n".join(summary), supply=wanted if order_of(judged, wanted) else None)


def _tells(standing: Standing, long: bool) -> bool:
    """A proposal shows all that it rests on; a question, what stands in the way."""
    return long or standing is not Standing.MET
