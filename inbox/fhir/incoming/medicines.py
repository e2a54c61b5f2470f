"""Medicines as ordered and last handed out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from inbox.domain.filed import Filed
from inbox.domain.patient import Label, Medicine
from inbox.fhir.incoming.moments import day
from inbox.fhir.incoming.people import Directory
from inbox.fhir.incoming.shapes import Annotation, Concept, Meta, Part, Quantity, Reference
from inbox.fhir.incoming.tolerant import decode

_TAKEN = frozenset({"active", "on-hold", "unknown", ""})
_ONLY_IDEAS = frozenset({"proposal", "plan"})
_HANDED_OUT = frozenset({"completed", "in-progress", "unknown", ""})
_DAYS_IN = {"d": 1, "day": 1, "days": 1, "wk": 7, "week": 7, "weeks": 7}
"""UCUM codes and the words servers use instead. Months are left out: they have no fixed length."""


_SCHEDULE = re.compile(r"\bschedule\s+(IV|V|I{1,3}|[1-5])\b|\bC-?(IV|V|I{2,3}|[2-5])\b", re.IGNORECASE)
"""R4 has no field for the schedule of a controlled substance: where it is said, it is said in words."""
_ROMAN = dict(zip("12345", ("I", "II", "III", "IV", "V"), strict=True))


class _Dosage(Part, frozen=True, gc=False):
    text: str = ""


class _Supply(Part, frozen=True, gc=False):
    """`MedicationRequest.dispenseRequest`"""

    number_of_repeats_allowed: int | None = None
    quantity: Quantity = Quantity()
    expected_supply_duration: Quantity = Quantity()
    performer: Reference = Reference()


class _Contained(Part, frozen=True, gc=False):
    id: str = ""
    code: Concept = Concept()


class _Order(Part, frozen=True, gc=False):
    meta: Meta = Meta()
    status: str = ""
    intent: str = ""
    medication_codeable_concept: Concept = Concept()
    medication_reference: Reference = Reference()
    contained: tuple[_Contained, ...] = ()
    authored_on: str = ""
    requester: Reference = Reference()
    note: tuple[Annotation, ...] = ()
    dosage_instruction: tuple[_Dosage, ...] = ()
    dispense_request: _Supply = _Supply()
    prior_prescription: Reference = Reference()


class _Performer(Part, frozen=True, gc=False):
    actor: Reference = Reference()


class _Dispense(Part, frozen=True, gc=False):
    status: str = ""
    authorizing_prescription: tuple[Reference, ...] = ()
    medication_codeable_concept: Concept = Concept()
    performer: tuple[_Performer, ...] = ()
    quantity: Quantity = Quantity()
    days_supply: Quantity = Quantity()
    when_handed_over: str = ""
    when_prepared: str = ""

    @property
    def on(self) -> date:
        """When it was handed out; the earliest date there is when nobody says."""
        return day(self.when_handed_over) or day(self.when_prepared) or date.min


def medicines(resources: Sequence[Filed], directory: Directory) -> tuple[Medicine, ...]:
    """What the patient takes, newest order first, each with its last dispense; what a newer order renews is
    in that one."""
    orders = [(r, decode(r.body, _Order)) for r in resources if r.type == "MedicationRequest"]
    taken = [(r, o) for r, o in orders if o.status in _TAKEN and o.intent not in _ONLY_IDEAS]
    taken.sort(key=lambda pair: pair[1].authored_on, reverse=True)
    dispenses, before = _dispenses(resources), {resource.ref: (resource, order) for resource, order in orders}
    found: list[Medicine] = []
    renewed: set[str] = set()
    for resource, order in taken:
        if resource.ref not in renewed:
            earlier = _renewed_by(order, before)
            renewed |= {prior.ref for prior, _ in earlier}
            fills = _fills_of(resource, order, dispenses)
            found.append(_medicine(resource, order, fills, directory, earlier, dispenses))
    return tuple(found)


def pharmacy(resources: Sequence[Filed]) -> str:
    """Where the patient last got a medicine."""
    return next((place for fill in _dispenses(resources) if (place := _place(fill))), "")


def _dispenses(resources: Iterable[Filed]) -> list[_Dispense]:
    """All that was handed out, newest first."""
    found = [decode(r.body, _Dispense) for r in resources if r.type == "MedicationDispense"]
    return sorted((d for d in found if d.status in _HANDED_OUT), key=lambda d: d.on, reverse=True)


def _fills_of(resource: Filed, order: _Order, dispenses: Iterable[_Dispense]) -> list[_Dispense]:
    """The dispenses of this order; those that name no order count where the medicine is the same."""
    code = order.medication_codeable_concept.code
    return [
        fill
        for fill in dispenses
        if any(one.ref == resource.ref for one in fill.authorizing_prescription)
        or (not fill.authorizing_prescription and code and fill.medication_codeable_concept.has(code))
    ]


_Orders = Mapping[str, tuple[Filed, _Order]]


def _renewed_by(order: _Order, orders: _Orders) -> list[tuple[Filed, _Order]]:
    """The orders that `order` has taken the place of, the newest first; a circle of them ends."""
    found: list[tuple[Filed, _Order]] = []
    while (prior := orders.get(order.prior_prescription.ref)) is not None and prior not in found:
        found.append(prior)
        order = prior[1]
    return found


def _medicine(
    resource: Filed,
    order: _Order,
    fills: Sequence[_Dispense],
    directory: Directory,
    renews: Sequence[tuple[Filed, _Order]],
    dispenses: Sequence[_Dispense],
) -> Medicine:
    """What was restricted or controlled before it was renewed stays so."""
    supply = order.dispense_request
    prescriber = directory.party(order.requester)
    chain = [order, *(prior for _, prior in renews)]
    last = fills[0] if fills else _handed_out_before(order, renews, dispenses)
    coding = next((one for one in order.medication_codeable_concept.coding if one.code), None)
    given = last.quantity if last else Quantity()
    handed_out = last is not None and last.on != date.min
    return Medicine(
        id=resource.ref,
        name=_name(order),
        dose=_dose(order),
        last_fill=last.on if last and handed_out else None,
        days_supply=(_days(last.days_supply) if last else None) or _days(supply.expected_supply_duration),
        dispensed_days=_days(last.days_supply) if last else None,
        quantity=(_amount(last.quantity) if last else "") or _amount(supply.quantity),
        refills_left=_refills_left(supply.number_of_repeats_allowed, len(fills)),
        pharmacy=(_place(last) if last else "") or supply.performer.display,
        prescriber=prescriber.name if prescriber else "",
        ordered=day(order.authored_on),
        on_hold=order.status == "on-hold",
        schedule=next(filter(None, map(_schedule, chain)), ""),
        restricted=any(one.meta.restricted for one in chain),
        labels=_labels(chain),
        system=coding.system if coding else "",
        code=coding.code if coding else "",
        repeats=supply.number_of_repeats_allowed,
        amount=given.value,
        unit=given.unit or given.code,
        renews=tuple(prior.ref for prior, _ in renews),
    )


def _handed_out_before(
    order: _Order, renews: Iterable[tuple[Filed, _Order]], dispenses: Sequence[_Dispense]
) -> _Dispense | None:
    """What was handed out last under an order that it renews, which is still what the patient has; of
    another dose it tells nothing."""
    same = (prior for prior in renews if _same_dose(prior[1], order))
    return next((found[0] for prior in same if (found := _fills_of(*prior, dispenses))), None)


def _labels(chain: Iterable[_Order]) -> tuple[Label, ...]:
    found = (coding for order in chain for coding in order.meta.security)
    return tuple(dict.fromkeys(Label(one.system, one.code) for one in found))


def _dose(order: _Order) -> str:
    return "; ".join(dosage.text for dosage in order.dosage_instruction if dosage.text)


def _same_dose(one: _Order, other: _Order) -> bool:
    """Whether both are of the same medicine, by its code where they have one, and by the same words."""
    codes = [
        next((coding.code for coding in order.medication_codeable_concept.coding if coding.code), "")
        for order in (one, other)
    ]
    named = codes[0] == codes[1] if any(codes) else _name(one) == _name(other)
    return named and _dose(one).split() == _dose(other).split()


def _schedule(order: _Order) -> str:
    """In Roman figures, as prescribers write it."""
    for note in order.note:
        if said := _SCHEDULE.search(note.text):
            number = (said[1] or said[2]).upper()
            return _ROMAN.get(number, number)
    return ""


def _refills_left(allowed: int | None, fills: int) -> int | None:
    """Repeats are counted after the first dispense (R4 MedicationRequest.dispenseRequest)."""
    return None if allowed is None else max(0, allowed - max(0, fills - 1))


def _name(order: _Order) -> str:
    if words := order.medication_codeable_concept.words:
        return words
    if display := order.medication_reference.display:
        return display
    wanted = order.medication_reference.reference.removeprefix("#")
    return next((one.code.words for one in order.contained if one.id == wanted), "")


def _days(duration: Quantity) -> int | None:
    if duration.value is None:
        return None
    length = _DAYS_IN.get(duration.code or duration.unit.lower() or "d")
    return round(duration.value * length) if length else None


def _amount(quantity: Quantity) -> str:
    if quantity.value is None:
        return ""
    return f"{quantity.value:g} {quantity.unit or quantity.code}".strip()


def _place(fill: _Dispense) -> str:
    return next((one.actor.display for one in fill.performer if one.actor.display), "")
