"""What becomes of what people do, until the server has answered for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inbox.domain.audit import AuditNote
from inbox.domain.changes import Changes
from inbox.domain.draft import Draft
from inbox.domain.entries import Entry, Saw, State
from inbox.domain.errors import Refused
from inbox.domain.ids import GroupId, ItemId, OperationId, PatientId, ThreadId
from inbox.domain.operations import Claim, Comment, Complete, Problem, Reply, Why
from inbox.domain.people import Party, Role
from inbox.queries import drafts
from inbox.queries.outbox import unconfirmed
from inbox.store.store import Store
from tests.store.plain import COLLEAGUE, KEY, ME, NOON, Plain, answer, cell, conversation, entry, hours, task

ITEM = ItemId("Task/1")
TO = (Party("Patient/1", "Walter Esterbrook"),)
PROBLEM = Problem(Why.CLAIMED_ELSEWHERE, "T. Aldana claimed it first.")
GROUP = GroupId("reply-and-close")


@pytest.fixture
def inbox(store: Store) -> Store:
    store.ingest([*conversation("1"), *conversation("2")]).result()
    return store


def claim(n: str = "1", **how: object) -> Entry:
    return entry(Claim(item=ItemId(f"Task/{n}")), n, **how)  # type: ignore[arg-type]


def reply_and_close(after: float = 8) -> list[Entry]:
    leaves = NOON + timedelta(seconds=after)
    return [
        entry(Reply(item=ITEM, text="Please sit down first.", to=TO), group=GROUP, not_before=leaves),
        entry(Complete(item=ITEM), group=GROUP, not_before=leaves),
    ]


def ids(entries: list[Entry]) -> list[OperationId]:
    return [one.id for one in entries]


def chains(store: Store, seconds: float = 0) -> list[list[OperationId]]:
    return [ids(chain) for chain in store.chains(ME, NOON + timedelta(seconds=seconds)).result()]


def states(store: Store) -> list[str]:
    return [one.state for one in unconfirmed(store.reader(), ME)]


def test_what_is_run_shows_at_once_and_is_marked_as_not_confirmed(inbox: Store, heard: list[Changes]) -> None:
    made = claim()
    changes = inbox.run([made]).result()
    assert (cell(inbox, "owner_name"), cell(inbox, "mark")) == ("Nadia Brand, RN", "waiting")
    assert (
        changes
        == heard[-1]
        == Changes(frozenset({ThreadId("Communication/1")}), outbox=True, by_group=made.group)
    )


def test_an_entry_comes_back_as_it_was_performed(inbox: Store) -> None:
    made = reply_and_close()
    inbox.run(made).result()
    (chain,) = inbox.chains(ME, NOON + timedelta(seconds=9)).result()
    assert [one.seq for one in chain] == [1, 2]
    assert [(one.operation, one.stamp, one.not_before, one.title) for one in chain] == [
        (one.operation, one.stamp, one.not_before, one.title) for one in made
    ]


def test_chains_are_in_order_for_each_thread(inbox: Store) -> None:
    one, other, later = claim("1"), claim("2"), entry(Comment(item=ITEM, text="Called."))
    for made in (one, other, later):
        inbox.run([made]).result()
    assert chains(inbox) == [[one.id, later.id], [other.id]]


def test_nobody_sends_what_somebody_else_did(inbox: Store) -> None:
    inbox.run([claim(actor=COLLEAGUE)]).result()
    assert chains(inbox) == []
    assert inbox.next_due(ME, NOON).result() is None


def test_a_chain_ends_before_what_is_in_its_undo_window(inbox: Store) -> None:
    first, window = claim(), reply_and_close(after=8)
    inbox.run([first]).result()
    inbox.run(window).result()
    assert chains(inbox) == [[first.id]]
    assert inbox.next_due(ME, NOON).result() == NOON + timedelta(seconds=8)
    assert chains(inbox, 8) == [[first.id, *ids(window)]]
    assert inbox.next_due(ME, NOON + timedelta(seconds=8)).result() is None


def test_a_clock_set_back_does_not_hold_what_waits(inbox: Store) -> None:
    window = reply_and_close(after=8)
    inbox.run(window).result()
    assert chains(inbox, -30) == []
    assert chains(inbox, -3600) == [ids(window)]


def test_sending_now_ends_the_undo_window(inbox: Store) -> None:
    window = reply_and_close()
    inbox.run(window).result()
    inbox.send_now(GROUP, COLLEAGUE).result()
    assert chains(inbox) == []
    inbox.send_now(GROUP, ME).result()
    assert chains(inbox) == [ids(window)]


@pytest.mark.parametrize("state", [State.REFUSED, State.CONFLICTED])
def test_a_stopped_entry_holds_back_the_later_ones_of_its_thread_only(inbox: Store, state: State) -> None:
    first, later, elsewhere = claim(), entry(Comment(item=ITEM, text="Called.")), claim("2")
    for made in (first, later, elsewhere):
        inbox.run([made]).result()
    inbox.stop(first.id, state, PROBLEM).result()
    assert chains(inbox) == [[elsewhere.id]]
    assert states(inbox) == [state, "held", "waiting"]
    assert (cell(inbox, "stage"), cell(inbox, "mark"), cell(inbox, "band")) == ("unclaimed", state, 1)
    assert unconfirmed(inbox.reader(), ME)[0].entry.problem == PROBLEM


def test_a_thread_of_which_something_is_being_sent_waits(inbox: Store) -> None:
    first, later = claim(), entry(Comment(item=ITEM, text="Called."))
    inbox.run([first]).result()
    assert inbox.sending([first.id]).result()
    inbox.run([later]).result()
    assert chains(inbox) == []
    inbox.back_to_waiting([first.id], unsure=False).result()
    assert chains(inbox) == [[first.id, later.id]]
    assert inbox.chains(ME, NOON).result()[0][0].attempts == 1


def test_what_may_have_arrived_leads_its_chain(inbox: Store) -> None:
    first = claim()
    inbox.run([first]).result()
    inbox.sending([first.id]).result()
    inbox.back_to_waiting([first.id], unsure=True).result()
    assert states(inbox) == ["unsure"]
    assert chains(inbox) == [[first.id]]
    assert cell(inbox, "stage") == "claimed"


def test_taking_back_before_it_leaves(inbox: Store) -> None:
    window = reply_and_close()
    inbox.run(window).result()
    back, left = inbox.take_back(GROUP, ME).result()
    assert (ids(back), left) == (ids(window), [])
    assert (cell(inbox, "stage"), cell(inbox, "mark")) == ("unclaimed", "")


def test_what_is_leaving_cannot_be_taken_back(inbox: Store) -> None:
    window = reply_and_close(after=0)
    inbox.run(window).result()
    inbox.sending([window[0].id]).result()
    back, left = inbox.take_back(GROUP, ME).result()
    assert (ids(back), ids(left)) == ([window[1].id], [window[0].id])


def test_what_was_taken_back_meanwhile_does_not_leave(inbox: Store) -> None:
    window = reply_and_close(after=0)
    inbox.run(window).result()
    inbox.take_back(GROUP, ME).result()
    assert not inbox.sending(ids(window)).result()
    other = claim()
    inbox.run([other]).result()
    assert not inbox.sending([other.id, window[0].id]).result()
    assert states(inbox) == ["waiting"]


def test_nobody_takes_back_discards_or_retries_what_somebody_else_did(inbox: Store) -> None:
    theirs = claim(group="theirs", actor=COLLEAGUE)
    inbox.run([theirs]).result()
    assert inbox.take_back(GroupId("theirs"), ME).result() == ([], [])
    inbox.stop(theirs.id, State.REFUSED, PROBLEM).result()
    for decide in (inbox.discard, inbox.retry):
        with pytest.raises(Refused, match="no longer in your outbox"):
            decide(theirs.id, ME).result()
    assert [one.entry.state for one in unconfirmed(inbox.reader(), COLLEAGUE)] == [State.REFUSED]


def test_a_close_is_discarded_with_its_reply_and_other_commands_go_on(inbox: Store) -> None:
    window, other = reply_and_close(after=0), entry(Comment(item=ITEM, text="Called."))
    inbox.run(window).result()
    inbox.run([other]).result()
    inbox.stop(window[0].id, State.CONFLICTED, PROBLEM).result()
    inbox.discard(window[0].id, ME).result()
    assert chains(inbox) == [[other.id]]


def test_discarding_the_close_keeps_the_reply(inbox: Store) -> None:
    window = reply_and_close(after=0)
    inbox.run(window).result()
    inbox.stop(window[1].id, State.CONFLICTED, PROBLEM).result()
    inbox.discard(window[1].id, ME).result()
    assert chains(inbox) == [[window[0].id]]


def test_a_command_on_several_threads_is_discarded_only_where_it_stopped(inbox: Store) -> None:
    both = [claim("1", group="selection"), claim("2", group="selection")]
    inbox.run(both).result()
    inbox.stop(both[0].id, State.REFUSED, PROBLEM).result()
    inbox.discard(both[0].id, ME).result()
    assert chains(inbox) == [[both[1].id]]


@pytest.mark.parametrize("sending", [True, False])
def test_what_waits_or_is_being_sent_is_not_for_deciding_about(inbox: Store, sending: bool) -> None:
    made = claim()
    inbox.run([made]).result()
    if sending:
        inbox.sending([made.id]).result()
    for decide in (inbox.discard, inbox.retry):
        with pytest.raises(Refused, match="on its way"):
            decide(made.id, ME).result()
    assert len(states(inbox)) == 1


def test_sending_anyway_counts_as_performed_again_on_what_is_there_now(inbox: Store) -> None:
    window = reply_and_close()
    inbox.run(window).result()
    inbox.stop(window[0].id, State.CONFLICTED, PROBLEM).result()
    fresh = Saw(owner=COLLEAGUE)
    inbox.retry(window[0].id, ME, fresh, hours(5)).result()
    (chain,) = inbox.chains(ME, NOON).result()
    assert ids(chain) == ids(window)
    assert {(one.saw, one.made_at, one.problem, one.not_before) for one in chain} == {
        (fresh, hours(5), None, None)
    }


def test_what_may_have_arrived_is_still_looked_up_when_retried(inbox: Store) -> None:
    made = claim()
    inbox.run([made]).result()
    inbox.sending([made.id]).result()
    inbox.back_to_waiting([made.id], unsure=True).result()
    inbox.retry(made.id, ME).result()
    assert states(inbox) == ["unsure"]


def test_settling_puts_truth_in_the_place_of_what_waited(inbox: Store, heard: list[Changes]) -> None:
    window = reply_and_close(after=0)
    inbox.run(window).result()
    truth = [
        answer("1", "Please sit down first.", ME, window[0].id),
        task("1", status="completed", owner=ME, version="2", closed_at=NOON),
    ]
    heard.clear()
    inbox.settle(ids(window), truth).result()
    assert states(inbox) == []
    assert (cell(inbox, "stage"), cell(inbox, "mark")) == ("done", "")
    assert len(heard) == 1, "one transaction"


def test_audit_notes_are_kept_with_the_command_until_they_are_sent(inbox: Store) -> None:
    def note(n: int, actor: str = ME) -> AuditNote:
        return AuditNote(OperationId(f"note-{n}"), "update", ME, Role.RN, NOON, PatientId("Patient/1"))

    inbox.run([claim()], [note(1)]).result()
    inbox.audit(note(2)).result()
    inbox.audit(note(2)).result()
    assert inbox.audits_waiting(ME, 10).result() == [note(1), note(2)]
    assert inbox.audits_waiting(ME, 1).result() == [note(1)]
    assert inbox.audits_waiting(COLLEAGUE, 10).result() == []
    inbox.audits_sent([OperationId("note-1")]).result()
    assert inbox.audits_waiting(ME, 10).result() == [note(2)]


def test_drafts_belong_to_one_person_and_stay_with_their_patient(inbox: Store) -> None:
    draft = Draft(ThreadId("Communication/1"), PatientId("Patient/1"), ME, "Hi Walter", NOON)
    inbox.save_draft(draft).result()
    assert drafts.draft(inbox.reader(), draft.thread, ME) == draft
    assert drafts.draft(inbox.reader(), draft.thread, COLLEAGUE) is None
    moved = Draft(draft.thread, PatientId("Patient/2"), ME, "Hi Esme", NOON)
    with pytest.raises(Refused, match="another patient"):
        inbox.save_draft(moved).result()
    assert drafts.drafts(inbox.reader(), ME) == [draft]
    assert inbox.drop_draft(draft.thread, ME).result().threads == {draft.thread}
    assert not inbox.drop_draft(draft.thread, ME).result()
    assert drafts.drafts(inbox.reader(), ME) == []


def test_what_was_being_sent_when_the_program_ended_is_unsure(inbox: Store) -> None:
    made, waiting = claim("1"), claim("2")
    inbox.run([made]).result()
    inbox.run([waiting]).result()
    inbox.sending([made.id]).result()
    path = inbox._database.path
    inbox.close()
    again = Store.open(path, KEY, Plain(), lambda changes: None)
    assert states(again) == ["unsure", "waiting"]
    assert cell(again, "mark") == "unsure"
    again.close()
