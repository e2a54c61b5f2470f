"""Who may read what is written to a patient."""

from __future__ import annotations

from datetime import date

import pytest

from inbox.domain.messaging.readers import Readers
from inbox.domain.messaging.rules import Confidential
from inbox.domain.patient import Proxy
from inbox.domain.people import Party
from tests.domain.threads import WALTER, answered, thread, wrote

TODAY = date(2026, 3, 17)
TEENS = Confidential(12, 17)
MOTHER = Party("RelatedPerson/mother", "Lucía Ortega", "mother")


def circle(age: int = 40, **access: object) -> Readers:
    mother = Proxy("mother", MOTHER.name, ref=MOTHER.ref, **access)  # type: ignore[arg-type]
    return Readers(TODAY, TEENS, age, (mother,))


def by_mother(**more: object):  # type: ignore[no-untyped-def]
    return thread(messages=(wrote(1, by=MOTHER),), **more)


def test_a_proxy_whose_access_holds_may_read() -> None:
    assert circle().refusal(by_mother(), [MOTHER]) == ""


@pytest.mark.parametrize(
    ("access", "why"),
    [
        ({"active": False}, "Lucía Ortega may not write for the patient any more."),
        ({"until": date(2026, 3, 16)}, "Lucía Ortega could write for the patient until 16 Mar 2026."),
        (
            {"since": date(2026, 3, 18)},
            "Lucía Ortega may write for the patient only from 18 Mar 2026 on.",
        ),
    ],
)
def test_a_proxy_who_is_inactive_or_out_of_period_is_refused_in_words(
    access: dict[str, object], why: str
) -> None:
    assert circle(**access).refusal(by_mother(), [MOTHER]) == why  # type: ignore[arg-type]


def test_the_first_and_the_last_day_of_a_period_count() -> None:
    assert circle(since=TODAY, until=TODAY).refusal(by_mother(), [MOTHER]) == ""


def test_somebody_who_is_not_on_the_list_is_refused_once_the_list_is_known() -> None:
    stranger = Party("RelatedPerson/x", "Iris Vance")
    assert circle().refusal(by_mother(), [stranger]) == "Iris Vance is not on the patient’s list of proxies."
    assert Readers(TODAY, TEENS, 40).refusal(by_mother(), [stranger]) == ""


def test_one_refused_reader_refuses_the_list() -> None:
    assert circle(active=False).refusal(thread(), [WALTER, MOTHER])


@pytest.mark.parametrize(("age", "confidential"), [(11, False), (12, True), (17, True), (18, False)])
def test_the_confidential_ages_are_the_sites(age: int, confidential: bool) -> None:
    assert circle(age).in_confidence(thread()) is confidential


def test_of_an_age_nobody_knows_nothing_is_presumed() -> None:
    assert not Readers(TODAY, TEENS, None).in_confidence(thread())


def test_what_a_teenager_wrote_never_goes_to_a_proxy() -> None:
    why = circle(15).refusal(thread(), [MOTHER])
    assert why == "The patient wrote here in confidence: nothing goes to Lucía Ortega."
    assert circle(15).refusal(thread(), [WALTER]) == ""


def test_once_a_teenager_wrote_in_a_thread_the_proxy_is_out_though_they_wrote_last() -> None:
    both = thread(messages=(wrote(1), answered(1, WALTER), wrote(2, by=MOTHER)))
    assert circle(15).refusal(both, [MOTHER])


def test_a_proxy_who_wrote_for_a_teenager_is_answered_and_it_is_confirmed() -> None:
    assert circle(15).refusal(by_mother(), [MOTHER]) == ""
    assert circle(15).in_confidence(by_mother())


def test_a_restricted_thread_is_in_confidence_at_any_age() -> None:
    assert circle(40).in_confidence(thread(restricted=True))


def test_the_choices_begin_with_who_wrote_last_and_name_everybody_once() -> None:
    both = thread(messages=(wrote(1), wrote(2, by=MOTHER)))
    assert [party.ref for party, _ in circle().choices(both)] == [MOTHER.ref, WALTER.ref]


def test_the_choices_say_why_somebody_may_not() -> None:
    assert circle(active=False).choices(thread())[1] == (
        Party(MOTHER.ref, MOTHER.name, "mother"),
        "Lucía Ortega may not write for the patient any more.",
    )
