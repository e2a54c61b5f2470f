from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inbox import diary
from inbox.ui.main_window import Window
from tests.journeys import clinic, desktop
from tests.journeys.content_free import Secrets, Titles
from tests.journeys.portal_process import PortalProcess
from tests.journeys.real_window import Workstation
from tests.journeys.stage import Person, Stage
from tests.session.keychain import Keychain, using
from tests.stray_windows import no_stray_windows

_FROM_THE_TEST = ("letter", "picture")
"""How files begin that a journey itself lays out, as a person would: to attach them."""


@pytest.fixture(scope="session")
def quiet_clinic(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Secrets]:
    """The quiet clinic's database, and the words of its patients."""
    database = tmp_path_factory.mktemp("clinic") / "portal.db"
    return database, Secrets(clinic.make(database).resources)


@pytest.fixture(scope="session")
def seeded(quiet_clinic: tuple[Path, Secrets]) -> Path:
    """The quiet clinic's database, made once and copied for each test."""
    return quiet_clinic[0]


@pytest.fixture
def content_free(
    qapp: QApplication,
    quiet_clinic: tuple[Path, Secrets],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Iterator[None]:
    """On each journey: outside the window no word of a patient is ever to be read."""
    temporary, titles = tmp_path / "temporary", Titles(qapp)
    temporary.mkdir(0o700)
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    yield
    qapp.removeEventFilter(titles)
    printed = "".join(capfd.readouterr())
    sys.stdout.write(printed)
    secrets = quiet_clinic[1]
    assert secrets.lie_open(tmp_path, apart=["portal.db", *_FROM_THE_TEST]) == {}
    assert secrets.told_in("\n".join([printed, *titles.seen]).encode()) == ""


@pytest.fixture
def portal(seeded: Path, tmp_path: Path) -> Iterator[PortalProcess]:
    database = tmp_path / "portal.db"
    shutil.copy(seeded, database)
    running = PortalProcess(database)
    running.start()
    yield running
    running.close()


@pytest.fixture
def stage(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content_free: None
) -> Iterator[Stage]:
    diary.keep_in(tmp_path / "diary")
    with using(Keychain()), no_stray_windows(qapp, Window):
        stage = Stage(qapp, monkeypatch)
        yield stage
        stage.close()
    diary.close()
    written = (tmp_path / "diary" / "inbox.log").read_text().splitlines()
    assert [line for line in written if " error=" in line] == [], "the program made no mistake on the way"


@pytest.fixture
def person(stage: Stage, portal: PortalProcess, tmp_path: Path) -> Callable[[str], Person]:
    """Somebody by the name they sign in with, at a computer of their own."""
    return lambda user: stage.person(user, portal, tmp_path / "computers" / user)


@pytest.fixture
def nurse(person: Callable[[str], Person]) -> Person:
    """Nadia Brand, RN."""
    return person("nadia")


@pytest.fixture
def station(portal: PortalProcess, tmp_path: Path) -> Iterator[Workstation]:
    """Nadia's computer with a real window; whatever runs on it ends with the test."""
    if lacking := desktop.missing():
        pytest.skip(f"{lacking} is not installed")
    with desktop.desktop() as desk:
        station = Workstation(desk, "nadia", portal, tmp_path / "nadia")
        yield station
        station.close()
