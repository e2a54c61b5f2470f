"""Questionnaires that came back, as QuestionnaireResponses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from portal.clinic.fhir import Json, instant, reference, resource
from portal.clinic.people import Person
from portal.clinic.words import load

_WEIGHT = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
_DISPLAY = "http://hl7.org/fhir/StructureDefinition/display"


def answers_ref(one: Person) -> str:
    """The answered questionnaire of a patient."""
    return f"QuestionnaireResponse/{one.id}-answers"


def answer_resources(scene: Json, one: Person, now: datetime) -> Iterator[Json]:
    """The answers of `scene`, a minute before its message."""
    if "questionnaire" not in scene:
        return
    form = load("staged")["questionnaire"][scene["questionnaire"]]
    at = now - timedelta(hours=scene["hours"], minutes=1)
    items = [
        {"linkId": str(n), "text": text, "answer": [_answer(form, given)]}
        for n, (text, given) in enumerate(zip(form["questions"], scene["answers"], strict=True), 1)
    ]
    if "total" in form:
        total = {"valueInteger": sum(scene["answers"])}
        items.append({"linkId": "total", "text": form["total"], "answer": [total]})
    yield resource(
        "QuestionnaireResponse",
        answers_ref(one).partition("/")[2],
        at,
        questionnaire=form["url"],
        _questionnaire={"extension": [{"url": _DISPLAY, "valueString": form["title"]}]},
        status="completed",
        subject=reference(one.ref, one.name),
        authored=instant(at),
        author=reference(one.ref, one.name),
        source=reference(one.ref, one.name),
        item=items,
    )


def _answer(form: Json, given: int | str) -> Json:
    """A choice with its weight, or the patient's own words."""
    if isinstance(given, str):
        return {"valueString": given}
    weight = {"url": _WEIGHT, "valueDecimal": given}
    return {"valueCoding": {"display": form["choices"][given], "extension": [weight]}}
