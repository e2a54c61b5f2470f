"""One X-Request-Id from end to end: diary, what a person reads, the portal's log, its AuditEvent."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from inbox.domain.audit import UPDATE, AuditNote
from inbox.domain.errors import InboxError
from inbox.domain.ids import ThreadId
from inbox.domain.people import Role
from inbox.fhir.client import FhirClient
from tests.sync import balp
from tests.sync.station import Backstage, Station

Make = Callable[..., Station]


@pytest.fixture
def logs(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Of the station and of the portal, both in this process."""
    caplog.set_level(logging.INFO, logger="inbox")
    caplog.set_level(logging.INFO, logger="portal.requests")
    return caplog


def lines(logs: pytest.LogCaptureFixture, logger: str, name: str) -> list[str]:
    return [one.getMessage() for one in logs.records if one.name == logger and name in one.getMessage()]


def test_the_request_of_an_action_is_in_the_diary_the_portals_log_and_its_audit_event(
    station: Make, backstage: Backstage, thread: ThreadId, logs: pytest.LogCaptureFixture
) -> None:
    nora = station()
    nora.look(thread)
    entry = nora.claim(thread)
    note = AuditNote(entry.id, UPDATE, nora.actor.person, Role.RN, nora.watch.now(), thread=thread)
    nora.store.audit(note).result()
    nora.push()
    nora.with_portal(lambda portal: portal.audits.send())
    event = next(one for one in backstage.dump("AuditEvent") if one["meta"]["tag"][0]["code"] == entry.id)
    request = balp.request(event)
    assert lines(logs, "inbox", f"request={request} status=200")
    (at_the_portal,) = lines(logs, "portal.requests", request)
    assert at_the_portal.startswith(f"{request} POST /fhir/R4") and at_the_portal.endswith(" 200")


def test_every_request_stands_once_in_the_diary_and_once_in_the_portals_log(
    station: Make, logs: pytest.LogCaptureFixture
) -> None:
    station().pull()
    diary = [one.getMessage() for one in logs.records if one.getMessage().startswith("http.asked request=")]
    asked = [one.split()[1].removeprefix("request=") for one in diary]
    assert asked and len(set(asked)) == len(asked)
    assert all(len(lines(logs, "portal.requests", request)) == 1 for request in asked)


@pytest.mark.parametrize(("ref", "status"), [("Task/none", 404), ("AuditEvent/none", 403)])
def test_what_a_person_reads_of_a_refusal_leads_to_the_portals_log(
    station: Make, logs: pytest.LogCaptureFixture, ref: str, status: int
) -> None:
    async def ask(client: FhirClient) -> None:
        await client.read(ref)

    with pytest.raises(InboxError) as failed:
        station().with_client(ask)
    read_out = failed.value.in_full.rpartition("(Request ")[2].rstrip(")")
    assert len(read_out) == 8 and failed.value.request.startswith(read_out)
    (found,) = lines(logs, "portal.requests", read_out)
    assert found.endswith(f"/fhir/R4/{ref} {status}")


def test_what_broke_off_keeps_its_request_too(
    station: Make, backstage: Backstage, logs: pytest.LogCaptureFixture
) -> None:
    backstage.fault(action="drop_after", method="GET", path="Task/none", nth=1)

    async def ask(client: FhirClient) -> None:
        await client.read("Task/none")

    with pytest.raises(InboxError) as failed:
        station().with_client(ask)
    assert lines(logs, "inbox", f"http.not-answered request={failed.value.request}")


def test_no_words_of_a_search_stand_in_the_portals_log(station: Make, logs: pytest.LogCaptureFixture) -> None:
    async def ask(client: FhirClient) -> None:
        async for _ in client.search("Patient", {"name": "Esterbrook"}):
            pass

    station().with_client(ask)
    assert lines(logs, "portal.requests", "/fhir/R4/Patient")
    assert "Esterbrook" not in logs.text
