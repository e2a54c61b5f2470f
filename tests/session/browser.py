"""A scripted browser: what somebody at the sign-in page does, in place of `webbrowser.open`."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin

import httpx

from portal.visitor import SignInForm, visit

Browse = Callable[[str], bool]


def signs_in(user: str, password: str = "sandbox") -> Browse:
    """Fills the form and follows it back."""
    return lambda address: visit(address, user, password) == ""


def comes_back_at(statuses: list[int], *changes: Callable[[str], str]) -> Browse:
    """Signs in as Nadia, then visits the address it is sent to, changed in each of these ways in turn."""

    def browse(address: str) -> bool:
        with httpx.Client(trust_env=False, follow_redirects=False) as http:
            back = sent_to(http, address)
            statuses.extend(http.get(change(back)).status_code for change in changes)
        return True

    return browse


def sent_to(http: httpx.Client, address: str) -> str:
    """Where the portal sends a browser after the form."""
    page, form = http.get(address), SignInForm()
    form.feed(page.text)
    filled = form.fields | {"user": "nadia", "password": "sandbox"}
    return http.post(urljoin(str(page.url), form.action), data=filled).headers["location"]


def never_comes(_address: str) -> bool:
    """A browser whose person went for coffee."""
    return True
