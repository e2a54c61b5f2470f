"""Dependencies point one way, and each library has one home."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_import_contracts_hold() -> None:
    checked = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


def test_the_domain_knows_no_library_but_msgspec_and_holidays() -> None:
    script = (
        "import sys, pkgutil, importlib, inbox.domain as d\n"
        "for m in pkgutil.walk_packages(d.__path__, 'inbox.domain.'): importlib.import_module(m.name)\n"
        "print([m for m in ('PySide6','sqlalchemy','httpx','keyring','logging') if m in sys.modules])\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
