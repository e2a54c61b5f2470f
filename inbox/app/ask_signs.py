"""The signs of what messages ask for, made ready beside the window: reading them takes half a second."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from inbox import diary
from inbox.domain import resources
from inbox.domain.asked import Asking


class AskSigns:
    """Gives `asking` the shipped signs, once; `tell` hears, on another thread, that it has them.

    `after`: set once the red-flag rules are ready. Both read the same way, need as much memory meanwhile as
    they keep, and what the first lets go of is there for the second.
    """

    def __init__(self, asking: Asking, tell: Callable[[], None], after: threading.Event) -> None:
        self._asking = asking
        self._tell = tell
        self._after = after
        self._thread = threading.Thread(target=self._work, name="ask-signs", daemon=True)

    def start(self) -> None:
        """Make them ready."""
        self._thread.start()

    def stop(self) -> None:
        """Wait until that has ended."""
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        from inbox.domain.asks import find, read_folder  # not on the way to the first picture
        from inbox.domain.red_flags import forget_wordings

        self._after.wait()
        try:
            signs = read_folder(resources.path("asks"))
            signs.ready  # noqa: B018 - compiled here, so that no message waits for it
        except Exception as error:  # noqa: BLE001 - without suggestions work goes on
            diary.mistake("asks.signs", error)
            return
        forget_wordings()
        self._asking.use(partial(find, signs))
        self._tell()
