"""Charts as they are read ahead: all that the panel shows, in few requests, and what is missing is known."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest

from inbox.domain.ids import PatientId, ThreadId
from inbox.domain.patient import Chart
from inbox.fhir.incoming import chart, filed
from inbox.fhir.profile import Profile
from inbox.fhir.resource import decode
from inbox.queries import patient as query
from inbox.sync.asking import CHART
from tests.sync.station import Backstage, Station

Make = Callable[..., Station]
SHOWN = {
    "Condition", "AllergyIntolerance", "MedicationRequest", "MedicationDispense", "Observation",
    "Encounter", "Appointment", "RelatedPerson", "CareTeam",
}  # fmt: skip
"""What the panel is made of, besides the Patient and the conversations."""
PATIENT = PatientId("Patient/p3")


def read(station: Station, patient: PatientId = PATIENT) -> Chart:
    """The chart as the panel would have it, once it has been read."""
    station.with_portal(lambda portal: portal.charts.read([patient]))
    reader = station.store.reader()
    return chart(
        query.chart(reader, patient),
        station.watch.now(),
        fetched_at=query.chart_fetched(reader, patient),
        unread=query.chart_unread(reader),
    )


def without(*kinds: str) -> Callable[[Profile], Profile]:
    def reshape(profile: Profile) -> Profile:
        types = {name: of for name, of in profile.said.types.items() if name not in kinds}
        return Profile(msgspec.structs.replace(profile.said, types=types))

    return reshape


def test_all_that_the_panel_shows_is_fetched() -> None:
    assert set(CHART) >= SHOWN


def test_ten_charts_take_one_request_for_each_kind(station: Make, backstage: Backstage) -> None:
    nora = station()
    for kind in CHART:
        backstage.fault(action="delay", seconds=0, method="GET", path=f"/{kind}")
        backstage.fault(action="delay", seconds=0, method="POST", path=f"/{kind}/_search")
    patients = [PatientId(f"Patient/p{number}") for number in range(10)]
    nora.with_portal(lambda portal: portal.charts.read(patients))
    assert backstage.hits() == len(CHART)


def test_what_the_server_does_not_give_is_known_to_be_missing_also_after_a_start(station: Make) -> None:
    nora = station()
    nora.reshape = without("AllergyIntolerance", "CareTeam")
    found = read(nora)
    assert found.unread == {"AllergyIntolerance", "CareTeam"}
    assert not found.knows("AllergyIntolerance")
    assert found.knows("Condition")
    nora.reopen()
    assert query.chart_unread(nora.store.reader()) == {"AllergyIntolerance", "CareTeam"}
    nora.reshape = lambda profile: profile
    assert read(nora).unread == frozenset()


@pytest.mark.parametrize(
    ("ago", "left"),
    [(timedelta(hours=2), ["Penicillin"]), (timedelta(minutes=5), ["Latex", "Penicillin"])],
    ids=["long ago", "a moment ago"],
)
def test_what_the_server_has_no_more_is_forgotten_once_its_search_is_sure_to_know(
    station: Make, ago: timedelta, left: list[str]
) -> None:
    nora = station()
    allergy = {
        "resourceType": "AllergyIntolerance",
        "id": "struck-out",
        "meta": {"versionId": "1", "lastUpdated": (nora.watch.now() - ago).isoformat()},
        "patient": {"reference": PATIENT},
        "code": {"text": "Latex"},
    }
    nora.store.ingest([filed(decode(msgspec.json.encode(allergy)))]).result()
    assert [one.substance for one in read(nora).allergies] == left


def test_a_part_that_cannot_be_read_any_more_is_not_forgotten(station: Make) -> None:
    nora = station()
    nora.watch.ahead = timedelta(days=1)
    assert [one.substance for one in read(nora).allergies] == ["Penicillin"]
    nora.reshape = without("AllergyIntolerance")
    assert [one.substance for one in read(nora).allergies] == ["Penicillin"]


def test_earlier_conversations_are_read_from_what_is_kept_newest_first(station: Make) -> None:
    nora = station()
    nora.first_sync()
    found, older = query.conversations(nora.store.reader(), nora.reading, PATIENT, 4)
    sent = [thread.messages[-1].sent for thread in found]
    assert len(found) == 4 and older > 0
    assert sent == sorted(sent, reverse=True)
    assert {thread.patient for thread in found} == {PATIENT}
    assert all(re.fullmatch(r"Communication/thr\d+", ThreadId(thread.id)) for thread in found)
