"""The requests of OAuth 2.0 that sign-in and refresh share, and where a server takes them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import msgspec

from inbox.domain import typed
from inbox.domain.errors import Refused
from inbox.domain.inert import one_line
from inbox.domain.words import tr
from inbox.fhir.door import Answer, Door, check_address
from inbox.fhir.faults import Busy, ServerFailed, Unreadable
from inbox.fhir.waiting import retry_after


class Endpoints(msgspec.Struct, frozen=True):
    """`{base}/.well-known/smart-configuration` (SMART App Launch 2, §Conformance)."""

    authorization_endpoint: str
    token_endpoint: str
    issuer: str = ""
    jwks_uri: str = ""
    revocation_endpoint: str = ""
    capabilities: list[str] = []
    code_challenge_methods_supported: list[str] = []


class Granted(msgspec.Struct, frozen=True):
    """What the token endpoint gives."""

    access_token: str
    token_type: str = "Bearer"
    expires_in: float = 300
    """Seconds. SMART requires it; a server that is silent is asked again soon."""
    scope: str = ""
    refresh_token: str = ""
    id_token: str = ""
    fhir_user: str = msgspec.field(default="", name="fhirUser")

    def __repr__(self) -> str:
        return f"Granted(scope={self.scope!r})"


class TokenRefused(Refused):
    """The token endpoint said no; `error` is OAuth's code (RFC 6749 §5.2)."""

    def __init__(self, sentence: str, error: str) -> None:
        super().__init__(sentence)
        self.error = error


class _Error(msgspec.Struct):
    error: str = ""
    error_description: str = ""


async def discover(door: Door, portal: str) -> Endpoints:
    """Where `portal` signs people in. Refused where it does not offer what we need safely."""
    answer = await door.exchange("GET", f"{portal.rstrip('/')}/.well-known/smart-configuration")
    _raise_if_unwell(answer)
    if answer.status != 200:
        raise Refused(tr("This server does not say how to sign in (SMART configuration missing)."))
    try:
        endpoints = typed.decode(answer.body, Endpoints)
    except msgspec.DecodeError:
        raise Refused(tr("The server's sign-in settings cannot be read.")) from None
    if "S256" not in endpoints.code_challenge_methods_supported:
        raise Refused(tr("This server's sign-in is not protected well enough (PKCE with S256 is missing)."))
    given = (endpoints.jwks_uri, endpoints.revocation_endpoint)
    for address in (endpoints.authorization_endpoint, endpoints.token_endpoint, *filter(None, given)):
        check_address(address)
    return endpoints


async def ask_token(door: Door, endpoint: str, form: Mapping[str, str]) -> Granted:
    """Ask the token endpoint. TokenRefused where it says no."""
    answer = await _post(door, endpoint, form)
    if answer.status != 200:
        try:
            said = typed.decode(answer.body, _Error)
        except msgspec.DecodeError:
            said = _Error()
        raise TokenRefused(
            one_line(said.error_description) or tr("The server refused the sign-in."), said.error
        )
    try:
        granted = typed.decode(answer.body, Granted)
    except msgspec.DecodeError:
        raise Unreadable(tr("The server's answer to the sign-in cannot be read.")) from None
    if granted.token_type.lower() != "bearer" or not granted.access_token:
        raise Refused(tr("The server gave a kind of token that this program does not use."))
    return granted


async def revoke(door: Door, endpoint: str, client_id: str, token: str) -> None:
    """Ask the server to forget `token` (RFC 7009). Returning means that it confirmed."""
    form = {"token": token, "token_type_hint": "refresh_token", "client_id": client_id}
    answer = await _post(door, endpoint, form)
    if answer.status != 200:
        raise Refused(tr("The server did not confirm the sign-out."))


async def _post(door: Door, endpoint: str, form: Mapping[str, str]) -> Answer:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = await door.exchange("POST", endpoint, headers=headers, body=urlencode(form).encode("ascii"))
    _raise_if_unwell(answer)
    return answer


def _raise_if_unwell(answer: Answer) -> None:
    if answer.status in (429, 503):
        raise Busy(tr("The server is busy."), retry_after(answer.headers))
    if answer.status >= 500:
        sentence = tr("The server answered with error {status}.", status=answer.status)
        raise ServerFailed(sentence, answer.status)
