"""Sign-ins, authorization codes and tokens, kept hashed so that a copy of the database opens nothing.

A code works once and a refresh token works once: whoever comes second with one has stolen it, or was stolen
from, so the whole session ends (OAuth 2.0 Security BCP, RFC 9700, sections 2.1.1 and 4.14).
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

import sqlalchemy as sa

from portal.smart.scopes import Person, rights_of
from portal.storage import schema
from portal.storage.database import Writing

Kind = Literal["code", "access", "refresh"]

_session, _secret, _account = schema.session, schema.secret, schema.account


class AccountLike(Protocol):
    """Somebody who can sign in, as the clinic describes them."""

    @property
    def user(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def practitioner(self) -> str: ...


class Listed(NamedTuple):
    """Somebody who can sign in, without the password."""

    user: str
    name: str
    role: str
    practitioner: str


@dataclass(frozen=True)
class SignIn:
    """A session with what its tokens must say."""

    id: int
    user: str
    name: str
    practitioner: str
    client_id: str
    scope: str
    nonce: str | None


@dataclass(frozen=True)
class Secret:
    kind: Kind
    session: int
    expires: int | None
    used: bool
    redirect_uri: str | None
    challenge: str | None


def digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()


def add_accounts(writing: Writing, accounts: Iterable[AccountLike], password: str) -> None:
    rows = [
        {
            "user": each.user,
            "name": each.name,
            "role": each.role,
            "practitioner": each.practitioner,
            "password": password,
        }
        for each in accounts
    ]
    if rows:
        writing.connection.execute(_account.insert(), rows)


def accounts(connection: sa.Connection) -> list[Listed]:
    columns = (_account.c.user, _account.c.name, _account.c.role, _account.c.practitioner)
    rows = connection.execute(sa.select(*columns).order_by(_account.c.role, _account.c.user))
    return [Listed(*row) for row in rows]


def add_client(writing: Writing, client_id: str, name: str) -> None:
    writing.connection.execute(schema.oauth_client.insert().values(client_id=client_id, name=name))


def client_name(connection: sa.Connection, client_id: str) -> str | None:
    table = schema.oauth_client
    return connection.execute(
        sa.select(table.c.name).where(table.c.client_id == client_id)
    ).scalar_one_or_none()


def role_of(connection: sa.Connection, user: str, password: str) -> str | None:
    """The role of the person whose password this is, or None where user or password is wrong."""
    row = connection.execute(
        sa.select(_account.c.role, _account.c.password).where(_account.c.user == user)
    ).one_or_none()
    if row is None or not secrets.compare_digest(row.password.encode(), password.encode()):
        return None
    return str(row.role)


def start_session(writing: Writing, user: str, client_id: str, scope: str, nonce: str | None) -> int:
    created = writing.connection.execute(
        _session.insert().values(
            user=user, client_id=client_id, scope=scope, nonce=nonce, started=writing.moment, revoked=False
        )
    )
    (session_id,) = created.inserted_primary_key or (0,)
    return int(session_id)


def issue(
    writing: Writing,
    session_id: int,
    kind: Kind,
    lifetime: int | None,
    redirect_uri: str | None = None,
    challenge: str | None = None,
) -> str:
    """A new secret for the client to hold; `lifetime` is in seconds, None as long as the session lasts."""
    value = secrets.token_urlsafe(32)
    writing.connection.execute(
        _secret.insert().values(
            digest=digest(value),
            session=session_id,
            kind=kind,
            expires=None if lifetime is None else writing.moment + lifetime * 1000,
            used=False,
            redirect_uri=redirect_uri,
            challenge=challenge,
        )
    )
    return value


def find_secret(connection: sa.Connection, value: str) -> Secret | None:
    row = connection.execute(
        sa.select(
            _secret.c.kind,
            _secret.c.session,
            _secret.c.expires,
            _secret.c.used,
            _secret.c.redirect_uri,
            _secret.c.challenge,
        ).where(_secret.c.digest == digest(value))
    ).one_or_none()
    return Secret(*row) if row else None


def mark_used(writing: Writing, value: str) -> None:
    writing.connection.execute(_secret.update().where(_secret.c.digest == digest(value)).values(used=True))


def revoke(writing: Writing, session_id: int) -> None:
    writing.connection.execute(_session.update().where(_session.c.id == session_id).values(revoked=True))


def live_session(connection: sa.Connection, session_id: int) -> SignIn | None:
    row = connection.execute(
        sa.select(
            _session.c.id,
            _session.c.user,
            _account.c.name,
            _account.c.practitioner,
            _session.c.client_id,
            _session.c.scope,
            _session.c.nonce,
        )
        .join(_account, _account.c.user == _session.c.user)
        .where(_session.c.id == session_id, ~_session.c.revoked)
    ).one_or_none()
    return SignIn(*row) if row else None


def person_with(connection: sa.Connection, access_token: str, now: int) -> Person | None:
    """Who holds this access token, or None where it is unknown, expired or revoked."""
    row = connection.execute(
        sa.select(
            _account.c.user, _account.c.name, _account.c.role, _account.c.practitioner, _session.c.scope
        )
        .select_from(_secret)
        .join(_session, _session.c.id == _secret.c.session)
        .join(_account, _account.c.user == _session.c.user)
        .where(
            _secret.c.digest == digest(access_token),
            _secret.c.kind == "access",
            _secret.c.expires > now,
            ~_session.c.revoked,
        )
    ).one_or_none()
    if row is None:
        return None
    return Person(row.user, row.name, row.role, row.practitioner, rights_of(row.scope))
