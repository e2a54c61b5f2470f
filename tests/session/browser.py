"""A scripted browser: what somebody at the sign-in page does, in place of `webbrowser.open`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from urllib.parse import urljoin

import httpx

from portal.visitor import SignInForm, visit

Browse = Callable[[str], bool]


def signs_in(user: str, password: str = "sandbox") -> Browse:
    """Fills the form and follows it back."""
    return lambda address: visit(address, user, password) == ""


class ComesBackAt:
    """Signs in as Nadia, then visits the address it is sent to, changed in each of these ways in turn."""

    def __init__(self, *changes: Callable[[str], str | httpx.Request]) -> None:
        self._changes = changes
        self._statuses: list[int] = []
        self.back = ""
        """Where the portal sent it."""
        self._closed = threading.Event()

    def __call__(self, address: str) -> bool:
        try:
            with httpx.Client(trust_env=False, follow_redirects=False) as http:
                self.back = sent_to(http, address)
                self._statuses += [visited(http, change(self.back)).status_code for change in self._changes]
        finally:
            self._closed.set()
        return True

    def statuses(self) -> list[int]:
        """What each visit was answered, once all are made."""
        assert self._closed.wait(10)
        return self._statuses


def visited(http: httpx.Client, where: str | httpx.Request) -> httpx.Response:
    return http.get(where) if isinstance(where, str) else http.send(where)


def sent_to(http: httpx.Client, address: str) -> str:
    """Where the portal sends a browser after the form."""
    page, form = http.get(address), SignInForm()
    form.feed(page.text)
    filled = form.fields | {"user": "nadia", "password": "sandbox"}
    return http.post(urljoin(str(page.url), form.action), data=filled).headers["location"]


def never_comes(_address: str) -> bool:
    """A browser whose person went for coffee."""
    return True
