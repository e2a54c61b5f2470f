"""A desk with one unclaimed item on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.desk import Desk
from tests.store.plain import conversation


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    desk.receive(conversation())
    yield desk
    desk.close()
