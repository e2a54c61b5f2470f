"""The demo: the sandbox portal as a process of its own, and the program signed in to it as somebody.

Nothing is short-circuited: the sign-in takes the same way as anywhere, with a scripted visitor in the
place of the browser. Patients and staff are invented.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PEOPLE = {"nurse": "nadia", "physician": "solheim", "supervisor": "petra"}
FOLDER = Path("build") / "demo"
ARRIVALS_PER_HOUR = 40
PASSPHRASE = "sandbox clinic"
"""Opens the demo's files where the computer has no keyring: there is nobody's data in them."""


def run(who: str, profile_dir: Path | None) -> int:
    """Start the portal, sign in, and let the person work; the portal stops when the program ends."""
    with _screen() as there_is_one:
        return _work(who, profile_dir or FOLDER) if there_is_one else 1


def _work(who: str, folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    print("Starting the sandbox portal…", flush=True)
    portal = subprocess.Popen(
        [
            sys.executable, "-m", "portal", "--port", str(_port(folder)),
            "--database", f"sqlite:///{(folder / 'portal.db').resolve()}",
            "--arrivals-per-hour", str(ARRIVALS_PER_HOUR),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    try:
        address = _address(portal)
        if not address:
            print("The sandbox portal did not start.", file=sys.stderr)
            return 1
        user = PEOPLE[who]
        print(f"Portal: {address}\nSigning in as {user} ({who}).", flush=True)
        os.environ["BROWSER"] = f"{sys.executable} -m portal.visitor --user {user} --password sandbox %s"
        from inbox.app import Start, run

        return run(Start(address, "inbox-workstation", folder / user, signs_in=True, passphrase=PASSPHRASE))
    finally:
        portal.terminate()
        with suppress(subprocess.TimeoutExpired):
            portal.wait(10)


@contextmanager
def _screen() -> Iterator[bool]:
    """The computer's screen; where there is none, a virtual one. False when there is neither."""
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        yield True
        return
    if shutil.which("Xvfb") is None:
        print("There is no screen here, and xvfb is not installed to stand in for one.", file=sys.stderr)
        yield False
        return
    reading, writing = os.pipe()
    # A session of its own: Ctrl+C is for the program, which still needs its screen while it ends.
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as said:
        number = said.readline().strip()
    if number:
        os.environ["DISPLAY"] = f":{number}"
        print(f"There is no screen here: running on a virtual one (:{number}). Ctrl+C ends it.", flush=True)
    else:
        print("There is no screen here, and no virtual one could be made.", file=sys.stderr)
    try:
        yield bool(number)
    finally:
        screen.terminate()
        screen.wait()


def _port(folder: Path) -> int:
    """The port of last time, so that what was synced then is still this portal's; another if it is taken."""
    kept = folder / "port"
    wanted = int(kept.read_text()) if kept.exists() else 0
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    kept.write_text(str(port))
    return port


def _address(portal: subprocess.Popen[str]) -> str:
    """The address the portal prints once it serves; empty when it ends before."""
    assert portal.stdout is not None
    for line in portal.stdout:
        if line.startswith("Portal: "):
            return line.removeprefix("Portal: ").strip()
    return ""
