"""The portal's signing key and the ID tokens signed with it (OpenID Connect Core 1.0, RS256)."""

import json
import secrets
from typing import Any

import jwt
import sqlalchemy as sa
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

from portal.smart.sessions import SignIn
from portal.storage import schema
from portal.storage.database import Writing


def add_signing_key(writing: Writing) -> None:
    key = generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    writing.connection.execute(
        schema.signing_key.insert().values(kid=secrets.token_hex(8), private_pem=pem.decode())
    )


class SigningKey:
    """Read once at start; it stays the same as long as the database does."""

    def __init__(self, connection: sa.Connection) -> None:
        table = schema.signing_key
        self._kid, pem = connection.execute(sa.select(table.c.kid, table.c.private_pem)).one()
        key = serialization.load_pem_private_key(pem.encode(), password=None)
        if not isinstance(key, RSAPrivateKey):
            raise TypeError("the portal signs with RSA keys only")
        self._key = key

    def jwks(self) -> dict[str, Any]:
        public: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(self._key.public_key()))
        return {"keys": [public | {"kid": self._kid, "use": "sig", "alg": "RS256"}]}

    def id_token(self, sign_in: SignIn, issuer: str, now: int, lifetime: int) -> str:
        """`now` in milliseconds, `lifetime` in seconds."""
        claims: dict[str, Any] = {
            "iss": issuer,
            "sub": sign_in.user,
            "aud": sign_in.client_id,
            "iat": now // 1000,
            "exp": now // 1000 + lifetime,
        }
        if sign_in.nonce:
            claims["nonce"] = sign_in.nonce
        scopes = sign_in.scope.split()
        if "fhirUser" in scopes:
            claims["fhirUser"] = f"{issuer}/{sign_in.practitioner}"
        if "profile" in scopes or "fhirUser" in scopes:
            claims["name"] = sign_in.name
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": self._kid})
