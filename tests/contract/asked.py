"""Which server to try, and as whom: from options, else from the environment (secrets belong there)."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from inbox.domain.site import SiteServer

CLIENT_ID = "inbox-workstation"


class Asked(msgspec.Struct, frozen=True):
    """One run. What is empty was not said."""

    url: str = ""
    client_id: str = CLIENT_ID
    client_secret: str = ""
    token_url: str = ""
    token: str = ""
    login: str = ""
    password: str = ""
    second_login: str = ""
    second_password: str = ""
    practitioner: str = ""
    second_practitioner: str = ""
    patient: str = ""
    pools: tuple[str, ...] = ()
    profile: Path | None = None
    """The site's own word on what the server is like; goes before what the server says of itself."""
    only: tuple[str, ...] = ()
    """Only the checks with one of these in their name."""
    out: Path = Path("build/contract.json")
    name: str = ""
    """What to call the server in the table, besides its address."""
    sandbox: tuple[str, ...] = ()
    """Kinds of the sandbox portal to start and try, when no address is given."""

    def __repr__(self) -> str:
        return f"Asked({self.url!r})"  # secrets stay out of tracebacks


_TEXTS = (
    ("url", "URL", "base address of the FHIR R4 server"),
    ("client-id", "ID", f"how the program is known there (default: {CLIENT_ID})"),
    ("client-secret", "SECRET", "signs in by client credentials instead of a person's browser"),
    ("token-url", "URL", "where tokens are given, if the server's SMART configuration does not say"),
    ("token", "TOKEN", "a ready access token: nobody signs in"),
    ("login", "NAME", "who signs in at the sandbox portal's page, answered by a script"),
    ("password", "WORDS", "of that person"),
    ("second-login", "NAME", "a colleague with a sign-in of their own"),
    ("second-password", "WORDS", "of the colleague (default: the same)"),
    ("practitioner", "REF", "Practitioner/… to act as, where the sign-in names no person"),
    ("second-practitioner", "REF", "Practitioner/… the colleague is"),
    ("patient", "REF", "Patient/… to use, where none may be made: never a real person"),
)


def asked(arguments: Sequence[str] | None, environment: Mapping[str, str]) -> Asked:
    """What was asked for. Ends the process with the usage when it makes no sense."""
    parser = _parser()
    said = parser.parse_args(arguments)
    texts = {}
    for option, _, _ in _TEXTS:
        name = option.replace("-", "_")
        value = getattr(said, name) or environment.get(f"CONTRACT_{name.upper()}", "")
        if value:
            texts[name] = value.rstrip("/") if option.endswith("url") else value
    profile = said.profile or environment.get("CONTRACT_PROFILE", "")
    found = Asked(
        **texts,
        pools=tuple(said.pool),
        profile=Path(profile) if profile else None,
        only=tuple(said.only),
        out=said.out,
        sandbox=() if "url" in texts else tuple(said.sandbox or SANDBOXES),
    )
    if found.url and not (found.token or found.client_secret or found.login):
        parser.error("Say how to sign in: --login, --client-secret or --token (or CONTRACT_… set).")
    return found


def site_server(profile: Path | None) -> SiteServer:
    """What the site file says of the server. Ends the process where it cannot be read."""
    if profile is None:
        return SiteServer()
    from inbox.app.site_file import read_site  # brings Qt with it, which is needed for nothing else here

    read = read_site(profile)
    if read.problems:
        raise SystemExit("\n".join(read.problems))
    return read.site.server


SANDBOXES = ("plain", "strict", "piecemeal")
"""The sandbox portal as polite as can be, as met in the field, and with transactions that are none."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.contract",
        description="Tries the program's own client against a FHIR R4 server and says what holds.",
        epilog="Every option can stand in the environment as CONTRACT_… (CONTRACT_CLIENT_SECRET). It writes "
        "patients, threads and Tasks: use a server without real people. Ends with 0 when all that the "
        "program relies on holds, else with 1. Without an address it tries the sandbox portal.",
    )
    for option, word, what in _TEXTS:
        parser.add_argument(f"--{option}", metavar=word, default="", help=what)
    parser.add_argument(
        "--pool", metavar="REF", action="append", default=[], help="a pool to use; say it twice for two"
    )
    parser.add_argument("--profile", metavar="FILE", default="", help="the site's profile of the server")
    parser.add_argument(
        "--only", metavar="WORDS", action="append", default=[], help="only checks with this in their name"
    )
    parser.add_argument(
        "--out", metavar="FILE", type=Path, default=Path("build/contract.json"), help="default: %(default)s"
    )
    parser.add_argument(
        "--sandbox", choices=SANDBOXES, action="append", help="without --url: which portal (default: each)"
    )
    return parser
