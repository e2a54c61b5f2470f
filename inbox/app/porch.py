"""The doors of the program with their pages, in its one window."""

from __future__ import annotations

import gc

from inbox.app.doors import Doors
from inbox.app.start import Start
from inbox.domain.clock import Clock
from inbox.ui.doors.pin_page import PinPage
from inbox.ui.doors.sign_in import SignInPage
from inbox.ui.doors.site_notice import SiteNotice
from inbox.ui.look.theme import Theme
from inbox.ui.main_window import Window


class Porch:
    """Makes doors; each has pages of its own."""

    def __init__(self, window: Window, theme: Theme, start: Start, clock: Clock) -> None:
        self._window = window
        self._theme = theme
        self._start = start
        self._clock = clock

    def doors(self) -> Doors:
        """Where nobody works: their pages take the place of what is shown."""
        return self._made(keep=False)

    def beside_the_lock(self) -> Doors:
        """Where somebody's work is locked: it stays as it is behind their pages."""
        return self._made(keep=True)

    def _made(self, *, keep: bool) -> Doors:
        def page() -> SignInPage:
            gc.enable()  # the start is over: it waits for a person now, maybe for days
            shown = SignInPage(self._theme)
            shown.column.insertWidget(1, SiteNotice(self._theme, self._start.site))
            self._window.show_page(shown, keep=keep)
            return shown

        def pin_page(vouched: bool) -> PinPage:
            asking = PinPage(self._theme, vouched=vouched)
            self._window.show_page(asking, keep=keep and not vouched)
            return asking

        start = self._start
        return Doors(page, pin_page, start.profile_dir, start.client_id, self._clock, start.passphrase)
