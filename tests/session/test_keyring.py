"""The real Secret Service, in a session bus of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import sys
from pathlib import Path
from inbox.domain.errors import InboxError
from inbox.domain.ids import PersonId
from inbox.domain.people import Actor, Role
from inbox.session.keyring_lock import KeyringLock
from inbox.session.vault import Secrets, Vault

path = Path(sys.argv[1])
secrets = Secrets("p", "c", "t", "", Actor(PersonId("Practitioner/n"), "N", Role.RN), b"k" * 32, "r" * 5000)
Vault.create(path, "portal/person", KeyringLock(), secrets)
again = Vault.open(path, "portal/person", KeyringLock())
print("same" if again.secrets == secrets else "different")
"""


def test_the_real_keyring_keeps_the_key(tmp_path: Path) -> None:
    if not (shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon")):
        pytest.skip("needs dbus-run-session and gnome-keyring-daemon")
    script = tmp_path / "keep.py"
    script.write_text(SCRIPT)
    inside = (
        'printf "a passphrase" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 '
        f'&& exec "{sys.executable}" -W error "{script}" "{tmp_path / "vault"}"'
    )
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2]), **home}
    ran = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", inside],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.stdout.strip() == "same", ran.stderr
    assert "rrrr" not in (tmp_path / "vault").read_text()
