"""A real encrypted store with a small clinic's morning in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inbox.store.store import Store
from tests.store.plain import KEY, Plain


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "inbox.db", KEY, Plain(), lambda changes: None)
    yield opened
    opened.close()
