"""One search condition as SQL. Source: FHIR R4, search.html."""

import re
from collections.abc import Callable

import sqlalchemy as sa

from portal.refusals import Refusal, invalid, unsupported
from portal.search import dates
from portal.search.extract import plain, split_reference
from portal.search.parameters import RESOURCE_TYPES, Kind, Parameter, key, parameters_of
from portal.storage import schema

Condition = sa.ColumnElement[bool]

_resource = schema.resource
_TABLES: dict[Kind, sa.Table] = {
    "token": schema.token_value,
    "uri": schema.token_value,
    "reference": schema.reference_value,
    "date": schema.date_value,
    "string": schema.string_value,
}
_MODIFIERS: dict[Kind, frozenset[str]] = {
    "token": frozenset({"not"}),
    "uri": frozenset(),
    "reference": frozenset(RESOURCE_TYPES),
    "date": frozenset(),
    "string": frozenset({"contains"}),
}


def condition(resource_type: str, name_as_sent: str, value: str, silent: bool = False) -> Condition:
    """What `name:modifier=value` demands of a resource; values separated by commas are alternatives.

    `silent`: unknown modifiers, and ids without a type where several types are possible, find nothing.
    """
    name, _, modifier = name_as_sent.partition(":")
    if name in ("_id", "_lastUpdated"):
        if modifier:
            raise unsupported(f"{name} takes no modifier here, but was sent as {name_as_sent}.")
        return _by_id(value) if name == "_id" else _any_of(value, _last_updated)
    parameter = parameters_of(resource_type).get(name)
    if parameter is None:
        raise unsupported(f"{resource_type} cannot be searched by {name_as_sent!r}.")
    table = _TABLES[parameter.kind]
    of_parameter = table.c.param == key(resource_type, name)
    if modifier == "missing":
        return _missing(value, name_as_sent, _having(table, of_parameter))
    if modifier and modifier not in _MODIFIERS[parameter.kind]:
        if silent:
            return sa.false()
        raise unsupported(f"{name} of {resource_type} does not know the modifier :{modifier}.")
    having = _having(table, sa.and_(of_parameter, _matching(parameter, modifier, value, silent)))
    return sa.not_(having) if modifier == "not" else having


def _having(table: sa.Table, wanted: Condition) -> Condition:
    return _resource.c.pk.in_(sa.select(table.c.resource).where(wanted))


def _missing(value: str, name: str, having: Condition) -> Condition:
    if value not in ("true", "false"):
        raise invalid(f"{name} is either true or false.")
    return sa.not_(having) if value == "true" else having


def _any_of(value: str, read: Callable[[str], Condition]) -> Condition:
    return sa.or_(*[read(one) for one in _alternatives(value)])


def _alternatives(value: str) -> list[str]:
    alternatives = split_unescaped(value, ",")
    if not all(alternatives):
        raise invalid("A search value is empty.")
    return alternatives


def split_unescaped(value: str, separator: str) -> list[str]:
    r"""Parts of a search value; a separator after a backslash belongs to the part."""
    return re.split(rf"(?<!\\){re.escape(separator)}", value)


def _unescaped(value: str) -> str:
    return re.sub(r"\\([,|$\\])", r"\1", value)


def _by_id(value: str) -> Condition:
    # Kept as one IN, because people ask for hundreds of ids at once.
    return _resource.c.id.in_([one.rpartition("/")[2] for one in value.split(",")])


def _matching(parameter: Parameter, modifier: str, value: str, silent: bool) -> Condition:
    match parameter.kind:
        case "token":
            return _tokens(_alternatives(value))
        case "uri":
            return schema.token_value.c.code.in_([_unescaped(one) for one in _alternatives(value)])
        case "reference":
            return _references(_alternatives(value), modifier, typed=silent and parameter.only is None)
        case "date":
            columns = schema.date_value.c
            return _any_of(value, lambda one: _date(one, columns.low, columns.high))
        case "string":
            return _any_of(value, lambda one: _string(one, modifier))


def _tokens(values: list[str]) -> Condition:
    """Values as `code`, `system|code`, `|code` or `system|`, taken together: people send hundreds at once."""
    codes: list[str] = []
    systems: list[str] = []
    pairs: list[tuple[str, str]] = []
    for value in values:
        system, *rest = (_unescaped(part) for part in split_unescaped(value, "|"))
        code = "|".join(rest)
        if not rest:
            codes.append(system)
        elif code:
            pairs.append((code, system))
        else:
            systems.append(system)
    columns = schema.token_value.c
    conditions: list[Condition] = [columns.code.in_(codes)] if codes else []
    if systems:
        conditions.append(columns.system.in_(systems))
    if pairs:
        conditions.append(_pairs_in(columns.code, columns.system, pairs))
    return sa.or_(*conditions)


def _references(values: list[str], modifier: str, typed: bool) -> Condition:
    """Values as `Type/id`, an absolute address, or (unless they must be `typed`) an id alone."""
    bare: list[str] = []
    pairs: list[tuple[str, str]] = []
    for value in values:
        target_type, target_id = split_reference(_unescaped(value))
        if modifier:
            pairs.append((target_id, modifier))
        elif target_type or re.search("[/:]", target_id):
            pairs.append((target_id, target_type))
        else:
            bare.append(target_id)
    columns = schema.reference_value.c
    conditions: list[Condition] = [sa.false() if typed else columns.target_id.in_(bare)] if bare else []
    if pairs:
        conditions.append(_pairs_in(columns.target_id, columns.target_type, pairs))
    return sa.or_(*conditions)


def _pairs_in(
    first: sa.ColumnElement[str], second: sa.ColumnElement[str], pairs: list[tuple[str, str]]
) -> Condition:
    # The first half is what the index is entered by.
    return sa.and_(first.in_([each[0] for each in pairs]), sa.tuple_(first, second).in_(pairs))


def _string(value: str, modifier: str) -> Condition:
    text = plain(_unescaped(value))
    column = schema.string_value.c.text
    if modifier == "contains":
        return column.contains(text, autoescape=True)
    return column.startswith(text, autoescape=True)


def _last_updated(value: str) -> Condition:
    return _date(value, _resource.c.updated, _resource.c.updated + 1)


def _date(value: str, low: sa.ColumnElement[int], high: sa.ColumnElement[int]) -> Condition:
    """How the range [low, high) of a resource must lie to the range of the value sent."""
    match = re.fullmatch(r"([a-z]{2})?(.*)", value)
    prefix, text = (match[1] or "eq", match[2]) if match else ("eq", value)
    span = dates.span(text)
    if span is None:
        raise invalid(f"{value!r} is not a date that can be searched for.")
    start, end = span
    conditions: dict[str, Condition] = {
        "eq": sa.and_(low >= start, high <= end),
        "ne": sa.or_(low < start, high > end),
        "gt": high > end,
        "ge": sa.or_(high > end, low >= start),
        "lt": low < start,
        "le": sa.or_(low < start, high <= end),
        "sa": low >= end,
        "eb": high <= start,
    }
    if prefix not in conditions:
        raise Refusal(400, "not-supported", f"The date prefix {prefix!r} is not supported.")
    return conditions[prefix]
