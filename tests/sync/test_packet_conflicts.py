"""A decision that was overtaken: by the patient, the nurse, a colleague, the end of a cover, the portal.

Whatever it was, nothing goes to the patient, and the words that were to go are kept with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from inbox.commands import review as deciding
from inbox.commands.declare import Case
from inbox.domain.entries import Entry, State
from inbox.domain.ids import ThreadId
from inbox.domain.operations import Claim, Escalate, Recall, Reply, Route
from inbox.domain.operations.base import Why
from inbox.domain.patient import Label
from inbox.domain.people import Party, Role
from inbox.domain.prescription import Order, Supply
from inbox.domain.review import After, Packet, review_of
from inbox.domain.work_item import WorkItem
from portal.running import Running
from portal.settings import Settings
from tests.sync.clinic import Clinic, Member, clinic, stamp
from tests.sync.examples import promise_of
from tests.sync.station import Backstage, Station, item_of

Make = Callable[..., Station]
WORDS = "Please take half a tablet."
PAUL, PIA = Party("Practitioner/paul", "Paul"), Party("Practitioner/pia", "Pia")
PRESCRIBERS = (Member("paul", "Paul", "prescriber"), Member("pia", "Pia", "prescriber"))


def with_prescribers(seed: int, patients: int, threads: int, now: datetime) -> Clinic:
    """The clinic of these tests, with two who decide."""
    made = clinic(seed, patients, threads, now)
    people: list[dict[str, Any]] = []
    for one in PRESCRIBERS:
        people.append({"resourceType": "Practitioner", "id": one.user, "name": [{"text": one.name}]})
    return replace(made, accounts=[*made.accounts, *PRESCRIBERS], resources=[*made.resources, *people])


@pytest.fixture(scope="module")
def portal() -> Iterator[Running]:
    with Running(Settings(database="", patients=1, test_mode=True), make_clinic=with_prescribers) as running:
        yield running


@pytest.fixture
def nora(station: Make, thread: ThreadId) -> Station:
    """Who has asked Paul what to do."""
    made = station("nora")
    made.look(thread)
    item = item_of(thread)
    packet = Packet("Half a tablet?", "Sleeps badly.", WORDS, PAUL, after=After.CLOSE)
    made.do(thread, Claim(item=item), Escalate(item=item, packet=packet))
    made.push()
    return made


@pytest.fixture
def paul(nora: Station, station: Make, thread: ThreadId) -> Station:
    return prescriber(station, "paul", thread)


def prescriber(station: Make, user: str, thread: ThreadId) -> Station:
    made = station(user)
    made.actor = msgspec.structs.replace(made.actor, role=Role.PRESCRIBER, name=user.title())
    made.look(thread)
    return made


def packet_of(station: Station, thread: ThreadId) -> WorkItem:
    there = station.thread(thread)
    item = there.item(item_of(thread))
    found = review_of(there, item) if item else None
    assert found is not None
    return found


ORDER = Order(
    "MedicationRequest/1", "sertraline 50 mg", Supply(30, 2), "One a day",
    labels=(Label("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "R"),),
)  # fmt: skip


def approves(station: Station, thread: ThreadId, order: Order | None = ORDER) -> list[Entry]:
    """What `1` means on the packet as it is on the screen now."""
    there = station.thread(thread)
    case = Case(there, packet_of(station, thread), station.actor, station.watch.now(), promise_of)
    return station.do(thread, *deciding.approve(case, order=order))


def orders(backstage: Backstage, thread: ThreadId) -> list[dict[str, Any]]:
    """What has been ordered in this conversation."""
    named = {"reference": thread}
    return [
        one for one in backstage.dump("MedicationRequest") if named in one.get("supportingInformation", [])
    ]


def is_kept(station: Station, backstage: Backstage, thread: ThreadId, why: Why) -> None:
    """Nothing was sent or ordered, and the reply stands in the outbox with the reason."""
    assert WORDS not in backstage.texts(thread)
    assert orders(backstage, thread) == []
    (reply,) = [one for one in station.outbox() if isinstance(one.operation, Reply)]
    assert reply.operation.text == WORDS  # type: ignore[union-attr]
    stopped = [one.problem.why for one in station.outbox() if one.problem]
    assert why in stopped, stopped
    assert {one.state for one in station.outbox()} & {State.CONFLICTED, State.REFUSED}


def test_unhindered_it_reaches_the_patient_once_with_its_order(
    paul: Station, backstage: Backstage, thread: ThreadId
) -> None:
    approves(paul, thread)
    paul.push()
    assert paul.outbox() == []
    assert backstage.texts(thread)[-1] == WORDS
    mine = orders(backstage, thread)
    assert [(one["intent"], one["requester"]["reference"]) for one in mine] == [("order", PAUL.ref)]
    assert [one["code"] for one in mine[0]["meta"]["security"]] == ["R"]
    (told,) = [
        one for one in backstage.dump("Provenance") if f"MedicationRequest/{mine[0]['id']}" in str(one)
    ]
    assert "Practitioner/nora" in str(told)
    below = {"reference": item_of(thread)}
    (review,) = [one for one in backstage.dump("Task") if below in one.get("partOf", [])]
    assert f"MedicationRequest/{mine[0]['id']}" in str(review["output"])
    assert backstage.task(thread)["status"] == "completed"


def test_the_patient_writes_while_it_waits(paul: Station, backstage: Backstage, thread: ThreadId) -> None:
    approves(paul, thread)
    patient = paul.thread(thread).patient
    now = stamp(datetime.now(UTC))
    more = {
        "resourceType": "Communication",
        "status": "completed",
        "partOf": [{"reference": thread}],
        "subject": {"reference": patient},
        "sender": {"reference": patient},
        "sent": now,
        "payload": [{"contentString": "It got worse."}],
    }
    backstage.register(more)
    paul.push()
    is_kept(paul, backstage, thread, Why.NEW_MESSAGE)
    assert backstage.task(thread)["status"] != "completed"


def test_an_order_that_is_refused_leaves_nobody_told_that_it_was_sent(
    paul: Station, backstage: Backstage, thread: ThreadId
) -> None:
    """Also where each goes by itself: the reply and the close stand behind it, with what was written."""
    paul.knows(no_transactions=True)
    approves(paul, thread)
    backstage.fault(action="status", status=403, method="POST", path="MedicationRequest$")
    paul.push()
    paul.push()
    backstage.no_faults()
    assert paul.states() == [
        ("prescribe", State.REFUSED),
        ("reply", State.WAITING),
        ("complete", State.WAITING),
        ("conclude", State.WAITING),
    ]
    is_kept(paul, backstage, thread, Why.SERVER)
    assert backstage.task(thread)["status"] != "completed"


def test_the_nurse_takes_it_back_first(
    nora: Station, paul: Station, backstage: Backstage, thread: ThreadId
) -> None:
    approves(paul, thread)
    nora.look(thread)
    nora.do(thread, Recall(item=packet_of(nora, thread).id))
    nora.push()
    paul.push()
    is_kept(paul, backstage, thread, Why.CLOSED_ELSEWHERE)


def test_a_colleague_decides_first(
    paul: Station, station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    pia = prescriber(station, "pia", thread)
    approves(paul, thread)
    there = pia.thread(thread)
    case = Case(there, packet_of(pia, thread), pia.actor, pia.watch.now(), promise_of)
    pia.do(thread, *deciding.answer_nurse(case, "See her on Thursday."))
    pia.push()
    assert pia.outbox() == []
    paul.push()
    is_kept(paul, backstage, thread, Why.CLOSED_ELSEWHERE)


def test_it_is_somebody_elses_by_the_end_of_the_cover(
    paul: Station, station: Make, backstage: Backstage, thread: ThreadId
) -> None:
    """What was Paul's for a colleague who is back goes to that one by rule, taken up by nobody yet."""
    approves(paul, thread)
    sara = station("sara")
    sara.look(thread)
    pool = Party("HealthcareService/nurses", "Nurses")
    sara.do(thread, Route(item=packet_of(sara, thread).id, to=PIA, pool=pool, reason="back"))
    sara.push()
    assert sara.outbox() == []
    paul.push()
    is_kept(paul, backstage, thread, Why.CLAIMED_ELSEWHERE)


@pytest.mark.parametrize(
    ("order", "why"),
    [
        (None, "may not decide on a physician review"),
        (ORDER, "may not create MedicationRequest: the role rn does not allow it"),
    ],
    ids=["a decision", "an order"],
)
def test_who_may_not_decide_is_refused_by_the_portal_in_a_sentence_and_nothing_is_lost(
    nora: Station, station: Make, backstage: Backstage, thread: ThreadId, order: Order | None, why: str
) -> None:
    """Otto's own program takes him for a prescriber: he is none."""
    otto = prescriber(station, "otto", thread)
    approves(otto, thread, order)
    otto.push()
    is_kept(otto, backstage, thread, Why.SERVER)
    (said,) = {one.problem.sentence for one in otto.outbox() if one.problem and one.problem.why is Why.SERVER}
    assert why in said
    assert backstage.task(thread)["status"] == "accepted"
