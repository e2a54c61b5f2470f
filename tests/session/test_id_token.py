"""An ID token is believed only when everything about it fits this sign-in."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from inbox.domain.errors import Refused
from inbox.session.id_token import Claims, verified

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
NOW = datetime(2026, 1, 9, 21, 0, tzinfo=UTC)
GOOD: dict[str, Any] = {
    "iss": "https://portal.example/fhir",
    "sub": "n",
    "aud": "inbox",
    "exp": NOW.timestamp() + 300,
    "nonce": "n-1",
    "fhirUser": "Practitioner/n",
}


def key_set(*keys: rsa.RSAPrivateKey, **changed: str) -> bytes:
    made = [{**RSAAlgorithm.to_jwk(k.public_key(), as_dict=True), "kid": str(n)} for n, k in enumerate(keys)]
    return json.dumps({"keys": [{"kty": "EC", "kid": "0"}, *({**one, **changed} for one in made)]}).encode()


def signed(key: Any = KEY, algorithm: str = "RS256", kid: str = "0", **changed: Any) -> str:
    claims = {name: value for name, value in (GOOD | changed).items() if value is not None}
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid})


def check(token: str, keys: bytes | None = None) -> Claims:
    return verified(
        token,
        keys if keys is not None else key_set(KEY),
        issuer="https://portal.example/fhir",
        client_id="inbox",
        nonce="n-1",
        now=NOW,
        began=NOW,
    )


def test_a_good_token_says_who_it_is() -> None:
    assert check(signed()).fhir_user == "Practitioner/n"
    assert check(signed(aud=["else", "inbox"], azp="inbox")).sub == "n"
    assert check(signed(exp=NOW.timestamp() - 200)).sub == "n", "clocks may be off by five minutes"
    assert check(signed(kid="1", key=OTHER), key_set(KEY, OTHER)).sub == "n"


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://another.example"},
        {"aud": "another"},
        {"aud": ["another"]},
        {"aud": ["another", "inbox"], "azp": "another"},
        {"exp": NOW.timestamp() - 301},
        {"exp": None},
        {"nonce": "n-2"},
        {"nonce": None},
        {"sub": None},
        {"key": OTHER},
        {"kid": "7"},
    ],
    ids=lambda changed: "-".join(changed),
)
def test_a_token_that_does_not_fit_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        check(signed(**changed))


def test_a_token_nobody_signed_is_refused() -> None:
    with pytest.raises(Refused, match="signed in a way"):
        check(signed(key=None, algorithm="none"))
    with pytest.raises(Refused, match="signed in a way"):
        check(signed(key="0" * 64, algorithm="HS256"))


def test_a_token_that_was_changed_is_refused() -> None:
    head, _, signature = signed().split(".")
    _, body, _ = signed(sub="somebody else").split(".")
    with pytest.raises(Refused, match="not signed by this server"):
        check(f"{head}.{body}.{signature}")


@pytest.mark.parametrize("token", ["", "a.b.c", "....", "e30.e30.e30", "\xff.x.y"])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(Refused):
        check(token)


@pytest.mark.parametrize(
    "keys", [b"", b"{}", b"<html>", key_set(KEY, n="!"), key_set(KEY, e="AA"), key_set()]
)
def test_keys_that_are_no_keys_are_refused(keys: bytes) -> None:
    with pytest.raises(Refused):
        check(signed(), keys)


def test_a_key_for_something_else_is_not_used() -> None:
    with pytest.raises(Refused):
        check(signed(), key_set(KEY, use="enc"))


def test_whom_the_browser_still_knew_has_not_signed_in_now() -> None:
    assert check(signed(auth_time=NOW.timestamp() - 200)).sub == "n", "clocks may be off by five minutes"
    with pytest.raises(Refused, match="the browser still knew somebody"):
        check(signed(auth_time=NOW.timestamp() - 3600))


def test_whose_sign_in_it_was_is_told_by_the_servers_clock_where_it_says_the_time() -> None:
    """A station whose clock is an hour ahead is no colleague in the browser; one of a minute ago is."""
    there = NOW.timestamp() - 3600
    assert check(signed(iat=there, auth_time=there - 0.5)).sub == "n"
    with pytest.raises(Refused, match="the browser still knew somebody"):
        check(signed(iat=NOW.timestamp(), auth_time=NOW.timestamp() - 60))
