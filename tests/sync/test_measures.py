"""Measures from a real portal: what was recorded is read, and two stations find the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from inbox.domain.calendar import always
from inbox.domain.ids import ThreadId
from inbox.domain.measures import Found, Recorded, Scope, Span, measured
from inbox.domain.operations import Claim, Release
from inbox.domain.operations.complete import NO_REPLY_NEEDED, Complete
from inbox.fhir.codes import SPEED_BUTTON
from inbox.fhir.incoming import Directory
from inbox.queries.measures import works
from tests.sync.station import Backstage, Station, item_of

Make = Callable[..., Station]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def recorded(station: Station) -> list[Recorded] | None:
    found: list[Recorded] | None = station.with_portal(lambda portal: portal.recorded(LONG_AGO))
    return found


def found(station: Station) -> Found:
    """All that this station measures of today and yesterday."""
    now = datetime.now(UTC)
    span = Span(now - timedelta(days=1), now + timedelta(minutes=1))
    theirs = works(station.store.reader(), Directory(), {}, LONG_AGO)
    return measured(theirs, recorded(station), Scope(), span, lambda _pool: always())


def test_what_people_did_is_measured_alike_on_every_station(station: Make, thread: ThreadId) -> None:
    nora, sara = station("nora"), station("sara")
    nora.first_sync()
    item = item_of(thread)
    for operation in (
        Claim(item=item),
        Release(item=item, reason="too-complex"),
        Claim(item=item),
        Release(item=item, reason="too-complex"),
        Claim(item=item),
        Complete(item=item, outcome=NO_REPLY_NEEDED),
    ):
        nora.do(thread, operation)
        nora.push()
    sara.first_sync()
    other = station("sara")
    other.first_sync()
    mine = [one for one in recorded(sara) or () if one.item == item]
    assert [one.activity for one in sorted(mine, key=lambda one: one.at)] == [
        "claim", "release", "claim", "release", "claim", "complete",
    ]  # fmt: skip
    assert {one.by for one in mine} == {nora.actor.person}
    assert found(sara) == found(other)
    assert (found(sara).closed, found(sara).ping_pong, found(sara).by_button) == (1, 1, None)


def test_the_button_that_was_pressed_is_named_and_read_again(
    station: Make, thread: ThreadId, backstage: Backstage
) -> None:
    """Its id may be anything that a site has thought of."""
    nora, sara, button = station("nora"), station("sara"), "Büro/refill: 90 days #2"
    nora.first_sync()
    claim, close = nora.do(
        thread,
        Claim(item=item_of(thread)),
        Complete(item=item_of(thread), outcome=NO_REPLY_NEEDED),
        button=button,
    )
    nora.push()
    assert nora.outbox() == []
    told = {
        one["meta"]["tag"][0]["code"]: one.get("policy")
        for one in backstage.dump("Provenance")
        if item_of(thread) in str(one["target"])
    }
    assert told[claim.id] == told[close.id] == [SPEED_BUTTON + "B%C3%BCro%2Frefill%3A%2090%20days%20%232"]
    sara.first_sync()
    mine = [one for one in recorded(sara) or () if one.item == item_of(thread)]
    assert {(one.activity, one.button) for one in mine} == {("claim", button), ("complete", button)}
    assert found(sara).by_button == 1 / found(sara).closed


def test_who_may_not_read_what_was_recorded_learns_that_it_is_not_known(station: Make) -> None:
    assert recorded(station("nora")) is None
