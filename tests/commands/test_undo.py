"""Taking back: without a trace while it waits, by its inverse once it has left, or an honest no."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from inbox.commands import many
from inbox.commands.bus import Done
from inbox.commands.many import Refusal
from inbox.commands.undo import DEPTH
from inbox.domain.entries import State
from inbox.domain.errors import Refused
from inbox.domain.operations import Problem, PutBack, Why
from inbox.domain.work_item import Stage
from tests.commands.desk import ARGUMENTS, Desk, target
from tests.store.plain import COLLEAGUE, ME, NURSES, conversation, task

SEND_AND_CLOSE = ("item.send_and_close", ARGUMENTS["item.send_and_close"])


def traces(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the file but the audit trail, which never forgets."""
    return {name: rows for name, rows in desk.everything().items() if name != "audit_spool"}


def up_next(desk: Desk) -> Done | None:
    """What the status line offers to take back."""
    return desk.undo.next


@pytest.mark.parametrize("command", ["item.claim", "item.route", "item.comment", "item.done", "item.hold"])
def test_what_still_waits_is_gone_without_a_trace(desk: Desk, command: str) -> None:
    before = traces(desk)
    done = desk.do(command, **ARGUMENTS[command])
    assert traces(desk) != before
    assert desk.back() is done
    assert traces(desk) == before


def test_a_reply_with_its_close_and_claim_goes_as_one(desk: Desk) -> None:
    before = traces(desk)
    command, said = SEND_AND_CLOSE
    desk.do(command, **said)
    assert desk.finds("pharmacy") == ["Task/1"]
    assert desk.back().title == "Send, close, next"
    assert traces(desk) == before
    assert desk.finds("pharmacy") == []


def test_a_claim_that_has_left_is_put_back_by_a_new_operation(desk: Desk) -> None:
    done = desk.do("item.claim")
    desk.confirm([entry.id for entry in done.entries])
    assert desk.waiting() == []
    desk.back()
    (entry,) = desk.waiting()
    assert isinstance(entry.operation, PutBack)
    assert (entry.title, entry.actor) == ("Undo: Claim", ME)
    assert entry.saw.owner == ME
    holding = desk.item().holding
    assert (holding.stage, holding.owner.ref if holding.owner else "") == (Stage.UNCLAIMED, NURSES)
    assert holding.first_action is None


def test_a_claim_on_its_way_is_put_back_behind_it(desk: Desk) -> None:
    done = desk.do("item.claim")
    desk.leave([entry.id for entry in done.entries])
    desk.back()
    assert desk.verbs() == ["claim", "put-back"]


def test_in_the_undo_window_the_reply_is_dropped_and_the_claim_that_left_is_put_back(desk: Desk) -> None:
    command, said = SEND_AND_CLOSE
    done = desk.do(command, **said)
    claim = done.entries[0]
    desk.confirm([claim.id])
    desk.back()
    assert desk.verbs() == ["put-back"]
    assert desk.item().stage is Stage.UNCLAIMED
    assert len(desk.thread().messages) == 1


def test_a_reply_that_has_left_is_refused_honestly_and_the_item_stays_as_it_is(desk: Desk) -> None:
    command, said = SEND_AND_CLOSE
    done = desk.do(command, **said)
    desk.confirm([entry.id for entry in done.entries])
    before = traces(desk)
    with pytest.raises(Refused, match=r"^Reply has already left and cannot be taken back\.$"):
        desk.back()
    assert traces(desk) == before | {"deed": []}, "what somebody wanted to take back is no habit of theirs"


def test_a_reply_that_has_left_keeps_its_claim_though_the_close_is_taken_back(desk: Desk) -> None:
    """A server without transactions takes them one by one; the person is told both halves."""
    command, said = SEND_AND_CLOSE
    claim, reply, _close = desk.do(command, **said).entries
    desk.leave([claim.id, reply.id])
    with pytest.raises(Refused, match=r"Reply has already left .* The rest was taken back"):
        desk.back()
    assert desk.verbs() == ["claim", "reply"]
    assert desk.item().stage is Stage.CLAIMED


def test_what_the_server_refused_is_dropped_and_nothing_is_put_back(desk: Desk) -> None:
    before = traces(desk)
    (claim,) = desk.do("item.claim").entries
    desk.leave([claim.id])
    desk.store.back_to_waiting([claim.id], unsure=False).result()
    problem = Problem(Why.SERVER, "No.")
    desk.store.stop(claim.id, State.REFUSED, problem).result()
    assert desk.back().title == "Claim"
    assert traces(desk) == before


