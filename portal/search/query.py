"""A search as it was sent, read once: conditions, order, page, and what to bring along."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.profile import Profile
from portal.refusals import invalid, unsupported
from portal.search.criteria import Condition, condition
from portal.search.paging import SortKey, after, sort_keys
from portal.search.parameters import RESOURCE_TYPES, key, parameters_of

CURSOR = "_cursor"
OFFSET = "_offset"
_IGNORED = frozenset({"_format", "_pretty"})

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Include:
    """References to follow: the index key of the parameter, and which types of resource to bring."""

    source: str
    param: str
    target: str | None


@dataclass
class Search:
    type: str
    sent: Pairs
    """Parameters as sent, for the links of the answer; without the place of the page."""
    conditions: list[Condition] = field(default_factory=list)
    order: list[SortKey] = field(default_factory=list)
    start: Condition | None = None
    """Where the page begins, by cursor; None for the first page."""
    by_offset: bool = False
    offset: int = 0
    """Where the page begins, by number; only where `by_offset`."""
    count: int = 0
    total_wanted: bool = False
    includes: list[Include] = field(default_factory=list)
    revincludes: list[Include] = field(default_factory=list)
    include_ceiling: int | None = None
    """How many matches and included resources the page may hold together."""


def read_search(resource_type: str, pairs: Iterable[tuple[str, str]], profile: Profile) -> Search:
    """Read what was sent; what is not understood is refused, unless the profile has it find nothing."""
    search = Search(resource_type, [], count=profile.page_default, include_ceiling=profile.include_ceiling)
    sort = cursor = None
    for name, value in pairs:
        if name in _IGNORED:
            continue
        if name == CURSOR:
            cursor = value
            continue
        if name == OFFSET and profile.cursor_from is not None:
            search.offset = _number(name, value)
            continue
        search.sent.append((name, value))
        match name:
            case "_count":
                search.count = min(_number(name, value), profile.page_ceiling)
            case "_sort":
                sort = value
            case "_total":
                search.total_wanted = _choice(
                    name, value, {"none": False, "estimate": True, "accurate": True}
                )
            case "_summary":
                if _choice(name, value, {"count": True, "false": False}):
                    search.count = 0
            case "_include" | "_revinclude":
                _read_include(search, name, value)
            case _:
                search.conditions.append(condition(resource_type, name, value, profile.silent_searches))
    search.order = sort_keys(resource_type, sort)
    search.start = after(cursor, search.order) if cursor is not None else None
    if profile.cursor_from is not None:
        search.by_offset = sort != "_lastUpdated" or search.count < profile.cursor_from
        if search.offset > profile.offset_ceiling:
            raise invalid(f"{OFFSET} can be {profile.offset_ceiling} at most.")
    return search


def _number(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit()):
        raise invalid(f"{name} is a whole number.")
    return int(value)


def _choice(name: str, value: str, choices: dict[str, bool]) -> bool:
    if value not in choices:
        raise unsupported(f"{name} can be {' or '.join(choices)}.")
    return choices[value]


def _read_include(search: Search, name: str, value: str) -> None:
    source, _, rest = value.partition(":")
    parameter_name, _, target = rest.partition(":")
    if source not in RESOURCE_TYPES or (target and target not in RESOURCE_TYPES):
        raise unsupported(f"{name}={value} names a type that is not held here.")
    parameter = parameters_of(source).get(parameter_name)
    if parameter is None or parameter.kind != "reference":
        raise unsupported(f"{name}={value} does not name a reference of {source}.")
    include = Include(source, key(source, parameter_name), target or None)
    if name == "_revinclude":
        search.revincludes.append(include)
    elif source == search.type:
        search.includes.append(include)
    else:
        raise unsupported(f"{name}={value} does not start from {search.type}.")
