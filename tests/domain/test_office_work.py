"""What scheduling, referrals, forms, billing and thanks need on screen."""

from __future__ import annotations

from datetime import UTC, date, timedelta

import msgspec
import pytest

from inbox.domain import forms, office_work, referrals
from inbox.domain.needs import Fact, Needs
from inbox.domain.patient import Chart, Visit
from inbox.domain.preferred_days import preferred
from inbox.domain.referrals import Referral
from inbox.domain.thread import Attachment, Thread
from inbox.domain.visit import Asked, How
from tests.domain.threads import NADIA, NOON, item, thread, wrote

TODAY = date(2026, 3, 17)


def asks(text: str, subject: str = "A question") -> Thread:
    return msgspec.structs.replace(thread(messages=(wrote(1, text=text),)), subject=subject)


def value(told: Needs, what: str) -> str:
    return next(row.value for row in told.rows if isinstance(row, Fact) and row.what == what)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Thursday morning is good.", "Thursday, in the morning"),
        ("Afternoons after 3, any day but Monday.", "in the afternoon, any day, after 3, not Monday"),
        ("I can't do Tuesdays. Friday works.", "Friday, not Tuesday"),
        ("Puedo los viernes en la tarde", "Friday, in the afternoon"),
        ("I'd like something next week after school", "after school, next week"),
        ("Could you see me about my knee?", ""),
        ("I may have caught a cold in March.", ""),
    ],
)
def test_the_days_a_patient_names_are_a_suggestion(text: str, days: str) -> None:
    assert preferred(text) == days


def test_an_appointment_request_shows_the_visits_and_the_days_named() -> None:
    chart = Chart(
        last_visit=Visit(NOON - timedelta(days=40), "Dr. Solheim", "Follow-up"),
        next_visit=Visit(NOON + timedelta(days=3)),
        fetched_at=NOON,
    )
    told = office_work.scheduling(asks("Can I come Friday?", "Check-up"), item(), chart, TODAY, UTC)
    assert told.summary == "next visit 20 Mar 2026 (in 3 days)"
    assert told.told_below, "the rows say it too: not twice at once"
    assert "Check-up" not in str(told), "the subject stands right above"
    assert value(told, "Days that may suit") == "Friday"
    assert value(told, "Last visit") == "5 Feb 2026 (40 days ago) · Follow-up · Dr. Solheim"


def test_what_nobody_has_read_is_not_said_to_be_missing() -> None:
    told = office_work.scheduling(asks("Hello"), item(), Chart(), TODAY, UTC)
    assert value(told, "Next visit") == "not known"
    assert "booked" not in told.summary


def test_what_was_asked_of_scheduling_already_is_shown() -> None:
    asked = msgspec.structs.replace(item(), visits=(Asked(How.VIDEO, NADIA, NOON),))
    told = office_work.scheduling(asks("Hello"), asked, Chart(), TODAY, UTC)
    assert value(told, "Asked of scheduling") == "Video visit · Nadia Brand, RN"


def test_a_referral_says_to_whom_and_until_when() -> None:
    one = Referral("Dermatology", "Lakeshore", "active", date(2026, 2, 25), date(2026, 6, 1), "Dr. Solheim")
    told = referrals.needs([one], TODAY)
    assert told.summary == "1 on the chart, 1 valid"
    assert value(told, "Dermatology") == (
        "Lakeshore · ordered 25 Feb 2026 (20 days ago) · valid until 1 Jun 2026 · by Dr. Solheim"
    )


@pytest.mark.parametrize(
    ("referral", "alert"),
    [
        (Referral("ENT", status="active", until=TODAY), ""),
        (Referral("ENT", status="active", until=TODAY - timedelta(days=1)), "has run out"),
        (Referral("ENT", status="draft"), "not signed yet"),
        (Referral("ENT", status="revoked"), "cancelled"),
    ],
)
def test_a_referral_that_does_not_hold_says_so(referral: Referral, alert: str) -> None:
    (row,) = referrals.needs([referral], TODAY).rows
    assert isinstance(row, Fact)
    assert row.alert == alert


def test_no_referral_is_said_to_be_none() -> None:
    assert referrals.needs([], TODAY) == Needs("Referral", "none on the chart")
    assert referrals.needs([], TODAY, known=False).summary == "not known what was ordered"


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [
        ("My employer needs the FMLA form. It is due by Friday.", "FMLA certification", "Friday"),
        ("I need a note for work before March 30", "Work note", "March 30"),
        ("The parking placard ran out, by 4/15/2026 please", "Handicap parking", "4/15/2026"),
        ("Please sign this.", "", ""),
    ],
)
def test_which_form_and_by_when_are_read_from_the_words(text: str, form: str, day: str) -> None:
    assert (forms.kind_of_form(text), forms.asked_by(text)) == (form, day)


def test_a_form_shows_what_came_with_the_message() -> None:
    with_file = msgspec.structs.replace(wrote(), attachments=(Attachment("FMLA.pdf"),))
    assert value(forms.needs(thread(messages=(with_file,))), "Came with it") == "FMLA.pdf"
    assert forms.needs(asks("Please fill in my camp form")).summary == "School or camp form · no file"


def test_a_bill_and_a_copy_of_records_are_told_apart_and_neither_is_clinical() -> None:
    assert office_work.billing(asks("Why was I charged twice?")).title == "Billing"
    assert office_work.billing(asks("I need a copy of my records")).title == "Records"
    told = office_work.billing(asks("Why was I charged twice?"))
    assert "Keep everything clinical out" in told.rows[-1].said


def test_thanks_name_the_key_that_closes_them() -> None:
    assert office_work.thanks("d").summary == "nothing is asked: d closes it"
