"""The fields of FHIR R4 resources that this program reads, and no others.

Every field has a default: what a server leaves out, or sends in a wrong type, is simply not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

import msgspec

from inbox.fhir.codes import RESTRICTED

Meaning = TypeVar("Meaning")


class Part(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """Base of everything below."""


class Coding(Part, frozen=True, gc=False):
    system: str = ""
    code: str = ""
    display: str = ""


class Concept(Part, frozen=True, gc=False):
    """A CodeableConcept."""

    coding: tuple[Coding, ...] = ()
    text: str = ""

    @property
    def words(self) -> str:
        """What it says to a reader."""
        if self.text:
            return self.text
        return next((c.display for c in self.coding if c.display), "") or self.code

    @property
    def code(self) -> str:
        """The first code."""
        return next((c.code for c in self.coding if c.code), "")

    def has(self, codes: str | frozenset[str]) -> bool:
        """Whether one of its codings is (one of) `codes`, whatever the system."""
        wanted = {codes} if isinstance(codes, str) else codes
        return any(c.code in wanted for c in self.coding)


class Identifier(Part, frozen=True, gc=False):
    system: str = ""
    value: str = ""
    type: Concept = Concept()


class Reference(Part, frozen=True, gc=False):
    reference: str = ""
    display: str = ""
    identifier: Identifier = Identifier()

    @property
    def ref(self) -> str:
        """`Type/id` without the server's address or a version."""
        return local(self.reference)


class Period(Part, frozen=True, gc=False):
    start: str = ""
    end: str = ""


class Quantity(Part, frozen=True, gc=False):
    value: float | None = None
    unit: str = ""
    code: str = ""


class Attachment(Part, frozen=True, gc=False):
    content_type: str = ""
    title: str = ""
    url: str = ""
    size: int | None = None


class Payload(Part, frozen=True, gc=False):
    content_string: str = ""
    content_attachment: Attachment | None = None
    content_reference: Reference | None = None


class Meta(Part, frozen=True, gc=False):
    security: tuple[Coding, ...] = ()

    @property
    def restricted(self) -> bool:
        """Whether it is labelled restricted or very restricted."""
        return any(label.code in RESTRICTED for label in self.security)


class Communication(Part, frozen=True, gc=False):
    meta: Meta = Meta()
    identifier: tuple[Identifier, ...] = ()
    part_of: tuple[Reference, ...] = ()
    in_response_to: tuple[Reference, ...] = ()
    status: str = ""
    category: tuple[Concept, ...] = ()
    subject: Reference = Reference()
    topic: Concept = Concept()
    about: tuple[Reference, ...] = ()
    sent: str = ""
    received: str = ""
    sender: Reference = Reference()
    recipient: tuple[Reference, ...] = ()
    payload: tuple[Payload, ...] = ()


class Extension(Part, frozen=True, gc=False):
    url: str = ""
    value_period: Period = Period()
    value_reference: Reference = Reference()


class Parameter(Part, frozen=True, gc=False):
    """An element of `Task.input` or `Task.output`, with the value types in use."""

    id: str = ""
    type: Concept = Concept()
    extension: tuple[Extension, ...] = ()
    value_string: str = ""
    value_reference: Reference = Reference()
    value_date_time: str = ""
    value_codeable_concept: Concept = Concept()
    value_code: str = ""
    value_period: Period = Period()

    @property
    def words(self) -> str:
        """Its value where that is text or a code."""
        return self.value_string or self.value_code or self.value_codeable_concept.words


class Annotation(Part, frozen=True, gc=False):
    id: str = ""
    author_reference: Reference = Reference()
    author_string: str = ""
    time: str = ""
    text: str = ""


class Restriction(Part, frozen=True, gc=False):
    period: Period = Period()


class Task(Part, frozen=True, gc=False):
    identifier: tuple[Identifier, ...] = ()
    part_of: tuple[Reference, ...] = ()
    status: str = ""
    status_reason: Concept = Concept()
    priority: str = ""
    code: Concept = Concept()
    focus: Reference = Reference()
    patient: Reference = msgspec.field(default=Reference(), name="for")
    execution_period: Period = Period()
    authored_on: str = ""
    last_modified: str = ""
    performer_type: tuple[Concept, ...] = ()
    owner: Reference = Reference()
    requester: Reference = Reference()
    note: tuple[Annotation, ...] = ()
    restriction: Restriction = Restriction()
    input: tuple[Parameter, ...] = ()
    output: tuple[Parameter, ...] = ()


class HumanName(Part, frozen=True, gc=False):
    use: str = ""
    text: str = ""
    family: str = ""
    prefix: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    suffix: tuple[str, ...] = ()


class Telecom(Part, frozen=True, gc=False):
    system: str = ""
    value: str = ""
    use: str = ""
    rank: int | None = None


def local(reference: str) -> str:
    """`Type/id` of a relative, absolute or versioned reference; a `urn:` stays, a contained one is none."""
    if reference.count("/") == 1 or reference.startswith("urn:"):
        return reference
    if not reference or reference.startswith("#"):
        return ""
    reference = reference.partition("/_history/")[0]
    return "/".join(reference.rstrip("/").rsplit("/", 2)[-2:])


def kind_of(ref: str) -> str:
    """The resource type a local reference names: "Practitioner" of "Practitioner/7"."""
    return ref.partition("/")[0]


def first_ref(references: Iterable[Reference], type_name: str) -> str:
    """The first reference to that type, or nothing."""
    prefix = f"{type_name}/"
    return next((ref for reference in references if (ref := reference.ref).startswith(prefix)), "")


def meaning(concepts: Iterable[Concept], table: Mapping[str, Meaning]) -> Meaning | None:
    """What the first known code means; texts count as codes, since some servers send only those."""
    for concept in concepts:
        for code in (*(coding.code for coding in concept.coding), concept.text.lower().replace(" ", "-")):
            if code in table:
                return table[code]
    return None


def named(parameters: Iterable[Parameter], code: str) -> Iterator[Parameter]:
    """The inputs or outputs of that type."""
    return (parameter for parameter in parameters if parameter.type.has(code))
