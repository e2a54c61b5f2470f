"""`python -m portal`: the sandbox portal on its own."""

import argparse
import contextlib
import logging
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from starlette.applications import Starlette

from portal.app import build
from portal.profile import PROFILES, Profile
from portal.serving import PortalServer, open_socket
from portal.settings import FHIR_ROOT, Settings
from portal.smart import sessions
from portal.storage.engines import DatabaseUnusable

_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until told to stop. Returns 0 after a clean stop and 1 where the portal could not start."""
    asked = _parser().parse_args(arguments)
    with contextlib.ExitStack() as stack:
        if asked.log:
            _keep_log(asked.log)
        settings = Settings(
            database=asked.database or stack.enter_context(_temporary_database()),
            seed=asked.seed,
            patients=asked.patients,
            threads=asked.threads,
            arrivals_per_hour=asked.arrivals_per_hour,
            test_mode=asked.test_mode,
            clock_offset=asked.clock_offset,
            heartbeat=asked.heartbeat,
            profile=_profile(asked),
            access_token_lifetime=asked.token_lifetime,
        )
        try:
            bound = stack.enter_context(open_socket(asked.host, asked.port))
            app = build(settings)
        except OSError as error:
            return _failed(f"cannot listen on {asked.host}:{asked.port}: {error.strerror}.")
        except DatabaseUnusable as error:
            return _failed(f"cannot use the database {asked.database or 'in the temporary folder'}: {error}.")
        # uvicorn stops in good order and then repeats the signal; by then there is nothing left to stop.
        for number in _STOP_SIGNALS:
            signal.signal(number, lambda _number, _frame: None)
        address = f"http://{asked.host}:{bound.getsockname()[1]}{FHIR_ROOT}"
        server = PortalServer(app, lambda: _announce(app, settings, address))
        server.run([bound])
        return 0 if server.started else 1


def _keep_log(file: str) -> None:
    """Write down every request from here on: its X-Request-Id, its path, and the status of the answer."""
    kept = logging.FileHandler(file, encoding="utf-8")
    kept.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log = logging.getLogger("portal.requests")
    log.addHandler(kept)
    log.setLevel(logging.INFO)
    log.propagate = False


def _announce(app: Starlette, settings: Settings, address: str) -> None:
    print(f"Portal: {address}")
    print(app.state.story)
    with app.state.database.read() as connection:
        people = sessions.accounts(connection)
    if people:
        print(f"These people can sign in; the password of everybody is {settings.password}")
    for person in people:
        print(f"  {person.user:<16} {person.name:<28} {person.role}")
    if settings.test_mode:
        print("Test mode: faults and reading without sign-in are open at /test.")
    sys.stdout.flush()


def _failed(why: str) -> int:
    print(f"The portal {why}", file=sys.stderr)
    return 1


@contextlib.contextmanager
def _temporary_database() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="portal-", ignore_cleanup_errors=True) as folder:
        yield f"sqlite:///{Path(folder) / 'portal.db'}"


def _whole(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must not be negative")
    return number


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m portal",
        description="A sandbox patient portal: FHIR R4 and SMART App Launch over a made-up clinic.",
        epilog="It is for trying out and testing. The patients are invented, the password is no secret.",
    )
    say = parser.add_argument
    say("--host", default="127.0.0.1", help="address to listen on (default: this computer only)")
    say(
        "--port",
        type=_whole,
        default=8103,
        help="port to listen on; 0 takes a free one (default: %(default)s)",
    )
    say(
        "--database",
        metavar="URL",
        help="where the clinic is kept: sqlite:///portal.db, postgresql+psycopg://user@host/portal; filled "
        "at the first start, then used as it is (default: a temporary file, gone when the portal stops)",
    )
    say("--seed", type=int, default=7, help="the same seed makes the same clinic (default: %(default)s)")
    say("--patients", type=_whole, default=200, help="patients; 0 for none (default: %(default)s)")
    say("--threads", type=_whole, default=500, help="conversations in the past (default: %(default)s)")
    say(
        "--arrivals-per-hour",
        type=float,
        default=30.0,
        metavar="N",
        help="patient messages that arrive while it runs; 0 for none (default: %(default)s)",
    )
    say(
        "--token-lifetime",
        type=_whole,
        default=3600,
        metavar="SECONDS",
        help="how long an access token is good for (default: %(default)s)",
    )
    _say_how_it_behaves(parser)
    _say_what_it_opens(parser)
    return parser


def _say_how_it_behaves(parser: argparse.ArgumentParser) -> None:
    say = parser.add_argument_group("how it behaves").add_argument
    say(
        "--profile",
        choices=PROFILES,
        default="plain",
        help="as a client would wish, or as strict as a server met in the field (default: %(default)s)",
    )
    say(
        "--transactions",
        choices=("atomic", "piecemeal"),
        default="atomic",
        help="carry transactions out as a whole, or entry by entry as some servers do (default: %(default)s)",
    )
    say(
        "--writes-per-minute",
        type=_whole,
        metavar="N",
        help="what one person may write; 0 for any number (default: any number, strict 500)",
    )
    say(
        "--late-commits",
        type=_whole,
        metavar="MS",
        help="let writes show up to so many milliseconds after the moment they bear (strict: 1500)",
    )
    say(
        "--clock-offset",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="set the portal's clock ahead, or with a negative number behind (default: neither)",
    )
    say(
        "--heartbeat",
        type=float,
        default=10.0,
        metavar="SECONDS",
        help="between two signs of life on a WebSocket of the strict profile (default: %(default)s)",
    )


def _say_what_it_opens(parser: argparse.ArgumentParser) -> None:
    say = parser.add_argument
    say("--log", metavar="FILE", help="write each request with its X-Request-Id to a file (default: nowhere)")
    say("--test-mode", action="store_true", help="open /test: fault rules, and reading without sign-in")


def _profile(asked: argparse.Namespace) -> Profile:
    profile = replace(PROFILES[asked.profile], atomic=asked.transactions == "atomic")
    if asked.writes_per_minute is not None:
        profile = replace(profile, writes_per_minute=asked.writes_per_minute)
    if asked.late_commits is not None:
        profile = replace(profile, late_commits=asked.late_commits)
    return profile


if __name__ == "__main__":
    sys.exit(main())
