"""The routes of SMART App Launch, standalone, for public clients on this machine.

Source: SMART App Launch 2.2; OAuth 2.0 for native apps, RFC 8252 (loopback redirects, any port).
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from portal.settings import FHIR_ROOT, Settings
from portal.smart import grants, sessions
from portal.smart.identity import SigningKey
from portal.smart.pages import problem_page, sign_in_page
from portal.smart.scopes import narrowed, supported_scopes
from portal.storage.database import Database, Writing

_LOOPBACK = re.compile(r"http://(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?(/[^#]*)?")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_CARRIED = (
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "aud",
    "nonce",
    "code_challenge",
    "code_challenge_method",
)
_PAGE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
_NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


def routes(database: Database, settings: Settings, key: SigningKey) -> list[Route]:
    async def configuration(request: Request) -> Response:
        return JSONResponse(_configuration(_root(request)))

    async def jwks(_request: Request) -> Response:
        return JSONResponse(key.jwks())

    async def authorize(request: Request) -> Response:
        sent = await _form(request) if request.method == "POST" else dict(request.query_params)
        fields = {name: sent[name] for name in _CARRIED if name in sent}
        client = await database.reading(lambda it: sessions.client_name(it, fields.get("client_id", "")))
        redirect = fields.get("redirect_uri", "")
        # Whoever cannot be trusted with an answer must not get one by redirect.
        if client is None:
            return HTMLResponse(problem_page("This program is not registered here."), 400, _PAGE_HEADERS)
        if not _LOOPBACK.fullmatch(redirect):
            problem = "The program must wait for the answer on this computer (http://127.0.0.1)."
            return HTMLResponse(problem_page(problem), 400, _PAGE_HEADERS)
        error = _request_error(fields, _root(request) + FHIR_ROOT)
        if error is not None:
            return _redirect(redirect, {"error": error.error, "error_description": error.description}, fields)
        people = await database.reading(sessions.accounts)
        if request.method == "GET":
            return HTMLResponse(sign_in_page(client, fields, people), headers=_PAGE_HEADERS)
        code = await database.writing(lambda it: _sign_in(it, sent, fields, settings))
        if code is None:
            page = sign_in_page(client, fields, people, "The user name or the password is wrong.")
            return HTMLResponse(page, 403, _PAGE_HEADERS)
        return _redirect(redirect, {"code": code}, fields)

    async def token(request: Request) -> Response:
        form, issuer = await _form(request), _root(request) + FHIR_ROOT
        answer = await database.writing(lambda it: grants.exchange(it, form, issuer, key, settings))
        if isinstance(answer, grants.GrantError):
            refused = {"error": answer.error, "error_description": answer.description}
            return JSONResponse(refused, 400, _NO_STORE)
        return JSONResponse(answer, headers=_NO_STORE)

    async def revoke(request: Request) -> Response:
        form = await _form(request)
        await database.writing(lambda it: grants.end_session(it, form))
        return Response(status_code=200)

    async def introspect(request: Request) -> Response:
        form, issuer, now = await _form(request), _root(request) + FHIR_ROOT, database.now()
        described = await database.reading(lambda it: grants.introspect(it, form, issuer, now))
        return JSONResponse(described, headers=_NO_STORE)

    return [
        Route(f"{FHIR_ROOT}/.well-known/smart-configuration", configuration),
        Route(f"{FHIR_ROOT}/.well-known/openid-configuration", configuration),
        Route("/auth/jwks", jwks),
        Route("/auth/authorize", authorize, methods=["GET", "POST"]),
        Route("/auth/token", token, methods=["POST"]),
        Route("/auth/revoke", revoke, methods=["POST"]),
        Route("/auth/introspect", introspect, methods=["POST"]),
    ]


def _root(request: Request) -> str:
    return str(request.base_url).rstrip("/")


async def _form(request: Request) -> dict[str, str]:
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


def _configuration(root: str) -> dict[str, Any]:
    return {
        "issuer": root + FHIR_ROOT,
        "jwks_uri": f"{root}/auth/jwks",
        "authorization_endpoint": f"{root}/auth/authorize",
        "token_endpoint": f"{root}/auth/token",
        "revocation_endpoint": f"{root}/auth/revoke",
        "introspection_endpoint": f"{root}/auth/introspect",
        "token_endpoint_auth_methods_supported": ["none"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": supported_scopes(),
        "capabilities": [
            "launch-standalone",
            "client-public",
            "sso-openid-connect",
            "permission-offline",
            "permission-user",
            "permission-v1",
            "permission-v2",
        ],
    }


def _request_error(fields: Mapping[str, str], fhir_base: str) -> grants.GrantError | None:
    """What is wrong with an authorization request, once it is known where to say so."""
    if fields.get("response_type") != "code":
        return grants.GrantError("unsupported_response_type", "response_type must be code.")
    if not fields.get("state"):
        return grants.GrantError("invalid_request", "state is missing.")
    if fields.get("code_challenge_method") != "S256" or not _CHALLENGE.fullmatch(
        fields.get("code_challenge", "")
    ):
        return grants.GrantError("invalid_request", "A PKCE challenge with method S256 is needed.")
    if fields.get("aud", "").rstrip("/") != fhir_base:
        return grants.GrantError("invalid_request", f"aud must be the FHIR base address, {fhir_base}.")
    if not fields.get("scope"):
        return grants.GrantError("invalid_scope", "scope is missing.")
    return None


def _sign_in(
    writing: Writing, sent: Mapping[str, str], fields: Mapping[str, str], settings: Settings
) -> str | None:
    """An authorization code for the person whose password was given, or None."""
    user = sent.get("user", "").strip()
    role = sessions.role_of(writing.connection, user, sent.get("password", ""))
    if role is None:
        return None
    scope = narrowed(fields["scope"], role)
    session = sessions.start_session(writing, user, fields["client_id"], scope, fields.get("nonce"))
    return sessions.issue(
        writing,
        session,
        "code",
        settings.sign_in_lifetime,
        redirect_uri=fields["redirect_uri"],
        challenge=fields["code_challenge"],
    )


def _redirect(address: str, result: Mapping[str, str], fields: Mapping[str, str]) -> Response:
    answer = dict(result)
    if "state" in fields:
        answer["state"] = fields["state"]
    joint = "&" if "?" in address else "?"
    return RedirectResponse(f"{address}{joint}{urlencode(answer)}", 302, _NO_STORE)
