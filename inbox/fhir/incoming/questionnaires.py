"""Answered questionnaires as questions and answers, in the order they were asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from inbox.domain.filed import Filed
from inbox.domain.flag import union
from inbox.domain.protocols import Questionnaires
from inbox.domain.questionnaires import Answer, Returned, Scan, about, flags
from inbox.domain.thread import Thread
from inbox.domain.work_item import Kind, Stage
from inbox.fhir.incoming.moments import instant
from inbox.fhir.incoming.shapes import Coding, Part, Quantity, Reference
from inbox.fhir.incoming.tolerant import decode

_NOT_RETURNED = frozenset({"in-progress", "entered-in-error", "stopped"})
_ORDINAL = frozenset(
    {
        "http://hl7.org/fhir/StructureDefinition/ordinalValue",
        "http://hl7.org/fhir/StructureDefinition/itemWeight",
    }
)
_DISPLAY = "http://hl7.org/fhir/StructureDefinition/display"
_DEEPEST = 8
"""Groups within groups; deeper ones are a mistake."""


class _Extension(Part, frozen=True, gc=False):
    url: str = ""
    value_decimal: float | None = None
    value_string: str = ""


class _Coding(Coding, frozen=True, gc=False):
    extension: tuple[_Extension, ...] = ()


class _Answer(Part, frozen=True, gc=False):
    extension: tuple[_Extension, ...] = ()
    value_boolean: bool | None = None
    value_integer: int | None = None
    value_decimal: float | None = None
    value_string: str = ""
    value_date: str = ""
    value_date_time: str = ""
    value_coding: _Coding = _Coding()
    value_quantity: Quantity = Quantity()
    item: tuple[_Item, ...] = ()


class _Item(Part, frozen=True, gc=False):
    link_id: str = ""
    text: str = ""
    answer: tuple[_Answer, ...] = ()
    item: tuple[_Item, ...] = ()


class _Titled(Part, frozen=True, gc=False):
    """What a canonical address is shown as: it has no display of its own in R4."""

    extension: tuple[_Extension, ...] = ()


class _Response(Part, frozen=True, gc=False):
    status: str = ""
    questionnaire: str = ""
    titled: _Titled = msgspec.field(default=_Titled(), name="_questionnaire")
    authored: str = ""
    source: Reference = Reference()
    item: tuple[_Item, ...] = ()


def questionnaires(resources: Iterable[Filed]) -> list[Returned]:
    """Every questionnaire that came back, newest first."""
    found = [_returned(r) for r in resources if r.type == "QuestionnaireResponse"]
    kept = [one for one in found if one is not None]
    return sorted(kept, key=lambda one: one.at.timestamp() if one.at else 0, reverse=True)


def with_answers(thread: Thread, resources: Sequence[Filed], site: Questionnaires, scan: Scan) -> Thread:
    """`thread` with the flags that answers make on the open work about them."""
    open_ = [i for i in thread.items if i.kind == Kind.QUESTIONNAIRE and i.stage is not Stage.DONE]
    returned = questionnaires(resources) if open_ else []
    for item in open_ if returned else ():
        if told := about(thread, item, returned):
            every = union(item.flags, flags(told, site, scan))
            thread = thread.with_item(msgspec.structs.replace(item, flags=every))
    return thread


def _returned(resource: Filed) -> Returned | None:
    shape = decode(resource.body, _Response)
    if shape.status in _NOT_RETURNED:
        return None
    return Returned(
        ref=resource.ref,
        questionnaire=shape.questionnaire.partition("|")[0],
        name=next((one.value_string for one in shape.titled.extension if one.url == _DISPLAY), ""),
        at=instant(shape.authored),
        answers=tuple(_answers(shape.item)),
    )


def _answers(items: Iterable[_Item], depth: int = 0) -> Iterator[Answer]:
    if depth > _DEEPEST:
        return
    for item in items:
        said = [one for one in item.answer if _text(one)]
        if said or (item.text and not item.item):
            yield Answer(
                link=item.link_id,
                question=item.text or item.link_id,
                text=", ".join(map(_text, said)),
                number=_number(said[0]) if len(said) == 1 else None,
                free=any(one.value_string for one in said),
            )
        yield from _answers(item.item, depth + 1)
        for one in item.answer:
            yield from _answers(one.item, depth + 1)


def _text(answer: _Answer) -> str:
    if answer.value_boolean is not None:
        return "yes" if answer.value_boolean else "no"
    number = answer.value_decimal if answer.value_decimal is not None else answer.value_integer
    if number is not None:
        return f"{number:g}"
    if answer.value_quantity.value is not None:
        quantity = answer.value_quantity
        return f"{quantity.value:g} {quantity.unit or quantity.code}".strip()
    coding = answer.value_coding
    return answer.value_string or coding.display or coding.code or answer.value_date or answer.value_date_time


def _number(answer: _Answer) -> float | None:
    """What it counts in a score: its own number, else the weight that its code carries."""
    if answer.value_integer is not None:
        return float(answer.value_integer)
    if answer.value_decimal is not None:
        return answer.value_decimal
    weights = (
        one.value_decimal
        for one in (*answer.extension, *answer.value_coding.extension)
        if one.url in _ORDINAL
    )
    return next((weight for weight in weights if weight is not None), None)
