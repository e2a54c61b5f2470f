"""The client of any FHIR R4 server.

Every call may raise Offline (nothing left), NoAnswer (it left: fate unknown), Busy, SignInNeeded;
reads also raise Declined. Writes never raise for what the server refuses: their Outcomes say so.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from types import TracebackType
from typing import Protocol, Self

import msgspec

from inbox.domain import typed
from inbox.domain.errors import Refused, SignInNeeded
from inbox.domain.words import tr
from inbox.fhir import outcome
from inbox.fhir.door import Answer, Door, check_address, joined, origin
from inbox.fhir.faults import Busy, Changed, Declined, NotThere, ServerFailed, TooLarge, Unreadable
from inbox.fhir.finding import found
from inbox.fhir.gate import Gate
from inbox.fhir.pages import Pages
from inbox.fhir.profile import Profile, Said, profile_of
from inbox.fhir.resource import Malformed, Resource, decode
from inbox.fhir.search import Page, Params, query
from inbox.fhir.server_clock import ServerClock
from inbox.fhir.waiting import retry_after
from inbox.fhir.write import JSON_PATCH, Outcome, Write, bundle_of, done, etag, outcomes_of, refused_whole

FHIR_JSON = "application/fhir+json"
PRECONDITION_FAILED, TOO_LARGE = 412, 413


class TokenSource(Protocol):
    """Where access tokens come from: the session."""

    async def access(self) -> str:
        """A token that is good now; refreshes it first when it is about to expire."""

    async def refreshed(self, after: str) -> str:
        """A newer token than `after`, which the server refused. SignInNeeded when there is none."""


class FhirClient:
    """Belongs to one event loop: the one it is first used on.

    `tokens` None asks without authorization, as for the capability statement before sign-in.
    """

    def __init__(self, base_url: str, tokens: TokenSource | None = None, *, door: Door | None = None) -> None:
        self.base = check_address(base_url).rstrip("/") + "/"
        self._origin = origin(self.base)
        self._tokens = tokens
        self._door = door or Door()
        self._gate = Gate()
        self.clock = ServerClock()
        self.profile = Profile(Said())
        """What is known of the server: nothing before `capability`, or whoever knows more, sets it."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Drop all connections."""
        await self._door.close()

    # Reading

    async def search(
        self, resource_type: str, params: Params, *, interactive: bool = False
    ) -> AsyncIterator[Page]:
        """The pages of a search, each fetched when it is asked for, in a form that the server takes."""

        async def first(params: Params) -> Page:
            return await self._first(resource_type, query(params), interactive=interactive)

        async def follow(link: str) -> Page:
            return await self.page(link, interactive=interactive)

        async for page in Pages(first, follow, self.profile, resource_type, params):
            yield page

    async def page(self, url: str, *, interactive: bool = False) -> Page:
        """One page by its address as the server gave it, of this origin. Declined where it is too large."""
        try:
            return await found(self._granted, self.profile, self._own(url), interactive=interactive)
        except TooLarge as much:
            raise Declined(str(much), TOO_LARGE) from None

    async def read(self, ref: str, *, interactive: bool = False) -> Resource:
        """The current version of `Type/id`. NotThere when it is gone or hidden."""
        answer = await self._granted("GET", self._own(ref), interactive=interactive)
        try:
            return decode(answer.body)
        except Malformed as e:
            raise Unreadable(tr("The server's answer is not a FHIR resource ({why}).", why=e)) from None

    async def operation(self, path: str, *, interactive: bool = False) -> bytes:
        """What an operation that changes nothing answers: `Type/id/$name`."""
        return (await self._granted("GET", self._own(path), interactive=interactive)).body

    async def count(self, resource_type: str, params: Params, *, interactive: bool = False) -> int | None:
        """How many match; None where the server does not say."""
        try:
            page = await self._first(
                resource_type, query({**params, "_summary": "count"}), interactive=interactive
            )
        except Declined as e:
            if e.status == 400:  # a server without _summary: unknown, and no reason to stop
                return None
            raise
        return page.total

    async def capability(self) -> Profile:
        """What this server offers, from its CapabilityStatement and SMART configuration."""
        statement = await self._granted("GET", self._own("metadata"), interactive=True)
        try:
            smart = (await self._granted("GET", self._own(".well-known/smart-configuration"))).body
        except NotThere:
            smart = b""
        self.profile = profile_of(statement.body, smart)
        return self.profile

    async def _first(self, resource_type: str, search: str, *, interactive: bool) -> Page:
        return await self.page(
            f"{resource_type}?{search}" if search else resource_type, interactive=interactive
        )

    # Writing

    async def bundle(
        self, writes: Sequence[Write], *, atomic: bool = True, interactive: bool = False
    ) -> list[Outcome]:
        """Ask for several writes at once; one Outcome each, in order, whatever the outer status."""
        headers = {"content-type": FHIR_JSON, "prefer": "return=representation"}
        body = bundle_of(writes, atomic=atomic)
        answer = await self._asked("POST", self.base, headers=headers, body=body, interactive=interactive)
        if answer.status >= 400:
            outcomes = refused_whole(writes, answer.body, answer.status)
        else:
            try:
                outcomes = outcomes_of(writes, answer.body, retry_after(answer.headers))
            except msgspec.DecodeError:
                raise Unreadable(tr("The server's answer is not a FHIR Bundle."), answer.request) from None
            if any(one.busy for one in outcomes):
                self._gate.rest(retry_after(answer.headers))
        if _guarded(writes, outcomes):
            self.profile.learn(guards=True)
        return [msgspec.structs.replace(one, request=answer.request) for one in outcomes]

    async def write(self, write: Write, *, interactive: bool = False) -> Outcome:
        """Ask for one write by itself."""
        content = JSON_PATCH if write.method == "PATCH" else FHIR_JSON
        headers = {"content-type": content, "prefer": "return=representation"}
        if write.if_match:
            headers["if-match"] = etag(write.if_match)
        if write.if_none_exist:
            headers["if-none-exist"] = write.if_none_exist
        url = self._own(write.url)
        answer = await self._asked(
            write.method, url, headers=headers, body=write.body, interactive=interactive
        )
        if not 200 <= answer.status < 300:
            reason = outcome.in_words(answer.body, answer.status)
            refused = Outcome(answer.status, problem=reason, request=answer.request)
            if _guarded([write], [refused]):
                self.profile.learn(guards=True)
            return refused
        location, tag = answer.headers.get("location", ""), answer.headers.get("etag", "")
        return msgspec.structs.replace(
            done(write, answer.status, location, tag, answer.body), request=answer.request
        )

    async def create(self, body: bytes, *, if_none_exist: str = "", interactive: bool = False) -> Outcome:
        """Create the resource in `body`; 200 with `if_none_exist` means that it was already there."""
        resource_type = typed.decode(body, _Typed).resourceType
        write = Write("POST", resource_type, body, if_none_exist=if_none_exist)
        return await self.write(write, interactive=interactive)

    async def update(self, ref: str, body: bytes, *, if_match: str, interactive: bool = False) -> Outcome:
        """Replace `Type/id`, provided that its current version is still `if_match`."""
        return await self.write(Write("PUT", ref, body, if_match=if_match), interactive=interactive)

    # Asking

    def _own(self, url: str) -> str:
        """`url` below the base; Refused when it leads to another origin, where our token must not go."""
        target = joined(self.base, url)
        if origin(target) != self._origin:
            raise Refused(tr("The server sends us to another address. Not followed."))
        return target

    async def _granted(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        interactive: bool = False,
    ) -> Answer:
        """An answer that is a yes; a no is raised as Declined."""
        answer = await self._asked(method, url, headers=headers, body=body, interactive=interactive)
        if 200 <= answer.status < 300:
            return answer
        sentence = outcome.in_words(answer.body, answer.status)
        kinds = {404: NotThere, 410: NotThere, 409: Changed, 412: Changed}
        raise kinds.get(answer.status, Declined)(sentence, answer.status, answer.request)

    async def _asked(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        interactive: bool = False,
    ) -> Answer:
        """An answer of 2xx or 4xx, asked in turn and with a token; everything else is raised."""
        asked = {"accept": FHIR_JSON, **(headers or {})}
        async with self._gate.turn(interactive=interactive):
            if (seconds := self._gate.resting) and not interactive:
                raise Busy(tr("The server is busy."), seconds)
            token = await self._tokens.access() if self._tokens else ""
            answer = await self._door.exchange(method, url, headers=_with(asked, token), body=body)
            if answer.status == 401 and self._tokens:
                token = await self._tokens.refreshed(after=token)
                answer = await self._door.exchange(method, url, headers=_with(asked, token), body=body)
        self.clock.hear(answer.headers)
        if answer.status == 401:
            raise SignInNeeded(tr("The server no longer accepts this sign-in. Please sign in again."))
        if answer.status in (429, 503):
            wait = retry_after(answer.headers)
            self._gate.rest(wait)
            raise Busy(tr("The server is busy."), wait, answer.request)
        if answer.status >= 500:
            raise ServerFailed(outcome.in_words(answer.body, answer.status), answer.status, answer.request)
        return answer


def _guarded(writes: Sequence[Write], outcomes: Sequence[Outcome]) -> bool:
    """Whether the server refused what relied on an old version: then it can be relied on to do so.

    Where a create was conditional nothing is said: two that bear one identifier are refused alike.
    """
    if any(write.if_none_exist for write in writes):
        return False
    return any(
        write.method == "PUT" and write.if_match and one.status == PRECONDITION_FAILED
        for write, one in zip(writes, outcomes, strict=True)
    )


class _Typed(msgspec.Struct):
    resourceType: str


def _with(headers: Mapping[str, str], token: str) -> dict[str, str]:
    return {**headers, "authorization": f"Bearer {token}"} if token else dict(headers)
