"""A search in the form that this server takes, and what is learned where it does not take it.

A refused search is asked again in plainer forms. Only what the server then takes is learned from, so that
a server that refuses for another reason is not held for a poor one.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from inbox import diary
from inbox.fhir.faults import Declined
from inbox.fhir.profile import Profile
from inbox.fhir.profile.profile import SMALLEST_PAGE
from inbox.fhir.search import Page, Params

Ask = Callable[[Params], Awaitable[Page]]
"""Asks for the first page of a search."""

SIZES = (500, 200, 100, 50)
"""What is tried, largest first, once it is clear that a page was too large."""
TOGETHER = (50, SMALLEST_PAGE)
"""What is tried where others come along."""
FEWEST = 2
"""The last that is tried: two messages with all the files they may have are still taken in at once."""
_TOO_MUCH = frozenset({400, 413, 422})
"""Statuses of a server that does not like the search itself."""
_NICETIES = ("_sort", "_count", "_include")
"""What a search can do without."""


def fitted(profile: Profile, resource_type: str, params: Params) -> dict[str, str | Sequence[str]]:
    """`params` as far as the server is known to take them. Criteria are never left out."""
    kept = {
        name: value
        for name, value in params.items()
        if name not in _NICETIES or f"{resource_type}?{name}" not in profile.learned.refused_searches
    }
    wanted = _several(kept.pop("_include", ()))
    if resource_type in profile.said.types:  # of others nothing is known yet: they are tried
        wanted = [one for one in wanted if one in profile.included(resource_type)]
    if wanted:
        kept["_include"] = wanted
    if "_count" in kept:
        most = profile.include_page if wanted else profile.page
        kept["_count"] = str(min(int(str(kept["_count"])), most))
    return kept


async def first_page(
    ask: Ask, profile: Profile, resource_type: str, params: Params
) -> tuple[Page, Mapping[str, str | Sequence[str]]]:
    """The first page, and the form in which the server gave it. Declined when it takes it in no form."""
    asked = fitted(profile, resource_type, params)
    try:
        return await ask(asked), asked
    except Declined as refusal:
        if refusal.status not in _TOO_MUCH:
            raise
        found = await _Plainer(ask, profile, resource_type, asked).found()
        if found is None:
            raise
        diary.note("search.plainer", type=resource_type.lower())
        return found


class _Plainer:
    """Finds a form of a refused search that the server takes."""

    def __init__(self, ask: Ask, profile: Profile, resource_type: str, asked: Params) -> None:
        self._ask = ask
        self._profile = profile
        self._type = resource_type
        self._asked = asked

    async def found(self) -> tuple[Page, Params] | None:
        """The page and its form; None, with the criteria at fault learned, when there is none."""
        if "_include" in self._asked:
            if found := await self._fewer_along():
                return found
            self._asked = self._without("_include")
            if found := await self._try(self._asked):
                return found
        if self._count() > SMALLEST_PAGE and (found := await self._smaller()):
            return found
        if self._count() > FEWEST and (found := await self._try({**self._asked, "_count": str(FEWEST)})):
            return found  # large files in a few messages: that is no lesson for all pages
        for nicety in ("_sort", "_count"):
            if nicety in self._asked and (found := await self._try(self._without(nicety))):
                self._refuses(nicety)
                return found
        await self._learn_the_fault()
        return None

    async def _fewer_along(self) -> tuple[Page, Params] | None:
        """With fewer along in a page, or with those of the others that the server takes."""
        for size in TOGETHER:
            if found := await self._try({**self._asked, "_count": str(size)}):
                self._profile.learn(include_page=size)
                return found
        few = {"_count": str(SMALLEST_PAGE)}
        if await self._try({**self._without("_include"), **few}) is None:
            return None
        wanted = _several(self._asked["_include"])
        taken = [one for one in wanted if await self._try({**self._asked, **few, "_include": one})]
        self._profile.learn(refused_includes=frozenset(wanted) - frozenset(taken))
        return await self._try({**self._asked, "_include": taken}) if taken else None

    async def _smaller(self) -> tuple[Page, Params] | None:
        """With fewer in a page."""
        smallest = await self._try({**self._asked, "_count": str(SMALLEST_PAGE)})
        if smallest is None:
            return None
        for size in SIZES:
            if size < self._count() and (found := await self._try({**self._asked, "_count": str(size)})):
                self._profile.learn(page=size)
                return found
        self._profile.learn(page=SMALLEST_PAGE)
        return smallest

    async def _learn_the_fault(self) -> None:
        """Which of the criteria the server does not know: each is asked for by itself."""
        few = {"_count": str(SMALLEST_PAGE)}
        if await self._try(few) is None:
            return
        criteria = {name: value for name, value in self._asked.items() if name not in _NICETIES}
        for name, value in criteria.items():
            if await self._try({name: value, **few}) is None:
                self._refuses(name)

    async def _try(self, params: Params) -> tuple[Page, Params] | None:
        try:
            return await self._ask(params), params
        except Declined as refusal:
            if refusal.status not in _TOO_MUCH:
                raise
            return None

    def _refuses(self, name: str) -> None:
        self._profile.learn(refused_searches=frozenset({f"{self._type}?{name}"}))

    def _without(self, name: str) -> dict[str, str | Sequence[str]]:
        return {one: value for one, value in self._asked.items() if one != name}

    def _count(self) -> int:
        return int(str(self._asked.get("_count", 0)))


def _several(values: str | Sequence[str]) -> list[str]:
    return [values] if isinstance(values, str) else list(values)
