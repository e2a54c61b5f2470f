"""A new due time, told to a real portal: nothing else of the item changes, and no claim is in its way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from inbox.domain.ids import ThreadId
from inbox.domain.operations import Claim, Redue
from inbox.domain.work_item import Promise
from tests.sync.station import Backstage, Station, item_of

Make = Callable[..., Station]
EARLY = datetime(2025, 3, 1, 9, tzinfo=UTC)
NINE, NOON = datetime(2027, 3, 1, 9, tzinfo=UTC), datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def sara(station: Make, thread: ThreadId) -> Station:
    made = station("sara")
    made.look(thread)
    return made


def redue(thread: ThreadId, due: datetime = NOON, policy: str = "river@2", **more: bool) -> Redue:
    return Redue(item=item_of(thread), to=Promise(due, policy), reason="Shorter in winter", **more)


def stored(backstage: Backstage, thread: ThreadId) -> tuple[str, list[str]]:
    task = backstage.task(thread)
    policies = [
        one["valueString"] for one in task["input"] if one["type"]["coding"][0]["code"] == "sla-policy"
    ]
    return task["restriction"]["period"]["end"], policies


def test_due_time_and_policy_arrive_with_the_reason_and_nothing_else_changes(
    sara: Station, backstage: Backstage, thread: ThreadId
) -> None:
    before = backstage.task(thread)
    [entry] = sara.do(thread, redue(thread))
    sara.push()
    assert sara.outbox() == []
    assert stored(backstage, thread) == ("2027-03-01T12:00:00.000Z", ["river@2"])
    after = backstage.task(thread)
    for untouched in ("status", "owner", "focus", "for", "authoredOn", "code", "lastModified"):
        assert after.get(untouched) == before.get(untouched)
    [why] = [one for one in backstage.dump("Provenance") if one["meta"]["tag"][0]["code"] == entry.id]
    assert why["activity"]["coding"][0]["code"] == "redue"
    assert why["reason"] == [{"text": "Shorter in winter"}]
    assert why["agent"][0]["who"]["reference"] == "Practitioner/sara"


def test_a_claim_made_meanwhile_stays_and_the_due_time_comes_on_top(
    sara: Station, station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    sara.do(thread, redue(thread, EARLY))
    nora = station("nora")
    nora.look(thread)
    nora.do(thread, Claim(item=item_of(thread)))
    nora.push()
    sara.push()
    assert sara.outbox() == []
    assert backstage.task(thread)["owner"]["reference"] == "Practitioner/nora"
    assert stored(backstage, thread)[1] == ["river@2"]


def test_an_earlier_time_stored_meanwhile_is_not_made_later(
    sara: Station, station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    sara.do(thread, redue(thread, confirmed=True))
    other = station("sara")
    other.look(thread)
    other.do(thread, redue(thread, NINE, "river@3"))
    other.push()
    sara.push()
    assert sara.outbox() == []
    assert stored(backstage, thread) == ("2027-03-01T09:00:00.000Z", ["river@3"])


def test_a_new_due_time_is_no_look_of_whoever_has_claimed_it(
    sara: Station, station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    nora = station("nora")
    nora.look(thread)
    nora.do(thread, Claim(item=item_of(thread)))
    nora.push()
    claimed = backstage.task(thread)["lastModified"]
    sara.look(thread)
    sara.do(thread, redue(thread, EARLY))
    sara.push()
    assert stored(backstage, thread)[1] == ["river@2"]
    assert backstage.task(thread)["lastModified"] == claimed
