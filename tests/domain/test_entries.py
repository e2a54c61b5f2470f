"""When what changed on the server since its author looked is a conflict, and when it is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec
import pytest

from inbox.domain.entries import REPLY_AGE_LIMIT, Saw, conflict, rebased
from inbox.domain.flag import Flag
from inbox.domain.ids import MessageId, PersonId
from inbox.domain.operations import (
    AnyOperation,
    Claim,
    Comment,
    Complete,
    Hold,
    PutBack,
    Release,
    Reply,
    Route,
    Why,
)
from inbox.domain.people import Party
from inbox.domain.thread import Thread
from inbox.domain.work_item import Holding, Note, Promise
from tests.domain.threads import (
    CLAIM,
    ITEM,
    NADIA,
    NOON,
    NURSES,
    REFILLS,
    SECOND,
    TOMAS,
    WALTER,
    answered,
    entry,
    held_by,
    hours,
    item,
    operation_id,
    thread,
    unclaimed,
    wrote,
)

REPLY = Reply(item=ITEM, text="It is at the pharmacy.", to=(WALTER,))
CLOSE, HOLD = Complete(item=ITEM), Hold(item=ITEM, wake=hours(48))
RELEASE, ROUTE = Release(item=ITEM), Route(item=ITEM, to=REFILLS)
BACK, COMMENT = PutBack(item=ITEM, to=unclaimed()), Comment(item=ITEM, text="Seen")
MINE = held_by(NADIA)
CLOSED = Holding("completed", TOMAS, NURSES)


def at(holding: Holding, *more: object, **facts: object) -> Thread:
    """The thread as the server has it, held like this; `more` messages after the first of the patient."""
    return thread(item(holding, **facts), messages=(wrote(), *more))  # type: ignore[arg-type]


def between(operation: AnyOperation, then: Thread, now: Thread, when: datetime = NOON) -> Why | None:
    """The conflict of `operation`, performed at noon by Nadia on `then`, with `now`."""
    saw = Saw.of(then, ITEM, PersonId(NADIA.ref))
    problem = conflict(entry(operation, saw), now, when)
    return problem.why if problem else None


NEWS: dict[str, tuple[AnyOperation, Thread, Thread, Why]] = {
    "a colleague claimed it first": (CLAIM, at(unclaimed()), at(held_by(TOMAS)), Why.CLAIMED_ELSEWHERE),
    "a colleague claimed it before the reply left": (
        REPLY, at(unclaimed()), at(held_by(TOMAS)), Why.CLAIMED_ELSEWHERE,
    ),
    "a colleague took it over while it was mine": (
        CLOSE, at(MINE), at(held_by(TOMAS, "on-hold")), Why.CLAIMED_ELSEWHERE,
    ),
    "it was given to a colleague by name": (
        CLAIM, at(unclaimed()), at(Holding("requested", TOMAS, NURSES)), Why.CLAIMED_ELSEWHERE,
    ),
    "a colleague closed it": (CLAIM, at(unclaimed()), at(CLOSED), Why.CLOSED_ELSEWHERE),
    "a rule cancelled it": (HOLD, at(MINE), at(Holding("cancelled", NURSES, NURSES)), Why.CLOSED_ELSEWHERE),
    "it was moved to another pool": (CLAIM, at(unclaimed()), at(unclaimed(REFILLS)), Why.MOVED_ELSEWHERE),
    "it was taken from me and moved": (ROUTE, at(MINE), at(unclaimed(REFILLS)), Why.MOVED_ELSEWHERE),
    "it was released while it was mine": (CLOSE, at(MINE), at(unclaimed()), Why.MOVED_ELSEWHERE),
    "it was given to a colleague who has not begun while it was mine": (
        CLOSE, at(MINE), at(Holding("requested", TOMAS, NURSES)), Why.CLAIMED_ELSEWHERE,
    ),
    "it was released while I had it on hold": (
        BACK, at(held_by(NADIA, "on-hold")), at(unclaimed()), Why.MOVED_ELSEWHERE,
    ),
    "a colleague answered": (REPLY, at(MINE), at(MINE, answered(1, TOMAS)), Why.ANSWERED_ELSEWHERE),
    "a colleague answered again": (
        REPLY,
        at(MINE, answered(1, TOMAS)),
        at(MINE, answered(1, TOMAS), answered(2, TOMAS)),
        Why.ANSWERED_ELSEWHERE,
    ),
    "the patient wrote again before the reply left": (
        REPLY, at(MINE), at(MINE, wrote(2, hours(1))), Why.NEW_MESSAGE,
    ),
    "the patient wrote again before it was closed": (
        CLOSE, at(MINE), at(MINE, wrote(2, hours(1))), Why.NEW_MESSAGE,
    ),
    "the patient wrote again before it was put on hold": (
        HOLD, at(MINE), at(MINE, wrote(2, hours(1))), Why.NEW_MESSAGE,
    ),
    "somebody else wrote for the patient": (
        REPLY,
        at(MINE),
        at(MINE, wrote(2, hours(1), by=Party("RelatedPerson/1", "June", "mother"))),
        Why.NEW_MESSAGE,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NEWS)
def test_it_is_a_conflict_that(name: str) -> None:
    operation, then, now, why = NEWS[name]
    assert between(operation, then, now) is why


FLAGGED = (Flag("CHEST-01", 1),)
NOTED = (Note("Call him", TOMAS, NOON, operation_id(9)),)
NO_NEWS: dict[str, tuple[AnyOperation, Thread, Thread]] = {
    "nothing changed": (REPLY, at(MINE), at(MINE)),
    "the due time changed": (REPLY, at(MINE), at(held_by(NADIA, promise=Promise(hours(2), "site@4")))),
    "a flag was found": (CLAIM, at(unclaimed()), at(unclaimed(), flags=FLAGGED)),
    "a colleague left a note": (CLOSE, at(MINE), at(MINE, notes=NOTED)),
    "only its version is another": (CLAIM, at(unclaimed()), at(unclaimed(), version="7")),
    "requested has become ready": (CLAIM, at(unclaimed()), at(Holding("ready", NURSES, NURSES))),
    "accepted has become in progress": (CLOSE, at(MINE), at(held_by(NADIA, "in-progress"))),
    "the server no longer says that the pool owns it": (
        CLAIM, at(unclaimed()), at(Holding("requested", None, NURSES)),
    ),
    "it was given to me by name": (CLAIM, at(unclaimed()), at(Holding("requested", NADIA, NURSES))),
    "it went to my cover, who left it, and came back": (
        REPLY, at(MINE), at(Holding("requested", NADIA, NURSES)),
    ),
    "I claimed it at another station": (REPLY, at(unclaimed()), at(MINE)),
    "a colleague's answer was taken back": (REPLY, at(MINE, answered(1, TOMAS)), at(MINE)),
    "I answered at another station": (REPLY, at(MINE), at(MINE, answered(1, NADIA))),
    "a colleague answered what I only claim": (CLAIM, at(unclaimed()), at(unclaimed(), answered(1, TOMAS))),
    "the patient wrote again while I hand it on": (ROUTE, at(MINE), at(MINE, wrote(2, hours(1)))),
    "the patient wrote again while I release it": (RELEASE, at(MINE), at(MINE, wrote(2, hours(1)))),
    "a comment is no answer and needs nobody's leave": (
        COMMENT, at(unclaimed()), at(CLOSED, answered(1, TOMAS), wrote(2, hours(1))),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_NEWS)
def test_it_is_no_conflict_that(name: str) -> None:
    operation, then, now = NO_NEWS[name]
    assert between(operation, then, now) is None


@pytest.mark.parametrize("operation", [CLAIM, REPLY, CLOSE, HOLD, RELEASE, ROUTE, BACK, COMMENT])
def test_what_the_server_no_longer_has_conflicts_with_everything(operation: AnyOperation) -> None:
    elsewhere = thread(item(id=SECOND))
    assert between(operation, at(MINE), elsewhere) is Why.GONE


def test_a_reply_needs_its_authors_eye_after_four_hours_and_nothing_else_does() -> None:
    late = NOON + REPLY_AGE_LIMIT
    assert between(REPLY, at(MINE), at(MINE), late) is None
    assert between(REPLY, at(MINE), at(MINE), late.replace(microsecond=1)) is Why.TOO_OLD
    assert between(CLOSE, at(MINE), at(MINE), hours(100)) is None


def test_whoever_was_first_is_named() -> None:
    def said(operation: AnyOperation, now: Thread) -> str:
        problem = conflict(entry(operation, Saw.of(at(unclaimed()), ITEM, PersonId(NADIA.ref))), now, NOON)
        assert problem is not None
        return problem.sentence

    assert said(CLAIM, at(held_by(TOMAS))) == "T. Aldana claimed it first."
    assert said(CLAIM, at(held_by(Party(TOMAS.ref)))) == "A colleague claimed it first."
    assert said(CLAIM, at(CLOSED)) == "T. Aldana closed it meanwhile."
    assert said(CLAIM, at(unclaimed(REFILLS))) == "It was moved to Refills meanwhile."
    assert said(REPLY, at(unclaimed(), answered(1, TOMAS))).startswith("T. Aldana answered meanwhile.")


@pytest.mark.parametrize("change", [lambda t: t, lambda t: msgspec.structs.replace(t, items=())])
def test_what_was_seen_is_what_the_screen_shows(change: Callable[[Thread], Thread]) -> None:
    shown = change(at(MINE, answered(1, TOMAS), answered(2, NADIA), version="7"))
    there = bool(shown.items)
    assert Saw.of(shown, ITEM, PersonId(NADIA.ref)) == Saw(
        version="7" if there else "",
        status="accepted" if there else "",
        owner=NADIA.ref if there else "",
        pool=NURSES.ref if there else "",
        last_patient_message=MessageId("Communication/1-1"),
        last_answer=MessageId("Communication/1-a1"),
        promise=None,
        packet="",
        kind="refill" if there else "",
    )


@pytest.mark.parametrize("field", ["question", "summary", "proposed_reply"])
@pytest.mark.parametrize("operation", [REPLY, CLOSE])
def test_what_a_physician_approves_is_what_was_read(operation: AnyOperation, field: str) -> None:
    packet = {"question": "May she?", "summary": "70, on warfarin", "proposed_reply": "Yes, twice a day."}
    then, now = at(MINE, **packet), at(MINE, **packet | {field: "Something else"})
    assert between(operation, then, then) is None
    assert between(operation, then, now) is Why.PACKET_CHANGED
    assert between(RELEASE, then, now) is None, "nothing of it is said to anybody"


ROLE = "PractitionerRole/nadia-days"
MY_ROLE = Party(ROLE, "Nadia, days")


def with_my_roles(operation: AnyOperation, then: Thread, now: Thread) -> Why | None:
    """As `between`, of somebody who is also known by a role."""
    roles = frozenset({ROLE})
    saw = Saw.of(then, ITEM, PersonId(NADIA.ref), roles)
    problem = conflict(entry(operation, saw), now, NOON, roles)
    return problem.why if problem else None


@pytest.mark.parametrize(
    ("operation", "then", "now"),
    [
        (CLAIM, at(unclaimed()), at(Holding("requested", MY_ROLE, NURSES))),
        (REPLY, at(unclaimed()), at(held_by(MY_ROLE))),
        (REPLY, at(MINE), at(MINE, answered(1, MY_ROLE))),
    ],
    ids=["given to my role", "claimed by my role", "answered by my role"],
)
def test_what_one_of_my_roles_did_or_has_is_mine(operation: AnyOperation, then: Thread, now: Thread) -> None:
    assert with_my_roles(operation, then, now) is None
    assert between(operation, then, now) is not None, "to anybody else it is news"


def test_being_given_to_somebody_else_is_not_said_to_be_a_claim() -> None:
    saw = Saw.of(at(MINE), ITEM, PersonId(NADIA.ref))
    problem = conflict(entry(CLOSE, saw), at(held_by(TOMAS)), NOON)
    assert problem is not None
    assert problem.sentence == "It was given to T. Aldana meanwhile."


OURS, THEIRS = Promise(hours(4), "clinic@1"), Promise(hours(2), "clinic@1")


@pytest.mark.parametrize(
    "operation",
    [
        Claim(item=ITEM, promise=OURS),
        Route(item=ITEM, to=REFILLS, promise=OURS),
        Hold(item=ITEM, wake=hours(48), promise=OURS),
        PutBack(item=ITEM, to=unclaimed()),
    ],
)
def test_a_due_time_that_others_stored_meanwhile_stays(operation: AnyOperation) -> None:
    then, now = at(held_by(NADIA)), at(held_by(NADIA, promise=THEIRS))
    one = entry(operation, Saw.of(then, ITEM, PersonId(NADIA.ref)))
    assert conflict(one, now, NOON) is None
    there = rebased(one, now).operation.apply(now, one.stamp).item(ITEM)
    assert there is not None
    assert there.holding.promise == THEIRS


@pytest.mark.parametrize("stored", [None, THEIRS])
def test_a_due_time_that_nobody_touched_moves_on(stored: Promise | None) -> None:
    shown = at(unclaimed(promise=stored))
    one = entry(Claim(item=ITEM, promise=OURS), Saw.of(shown, ITEM, PersonId(NADIA.ref)))
    assert rebased(one, shown) == one
