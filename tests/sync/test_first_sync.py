"""The first load into an empty cache."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from inbox.domain.errors import Offline
from inbox.domain.ids import PatientId, PoolId, ThreadId
from inbox.fhir.incoming import chart
from inbox.queries import patient as patient_query
from inbox.queries import pools as people_query
from inbox.queries import worklist
from inbox.queries.views import View, ViewKind
from inbox.store import schema
from inbox.sync.portal import Portal
from inbox.sync.status import Progress
from portal.running import Running
from portal.settings import Settings as PortalSettings
from tests.portal.visiting import Launch
from tests.sync.clinic import CLOSED, PATIENTS, THREADS, Clinic, clinic
from tests.sync.station import Backstage, Station, thread_of

Make = Callable[..., Station]
EVERYTHING = r"fhir/R4/(?!metadata|\.well-known)"
"""All requests but those that ask what the server offers."""


def held(station: Station, kind: str) -> set[str]:
    rows = station.store.reader().scalars(
        select(schema.resource.c.ref).where(schema.resource.c.ref.like(f"{kind}/%"))
    )
    return {ref.partition("/")[2] for ref in rows}


def test_everything_within_the_retention_is_here_afterwards(station: Make, backstage: Backstage) -> None:
    nora = station()
    nora.first_sync()
    for kind in ("Patient", "Practitioner", "PractitionerRole", "HealthcareService", "Condition"):
        assert held(nora, kind) == {one["id"] for one in backstage.dump(kind)}, kind
    for kind in ("Communication", "Task"):
        there = {one["id"] for one in backstage.dump(kind)}
        old = {name for name in there if name.endswith("999")}
        assert held(nora, kind) == there - old, kind
    assert len(held(nora, "Task")) == THREADS + CLOSED


def test_the_list_is_usable_before_history_has_come(station: Make) -> None:
    nora = station()
    nora.with_portal(lambda portal: portal.first.front())
    assert nora.board.status.ready
    rows = nora.store.reader().execute(select(schema.inbox_row.c.item, schema.inbox_row.c.preview)).all()
    assert len(rows) == THREADS
    assert all(preview.startswith("What about number") for _, preview in rows)
    assert held(nora, "Patient") == {f"p{number}" for number in range(PATIENTS)}


def test_pools_and_colleagues_have_names(station: Make) -> None:
    nora = station()
    nora.with_portal(lambda portal: portal.first.front())
    reader = nora.store.reader()
    assert [pool.name for pool in people_query.pools(reader)] == ["Nurses"]
    assert "Nora Nurse, RN" in [one.name for one in people_query.staff(reader)]
    assert nora.thread(thread_of(THREADS - 1)).items[0].holding.pool.name == "Nurses"  # type: ignore[union-attr]


def test_charts_of_open_work_are_read_whole(station: Make) -> None:
    nora = station()
    nora.first_sync()
    patient = PatientId("Patient/p1")
    read = chart(patient_query.chart(nora.store.reader(), patient), nora.watch.now())
    assert [one.name for one in read.problems] == ["Asthma"]
    assert [one.substance for one in read.allergies] == ["Penicillin"]
    assert patient_query.chart_fetched(nora.store.reader(), patient) is not None


@pytest.mark.parametrize("nth", range(1, 26, 3))
def test_cut_off_anywhere_it_goes_on_and_ends_the_same(station: Make, backstage: Backstage, nth: int) -> None:
    whole, cut = station(), station()
    whole.first_sync()
    backstage.fault(action="drop_before", path=EVERYTHING, nth=nth)
    with pytest.raises(Offline):
        cut.first_sync()
    assert backstage.hits() == 1
    cut.reopen()
    cut.first_sync()
    for kind in ("Patient", "Communication", "Task", "Condition", "Practitioner"):
        assert held(cut, kind) == held(whole, kind), kind


def test_what_is_done_is_not_loaded_again(station: Make, backstage: Backstage) -> None:
    nora = station()
    nora.first_sync()
    nora.reopen()
    backstage.fault(action="status", status=500, path=EVERYTHING)
    nora.first_sync()
    assert backstage.hits() == 0


def test_progress_is_told_for_every_stage_and_taken_away_at_the_end(station: Make) -> None:
    nora = station()
    nora.first_sync()
    stages: dict[str, Progress] = {}
    for status in nora.told:
        stages |= {one.stage: one for one in status.progress}
    assert list(stages) == [
        "People and pools",
        "Open work",
        "Messages of open work",
        "Charts",
        "Closed work",
        "Earlier messages",
    ]
    assert all(one.finished and one.total == one.done for one in stages.values())
    assert stages["Messages of open work"].done == THREADS
    assert nora.board.status.progress == ()


def test_what_changes_meanwhile_is_heard_of_by_the_next_pull(
    station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    nora, otto = station(), station("otto")

    async def with_a_change_in_between(portal: Portal) -> None:
        await portal.first.front()
        backstage.write(otto, backstage.task(thread) | {"priority": "stat"})
        await portal.first.rest()
        await portal.pull.run()

    nora.with_portal(with_a_change_in_between)
    assert nora.thread(thread).items[0].priority == "stat"


def test_what_this_person_may_not_see_is_left_out_and_said(station: Make, portal: Running) -> None:
    nora = station()
    scope = "openid fhirUser user/Task.crus user/Communication.crus user/Patient.rs user/HealthcareService.rs"
    nora.token.token = Launch(portal, f"{scope} user/Condition.rs").tokens("nora")["access_token"]
    nora.first_sync()
    assert len(held(nora, "Task")) == THREADS + CLOSED
    assert held(nora, "Condition")
    assert not held(nora, "AllergyIntolerance")
    lacking = [one.what for one in nora.board.status.missing]
    assert lacking.count("Access to AllergyIntolerance") == lacking.count("Access to PractitionerRole") == 1


def test_a_pool_that_is_a_care_team_has_its_name_and_its_work_is_listed(
    tmp_path: Path,
) -> None:
    def with_a_team(seed: int, patients: int, threads: int, now: datetime) -> Clinic:
        made = clinic(seed, patients, threads, now)
        team = {"resourceType": "CareTeam", "id": "nurses", "status": "active", "name": "Team of nurses"}
        for one in made.resources:
            if one["resourceType"] == "Task" and one["status"] == "requested":
                one["owner"] = {"reference": "CareTeam/nurses"}
                one["input"] = []
        return Clinic(resources=[team, *made.resources])

    settings = PortalSettings(database="", patients=1, test_mode=True)
    with Running(settings, make_clinic=with_a_team) as portal:
        nora = Station(portal, tmp_path, "nora")
        nora.actor = msgspec.structs.replace(nora.actor, pools=(PoolId("CareTeam/nurses"),))
        nora.with_portal(lambda found: found.first.front())
        reader = nora.store.reader()
        assert [pool.name for pool in people_query.pools(reader) if pool.id == "CareTeam/nurses"] == [
            "Team of nurses"
        ]
        assert len(worklist.ids(reader, View(ViewKind.POOL), nora.actor, nora.watch.now())) == THREADS
        nora.store.close()


def test_no_more_is_loaded_than_is_kept(station: Make) -> None:
    nora = station()
    nora.settings = msgspec.structs.replace(nora.settings, retention=timedelta(days=9))
    nora.first_sync()
    assert len(held(nora, "Task")) == THREADS
