"""What is imported before the first list is painted: each module is time in which nobody sees anything."""

from __future__ import annotations

import subprocess
import sys

import pytest

BEFORE_THE_LIST = "import inbox.__main__, inbox.app.program, inbox.app.workplace, inbox.ui.front"
"""What `app.program` imports until it paints."""

LATER = (
    "inbox.ui.workspace",
    "inbox.ui.studio",
    "inbox.ui.board",
    "inbox.ui.packet",
    "inbox.ui.patient",
    "inbox.ui.reading.pane",
    "inbox.ui.overlays.palette",
    "inbox.domain.rebalance.optimum",
    "inbox.domain.forecast",
    "chunspell",
    "highspy",
    "holidays",
    "httpx",
    "keyring",
    "numpy",
    "rapidfuzz",
    "re2",
)
AT_MOST = 920
"""Modules in all, the system's included."""


@pytest.fixture(scope="module")
def imported() -> list[str]:
    loaded = "import sys; print(*(name for name, module in sys.modules.items() if module))"  # None: left out
    command = [sys.executable, "-c", f"{BEFORE_THE_LIST}; {loaded}"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


def test_screens_and_libraries_that_the_list_does_not_show_come_after_it(imported: list[str]) -> None:
    assert "inbox.ui.worklist.pane" in imported
    assert [one for one in LATER if one in imported] == []


def test_there_are_not_many_more_modules_than_there_were(imported: list[str]) -> None:
    assert len(imported) < AT_MOST
