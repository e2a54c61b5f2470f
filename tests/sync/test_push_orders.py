"""An order or a visit whose answer was lost is made once, also where the server does not look before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from inbox.commands import review as deciding
from inbox.commands.declare import Case
from inbox.domain.entries import Saw, State
from inbox.domain.ids import ThreadId
from inbox.domain.operations import AskVisit, Claim, Escalate, Prescribe
from inbox.domain.operations.base import Why
from inbox.domain.prescription import Order, Supply
from inbox.domain.review import Packet
from inbox.domain.visit import How
from inbox.fhir.faults import NoAnswer
from inbox.fhir.profile import Profile
from portal.profile import PROFILES
from portal.running import Running
from portal.settings import Settings
from tests.sync.examples import promise_of
from tests.sync.station import Backstage, Station, item_of
from tests.sync.test_packet_conflicts import PAUL, WORDS, packet_of, prescriber, with_prescribers

Make = Callable[..., Station]
KINDS = ("MedicationRequest", "Appointment", "Encounter")
HOW = {"Appointment": How.VIDEO, "Encounter": How.ONLINE}
made_of_its_own = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture(scope="module")
def portal() -> Iterator[Running]:
    settings = Settings(database="", patients=1, test_mode=True, profile=PROFILES["strict"])
    with Running(settings, make_clinic=with_prescribers) as running:
        yield running


@pytest.fixture
def paul(station: Make, thread: ThreadId) -> Station:
    """Who has decided nothing yet on what Nora asked, at a server that takes writes one by one."""
    nora = station("nora")
    nora.look(thread)
    item = item_of(thread)
    nora.do(
        thread, Claim(item=item), Escalate(item=item, packet=Packet("The same?", proposal=WORDS, to=PAUL))
    )
    nora.push()
    made = prescriber(station, "paul", thread)
    made.reshape = without
    return made


def without(profile: Profile, *searches: str) -> Profile:
    """The same server without transactions, conditional creates, and some searches."""
    types = dict(profile.said.types)
    for kind in KINDS:
        left = types[kind].searches - set(searches)
        types[kind] = msgspec.structs.replace(types[kind], conditional_create=False, searches=left)
    return Profile(msgspec.structs.replace(profile.said, system=frozenset(), types=types))


def unasked(profile: Profile) -> Profile:
    return without(profile, "identifier")


def lose_it(paul: Station, backstage: Backstage, thread: ThreadId, kind: str, when: str) -> None:
    """Paul decides, and of the order or the visit no answer comes."""
    there = paul.thread(thread)
    case = Case(there, packet_of(paul, thread), paul.actor, paul.watch.now(), promise_of)
    order = Order("MedicationRequest/1", "sertraline 50 mg", Supply(30, 2))
    decision = deciding.needs_visit(case, HOW[kind]) if kind in HOW else deciding.approve(case, order=order)
    paul.do(thread, *decision)
    backstage.fault(action=when, method="POST", path=f"{kind}$", nth=1)
    with pytest.raises(NoAnswer):
        paul.push()
    backstage.no_faults()
    assert paul.outbox()[0].state is State.UNSURE
    assert isinstance(paul.outbox()[0].operation, AskVisit | Prescribe)


def there(backstage: Backstage, kind: str, name: str) -> list[dict[str, Any]]:
    return [one for one in backstage.dump(kind) if name in str(one.get("identifier"))]


@made_of_its_own
def test_what_left_a_moment_ago_may_still_come_and_does_not_go_again_yet(
    paul: Station, backstage: Backstage, thread: ThreadId, kind: str
) -> None:
    lose_it(paul, backstage, thread, kind, "drop_before")
    name = paul.outbox()[0].id
    paul.push()
    assert (paul.outbox()[0].state, paul.outbox()[0].problem) == (State.UNSURE, None)
    assert there(backstage, kind, name) == []
    paul.watch.ahead = timedelta(minutes=2)
    paul.push()
    assert len(there(backstage, kind, name)) == 1
    assert paul.outbox() == []


@made_of_its_own
def test_it_is_looked_up_by_its_identifier_before_it_goes_again(
    paul: Station, backstage: Backstage, thread: ThreadId, kind: str
) -> None:
    lose_it(paul, backstage, thread, kind, "drop_after")
    name = paul.outbox()[0].id
    paul.watch.ahead = timedelta(minutes=2)
    paul.push()
    assert len(there(backstage, kind, name)) == 1
    assert paul.outbox() == []


@made_of_its_own
def test_where_it_cannot_be_asked_for_it_stays_unsure_until_its_author_sends_it_all_the_same(
    paul: Station, backstage: Backstage, thread: ThreadId, kind: str
) -> None:
    paul.reshape = unasked
    lose_it(paul, backstage, thread, kind, "drop_after")
    lost, paul.watch.ahead = paul.outbox()[0], timedelta(minutes=2)
    for _ in range(2):
        paul.push()
        problem = paul.outbox()[0].problem
        assert paul.outbox()[0].state is State.UNSURE
        assert problem is not None and problem.why is Why.UNSURE
        assert "Look in the EHR" in problem.sentence
    assert len(there(backstage, kind, lost.id)) == 1
    saw = Saw.of(paul.thread(thread), lost.item, paul.actor.person)
    paul.store.retry(lost.id, paul.actor.person, saw, paul.watch.now()).result()
    paul.push()
    assert len(there(backstage, kind, lost.id)) == 2, "as he was told it might be"
    assert paul.outbox() == []
