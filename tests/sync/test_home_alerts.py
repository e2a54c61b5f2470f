"""Readings from home of patients who have no conversation: one alert comes of them, and it is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import msgspec
import pytest

from inbox.domain.by_rule import Known
from inbox.domain.cursor import Cursor
from inbox.domain.ids import ItemId, ThreadId
from inbox.domain.people import Party
from inbox.domain.promises import Promises
from inbox.domain.protocols import Band, Protocols
from inbox.domain.routing import Place
from inbox.sync.portal import Portal
from inbox.sync.uploads import LOOKED
from tests.sync.clinic import POOL, stamp
from tests.sync.station import QUICK, Backstage, Station
from tests.sync.test_by_rule import STAFF, Clinic, alerts, policy

Make = Callable[..., Station]
NOW = datetime.now(UTC)
_NUMBERS = count(1)


@pytest.fixture
def judge(station: Make) -> Callable[..., Clinic]:
    """Makes stations with a band for blood pressure."""

    def make(user: str = "nora") -> Clinic:
        made = station(user)
        made.__class__ = Clinic
        assert isinstance(made, Clinic)
        made.judging()
        weight = Band("29463-7", "Weight", rise=5, rise_days=7)
        bands = Protocols(home=(Band("85354-9", "Blood pressure", high=150), weight))
        promises = Promises(policy(), (), made.watch, protocols=bands)
        made.known = lambda: Known(promises, STAFF)
        made.settings = msgspec.structs.replace(QUICK, rule_after=0, rule_gap=0, rare=0)
        made.first_sync()
        made.store.ingest((), Cursor(LOOKED, datetime.now(UTC))).result()
        return made

    return make


def stranger(backstage: Backstage) -> str:
    """A patient who has never written."""
    name = [{"family": "Quiet", "given": [f"Person{next(_NUMBERS)}"]}]
    return f"Patient/{backstage.register({'resourceType': 'Patient', 'name': name})['id']}"


def measured(backstage: Backstage, patient: str, upper: float, hours: float = 1) -> None:
    """What the patient's own device sends now."""
    loinc, subject = "http://loinc.org", {"reference": patient}
    parts = (("8480-6", upper), ("8462-4", 80))
    backstage.register(
        {
            "resourceType": "Observation",
            "status": "final",
            "category": [{"coding": [{"code": "vital-signs"}]}],
            "code": {"coding": [{"system": loinc, "code": "85354-9"}]},
            "subject": subject,
            "performer": [subject],
            "effectiveDateTime": stamp(NOW - timedelta(hours=hours)),
            "component": [
                {
                    "code": {"coding": [{"system": loinc, "code": code}]},
                    "valueQuantity": {"value": value, "unit": "mmHg"},
                }
                for code, value in parts
            ],
        }
    )


def weighed(backstage: Backstage, patient: str, pounds: float, days: float) -> None:
    """What the patient's own scale sent so many days ago."""
    backstage.register(
        {
            "resourceType": "Observation",
            "status": "final",
            "category": [{"coding": [{"code": "vital-signs"}]}],
            "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
            "subject": {"reference": patient},
            "performer": [{"reference": patient}],
            "effectiveDateTime": stamp(NOW - timedelta(days=days)),
            "valueQuantity": {"value": pounds, "unit": "lb"},
        }
    )


async def by_rule(portal: Portal) -> None:
    """What an errand does without a person, until nothing is left."""
    await portal.by_rule.run()
    await portal.home_alerts.run()
    while await portal.lone_work.run() == 0:
        pass


def shown(station: Station, task: dict[str, Any]) -> ThreadId | None:
    item = ItemId(f"Task/{task['id']}")
    rows = station.store.reader().exec_driver_sql("SELECT thread FROM inbox_row WHERE item = ?", (item,))
    return rows.scalar_one_or_none()


def test_it_becomes_one_alert_in_a_conversation_of_its_own(
    judge: Callable[..., Clinic], backstage: Backstage
) -> None:
    stations = [judge(), judge("otto")]
    patient = stranger(backstage)
    measured(backstage, patient, 171)
    for one in stations:
        one.with_portal(by_rule)
    [task] = alerts(backstage, patient)
    assert task["description"] == "Blood pressure outside its band: 171/80."
    assert task["owner"]["reference"] == POOL
    assert task["restriction"]["period"]["end"]
    thread = shown(stations[0], task)
    assert task["focus"] == {"reference": thread}
    stations[1].pull()
    assert shown(stations[1], task) == thread


def test_a_reading_within_its_band_is_no_alert(judge: Callable[..., Clinic], backstage: Backstage) -> None:
    nora = judge()
    patient = stranger(backstage)
    measured(backstage, patient, 149)
    nora.with_portal(by_rule)
    assert alerts(backstage, patient) == []


@pytest.mark.parametrize(("days", "made"), [(5, 1), (8, 0)])
def test_a_weight_that_rose_over_days_is_an_alert(
    judge: Callable[..., Clinic], backstage: Backstage, days: float, made: int
) -> None:
    """Also where what was sent before had been looked at long ago, and nothing of it is kept here."""
    nora = judge()
    patient = stranger(backstage)
    weighed(backstage, patient, 170, days)
    nora.with_portal(by_rule)
    nora.with_portal(by_rule)
    weighed(backstage, patient, 176, 0.05)
    nora.with_portal(by_rule)
    assert len(alerts(backstage, patient)) == made


def test_while_it_is_open_a_further_reading_makes_no_second_one(
    judge: Callable[..., Clinic], backstage: Backstage
) -> None:
    nora = judge()
    patient = stranger(backstage)
    measured(backstage, patient, 171)
    nora.with_portal(by_rule)
    measured(backstage, patient, 175, hours=0.5)
    nora.with_portal(by_rule)
    assert len(alerts(backstage, patient)) == 1


def test_the_sites_routing_rules_say_whose_it_is(judge: Callable[..., Clinic], backstage: Backstage) -> None:
    nora = judge()
    nora.direct = lambda thread, kind, pool: Place(Party("Practitioner/otto", "Otto"), pool, "home readings")
    patient = stranger(backstage)
    measured(backstage, patient, 171)
    nora.with_portal(by_rule)
    [task] = alerts(backstage, patient)
    assert task["owner"]["reference"] == "Practitioner/otto"
