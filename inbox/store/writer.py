"""The one thread that writes: what people do comes first, then what the server sent."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

from inbox.store.courtesy import Courtesy
from inbox.store.errors import Closed, Ended

T = TypeVar("T")


class _Errand(Generic[T]):
    """Steps that make up one answer. Between two steps, people's work may come in."""

    def __init__(self, steps: Sequence[Callable[[], T]], merge: Callable[[list[T]], T]) -> None:
        self.future: Future[T] = Future()
        self.future.set_running_or_notify_cancel()
        self._steps = deque(steps)
        self._merge = merge
        self._answers: list[T] = []

    def fail(self, error: BaseException) -> None:
        """It will not be done."""
        self.future.set_exception(error)

    def advance(self) -> bool:
        """Do the next step; True when all is done. An error ends it and goes to whoever asked."""
        try:
            if self._steps:
                self._answers.append(self._steps.popleft()())
            if self._steps:
                return False
            answer = self._merge(self._answers)
        except BaseException as error:  # noqa: BLE001 - whoever asked is told, and the thread lives on
            self.fail(error)
        else:
            self.future.set_result(answer)
        return True


class Writer:
    """Runs errands one step at a time on its own thread."""

    def __init__(
        self,
        idle: Callable[[], bool],
        ended: Callable[[Ended], None] = lambda error: None,
        courtesy: Courtesy | None = None,
    ) -> None:
        """`idle` is called on the thread when both queues have run empty, again while it gives True.

        `ended` is told once, should the thread come to an end that nobody asked for. By `courtesy` background
        work stands back.
        """
        self._idle = idle
        self._courtesy = courtesy or Courtesy()
        self._ended = ended
        self._end: Ended | None = None
        self._people: deque[_Errand[Any]] = deque()
        self._background: deque[_Errand[Any]] = deque()
        self._wake = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="store-writer", daemon=True)
        self._thread.start()

    @property
    def at_rest(self) -> bool:
        """Whether nothing is asked for or under way."""
        return not (self._people or self._background)

    def first(self, step: Callable[[], T]) -> Future[T]:
        """Run `step` before any background work."""
        return self._add(self._people, _Errand([step], lambda answers: answers[0]))

    def later(self, steps: Sequence[Callable[[], T]], merge: Callable[[list[T]], T]) -> Future[T]:
        """Run `steps` in order, in the background; the first error stops them. Answers are merged."""
        return self._add(self._background, _Errand(steps, merge))

    def close(self) -> None:
        """Finish everything asked for, then end the thread. Later requests raise `Closed`."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join()

    def _add(self, queue: deque[_Errand[Any]], errand: _Errand[T]) -> Future[T]:
        with self._wake:
            if self._closing:
                raise Closed
            if self._end is not None:
                errand.fail(self._end)
                return errand.future
            queue.append(errand)
            self._wake.notify()
        return errand.future

    def _work(self) -> None:
        try:
            self._take_turns()
        except BaseException as error:
            self._answer_all(Ended())
            if not isinstance(error, SystemExit):
                raise  # to the hook for what ends a thread

    def _answer_all(self, end: Ended) -> None:
        """The thread is at its end: nobody waits for ever, and nobody is told that something was kept."""
        with self._wake:
            self._end = end
            left = [*self._people, *self._background]
            self._people.clear()
            self._background.clear()
        for errand in left:
            if not errand.future.done():
                errand.fail(end)
        self._ended(end)

    def _take_turns(self) -> None:
        while (queue := self._next()) is not None:
            if queue[0].advance():
                queue.popleft()
            while not self._people and not self._background and self._rest():
                continue

    def _rest(self) -> bool:
        try:
            return not self._closing and self._idle()
        except Exception as error:  # noqa: BLE001 - nobody waits for it: reported, and the thread lives on
            report(error)
            return False

    def _next(self) -> deque[_Errand[Any]] | None:
        """The queue whose turn it is; None when closing and all is done."""
        with self._wake:
            while not self._people and not self._background:
                if self._closing:
                    return None
                self._wake.wait()
            still = self._courtesy.standing_back()
            while not self._people and not self._closing and (gap := still()):
                self._wake.wait(gap)
            return self._people or self._background


def report(error: Exception) -> None:
    """Tell the program of a fault that belongs to nobody's request, as a thread's last error is told."""
    fault = (type(error), error, error.__traceback__, threading.current_thread())
    threading.excepthook(threading.ExceptHookArgs(fault))
