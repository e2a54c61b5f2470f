"""Signing in as a program would, but with the password typed by the test."""

import base64
import hashlib
import secrets
import ssl
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

import httpx

REDIRECT = "http://127.0.0.1:45123/back"
# Shared, because a client of its own costs httpx 20 ms each time, plain HTTP or not.
TLS = ssl.create_default_context()
EVERYTHING = "openid fhirUser offline_access user/*.cruds"


class Reachable(Protocol):
    """A portal, by its address and that of its FHIR interface."""

    @property
    def root(self) -> str: ...
    @property
    def base_url(self) -> str: ...


@dataclass
class Launch:
    """One authorization request and what follows from it."""

    portal: Reachable
    scope: str = EVERYTHING
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    changed: dict[str, str | None] = field(default_factory=dict)
    """Parameters of the request to replace, or to leave out (None)."""

    def parameters(self) -> dict[str, str]:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        usual: dict[str, str | None] = {
            "response_type": "code",
            "client_id": "inbox-workstation",
            "redirect_uri": REDIRECT,
            "scope": self.scope,
            "state": "state-1",
            "aud": self.portal.base_url,
            "nonce": "nonce-1",
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        return {name: value for name, value in (usual | self.changed).items() if value is not None}

    def page(self) -> httpx.Response:
        return httpx.get(f"{self.portal.root}/auth/authorize", params=self.parameters(), verify=TLS)

    def submit(self, user: str, password: str = "sandbox") -> httpx.Response:
        form = self.parameters() | {"user": user, "password": password}
        return httpx.post(f"{self.portal.root}/auth/authorize", data=form, verify=TLS)

    def code(self, user: str) -> str:
        return returned(self.submit(user))["code"]

    def exchange(self, code: str, /, **changed: str) -> httpx.Response:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": REDIRECT,
            "client_id": "inbox-workstation",
            "code_verifier": self.verifier,
        }
        return httpx.post(f"{self.portal.root}/auth/token", data=form | changed, verify=TLS)

    def tokens(self, user: str) -> dict[str, Any]:
        tokens: dict[str, Any] = self.exchange(self.code(user)).raise_for_status().json()
        return tokens


def returned(response: httpx.Response) -> dict[str, str]:
    """What the browser was sent back to the program with."""
    assert response.status_code == 302, response.text
    return {
        name: values[0] for name, values in parse_qs(urlsplit(response.headers["location"]).query).items()
    }


def refreshed(portal: Reachable, refresh_token: str) -> httpx.Response:
    form = {
        "grant_type": "refresh_token",
        "refresh_token": refresh_token,
        "client_id": "inbox-workstation",
    }
    return httpx.post(f"{portal.root}/auth/token", data=form, verify=TLS)


def signed_in(portal: Reachable, user: str, scope: str = EVERYTHING) -> httpx.Client:
    """A client at the FHIR base with the person's token; to be closed."""
    token = Launch(portal, scope).tokens(user)["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.Client(base_url=portal.base_url, headers=headers, timeout=20, verify=TLS)
