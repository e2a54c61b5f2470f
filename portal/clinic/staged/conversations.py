"""A written conversation as Communications and the Task it makes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from portal.clinic.cases import Line
from portal.clinic.chart import Chart
from portal.clinic.conversations import KINDS, Kind
from portal.clinic.fhir import TASK_INPUT, Json, reference
from portal.clinic.pools import FAMILY, REFILLS
from portal.clinic.staged.answers import answers_ref
from portal.clinic.staged.words import words_ref
from portal.clinic.tasks import unclaimed, valued
from portal.clinic.threads import Envelope, header, message

_CATEGORIES = {
    "questionnaire": ("questionnaire-returned", "Questionnaire"),
    "result-release": ("test-result", "Test result"),
}
"""Of work that no patient chooses in the portal."""


def conversation(scene: Json, chart: Chart, now: datetime) -> Iterator[Json]:
    """The header, the patient's message where one was written, and the open Task."""
    person, kind = chart.person, _kind(scene["work"])
    pool = REFILLS if scene["work"] == "refill" else FAMILY
    patient = reference(person.ref, person.name)
    place = reference(pool.ref, pool.name)
    shared = Envelope(kind, scene["subject"], patient, patient, place)
    at = now - timedelta(hours=scene["hours"])
    thread, opener = f"thr-{scene['key']}", f"msg-{scene['key']}-1"
    about = _about(scene, chart)
    yield header(shared, thread, at, about)
    if "text" in scene:
        line = Line(at, " ".join(scene["text"].split()))
        yield message(shared, opener, f"Communication/{thread}", line, read=False)
    task = unclaimed(shared, f"task-{scene['key']}", f"Communication/{thread}", f"Communication/{opener}",
                     at, scene["work"])  # fmt: skip
    if "text" not in scene:  # a laboratory's result waits for its release: nobody has written
        task["identifier"][0]["value"] = f"{thread}#{about[0].partition('/')[2]}"
        task["input"] = task["input"][:1]
        task.pop("requester")
    if scene.get("about") == "medicine":
        task["input"].append(valued(TASK_INPUT, "medication-request", valueReference=reference(about[0])))
    else:
        task["input"] += [valued(TASK_INPUT, "about", valueReference=reference(ref)) for ref in about[:1]]
    yield task


def _kind(work: str) -> Kind:
    """As the portal shows it; what patients do not choose is otherwise like a question about a result."""
    if work in KINDS:
        return KINDS[work]
    category, label = _CATEGORIES[work]
    like = KINDS["result-question"]
    return Kind(work, category, label, like.stock, like.specifics, like.promise)


def _about(scene: Json, chart: Chart) -> tuple[str, ...]:
    """What the header says it concerns."""
    what, _, which = scene.get("about", "").partition(":")
    found = {
        "medicine": [medicine.ref for medicine in chart.medicines[:1]],
        "report": [f"DiagnosticReport/{chart.person.id}-report-{which}"],
        "readings": [reading.ref for reading in chart.readings[-3:]],
        "answers": [answers_ref(chart.person)],
        "observation": [words_ref(chart.person)],
    }
    return tuple(found.get(what, ()))
