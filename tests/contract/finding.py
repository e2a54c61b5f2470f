"""What a check finds, in words that somebody who runs the server can act on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from inbox.domain.errors import InboxError

if TYPE_CHECKING:
    from tests.contract.scene import Scene


class Verdict(StrEnum):
    """One word for the table."""

    HOLDS = "holds"
    NOT_OFFERED = "not offered"
    """The server does not say that it has it; the program manages without."""
    MISSING = "missing"
    """The server says, or any server might be thought, to have it, and it is not so; the program manages."""
    FAILS = "fails"
    """Something the program relies on is not so. Whose doing it is stands in `Finding.whose`."""


class Whose(StrEnum):
    """Who has to change something."""

    SERVER = "the server"
    PROGRAM = "this program"
    CHECK = "the check itself"


class Finding(msgspec.Struct, frozen=True):
    """What one check found."""

    verdict: Verdict
    words: str
    whose: Whose | None = None
    """Set where it fails."""


class Failed(Exception):
    """Something relied on is not so."""

    def __init__(self, whose: Whose, words: str) -> None:
        super().__init__(words)
        self.finding = Finding(Verdict.FAILS, words, whose)


def holds(words: str) -> Finding:
    return Finding(Verdict.HOLDS, words)


def not_offered(what: str, copes: str) -> Finding:
    """`what` is not there; `copes` is what the program does instead."""
    return Finding(Verdict.NOT_OFFERED, f"{what} {copes}")


def missing(what: str, copes: str) -> Finding:
    """`what` is not as it was promised; `copes` is what the program does about it."""
    return Finding(Verdict.MISSING, f"{what} {copes}")


def server_must(so: object, otherwise: str) -> None:
    """Without this no program could rely on the server."""
    if not so:
        raise Failed(Whose.SERVER, otherwise)


def program_must(so: object, otherwise: str) -> None:
    """The program has to get this right whatever the server is like."""
    if not so:
        raise Failed(Whose.PROGRAM, otherwise)


def unexpected(error: Exception) -> Finding:
    """The finding of a check that did not get to its end."""
    if isinstance(error, InboxError):
        return Finding(Verdict.FAILS, f"{type(error).__name__}: {error}", Whose.SERVER)
    return Finding(Verdict.FAILS, f"It could not be finished ({type(error).__name__}: {error}).", Whose.CHECK)


Run = Callable[["Scene"], Awaitable[Finding]]


class Check(msgspec.Struct, frozen=True):
    """One line of the table."""

    area: str
    name: str
    run: Run


class Area:
    """Checks that belong together, in the order in which they are made."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.checks: list[Check] = []

    def check(self, name: str) -> Callable[[Run], Run]:
        """Make a function a check of this area."""

        def add(run: Run) -> Run:
            self.checks.append(Check(self.name, name, run))
            return run

        return add
