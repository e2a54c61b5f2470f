"""What the README tells people to type does what it says."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("typed", "begun"),
    [
        (["demo"], "-m inbox --demo nurse"),
        (["demo", "AS=physician"], "-m inbox --demo physician"),
        (["demo", "AS=supervisor"], "-m inbox --demo supervisor"),
        (["test"], "-m pytest"),
    ],
)
def test_make_begins_what_the_readme_says(typed: list[str], begun: str) -> None:
    environment = {"PATH": os.environ["PATH"]}
    done = subprocess.run(
        ["make", "-n", *typed], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert f"{begun}\n" in done.stdout or f"{begun} " in done.stdout
