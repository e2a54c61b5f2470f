"""Conversations written one by one, after those by chance: each shows one branch of the clinical work.

They are there from a clinic of `LEAST` conversations on; a smaller one is as small as it was asked to be.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from portal.clinic.chart import chart_resources
from portal.clinic.fhir import Json
from portal.clinic.staged.answers import answer_resources
from portal.clinic.staged.charts import staged_chart
from portal.clinic.staged.conversations import conversation
from portal.clinic.staged.visits import visit_resources
from portal.clinic.staged.words import word_resources
from portal.clinic.words import load

LEAST = 100
_FIRST = 90001
"""The number of the first patient of these."""


def staged_resources(seed: int, threads: int, now: datetime) -> Iterator[Json]:
    """Patients, charts, messages and work of every written conversation."""
    if threads < LEAST:
        return
    for number, scene in enumerate(load("staged")["scene"], _FIRST):
        chart = staged_chart(seed, number, scene, now)
        undispensed = {m.id for m, row in zip(chart.medicines, scene.get("medicines", ()), strict=True)
                       if not row.get("dispensed", True)}  # fmt: skip
        for one in chart_resources(chart, now):
            if (
                one["resourceType"] != "MedicationDispense"
                or one["id"].removesuffix("-fill") not in undispensed
            ):
                yield one
        yield from answer_resources(scene, chart.person, now)
        yield from word_resources(scene, chart.person, now)
        yield from conversation(scene, chart, now)
    yield from visit_resources(seed, now)
