"""A PostgreSQL server of our own, from the binaries that are installed: made for one run and thrown away."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL

EXPECTED = "PORTAL_TESTS_NEED_POSTGRESQL"
"""Environment variable: where set, a missing PostgreSQL is a failure and not a reason to skip."""

_DEBIAN = Path("/usr/lib/postgresql")
_PATIENCE = 30.0
_OWNER = "portal"
_CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=")


def installed() -> Path | None:
    """The folder of the server's binaries: the newest of Debian's, else that of the path."""
    versions = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda found: int(found.parts[-3]))
    found = versions[-1] if versions else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


class Server:
    """A running server; every call of `new_database` gives the address of an empty one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0

    def new_database(self) -> str:
        self._made += 1
        name = f"clinic{self._made}"
        with self.connect() as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        address = URL.create("postgresql+psycopg", _OWNER, database=name, query={"host": str(self._folder)})
        return address.render_as_string()

    def connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(host=str(self._folder), user=_OWNER, dbname="postgres", autocommit=True)


@contextmanager
def running(binaries: Path) -> Iterator[Server]:
    """PostgreSQL refuses to run as root: there it is run as the user Debian made for it."""
    as_user: dict[str, Any] = {}
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    if os.geteuid() == 0:
        as_user = {"user": "postgres", "group": "postgres", "extra_groups": []}
        shutil.chown(folder, "postgres", "postgres")
    try:
        data = folder / "data"
        making: list[str | Path] = [binaries / "initdb", "-D", data, "-U", _OWNER, "-A", "trust"]
        making += ["-E", "UTF8", "--no-sync"]
        subprocess.run(making, check=True, capture_output=True, cwd=folder, timeout=60, **as_user)
        options = [part for setting in _CARELESS for part in ("-c", setting)]
        serving: list[str | Path] = [binaries / "postgres", "-D", data, "-k", folder, *options]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(serving, stdout=log, stderr=log, cwd=folder, **as_user)
        try:
            server = Server(folder)
            _wait_until_it_answers(server, process, folder / "log")
            yield server
        finally:
            process.send_signal(signal.SIGINT)  # "fast": it does not wait for clients
            process.wait(_PATIENCE)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_it_answers(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            server.connect().close()
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}") from None
            time.sleep(0.02)
