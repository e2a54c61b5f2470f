"""Somebody at the sign-in page: fills the form and follows it back to the program that is waiting.

Stands in for a browser where nobody sits, in demonstrations and tests of the whole way:
`BROWSER="python -m portal.visitor --user nadia --password sandbox %s"`.
"""

import argparse
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urljoin
from urllib.request import ProxyHandler, build_opener

_PATIENCE = 30.0
"""Seconds for one page."""


@dataclass
class SignInForm(HTMLParser):
    """The one form of the page: where it goes and what it already holds."""

    action: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    found: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found = True
            self.action = said.get("action", "")
        elif tag == "input" and said.get("name"):
            self.fields[said["name"]] = said.get("value", "")


def visit(address: str, user: str, password: str) -> str:
    """Sign in at `address`; gives "" when the waiting program has its answer, else what went wrong."""
    browser = build_opener(ProxyHandler({}))  # the portal and the program are both on this computer
    try:
        with browser.open(address, timeout=_PATIENCE) as page:
            form = SignInForm()
            form.feed(page.read().decode("utf-8"))
            target = urljoin(page.url, form.action)
        if not form.found:
            return "There is no sign-in form at this address."
        filled = form.fields | {"user": user, "password": password}
        with browser.open(target, urlencode(filled).encode("ascii"), timeout=_PATIENCE):
            return ""
    except HTTPError as error:
        with error:
            return f"The page answered {error.code}."
    except (URLError, TimeoutError, ConnectionError) as error:
        return f"The page could not be reached: {error}."


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m portal.visitor", description="Sign in as somebody would."
    )
    parser.add_argument("--user", required=True, help="who signs in, for example nadia")
    parser.add_argument("--password", default="sandbox", help="everybody's in the seeded clinic: sandbox")
    parser.add_argument("address", help="the authorization page")
    chosen = parser.parse_args(arguments)
    problem = visit(chosen.address, chosen.user, chosen.password)
    if problem:
        print(problem, file=sys.stderr)
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main())
