"""`python -m inbox --demo` on a computer without a screen: it works, Ctrl+C ends it, and nothing is left."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.desktop import wait_for
from tests.journeys.portal_process import ROOT

pytestmark = [pytest.mark.proof, pytest.mark.timeout(120)]


class Demo:
    """One run of it in a group of processes, as a terminal starts it."""

    def __init__(self, folder: Path) -> None:
        self._diary = folder / "demo" / "nadia" / "diary" / "inbox.log"
        self._before = self._openings()
        self._said = (folder / "said").open("w+")
        away = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
        environment = {name: value for name, value in os.environ.items() if name not in away}
        environment["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "inbox", "--demo", "nurse", "--profile-dir", str(folder / "demo")],
            cwd=ROOT,
            env=environment,
            stdout=self._said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def said(self) -> str:
        return Path(self._said.name).read_text()

    def port(self) -> int:
        found = re.search(r"Portal: http://127\.0\.0\.1:(\d+)/", self.said())
        assert found, self.said()
        return int(found[1])

    def works(self) -> bool:
        """Whether somebody has signed in and has their workplace before them."""
        return self._openings() > self._before

    def _openings(self) -> int:
        return self._diary.read_text().count("kit.loaded") if self._diary.exists() else 0

    def ctrl_c(self) -> int:
        os.killpg(self._process.pid, signal.SIGINT)
        return self._process.wait(30)

    def close(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._said.close()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
def test_it_works_without_a_screen_ends_on_ctrl_c_and_comes_back_where_it_was(tmp_path: Path) -> None:
    ports = []
    for _ in range(2):
        demo = Demo(tmp_path)
        try:
            wait_for(demo.works, "the workplace", seconds=60)
            ports.append(demo.port())
            assert demo.ctrl_c() == 0
            assert "Traceback" not in demo.said()
        finally:
            demo.close()
        assert not answers(ports[-1]), "the portal ended with it"
    assert ports[0] == ports[1]
