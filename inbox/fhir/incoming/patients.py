"""The Patient as the banner shows them."""

from __future__ import annotations

from collections.abc import Iterable

from inbox.domain.filed import Filed
from inbox.domain.ids import PatientId
from inbox.domain.patient import Contact, PatientCard
from inbox.fhir.incoming.moments import day
from inbox.fhir.incoming.people import Directory, official, plain_name
from inbox.fhir.incoming.shapes import Coding, Concept, HumanName, Identifier, Part, Reference, Telecom
from inbox.fhir.incoming.tolerant import decode

_INTERPRETER = "interpreterRequired"
"""End of the address of HL7's patient-interpreterRequired; US Core's ends in interpreter-needed."""
_NEEDED = frozenset({"373066001", "yes", "Y"})
"""SNOMED CT yes, as US Core's interpreter-needed uses it."""
_EMERGENCY = frozenset({"C", "emergency"})
"""HL7 table 0131."""


class _Address(Part, frozen=True, gc=False):
    use: str = ""
    text: str = ""
    line: tuple[str, ...] = ()
    city: str = ""
    state: str = ""
    postal_code: str = ""


class _Contact(Part, frozen=True, gc=False):
    relationship: tuple[Concept, ...] = ()
    name: HumanName = HumanName()
    telecom: tuple[Telecom, ...] = ()


class _Language(Part, frozen=True, gc=False):
    language: Concept = Concept()
    preferred: bool = False


class _Extension(Part, frozen=True, gc=False):
    url: str = ""
    value_boolean: bool = False
    value_coding: Coding = Coding()
    value_codeable_concept: Concept = Concept()
    value_code: str = ""


class _Link(Part, frozen=True, gc=False):
    type: str = ""


class _Patient(Part, frozen=True, gc=False):
    identifier: tuple[Identifier, ...] = ()
    name: tuple[HumanName, ...] = ()
    telecom: tuple[Telecom, ...] = ()
    gender: str = ""
    birth_date: str = ""
    address: tuple[_Address, ...] = ()
    contact: tuple[_Contact, ...] = ()
    communication: tuple[_Language, ...] = ()
    general_practitioner: tuple[Reference, ...] = ()
    active: bool = True
    deceased_boolean: bool = False
    deceased_date_time: str = ""
    link: tuple[_Link, ...] = ()
    extension: tuple[_Extension, ...] = ()


def named(patient: Filed) -> str:
    """What a Patient is called; empty where nobody has recorded it."""
    return plain_name(decode(patient.body, _Patient).name)


def card(patient: Filed, directory: Directory) -> PatientCard:
    """The banner of a Patient."""
    shape = decode(patient.body, _Patient)
    name = official(shape.name)
    languages = sorted(shape.communication, key=lambda one: not one.preferred)
    pcp = next((who for one in shape.general_practitioner if (who := directory.party(one))), None)
    return PatientCard(
        id=PatientId(patient.ref),
        name=plain_name(shape.name),
        given=" ".join(name.given),
        family=name.family,
        birth_date=day(shape.birth_date),
        sex=shape.gender,
        mrn=_mrn(shape.identifier),
        language=languages[0].language.words if languages else "",
        interpreter=any(_needs_interpreter(extension) for extension in shape.extension),
        interpreter_asked=any(_on_interpreters(extension) for extension in shape.extension),
        deceased=shape.deceased_boolean or bool(shape.deceased_date_time),
        inactive=not shape.active or any(link.type == "replaced-by" for link in shape.link),
        phones=_phones(shape.telecom),
        address=_address(shape.address),
        emergency=_emergency(shape.contact),
        pcp=pcp.name if pcp else "",
        pcp_ref=pcp.ref if pcp else "",
        portal_email=next((t.value for t in shape.telecom if t.system == "email"), ""),
        version=patient.version,
    )


def _mrn(identifiers: Iterable[Identifier]) -> str:
    """The identifier of type MR (HL7 table 0203), else one whose system says so, else the first."""
    found = [one for one in identifiers if one.value]
    for wanted in (lambda one: one.type.has("MR"), lambda one: "mrn" in one.system.lower()):
        if match := next((one for one in found if wanted(one)), None):
            return match.value
    return found[0].value if found else ""


def _on_interpreters(extension: _Extension) -> bool:
    return extension.url.endswith((_INTERPRETER, "interpreter-needed"))


def _needs_interpreter(extension: _Extension) -> bool:
    if not _on_interpreters(extension):
        return False
    coded = extension.value_coding.code in _NEEDED or extension.value_codeable_concept.has(_NEEDED)
    return extension.value_boolean or coded or extension.value_code in _NEEDED


def _phones(telecom: Iterable[Telecom]) -> tuple[Contact, ...]:
    """Telephones, the preferred one first."""
    phones = [one for one in telecom if one.system in ("phone", "sms") and one.value and one.use != "old"]
    phones.sort(key=lambda one: one.rank or 99)
    return tuple(Contact(one.use or "phone", phone=one.value) for one in phones)


def _address(addresses: Iterable[_Address]) -> str:
    lived_in = [address for address in addresses if address.use != "old"]
    chosen = next((a for a in lived_in if a.use == "home"), None) or next(iter(lived_in), None)
    if chosen is None:
        return ""
    place = " ".join(part for part in (chosen.state, chosen.postal_code) if part)
    parts = ", ".join(part for part in (*chosen.line, chosen.city, place) if part)
    return parts or chosen.text


def _emergency(contacts: Iterable[_Contact]) -> tuple[Contact, ...]:
    """Whom to call, those marked as emergency contacts first."""
    ordered = sorted(contacts, key=lambda one: not any(c.has(_EMERGENCY) for c in one.relationship))
    return tuple(
        Contact(
            what=next((c.words for c in one.relationship if c.words and not c.has(_EMERGENCY)), "")
            or next((c.words for c in one.relationship if c.words), ""),
            name=plain_name((one.name,)),
            phone=next((t.value for t in one.telecom if t.system in ("phone", "sms")), ""),
        )
        for one in ordered
    )
