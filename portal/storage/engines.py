"""Connecting to SQLite or PostgreSQL, so that writers take turns on both and readers see a moment's state."""

import sqlite3
from typing import Any

import sqlalchemy as sa

_BUSY_SECONDS = 10
# Any number will do; all portals on one database must agree on it.
_WRITE_LOCK = 4_711


class DatabaseUnusable(Exception):
    """The database cannot be opened or written; the message says which and why."""


def writing_engine(url: str) -> sa.Engine:
    """One connection, whose transactions wait until no other portal writes."""
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, "BEGIN IMMEDIATE", 1)
    engine = _postgresql(parsed, "READ COMMITTED", 1)

    @sa.event.listens_for(engine, "begin")
    def start(connection: sa.Connection) -> None:
        # Rows need no locks of their own; whoever holds this one sees everything that was committed before.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITE_LOCK})")

    return engine


def reading_engine(url: str, connections: int) -> sa.Engine:
    """Transactions that see the database as it was when they began."""
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, "BEGIN", connections)
    return _postgresql(parsed, "REPEATABLE READ", connections)


def _parsed(url: str) -> sa.URL:
    try:
        return sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise DatabaseUnusable("its address should look like sqlite:///portal.db") from error


def _postgresql(url: sa.URL, isolation: Any, pool_size: int) -> sa.Engine:
    if url.drivername != "postgresql+psycopg":
        raise DatabaseUnusable(
            "its address should begin with sqlite:/// or, for PostgreSQL, postgresql+psycopg://"
        )
    return sa.create_engine(
        url, pool_size=pool_size, max_overflow=0, isolation_level=isolation, hide_parameters=True
    )


def _sqlite(url: sa.URL, begin: str, pool_size: int) -> sa.Engine:
    if url.database in (None, "", ":memory:"):
        raise DatabaseUnusable("SQLite needs a file, for example sqlite:///portal.db")
    engine = sa.create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"timeout": _BUSY_SECONDS},
    )

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        # sqlite3 would otherwise begin transactions late and by itself.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-32768"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def start(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
