"""What is learned of a server, from one start of the engine to the next."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from inbox.fhir.client import FhirClient
from inbox.fhir.profile import Learned, kept, recalled
from inbox.sync.portal import LEARNED
from inbox.sync.status import Status
from tests.sync.station import Station
from tests.sync.test_engine import Running

Make = Callable[..., Station]


def name_of(station: Station) -> str:
    async def ask() -> str:
        async with FhirClient(station.base_url) as client:
            return (await client.capability()).said.name

    return asyncio.run(ask())


def in_parts(status: Status) -> bool:
    """Whether several changes are known to be done in parts."""
    return "Several changes as one" in [gap.what for gap in status.missing]


def test_what_was_learned_counts_at_the_next_start_until_it_is_to_be_forgotten(station: Make) -> None:
    nora = station()
    nora.store.keep_note(LEARNED, kept(Learned(of=name_of(nora), not_atomic=True))).result()
    running = Running(nora)
    running.engine.start()
    try:
        running.until(in_parts)
        running.engine.learn_anew()
        running.until(lambda status: bool(status.report.facts) and not in_parts(status))
    finally:
        assert running.engine.stop()
    note = nora.store.note(LEARNED)
    assert note is not None
    assert not recalled(note).not_atomic
