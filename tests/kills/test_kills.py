"""A kill is survived; and where it was not, that is seen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import small_clinic
from tests.faults.witness import Judgement
from tests.journeys.portal_process import PortalProcess
from tests.kills.trial import POINTS, Trial

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    seeded = small_clinic.make(tmp_path / "portal.db", 1, "strict")
    portal = PortalProcess(seeded.database, "strict")
    portal.start()
    trial = Trial(portal, seeded.database, seeded, 0, tmp_path / "computer")
    yield trial
    trial.computer.pull_the_plug()
    portal.close()


@pytest.mark.parametrize("name", ["answered, not settled", "during migration"])
def test_a_kill_is_survived(trial: Trial, name: str) -> None:
    POINTS[name](trial)
    assert trial.ends() == Judgement()
    assert trial.kills == 1


def test_a_disk_that_does_not_survive_is_found_out(trial: Trial) -> None:
    POINTS["after commit of an action"](trial)
    shutil.rmtree(trial.computer.place.folder)
    trial.comes_back()
    trial.comes_to_rest()
    assert trial.judged() == Judgement(lost=("reply 2 of 0 with a letter",))
