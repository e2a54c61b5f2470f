"""Work that the portal made in no conversation: shown, and as good as any other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Barrier
from typing import Any

import msgspec
import pytest

from inbox.domain.ids import ItemId, ThreadId
from inbox.domain.operations import Claim, Complete, Reply, Route
from inbox.domain.people import Party
from inbox.domain.thread import Thread
from inbox.domain.work_item import Kind, Stage
from inbox.fhir.faults import NoAnswer
from inbox.sync.portal import Portal
from tests.sync.clinic import POOL, stamp
from tests.sync.station import QUICK, Backstage, Station
from tests.sync.test_engine import Running

Make = Callable[..., Station]
NOW = datetime.now(UTC)


@pytest.fixture
def ready(station: Make) -> Callable[..., Station]:
    """Makes stations that do at once what is done without a person."""

    def make(user: str = "nora") -> Station:
        made = station(user)
        made.settings = msgspec.structs.replace(QUICK, rule_after=0, rule_gap=0)
        return made

    return make


_NUMBERS = count(1)


def alert(backstage: Backstage, **fields: Any) -> dict[str, Any]:
    """What a monitoring program posts for a patient who has never written; a field of None is left out."""
    number = next(_NUMBERS)
    patient = {"resourceType": "Patient", "name": [{"family": "Quiet", "given": [f"Person{number}"]}]}
    who = f"Patient/{backstage.register(patient)['id']}"
    body = {
        "resourceType": "Task",
        "status": "requested",
        "intent": "order",
        "code": {"coding": [{"system": "https://elsewhere.example/work", "code": "home-monitoring"}]},
        "description": "Blood pressure outside its band: 171/80.",
        "for": {"reference": who, "display": f"Person{number} Quiet"},
        "authoredOn": stamp(NOW - timedelta(minutes=20)),
        "owner": {"reference": POOL},
        **fields,
    }
    return backstage.register({name: value for name, value in body.items() if value is not None})


async def seen_to(portal: Portal) -> None:
    """Until every piece of work that can have a conversation has one."""
    await portal.pull.run()
    while await portal.lone_work.run() == 0:
        pass


def there(station: Station, task: dict[str, Any]) -> Thread:
    """The conversation that the list shows for `task`."""
    item = ItemId(f"Task/{task['id']}")
    found = station.store.reader().exec_driver_sql("SELECT thread FROM inbox_row WHERE item = ?", (item,))
    return station.thread(ThreadId(found.scalar_one()))


def is_shown(station: Station, task: dict[str, Any]) -> bool:
    item = f"Task/{task['id']}"
    return bool(
        station.store.reader().exec_driver_sql("SELECT 1 FROM inbox_row WHERE item = ?", (item,)).first()
    )


def on_server(backstage: Backstage, task: dict[str, Any]) -> dict[str, Any]:
    return next(one for one in backstage.dump("Task") if one["id"] == task["id"])


def conversations(backstage: Backstage, task: dict[str, Any]) -> list[dict[str, Any]]:
    """The headers opened for `task`."""
    return [
        one
        for one in backstage.dump("Communication")
        if any(name["value"] == task["id"] for name in one.get("identifier", []))
    ]


def test_an_alert_of_a_patient_who_never_wrote_is_shown_in_its_pool(
    ready: Make, backstage: Backstage
) -> None:
    task, nora = alert(backstage), ready()
    nora.with_portal(seen_to)
    thread = there(nora, task)
    assert thread.subject == "Home readings"
    assert thread.messages == ()
    [item] = thread.items
    assert (item.kind, item.stage) == (Kind.HOME_MONITORING, Stage.UNCLAIMED)
    assert item.holding.pool is not None and item.holding.pool.ref == POOL
    assert item.arrived == datetime.fromisoformat(task["authoredOn"])
    [header] = conversations(backstage, task)
    assert "payload" not in header
    assert item.question == "Blood pressure outside its band: 171/80."
    assert on_server(backstage, task)["focus"] == {"reference": f"Communication/{header['id']}"}


def test_two_stations_at_once_make_one_conversation(ready: Make, backstage: Backstage) -> None:
    task, stations = alert(backstage), [ready(), ready("otto")]
    for one in stations:
        one.pull()
    gate = Barrier(2)

    def go(one: Station) -> None:
        gate.wait()
        one.with_portal(seen_to)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(go, stations))
    assert len(conversations(backstage, task)) == 1
    assert on_server(backstage, task)["meta"]["versionId"] == "2"
    assert there(stations[0], task).id == there(stations[1], task).id


def test_it_is_claimed_answered_and_closed_like_any_other(ready: Make, backstage: Backstage) -> None:
    task, nora = alert(backstage), ready()
    nora.with_portal(seen_to)
    thread = there(nora, task)
    item, to = thread.items[0].id, thread.answered_to
    assert to is not None and to.ref == task["for"]["reference"]
    reply = Reply(item=item, text="Please measure again tonight.", to=(to,))
    nora.do(thread.id, Claim(item=item), reply, Complete(item=item))
    nora.push()
    assert nora.outbox() == []
    assert backstage.texts(thread.id) == ["Please measure again tonight."]
    assert on_server(backstage, task)["status"] == "completed"
    assert nora.thread(thread.id).items[0].stage is Stage.DONE


def test_it_is_routed_like_any_other(ready: Make, backstage: Backstage) -> None:
    task, nora = alert(backstage), ready()
    nora.with_portal(seen_to)
    thread = there(nora, task)
    refills = Party("HealthcareService/refills", "Refills")
    nora.do(thread.id, Route(item=thread.items[0].id, to=refills))
    nora.push()
    assert nora.outbox() == []
    assert on_server(backstage, task)["owner"]["reference"] == refills.ref


def test_what_the_work_was_on_is_still_told(ready: Make, backstage: Backstage) -> None:
    refill = {"coding": [{"system": "https://elsewhere.example/work", "code": "refill"}]}
    task = alert(backstage, code=refill, focus={"reference": "MedicationRequest/rx9"})
    nora = ready()
    nora.with_portal(seen_to)
    assert there(nora, task).items[0].medication == "MedicationRequest/rx9"


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "completed"},
        {"code": {"coding": [{"system": "x", "code": "transport"}]}},
        {"code": None},
        {"partOf": [{"reference": "Task/elsewhere"}]},
    ],
    ids=["closed", "of another kind", "of no kind", "part of other work"],
)
def test_what_is_no_work_of_this_inbox_is_left_alone(
    ready: Make, backstage: Backstage, fields: dict[str, Any]
) -> None:
    task, nora = alert(backstage, **fields), ready()
    nora.with_portal(seen_to)
    assert conversations(backstage, task) == []
    assert on_server(backstage, task)["meta"]["versionId"] == "1"


def test_what_a_colleague_claims_meanwhile_stays_theirs(ready: Make, backstage: Backstage) -> None:
    task, nora = alert(backstage), ready()
    nora.pull()
    claimed = task | {"status": "accepted", "owner": {"reference": "Practitioner/otto"}}
    backstage.write(nora, claimed)

    async def without_a_look(portal: Portal) -> None:
        while await portal.lone_work.run() == 0:
            pass

    nora.with_portal(without_a_look)
    after = on_server(backstage, task)
    assert after["owner"] == {"reference": "Practitioner/otto"}
    assert after["focus"] == {"reference": there(nora, task).id}


def test_where_the_server_refuses_it_the_connection_view_says_so(ready: Make, backstage: Backstage) -> None:
    task, nora = alert(backstage), ready()
    backstage.fault(action="status", status=403, method="POST", path="Communication$")
    nora.with_portal(seen_to)
    assert not is_shown(nora, task)
    assert nora.board.status.unseen >= 1
    assert "outside any conversation" in nora.board.status.missing[-1].what
    backstage.no_faults()
    nora.with_portal(seen_to)
    assert is_shown(nora, task)
    assert nora.board.status.unseen == 0


@pytest.mark.parametrize("lost", [("POST", "Communication$"), ("PUT", "Task/")], ids=["opened", "placed"])
def test_an_answer_lost_on_the_way_makes_nothing_twice(
    ready: Make, backstage: Backstage, lost: tuple[str, str]
) -> None:
    task, nora = alert(backstage), ready()
    nora.pull()
    backstage.fault(action="drop_after", method=lost[0], path=lost[1], nth=1)
    with pytest.raises(NoAnswer):
        nora.with_portal(seen_to)
    nora.with_portal(seen_to)
    assert len(conversations(backstage, task)) == 1
    assert on_server(backstage, task)["meta"]["versionId"] == "2"
    assert is_shown(nora, task)


def test_a_station_that_is_on_shows_it_by_itself(ready: Make, backstage: Backstage) -> None:
    nora = ready()
    nora.first_sync()
    running = Running(nora)
    running.engine.start()
    running.until(lambda status: status.ready)
    task = alert(backstage)
    running.until(lambda _: is_shown(nora, task))
    assert running.engine.stop()
