"""Reading and verifying an ID token (OpenID Connect Core 1.0 §3.1.3.7)."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from datetime import datetime, timedelta

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers

from inbox.domain import typed
from inbox.domain.errors import Refused
from inbox.domain.words import tr

SKEW = timedelta(minutes=5)
"""How far a workstation's clock may be off."""
_A_SECOND = 1.0
"""Tokens tell whole seconds."""


class Claims(msgspec.Struct, frozen=True):
    """What the token says."""

    iss: str
    sub: str
    aud: str | list[str]
    exp: float
    nonce: str = ""
    azp: str = ""
    iat: float | None = None
    """When it was issued, by the server's clock."""
    auth_time: float | None = None
    """When the person proved who they are, where the server says it."""
    fhir_user: str = msgspec.field(default="", name="fhirUser")
    profile: str = ""


class _Header(msgspec.Struct):
    alg: str
    kid: str = ""


class _Key(msgspec.Struct):
    kty: str
    kid: str = ""
    use: str = "sig"
    n: str = ""
    e: str = ""


class _Keys(msgspec.Struct):
    keys: list[_Key]


def verified(
    token: str, keys: bytes, *, issuer: str, client_id: str, nonce: str, now: datetime, began: datetime
) -> Claims:
    """The claims of `token`, signed RS256 (which SMART servers must support) by one of the JWK set `keys`.

    Refused where signature, issuer, audience, time or nonce is not what this sign-in asked for, or where the
    person proved who they are before it `began`: the browser may remember somebody else.
    """
    claims = _signed(token, keys)
    audience = [claims.aud] if isinstance(claims.aud, str) else claims.aud
    if claims.iss != issuer:
        raise _wrong(tr("another issuer"))
    if client_id not in audience or claims.azp not in ("", client_id):
        raise _wrong(tr("another program's"))
    if now.timestamp() >= claims.exp + SKEW.total_seconds():
        raise _wrong(tr("expired: is this computer's clock right?"))
    if claims.auth_time is not None and claims.auth_time < _began_there(claims, now - began, began):
        raise _wrong(tr("the browser still knew somebody: sign out of the portal there"))
    if claims.nonce != nonce:
        raise _wrong(tr("another sign-in's"))
    return claims


def _began_there(claims: Claims, took: timedelta, began: datetime) -> float:
    """A time by the server's clock before which the sign-in has not begun: where the token says when it was
    issued, this computer's clock, which may be wrong, counts for nothing but how long it `took`."""
    if claims.iat is None:
        return (began - SKEW).timestamp()
    return claims.iat - took.total_seconds() - _A_SECOND


def _signed(token: str, keys: bytes) -> Claims:
    try:
        signed, _, signature = token.rpartition(".")
        head, _, body = signed.partition(".")
        header = typed.decode(_bytes(head), _Header)
        known = typed.decode(keys, _Keys).keys
        if header.alg != "RS256":
            raise _wrong(tr("signed in a way we do not accept"))
        _check(signed.encode("ascii"), _bytes(signature), [k for k in known if header.kid in ("", k.kid)])
        return typed.decode(_bytes(body), Claims)
    except (msgspec.DecodeError, ValueError):  # not JSON, not base64, no such key
        raise _wrong(tr("unreadable")) from None


def _check(signed: bytes, signature: bytes, keys: list[_Key]) -> None:
    for key in keys:
        if key.kty != "RSA" or key.use != "sig":
            continue
        public = RSAPublicNumbers(_number(key.e), _number(key.n)).public_key()
        try:
            public.verify(signature, signed, PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            continue
        return
    raise _wrong(tr("not signed by this server"))


def _number(text: str) -> int:
    return int.from_bytes(_bytes(text), "big")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _wrong(why: str) -> Refused:
    return Refused(tr("The server's proof of who you are was not accepted ({why}).", why=why))
