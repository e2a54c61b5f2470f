"""From a resource to its rows in the search index, by the table of parameters.

Values of an unexpected shape yield no row: what is not understood cannot be found, but is still kept.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

from portal.search import dates
from portal.search.parameters import Parameter, key, parameters_of

Row = dict[str, Any]

_LOCAL = re.compile(r"(?:.*/)?([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})(?:/_history/[^/]+)?")
_LISTED_TEXT = (
    "text",
    "family",
    "given",
    "prefix",
    "suffix",
    "line",
    "city",
    "district",
    "state",
    "postalCode",
)


class IndexRows(NamedTuple):
    tokens: list[Row]
    references: list[Row]
    dates: list[Row]
    strings: list[Row]


def index_rows(pk: int, resource: dict[str, Any]) -> IndexRows:
    rows = IndexRows([], [], [], [])
    resource_type = resource["resourceType"]
    for parameter in parameters_of(resource_type).values():
        head: Row = {"resource": pk, "param": key(resource_type, parameter.name)}
        found = [value for path in parameter.paths for value in _walk(resource, path)]
        if not found:
            continue
        match parameter.kind:
            case "token" | "uri":
                pairs = dict.fromkeys(pair for value in found for pair in _tokens(value))
                rows.tokens.extend({**head, "system": system, "code": code} for system, code in pairs)
            case "reference":
                targets = dict.fromkeys(target for value in found for target in _targets(value, parameter))
                rows.references.extend(
                    {**head, "target_type": kind, "target_id": id_} for kind, id_ in targets
                )
            case "date":
                spans = dict.fromkeys(span for value in found for span in _spans(value))
                rows.dates.extend({**head, "low": low, "high": high} for low, high in spans)
            case "string":
                texts = dict.fromkeys(text for value in found for text in _texts(value))
                rows.strings.extend({**head, "text": text} for text in texts)
    return rows


def _walk(value: Any, path: tuple[str, ...]) -> Iterator[Any]:
    if isinstance(value, list):
        for member in value:
            yield from _walk(member, path)
    elif not path:
        yield value
    elif isinstance(value, dict) and path[0] in value:
        yield from _walk(value[path[0]], path[1:])


def _tokens(value: Any) -> Iterator[tuple[str, str]]:
    """(system, code) of a CodeableConcept, Coding, Identifier, ContactPoint, code, uri or boolean."""
    if isinstance(value, bool):
        yield "", "true" if value else "false"
    elif isinstance(value, str):
        yield "", value
    elif isinstance(value, dict):
        if isinstance(value.get("coding"), list):
            for coding in value["coding"]:
                yield from _tokens(coding)
        code = value.get("code", value.get("value"))
        system = value.get("system", "")
        if isinstance(code, str) and isinstance(system, str):
            yield system, code


def _targets(value: Any, parameter: Parameter) -> Iterator[tuple[str, str]]:
    reference = value.get("reference") if isinstance(value, dict) else None
    if isinstance(reference, str) and not reference.startswith("#"):
        kind, id_ = split_reference(reference)
        if parameter.only in (None, kind):
            yield kind, id_


def split_reference(reference: str) -> tuple[str, str]:
    """(type, id) of a reference; the type is empty where it does not name a resource of a FHIR server.

    Absolute addresses are taken by their last two parts, as everything the portal holds is its own.
    """
    match = _LOCAL.fullmatch(reference)
    return (match[1], match[2]) if match else ("", reference)


def _spans(value: Any) -> Iterator[tuple[int, int]]:
    if isinstance(value, str):
        span = dates.span(value)
        if span:
            yield span
    elif isinstance(value, dict) and ("start" in value or "end" in value):
        start, end = dates.span(str(value.get("start"))), dates.span(str(value.get("end")))
        yield (start[0] if start else dates.ALWAYS_BEFORE), (end[1] if end else dates.ALWAYS_AFTER)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield plain(value)
    elif isinstance(value, dict):
        for part in _LISTED_TEXT:
            for text in _walk(value, (part,)):
                if isinstance(text, str):
                    yield plain(text)


def plain(text: str) -> str:
    """Without case and accents, as FHIR string search compares."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
