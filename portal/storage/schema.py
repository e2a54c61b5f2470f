"""The tables. Times are milliseconds since 1970 UTC, bodies are FHIR JSON exactly as they are served."""

import sqlalchemy as sa

metadata = sa.MetaData()

_row_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
# In the order of code points, as SQLite has it, whatever language the server of the database speaks.
_text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

LAYOUT = 1
"""To be raised whenever a table changes: the sandbox makes a new clinic rather than migrate an old one."""

layout = sa.Table("layout", metadata, sa.Column("version", sa.Integer, nullable=False))

resource = sa.Table(
    "resource",
    metadata,
    sa.Column("pk", _row_id, primary_key=True, autoincrement=False),
    sa.Column("type", _text, nullable=False),
    sa.Column("id", _text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("updated", sa.BigInteger, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False, comment="order of commit, unique over all writes"),
    sa.Column("deleted", sa.Boolean, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("type", "id"),
    sa.Index("resource_by_time", "type", "updated", "seq"),
    sa.Index("resource_by_seq", "seq"),
)

earlier_version = sa.Table(
    "earlier_version",
    metadata,
    sa.Column("resource", _row_id, sa.ForeignKey(resource.c.pk), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("updated", sa.BigInteger, nullable=False),
    sa.Column("deleted", sa.Boolean, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)


def _index_table(name: str, *columns: sa.Column[object]) -> sa.Table:
    """One kind of search value; `param` is `Type.name`. One index is to search, the other to write."""
    return sa.Table(
        name,
        metadata,
        sa.Column("resource", _row_id, sa.ForeignKey(resource.c.pk), nullable=False),
        sa.Column("param", _text, nullable=False),
        *columns,
        sa.Index(f"{name}_by_value", "param", *[column.name for column in columns], "resource"),
        sa.Index(f"{name}_by_resource", "resource", "param"),
    )


token_value = _index_table(
    "token_value",
    sa.Column("code", _text, nullable=False),
    sa.Column("system", _text, nullable=False),
)
reference_value = _index_table(
    "reference_value",
    sa.Column("target_id", _text, nullable=False),
    sa.Column("target_type", _text, nullable=False),
)
date_value = _index_table(
    "date_value",
    sa.Column("low", sa.BigInteger, nullable=False),
    sa.Column("high", sa.BigInteger, nullable=False, comment="first millisecond after the value"),
)
string_value = _index_table("string_value", sa.Column("text", _text, nullable=False))

account = sa.Table(
    "account",
    metadata,
    sa.Column("user", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("practitioner", sa.Text, nullable=False, comment="Practitioner/id"),
    sa.Column("password", sa.Text, nullable=False),
)

oauth_client = sa.Table(
    "oauth_client",
    metadata,
    sa.Column("client_id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
)

session = sa.Table(
    "session",
    metadata,
    sa.Column("id", _row_id, primary_key=True, autoincrement=True),
    sa.Column("user", sa.Text, sa.ForeignKey(account.c.user), nullable=False),
    sa.Column("client_id", sa.Text, sa.ForeignKey(oauth_client.c.client_id), nullable=False),
    sa.Column("scope", sa.Text, nullable=False),
    sa.Column("nonce", sa.Text),
    sa.Column("started", sa.BigInteger, nullable=False),
    sa.Column("revoked", sa.Boolean, nullable=False, default=False),
)

secret = sa.Table(
    "secret",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True, comment="SHA-256 of what the client holds"),
    sa.Column("session", _row_id, sa.ForeignKey(session.c.id), nullable=False),
    sa.Column("kind", sa.Text, nullable=False, comment="code, access or refresh"),
    sa.Column("expires", sa.BigInteger),
    sa.Column("used", sa.Boolean, nullable=False, default=False),
    sa.Column("redirect_uri", sa.Text),
    sa.Column("challenge", sa.Text),
    sa.Index("secret_by_session", "session"),
)

signing_key = sa.Table(
    "signing_key",
    metadata,
    sa.Column("kid", sa.Text, primary_key=True),
    sa.Column("private_pem", sa.Text, nullable=False),
)
