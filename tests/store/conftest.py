"""A real encrypted store in a folder of its own, and what it published."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inbox.domain.changes import Changes
from inbox.store.store import Store
from tests.store.plain import KEY, Plain


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "inbox.db"


@pytest.fixture
def heard() -> list[Changes]:
    return []


@pytest.fixture
def store(path: Path, heard: list[Changes]) -> Iterator[Store]:
    opened = Store.open(path, KEY, Plain(), heard.append)
    yield opened
    opened.close()
