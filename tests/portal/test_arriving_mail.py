import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from portal.arriving import OwnHand
from portal.moments import to_datetime
from portal.refusals import Refusal
from portal.running import Running
from portal.settings import Settings
from portal.storage.database import Database
from tests.portal.drafts import message, task
from tests.portal.visiting import TLS

NOON = 1_767_960_000_000
PATIENCE = 20.0


@pytest.fixture
def hand(tmp_path: Path) -> Iterator[OwnHand]:
    database = Database(f"sqlite:///{tmp_path}/portal.db", lambda: NOON)
    yield OwnHand(database)
    database.close()


def test_the_clinic_reads_and_writes_without_signing_in(hand: OwnHand) -> None:
    assert hand.now() == to_datetime(NOON)
    thread = hand.create(message())
    reply = hand.create(message(partOf=[{"reference": f"Communication/{thread['id']}"}]))
    assert hand.search("Communication", part_of=f"Communication/{thread['id']}") == [reply]
    changed = hand.update(reply | {"status": "unknown"})
    assert changed["meta"]["versionId"] == "2"
    assert hand.search("Communication", _id=reply["id"]) == [changed]
    with pytest.raises(Refusal):
        hand.update(task(id="nobody"))


def test_a_search_of_its_own_has_no_pages(hand: OwnHand) -> None:
    for _ in range(120):
        hand.create(task())
    assert len(hand.search("Task", patient="Patient/p1")) == 120


def test_messages_arrive_while_the_portal_runs() -> None:
    settings = Settings(database="", patients=3, threads=0, arrivals_per_hour=72_000, test_mode=True)

    def written(portal: Running) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = httpx.get(f"{portal.root}/test/dump/Task", verify=TLS).json()
        return found

    with Running(settings) as portal:
        deadline = time.monotonic() + PATIENCE
        while not written(portal) and time.monotonic() < deadline:
            pass
        assert {each["status"] for each in written(portal)} == {"requested"}
