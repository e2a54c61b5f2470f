"""A computer from outside: somebody works at it, and it can lose its power at any instant."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from functools import cache
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from typing import Any

import msgspec

from tests.faults.at_work import AtWork, Place, Screen, Unsent, work

PATIENCE = 90.0


class Died(Exception):
    """It does not answer any more: its process has ended. Says with which code; below 0 the signal."""


class Silent(Exception):
    """It runs, and does not answer."""


@cache
def _processes() -> ForkServerContext:
    """Processes are forked from one that has everything imported: 20 ms each instead of half a second."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([work.__module__])
    return context


class Computer:
    """Start it, have things done at it, pull its plug, start it again: its disk is kept."""

    def __init__(self, place: Place, at_work: Callable[[Place], AtWork] = AtWork) -> None:
        self.place = place
        self._at_work = at_work
        self._process: BaseProcess | None = None

    @property
    def runs(self) -> bool:
        return self._process is not None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return int(self._process.pid or 0)

    def start(self) -> None:
        """Switch it on and let the program begin."""
        self.switch_on()
        self.ask("sit_down")

    def switch_on(self) -> None:
        """Open what is kept on its disk; returns when it listens."""
        self._pipe, theirs = multiprocessing.Pipe()
        self._process = _processes().Process(
            target=work, args=(theirs, self.place, self._at_work), daemon=True
        )
        self._process.start()
        theirs.close()
        self.answer()

    def ask(self, what: str, **told: Any) -> Any:
        """Have something done, and its answer. Raises Died when it ends instead."""
        self.tell(what, **told)
        return self.answer()

    def tell(self, what: str, **told: Any) -> None:
        """Have something done without waiting for it."""
        try:
            self._pipe.send((what, told))
        except OSError:
            raise self._died() from None

    def pull_the_plug(self) -> None:
        """kill -9."""
        if self._process is not None:
            self._process.kill()
            self.is_gone()

    def is_gone(self) -> None:
        """Wait for its end, which somebody else has brought about."""
        assert self._process is not None
        self._process.join(PATIENCE)
        assert self._process.exitcode is not None, "it lives on"
        self._process = None
        self._pipe.close()

    def shut_down(self) -> None:
        """End the program in good order."""
        if self._process is not None:
            self.ask("get_up")
            self._pipe.close()
            self._process.join(PATIENCE)
            assert self._process.exitcode == 0
            self._process = None

    def set_clock(self, seconds: float) -> None:
        """Its clock is wrong by so much, also after it has been switched off."""
        self.place = msgspec.structs.replace(self.place, skew=seconds)
        self.ask("set_clock", seconds=seconds)

    # What is asked most

    def shows(self, thread: str) -> Screen:
        found: Screen = self.ask("shows", thread=thread)
        return found

    def outbox(self) -> list[Unsent]:
        found: list[Unsent] = self.ask("outbox")
        return found

    def mistakes(self) -> list[str]:
        """What the program wrote down as a mistake of its own, in all its lives."""
        return [line for line in self.diary() if " error=" in line]

    def diary(self) -> list[str]:
        """What the program wrote down, as far as it is kept."""
        files = sorted(self.place.diary.glob("inbox.log*"), reverse=True)
        return [line for file in files for line in file.read_text().splitlines()]

    def answer(self) -> Any:
        """The answer to what it was told last. Raises Died when it ends instead."""
        try:
            if not self._pipe.poll(PATIENCE):
                raise Silent
            return self._pipe.recv()
        except (EOFError, ConnectionError):
            raise self._died() from None

    def _died(self) -> Died:
        assert self._process is not None
        self._process.join(PATIENCE)
        return Died(f"{self.place.user}: exit code {self._process.exitcode}")
