"""A refill is judged by the site's protocol: what is unknown never counts as met."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from inbox.domain import protocols, resources
from inbox.domain.needs import Check, Fact, Standing
from inbox.domain.patient import Allergy, Chart, Medicine, Reading, Series, Visit
from inbox.domain.refill import Asked, Judged, asked, judge, needs
from inbox.domain.thread import Thread
from inbox.domain.work_item import Flag
from tests.domain.threads import item, thread, wrote

FILE = resources.path("starter", "protocols.json")
SITE = protocols.parse(FILE.read_bytes(), FILE.name).refill
ZONE = ZoneInfo("America/New_York")
TODAY = date(2026, 3, 17)
NOON = datetime(2026, 3, 17, 16, tzinfo=UTC)
LISINOPRIL = Medicine(
    "MedicationRequest/1", "lisinopril 10 mg tablet", "Take 1 tablet by mouth once a day",
    last_fill=date(2026, 2, 18), days_supply=30, dispensed_days=30, quantity="30 tablet",
)  # fmt: skip


def lab(code: str, months_ago: int, value: float = 4.2, high: float = 5.1) -> Series:
    at = NOON - timedelta(days=30 * months_ago)
    return Series(code, "mmol/L", (Reading(at, value),), code, low=0.1, high=high)


def chart(**more: Any) -> Chart:
    facts: dict[str, Any] = {
        "medicines": (LISINOPRIL,),
        "results": (lab("2823-3", 2), lab("2160-0", 2, 0.9)),
        "allergies": (Allergy("", none_known=True),),
        "last_visit": Visit(NOON - timedelta(days=100)),
        "fetched_at": NOON,
    }
    return Chart(**(facts | more))


def judged(there: Thread | None = None, medicine: Medicine = LISINOPRIL, **more: Any) -> Judged:
    return judge(there or thread(), Asked(medicine, True), chart(**more), SITE, TODAY, ZONE)


def standing(one: Judged, what: str) -> Standing:
    return next(check.standing for check in one.checks if check.what.startswith(what))


def test_a_request_that_meets_every_condition_can_be_refilled_per_protocol() -> None:
    assert judged().why_not_protocol == ""


@pytest.mark.parametrize(
    ("more", "what", "expected"),
    [
        ({"results": (lab("2823-3", 14), lab("2160-0", 2))}, "Potassium", Standing.NOT_MET),
        ({"results": (lab("2823-3", 2, 5.9), lab("2160-0", 2))}, "Potassium", Standing.NOT_MET),
        ({"results": ()}, "Creatinine", Standing.NOT_MET),
        ({"results": (), "unread": frozenset({"Observation"})}, "Creatinine", Standing.UNKNOWN),
        ({"last_visit": Visit(NOON - timedelta(days=500))}, "Visit", Standing.NOT_MET),
        ({"last_visit": None}, "Visit", Standing.NOT_MET),
        ({"last_visit": None, "fetched_at": None}, "Visit", Standing.UNKNOWN),
        ({"allergies": (Allergy("Lisinopril"),)}, "No allergy", Standing.NOT_MET),
        ({"allergies": ()}, "No allergy", Standing.UNKNOWN),
    ],
)
def test_each_condition_stands_for_itself(more: dict[str, Any], what: str, expected: Standing) -> None:
    one = judged(**more)
    assert standing(one, what) is expected
    assert one.why_not_protocol


@pytest.mark.parametrize(
    "text",
    [
        "Can I get the 20 mg this time?",
        "Dr. Okello said a higher dose would be good.",
        "He told me to take twice as much.",
    ],
)
def test_another_dose_in_the_message_is_no_refill(text: str) -> None:
    assert standing(judged(thread(messages=(wrote(text=text),))), "Dose") is Standing.NOT_MET


@pytest.mark.parametrize("text", ["Please refill my lisinopril 10 mg.", "I have half a bottle left. Thanks!"])
def test_words_that_ask_for_no_other_dose_leave_it_unchanged(text: str) -> None:
    assert standing(judged(thread(messages=(wrote(text=text),))), "Dose") is Standing.MET


def test_the_strength_of_another_medicine_of_the_list_is_not_taken_for_this_one() -> None:
    both = (LISINOPRIL, Medicine("MedicationRequest/2", "atorvastatin 40 mg tablet"))
    there = thread(messages=(wrote(text="Refill lisinopril please, I still have atorvastatin 40 mg."),))
    assert standing(judged(there, medicines=both), "Dose") is Standing.MET


@pytest.mark.parametrize(
    "medicine",
    [
        Medicine("MedicationRequest/3", "lorazepam 0.5 mg tablet"),
        Medicine("MedicationRequest/3", "somnirex 5 mg tablet", schedule="IV"),
    ],
)
def test_a_controlled_substance_is_refilled_by_no_protocol(medicine: Medicine) -> None:
    one = judged(medicine=medicine)
    assert one.controlled
    assert "EHR" in one.why_not_protocol
    assert one.why_not_long


def test_a_medicine_without_a_protocol_goes_to_the_prescriber() -> None:
    assert "Protocol" in judged(medicine=Medicine("MedicationRequest/3", "tizanidine 4 mg")).why_not_protocol


def test_ninety_days_are_proposed_only_when_every_condition_holds() -> None:
    assert judged().why_not_long == ""


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"dispensed_days": 90}, "Dispensed"),
        ({"dispensed_days": None}, "Dispensed"),
        ({"name": "semaglutide 1 mg pen"}, "Long"),
        ({"name": "lorazepam 1 mg tablet"}, "controlled"),
    ],
)
def test_one_condition_short_and_nothing_is_proposed(fields: dict[str, Any], what: str) -> None:
    facts: dict[str, Any] = {"id": "MedicationRequest/1", "name": LISINOPRIL.name, "dispensed_days": 30}
    assert what in judged(medicine=Medicine(**(facts | fields))).why_not_long


def test_an_order_that_expects_thirty_days_is_no_dispense_of_thirty_days() -> None:
    medicine = Medicine("MedicationRequest/1", LISINOPRIL.name, days_supply=30)
    assert "not known" in judged(medicine=medicine).why_not_long


def test_labs_out_of_date_and_a_flag_of_self_harm_forbid_a_long_supply() -> None:
    assert "Potassium" in judged(results=(lab("2823-3", 20), lab("2160-0", 2))).why_not_long
    flagged = thread(item(flags=(Flag("RF-MIND-01", 2),)))
    assert "self-harm" in judged(flagged).why_not_long
    assert judged(thread(item(flags=(Flag("RF-VTE-01", 2),)))).why_not_long == ""


def test_the_medicine_is_the_one_the_work_names() -> None:
    named = item(medication="MedicationRequest/1")
    assert asked(thread(named), named, (LISINOPRIL,)) == Asked(LISINOPRIL, certain=True)


def test_words_only_suggest_a_medicine_and_a_suggestion_is_no_ground_for_the_protocol() -> None:
    there = thread(messages=(wrote(text="lisinopril please"),))
    found = asked(there, there.items[0], (LISINOPRIL, Medicine("MedicationRequest/2", "metformin 500 mg")))
    assert found == Asked(LISINOPRIL, certain=False)
    assert "guessed" in judge(there, found, chart(), SITE, TODAY, ZONE).why_not_protocol


def test_two_medicines_in_the_words_are_none() -> None:
    there = thread(messages=(wrote(text="lisinopril and metformin"),))
    both = (LISINOPRIL, Medicine("MedicationRequest/2", "metformin 500 mg"))
    assert asked(there, there.items[0], both) is None


def test_the_supply_is_told_with_its_last_day() -> None:
    told = needs(judged(), TODAY)
    supply = next(row for row in told.rows if isinstance(row, Fact) and row.what == "Supply left")
    assert supply.value == "3 days, until Thu 19 Mar; dispensed 30 tablet on 18 Feb 2026"
    assert LISINOPRIL.supply_ends == date(2026, 3, 19)


def test_a_supply_that_nobody_recorded_is_unknown() -> None:
    told = needs(judged(medicine=Medicine("MedicationRequest/1", LISINOPRIL.name)), TODAY)
    assert any(isinstance(row, Fact) and row.value.startswith("unknown") for row in told.rows)


def test_what_is_not_met_stands_first() -> None:
    told = needs(judged(results=()), TODAY)
    checks = [row for row in told.rows if isinstance(row, Check)]
    assert [check.standing for check in checks[:2]] == [Standing.NOT_MET, Standing.NOT_MET]
    assert told.alert
