"""A page of a search, asked for by its address, or as a form where the server finds the address too long."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec

from inbox.domain.words import tr
from inbox.fhir.door import Answer
from inbox.fhir.faults import Declined, Unreadable
from inbox.fhir.profile import Profile
from inbox.fhir.search import Page, page_of

_FORM = {"content-type": "application/x-www-form-urlencoded"}
_TOO_LONG = frozenset({414, 431})
"""Statuses of a server that finds an address too long."""
_NO_FORMS = frozenset({404, 405, 415})
"""Statuses of a server that takes no searches as forms."""


class Granted(Protocol):
    """An exchange whose answer is a yes; a no is raised as Declined."""

    async def __call__(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        interactive: bool = False,
    ) -> Answer: ...


async def found(granted: Granted, profile: Profile, url: str, *, interactive: bool) -> Page:
    """The page at `url`. How long an address may be is learned."""
    path, _, search = url.partition("?")
    if len(url) > profile.address and profile.posted_search:
        try:
            return await _posted(granted, path, search, interactive=interactive)
        except Declined as refusal:
            if refusal.status not in _NO_FORMS:
                raise
            profile.learn(no_posted_search=True)
    try:
        return _page(await granted("GET", url, interactive=interactive))
    except Declined as refusal:
        if refusal.status not in _TOO_LONG or not profile.posted_search:
            raise
        page = await _posted(granted, path, search, interactive=interactive)
        profile.learn(address=len(url) - 1)
        return page


async def _posted(granted: Granted, path: str, search: str, *, interactive: bool) -> Page:
    """A search as a form: `[type]/_search` (FHIR R4, http.html#search)."""
    url, body = f"{path}/_search", search.encode()
    return _page(await granted("POST", url, headers=_FORM, body=body, interactive=interactive))


def _page(answer: Answer) -> Page:
    try:
        return page_of(answer.body)
    except msgspec.DecodeError as e:
        raise Unreadable(tr("The server's answer is not a list of resources ({why}).", why=e)) from None
