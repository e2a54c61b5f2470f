"""What the token endpoint does: codes and refresh tokens in, tokens out (RFC 6749, RFC 7636, RFC 7009).

Errors are returned, not raised: ending a session after a replay has to be committed with the refusal.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.settings import Settings
from portal.smart import sessions
from portal.smart.identity import SigningKey
from portal.smart.sessions import Secret, SignIn
from portal.storage.database import Writing

Form = Mapping[str, str]


@dataclass(frozen=True)
class GrantError:
    """An OAuth error with a sentence for people."""

    error: str
    description: str


def exchange(
    writing: Writing, form: Form, issuer: str, key: SigningKey, settings: Settings
) -> dict[str, Any] | GrantError:
    """Answer a token request."""
    match form.get("grant_type"):
        case "authorization_code":
            sign_in = _by_code(writing, form)
        case "refresh_token":
            sign_in = _by_refresh_token(writing, form)
        case _:
            return GrantError(
                "unsupported_grant_type", "Only authorization_code and refresh_token are supported."
            )
    if isinstance(sign_in, GrantError):
        return sign_in
    tokens: dict[str, Any] = {
        "access_token": sessions.issue(writing, sign_in.id, "access", settings.access_token_lifetime),
        "token_type": "Bearer",
        "expires_in": settings.access_token_lifetime,
        "scope": sign_in.scope,
    }
    scopes = sign_in.scope.split()
    if "offline_access" in scopes:
        tokens["refresh_token"] = sessions.issue(writing, sign_in.id, "refresh", None)
    if "openid" in scopes and form["grant_type"] == "authorization_code":
        tokens["id_token"] = key.id_token(sign_in, issuer, writing.moment, settings.access_token_lifetime)
    return tokens


def _by_code(writing: Writing, form: Form) -> SignIn | GrantError:
    found = _unused(writing, form.get("code", ""), "code")
    if isinstance(found, GrantError):
        return found
    code, sign_in = found
    if form.get("client_id") != sign_in.client_id or form.get("redirect_uri") != code.redirect_uri:
        return GrantError("invalid_grant", "The code belongs to another client or redirect address.")
    challenge = s256(form.get("code_verifier", ""))
    if not secrets.compare_digest(challenge, code.challenge or ""):
        return GrantError("invalid_grant", "code_verifier does not fit the code_challenge.")
    sessions.mark_used(writing, form["code"])
    return sign_in


def _by_refresh_token(writing: Writing, form: Form) -> SignIn | GrantError:
    found = _unused(writing, form.get("refresh_token", ""), "refresh")
    if isinstance(found, GrantError):
        return found
    _, sign_in = found
    if form.get("client_id", sign_in.client_id) != sign_in.client_id:
        return GrantError("invalid_grant", "The refresh token belongs to another client.")
    sessions.mark_used(writing, form["refresh_token"])
    return sign_in


def _unused(writing: Writing, value: str, kind: sessions.Kind) -> tuple[Secret, SignIn] | GrantError:
    secret = sessions.find_secret(writing.connection, value)
    if secret is None or secret.kind != kind:
        return GrantError("invalid_grant", f"The {kind} is unknown.")
    if secret.used:
        sessions.revoke(writing, secret.session)
        return GrantError("invalid_grant", f"The {kind} was used before, so the session has been ended.")
    if secret.expires is not None and secret.expires <= writing.moment:
        return GrantError("invalid_grant", f"The {kind} has expired.")
    sign_in = sessions.live_session(writing.connection, secret.session)
    if sign_in is None:
        return GrantError("invalid_grant", "The session has been ended.")
    return secret, sign_in


def s256(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def end_session(writing: Writing, form: Form) -> None:
    """Revoke whatever session a token belongs to; an unknown token is no error (RFC 7009, section 2.2)."""
    secret = sessions.find_secret(writing.connection, form.get("token", ""))
    if secret is not None:
        sessions.revoke(writing, secret.session)


def introspect(connection: sa.Connection, form: Form, issuer: str, now: int) -> dict[str, Any]:
    """What an access or refresh token stands for (RFC 7662). Holding the token is the right to ask."""
    secret = sessions.find_secret(connection, form.get("token", ""))
    if secret is None or secret.used or secret.kind == "code" or (secret.expires or now + 1) <= now:
        return {"active": False}
    sign_in = sessions.live_session(connection, secret.session)
    if sign_in is None:
        return {"active": False}
    described: dict[str, Any] = {
        "active": True,
        "scope": sign_in.scope,
        "client_id": sign_in.client_id,
        "sub": sign_in.user,
        "username": sign_in.user,
        "iss": issuer,
        "fhirUser": f"{issuer}/{sign_in.practitioner}",
    }
    if secret.expires is not None:
        described["exp"] = secret.expires // 1000
    return described
