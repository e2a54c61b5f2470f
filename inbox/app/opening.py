"""What keeps the saved inbox from opening is shown, with what helps, until it opens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from inbox.app.signals import first
from inbox.domain.errors import InboxError
from inbox.ui.look.theme import Theme
from inbox.ui.main_window import Window

T = TypeVar("T")


class Opening:
    """Nobody has the file open meanwhile. Given up when the window is closed, by whoever awaits it."""

    def __init__(self, window: Window, theme: Theme, path: Path = Path(), key: bytes = b"") -> None:
        """`path` and `key` of the saved inbox, where it is that which is opened."""
        self._window = window
        self._theme = theme
        self._path = path
        self._key = key

    async def of(self, make: Callable[[], T]) -> T:
        """What `make` makes, once nothing is in the way."""
        while True:
            try:
                return make()
            except InboxError as trouble:
                await self.overcome(trouble)

    async def overcome(self, trouble: InboxError) -> bool:
        """Show what is the matter, and do what the person chooses to do about it. Gives True, always."""
        from inbox.store.salvage import set_aside  # hardly ever needed, and never on the way to the list
        from inbox.ui.doors.error import ErrorPage

        page = ErrorPage(self._theme, trouble)
        self._window.show_page(page)
        page.quit.connect(self._window.close)
        chosen, _ = await first(again=page.again, rescue=page.rescue, start_over=page.start_over)
        try:
            if chosen == "rescue":
                await self._rescue()
            elif chosen == "start_over":
                await asyncio.to_thread(set_aside, self._path)
        except InboxError as other:
            await self.overcome(other)
        return True

    async def _rescue(self) -> None:
        from inbox.store.salvage import rescue
        from inbox.ui.doors.rescued import RescuedPage

        page = RescuedPage(self._theme)
        self._window.show_page(page)
        told = await asyncio.to_thread(rescue, self._path, self._key)
        page.show_rescued(told)
        await first(go_on=page.go_on)