def test_several_items_are_put_back_in_one_transaction(desk: Desk) -> None:
    desk.receive(conversation("2"))
    done = desk.do("item.claim", "1", "2")
    for n, entry in zip(("1", "2"), done.entries, strict=True):
        desk.confirm([entry.id], n)
    desk.heard.clear()
    desk.back()
    assert len(desk.heard) == 1
    assert [(e.operation.verb, e.item) for e in desk.waiting()] == [
        ("put-back", "Task/1"),
        ("put-back", "Task/2"),
    ]
    assert len({entry.group for entry in desk.waiting()}) == 1


def test_what_a_colleague_has_taken_since_is_not_put_back(desk: Desk) -> None:
    done = desk.do("item.route", **ARGUMENTS["item.route"])
    desk.confirm([entry.id for entry in done.entries])
    desk.receive([task("1", owner=COLLEAGUE, status="accepted", version="3")])
    with pytest.raises(Refused, match=r"T\. Aldana is on it"):
        desk.back()
    assert desk.waiting() == []


def test_what_a_colleague_has_closed_since_is_not_reopened(desk: Desk) -> None:
    done = desk.do("item.route", **ARGUMENTS["item.route"])
    desk.confirm([entry.id for entry in done.entries])
    desk.receive([task("1", owner=COLLEAGUE, status="completed", version="3")])
    with pytest.raises(Refused, match=r"T\. Aldana closed it meanwhile"):
        desk.back()
    assert desk.waiting() == []


def test_the_last_is_taken_back_first_and_its_name_is_known_before(desk: Desk) -> None:
    desk.receive(conversation("2"))
    first, second = desk.do("item.claim"), desk.do("item.claim", "2")
    assert up_next(desk) is second
    assert desk.back().targets == [target("2")]
    assert up_next(desk) is first
    desk.back()
    assert up_next(desk) is None
    assert desk.waiting() == []


def test_with_nothing_done_there_is_nothing_to_undo(desk: Desk) -> None:
    with pytest.raises(Refused, match="nothing to undo"):
        desk.back()


def test_the_stack_keeps_the_newest(desk: Desk) -> None:
    comments = [desk.do("item.comment", text=f"Note {n}") for n in range(DEPTH + 2)]
    for done in reversed(comments[2:]):
        assert desk.back() is done
    assert up_next(desk) is None
    assert len(desk.waiting()) == 2


def claimed(desk: Desk, *on: str) -> None:
    """Claimed as one, and the server has all of it."""
    desk.receive([one for n in on[1:] for one in conversation(n)])
    done = desk.do("item.claim", *on)
    for n, entry in zip(on, done.entries, strict=True):
        desk.confirm([entry.id], n)


def put_back(desk: Desk) -> list[str]:
    return [entry.item for entry in desk.waiting()]


def test_much_that_has_left_is_taken_back_in_pieces_and_what_was_not_reached_is_next(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "SLICE", 2)
    claimed(desk, "1", "2", "3", "4", "5")
    turns: list[int] = []

    async def stop_after_a_slice(done: int) -> bool:
        turns.append(done)
        return len(turns) <= 5

    taken = desk.wait(desk.undo.back(stop_after_a_slice))
    assert turns == [1, 2, 3, 4, 5, 2], "each is weighed, then kept two by two"
    assert (taken.left, taken.out, taken.why) == (3, 0, "")
    assert put_back(desk) == ["Task/1", "Task/2"]
    rest = up_next(desk)
    assert rest is not None
    assert rest.targets == [target(n) for n in "345"]
    assert desk.back() is rest
    assert put_back(desk) == [f"Task/{n}" for n in "12345"]
    assert up_next(desk) is None


def test_stopped_before_anything_was_put_back_all_of_it_can_still_be_undone(desk: Desk) -> None:
    claimed(desk, "1", "2")

    async def stop(_done: int) -> bool:
        return False

    assert desk.wait(desk.undo.back(stop)).left == 2
    assert put_back(desk) == []
    desk.back()
    assert put_back(desk) == ["Task/1", "Task/2"]


def test_those_that_a_colleague_has_can_be_left_out_of_an_undo(desk: Desk) -> None:
    claimed(desk, "1", "2", "3")
    desk.receive([task("2", owner=COLLEAGUE, status="accepted", version="3")])
    asked: list[tuple[list[str], int]] = []

    async def watch(_done: int) -> bool:
        return True

    async def leave_out(refused: Sequence[Refusal], fit: int) -> bool:
        asked.append(([one.why for one in refused], fit))
        return True

    taken = desk.wait(desk.undo.back(watch, leave_out))
    assert asked == [(["T. Aldana is on it."], 2)]
    assert (taken.left, taken.out) == (0, 1)
    assert put_back(desk) == ["Task/1", "Task/3"]
    assert up_next(desk) is None
