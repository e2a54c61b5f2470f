"""The program as a process in a real window: keys from a keyboard, the screen as a screen reader knows it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.journeys.desktop import Desktop, wait_for
from tests.journeys.portal_process import ROOT, PortalProcess
from tests.journeys.speaking import Ear, Part

PASSPHRASE = "four quiet horses"
PROGRAM = [os.environ["INBOX_PROGRAM"]] if "INBOX_PROGRAM" in os.environ else [sys.executable, "-m", "inbox"]
"""What is tried: the program as its source, or packaged, where the environment names its file."""
LONG_ENOUGH = 0.7
"""Seconds that an item stays on screen before a key is taken for meant; the program asks for 0.4."""


class Workstation:
    """One computer without a keyring, and whoever signs in on it."""

    def __init__(self, desktop: Desktop, user: str, portal: PortalProcess, profile: Path) -> None:
        self.desktop = desktop
        self._portal = portal
        self._profile = profile
        visitor = f'"{sys.executable}" -m portal.visitor --user {user} --password sandbox %s'
        self._environment = {
            **desktop.environment,
            "BROWSER": visitor,
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._ear = Ear(desktop.environment["DBUS_SESSION_BUS_ADDRESS"])
        self._log = profile.with_name(f"{profile.name}.errors").open("ab")

    # Coming and going

    def starts(self) -> None:
        """Start the program."""
        self._process = subprocess.Popen(
            [*PROGRAM, "--portal", self._portal.address, "--profile-dir", str(self._profile)],
            cwd=ROOT,
            env=self._environment,
            stdout=self._log,
            stderr=self._log,
        )

    def signs_in(self) -> None:
        """The first time here: through the browser, and a passphrase is chosen."""
        self.starts()
        self.sees("Sign in to your clinic")
        self.presses("Enter")
        self.sees("Choose a passphrase")
        for _ in range(2):
            self.types(PASSPHRASE)
            self.presses("Enter")
        self.sees("Connected")
        self.waits_until(lambda: self.rows(), "the list")

    def comes_back(self) -> None:
        """Open the program again: the passphrase opens what is here, without any network."""
        self.starts()
        self.sees("Your passphrase")
        self.types(PASSPHRASE)
        self.presses("Enter")
        self.waits_until(lambda: self.rows(), "the list")

    def quits(self) -> None:
        """Close the window as the window manager does; quit though something has not left."""
        self.presses("Alt+F4")
        self.waits_until(lambda: self._ended() or self.reads("not left yet"), "the end or a question")
        if not self._ended():
            self.presses("y")
        self.waits_until(self._ended, "the program's end")
        assert self._process is not None
        assert self._process.returncode == 0
        self._process = None

    def is_told_to_end(self) -> None:
        """The desktop session ends: the system asks the program to, and waits a moment."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        assert self._process.wait(10) == 0
        self._process = None

    def is_killed(self) -> None:
        """The power goes: no time for anything."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._process = None

    def close(self) -> None:
        """End in any case."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._ear.close()
        self._log.close()

    # Keys and eyes

    def presses(self, keys: str) -> None:
        self.desktop.press(keys)

    def types(self, text: str) -> None:
        self.desktop.write(text)

    def parts(self) -> list[Part]:
        return self._ear.parts()

    def rows(self) -> list[str]:
        """The worklist, a sentence a row."""
        return [part.name for part in self.parts() if part.role == "cell"]

    def reads(self, words: str) -> bool:
        """Whether `words` stand somewhere on the screen now."""
        return any(words in part.name or words in part.text for part in self.parts())

    def sees(self, words: str) -> None:
        self.waits_until(lambda: self.reads(words), f"“{words}”")

    def has_the_keyboard_in(self, name: str) -> None:
        """Wait until what is typed goes there."""
        where = f"the keyboard in “{name}”"
        self.waits_until(
            lambda: any(one.focused and one.name.startswith(name) for one in self.parts()), where
        )

    def waits_until(self, condition: Callable[[], object], what: str) -> None:
        try:
            wait_for(condition, what)
        except AssertionError as late:
            seen = "\n".join(f"{part.name} {part.text}".strip() for part in self.parts())
            raise AssertionError(f"{late}. On the screen:\n{seen}") from None

    def has_looked(self) -> tuple[str, str]:
        """Read the item until it has stayed the same for a while; gives its subject and its standing."""
        seen, since = self._header(), time.monotonic()

        def unchanged() -> bool:
            nonlocal seen, since
            now = self._header()
            if now != seen:
                seen, since = now, time.monotonic()
            return bool(now[1]) and time.monotonic() - since > LONG_ENOUGH

        self.waits_until(unchanged, "an item that stays on screen")
        return seen

    def holds_it(self) -> bool:
        """Whether the item on screen is hers, confirmed or not yet."""
        return bool(re.search("claimed by you|your claim", self.has_looked()[1]))

    def recipient(self) -> str:
        """To whom a reply would go."""
        parts = self.parts()
        to = next(at for at, one in enumerate(parts) if (one.role, one.name) == ("label", "To"))
        return parts[to + 1].name.partition(" (")[0]

    def patient(self) -> str:
        """What the patient panel says first."""
        return next(one.about for one in self.parts() if one.name == "Patient" and one.about)

    def _header(self) -> tuple[str, str]:
        parts = self.parts()
        place = next(
            (at for at, part in enumerate(parts) if "reply due" in part.name and "·" in part.name), None
        )
        if place is None:
            return "", ""
        return parts[place - 2].name, parts[place].name.replace("\xa0", " ")

    def _ended(self) -> bool:
        return self._process is not None and self._process.poll() is not None
