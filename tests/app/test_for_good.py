"""Who may be here no longer: all is hidden and wiped, and what had not left stays sealed to its author."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, select

from inbox.app.for_good import FOR_GOOD, parting_words
from inbox.app.program import Program
from inbox.domain.draft import Draft
from inbox.domain.errors import AccessEnded
from inbox.domain.ids import PatientId, ThreadId
from inbox.fhir.incoming import Reading, filed
from inbox.fhir.resource import decode
from inbox.queries.drafts import draft
from inbox.session.keyring_lock import KeyringLock
from inbox.session.place import Place
from inbox.session.session import Session
from inbox.store import kept
from inbox.store.schema import patient_row, resource
from inbox.store.store import Store
from inbox.ui.leaving import DISOWNED
from portal.running import Running
from tests.app.test_doors import browser
from tests.app.test_program import station, until
from tests.session.clock import TurnedClock
from tests.session.conftest import clock, keychain
from tests.session.keychain import Keychain
from tests.session.test_rights import Records, portal, records
from tests.session.test_session import known_at, start
from tests.sync.examples import promise_of

__all__ = ["browser", "clock", "keychain", "portal", "records", "station"]
THREAD = ThreadId("Communication/thr1")


@pytest.fixture
def session(tmp_path: Path, keychain: Keychain, clock: TurnedClock, portal: Running) -> Session:
    """Of a nurse who has a patient here, and a reply begun."""
    session = start(tmp_path, portal, clock)
    store = opened(session)
    patient = decode(b'{"resourceType": "Patient", "id": "p1", "name": [{"text": "Walter Esterbrook"}]}')
    store.ingest([filed(patient)]).result()
    begun = Draft(THREAD, PatientId("Patient/p1"), session.actor.person, "I will call", clock.now())
    store.save_draft(begun).result()
    store.close()
    return session


def opened(session: Session) -> Store:
    return Store.open(session.cache_path, session.cache_key, Reading(promise_of), lambda changes: None)


def test_who_works_there_no_longer_is_locked_out_and_wiped_and_what_was_begun_stays_sealed(
    station: Program, session: Session, records: Records, portal: Running
) -> None:
    token = session._vault.secrets.refresh_token
    records.change(records.of("nadia")[0], active=False)

    async def story() -> str:
        working = asyncio.ensure_future(station._work(session))
        await until(lambda: True if working.done() else None)
        return working.result()

    assert asyncio.run(story()) == DISOWNED
    assert "you no longer work there" in station._told and "removed from this computer" in station._told
    assert_wiped_and_sealed(session, token, portal)


def test_who_may_be_here_no_longer_is_wiped_when_they_sign_in_where_they_were_before(
    station: Program, session: Session, records: Records, portal: Running, browser: None
) -> None:
    token = session._vault.secrets.refresh_token
    records.change(records.of("nadia")[0], active=False)

    async def story() -> None:
        entering = asyncio.ensure_future(station._porch.doors()._through_browser(portal.base_url))
        await until(lambda: True if entering.done() else None)
        with pytest.raises(AccessEnded, match="no longer work there"):
            entering.result()

    asyncio.run(story())
    assert_wiped_and_sealed(session, token, portal)


@pytest.mark.parametrize("way", sorted(FOR_GOOD))
def test_what_could_not_be_removed_is_not_said_to_be_gone(way: str) -> None:
    assert "could not be removed" in parting_words(way, "You no longer work there.", 2, wiped=False)
    assert "could not be removed" not in parting_words(way, "You no longer work there.", 2, wiped=True)


def assert_wiped_and_sealed(session: Session, token: str, portal: Running) -> None:
    assert Place.last(session.place.portal_folder.parent, portal.base_url) is None
    again = Session.reopen(session.place, KeyringLock(), TurnedClock())
    assert not again.online and not known_at(portal, token)
    store = opened(again)
    try:
        reader = store.reader()
        for table in (resource, patient_row):
            assert reader.scalar(select(func.count()).select_from(table)) == 0
        there = draft(reader, THREAD, session.actor.person)
        assert there is not None and there.text == "I will call"
        noted = [one.what for one in kept.audits_waiting(reader, session.actor.person, 100)]
        assert {"access-ended", "wipe"} <= set(noted)
    finally:
        store.close()
