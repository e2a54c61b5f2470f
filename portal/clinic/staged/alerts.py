"""An alert of the program that watches home readings, about a patient who has never written.

It is work in no conversation: all it names is the patient, the pool and the reading. It is there from a
clinic of as many conversations on as the written ones are.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from portal.clinic.chart import chart_resources
from portal.clinic.fhir import STAGE, TASK_INPUT, Json, concept, instant, reference, resource
from portal.clinic.pools import FAMILY
from portal.clinic.staged.charts import staged_chart
from portal.clinic.tasks import valued, work_code

_PATIENT = 96001
_PROGRAM = "https://example.org/riverbend/home-monitoring"
_AGO = timedelta(minutes=10)
"""The patient has just sent the readings of two weeks."""
_SCENE: Json = {
    "age": 68,
    "sex": "male",
    "problems": ["hypertension"],
    "seen_days": 74,
    "medicines": [{"drug": "lisinopril-20", "left": 41, "days": 90}],
    "readings": {"kind": "pressure", "from": [136, 82], "to": [171, 99], "days": 14},
}


def alert_resources(seed: int, now: datetime) -> Iterator[Json]:
    """The patient, the chart and the Task."""
    chart = staged_chart(seed, _PATIENT, _SCENE, now)
    yield from chart_resources(chart, now)
    newest = max(chart.readings, key=lambda reading: reading.at)
    person, at = chart.person, now - _AGO
    place = reference(FAMILY.ref, FAMILY.name)
    yield resource(
        "Task",
        "task-alert-pressure",
        at,
        identifier=[{"system": _PROGRAM, "value": f"pressure-{person.id}"}],
        status="requested",
        businessStatus=concept(STAGE, "new"),
        intent="order",
        priority="routine",
        code=work_code("home-monitoring"),
        description=f"Blood pressure at home {newest.shown} mmHg",
        focus=reference(newest.ref),
        **{"for": reference(person.ref, person.name)},
        authoredOn=instant(at),
        lastModified=instant(at),
        owner=place,
        input=[valued(TASK_INPUT, "pool", valueReference=place)],
    )
