"""What clinical work needs, as it stands above the conversation, in the looks and letters people use."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from inbox.domain.filed import Filed
from inbox.ui.desk import Desk
from inbox.ui.look.theme import ThemeName
from tests.screens.golden import looks_like, picture
from tests.ui.at_work import AtWork
from tests.ui.written import go_to, written


@pytest.fixture(scope="session")
def clinic() -> list[Filed]:
    return written()


@pytest.mark.parametrize(
    ("key", "look", "scale"),
    [
        ("refill-lab-due", ThemeName.LIGHT, 100),
        ("refill-controlled", ThemeName.DARK, 100),
        ("result-abnormal", ThemeName.DARK, 100),
        ("readings-pressure", ThemeName.LIGHT, 100),
        ("gad-7", ThemeName.LIGHT, 200),
    ],
)
def test_the_strip(desk: Desk, qtbot: QtBot, key: str, look: ThemeName, scale: int) -> None:
    work = AtWork(desk, qtbot)
    desk.theme.change(name=look, scale=scale)
    work.space.resize(1920 if scale == 200 else 1440, 1080 if scale == 200 else 900)
    go_to(work, key)
    strip = work.reading.facts
    if not strip.unfolded:
        work.press("view.needs")
    looks_like(picture(strip), f"facts-{key}")
