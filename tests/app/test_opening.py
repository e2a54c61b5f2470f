"""From a file that does not open to a workplace: what a person sees on the way, and what they can do."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inbox import diary
from inbox.app.opening import Opening
from inbox.app.own_files import prepare
from inbox.store.errors import Full, InUse
from inbox.store.lock import FileLock
from inbox.store.store import Store
from inbox.ui.doors.error import ErrorPage
from inbox.ui.doors.rescued import RescuedPage
from inbox.ui.look.theme import Theme, dress
from inbox.ui.main_window import Window
from tests.store.released import KEY, write
from tests.sync.examples import reading

P = TypeVar("P", bound=QWidget)
T = TypeVar("T")


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    theme = Theme()
    dress(qapp, theme)
    return theme


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with something in every table."""
    made = write(tmp_path)
    made.with_name(made.name + ".landmarks").rename(tmp_path / "cache.db.landmarks")
    return made.rename(tmp_path / "cache.db")


async def until(condition: Callable[[], T | None]) -> T:
    """What `condition` gives, once it does."""
    async with asyncio.timeout(10):
        while not (found := condition()):
            await asyncio.sleep(0.01)
        return found


async def shown(window: Window, kind: type[P]) -> P:
    """The page of that kind, once it is there."""
    return await until(lambda: next((page for page in window.findChildren(kind) if page.isVisible()), None))


async def told(window: Window, title: str) -> ErrorPage:
    """The page that says so."""

    def there() -> ErrorPage | None:
        pages = (page for page in window.findChildren(ErrorPage) if page.isVisible())
        return next((page for page in pages if page.title.text() == title), None)

    return await until(there)


def other_than(page: ErrorPage, window: Window) -> ErrorPage | None:
    return next((one for one in window.findChildren(ErrorPage) if one is not page and one.isVisible()), None)


def opened(file: Path) -> Store:
    return Store.open(file, KEY, reading(), lambda changes: None)


def test_an_inbox_open_elsewhere_opens_once_it_is_closed_there(
    window: Window, theme: Theme, file: Path
) -> None:
    other = FileLock(file)

    async def story() -> None:
        opening = asyncio.ensure_future(Opening(window, theme, file, KEY).of(partial(opened, file)))
        page = await shown(window, ErrorPage)
        assert str(InUse()) in page.box.accessibleName()
        page.again.emit()
        again = await until(lambda: other_than(page, window))
        other.release()
        again.again.emit()
        (await opening).close()

    asyncio.run(story())


def test_a_damaged_inbox_is_rescued_on_a_wish_and_opens_with_what_was_saved(
    window: Window, theme: Theme, file: Path
) -> None:
    file.write_bytes(b"\0" * 4096 + file.read_bytes()[4096:])

    async def story() -> None:
        opening = asyncio.ensure_future(Opening(window, theme, file, KEY).of(partial(opened, file)))
        (await shown(window, ErrorPage)).rescue.emit()
        page = await shown(window, RescuedPage)
        await until(page.on.isVisible)
        page.go_on.emit()
        store = await opening
        assert store.reader().exec_driver_sql("SELECT count(*) FROM outbox").scalar() == 9
        store.close()

    asyncio.run(story())


def test_starting_over_with_another_key_keeps_the_old_file(window: Window, theme: Theme, file: Path) -> None:
    def with_another_key() -> Store:
        return Store.open(file, bytes(32), reading(), lambda changes: None)

    before = file.read_bytes()

    async def story() -> None:
        opening = asyncio.ensure_future(Opening(window, theme, file, bytes(32)).of(with_another_key))
        (await shown(window, ErrorPage)).start_over.emit()
        (await opening).close()

    asyncio.run(story())
    assert file.with_name("cache.db.damaged-1").read_bytes() == before


def test_a_folder_that_cannot_be_made_is_said_and_tried_again(
    window: Window, theme: Theme, tmp_path: Path
) -> None:
    folder = tmp_path / "nadia"
    folder.write_text("in the way")

    async def story() -> None:
        opening = asyncio.ensure_future(Opening(window, theme).of(partial(prepare, folder)))
        page = await shown(window, ErrorPage)
        assert "folder" in page.title.text()
        assert not page.save.isVisible()
        folder.unlink()
        page.again.emit()
        assert await opening

    asyncio.run(story())
    diary.close()
    assert (folder / "diary" / "inbox.log").exists()


def test_a_rescue_the_disk_has_no_room_for_is_said_and_can_be_tried_again(
    window: Window,
    theme: Theme,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file.write_bytes(b"\0" * 4096 + file.read_bytes()[4096:])

    def full(path: Path, key: bytes) -> Store:
        raise Full

    async def story() -> None:
        opening = asyncio.ensure_future(Opening(window, theme, file, KEY).of(partial(opened, file)))
        with monkeypatch.context() as then:
            then.setattr("inbox.store.salvage.Database", full)
            (await shown(window, ErrorPage)).rescue.emit()
            page = await told(window, "The disk is full")
        page.again.emit()
        (await told(window, "The saved inbox is damaged")).rescue.emit()
        rescued = await shown(window, RescuedPage)
        await until(rescued.on.isVisible)
        rescued.go_on.emit()
        (await opening).close()

    asyncio.run(story())
