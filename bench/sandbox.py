"""The sandbox portal in a process of its own, with conversations that wait for an answer, and a way in."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inbox.app.wall_clock import WallClock
from inbox.session.sign_in import SignIn
from portal.visitor import visit

USER = "nadia"
_CLIENT = "inbox-workstation"


class Token:
    """A token of somebody who has just signed in; a bench is over before it is."""

    def __init__(self, token: str) -> None:
        self.token = token

    async def access(self) -> str:
        return self.token

    async def refreshed(self, after: str) -> str:
        return self.token


@contextmanager
def sandbox(database: Path) -> Iterator[str]:
    """Its address, while it serves from `database`, which is made where there is none."""
    command = [
        sys.executable, "-m", "portal", "--port", "0", "--arrivals-per-hour", "0",
        "--database", f"sqlite:///{database}", "--patients", "20", "--threads", "20",
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().removeprefix("Portal: ").strip()
        finally:
            server.terminate()


def copied(database: Path, to: Path) -> Path:
    """The same again, of a portal that does not run."""
    for ending in ("", "-wal"):
        if (part := database.with_name(database.name + ending)).exists():
            shutil.copyfile(part, to.with_name(to.name + ending))
    return to


def sign_in(address: str) -> Token:
    """The way everybody takes, with a scripted visitor at the page."""

    def browse(page: str) -> bool:
        threading.Thread(target=visit, args=(page, USER, "sandbox")).start()
        return True

    signed_in = asyncio.run(SignIn(address, _CLIENT, WallClock(), browse=browse).run())
    return Token(signed_in.granted.access_token)
