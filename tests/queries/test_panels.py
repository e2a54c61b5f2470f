"""The reading pane, the patient panel, the outbox, the status bar, and the lists of people."""

from __future__ import annotations

import pytest

from inbox.domain.entries import State
from inbox.domain.ids import ItemId, PatientId, ThreadId
from inbox.domain.operations import Claim, Comment, Problem, Reply, Why
from inbox.domain.people import Party
from inbox.queries import patient, pools
from inbox.queries.outbox import unconfirmed
from inbox.queries.status import Standing, Unseen, standing
from inbox.queries.thread import thread
from inbox.store.store import Store
from tests.store.plain import (
    COLLEAGUE,
    ME,
    NOON,
    NURSE,
    NURSES,
    REFILLS,
    colleague,
    conversation,
    entry,
    file,
    hours,
    pool,
)

PATIENT = PatientId("Patient/1")
ITEM = ItemId("Task/1")


@pytest.fixture
def inbox(store: Store) -> Store:
    store.ingest(conversation()).result()
    return store


def test_a_thread_shows_what_waits_with_its_marks(inbox: Store) -> None:
    reply = entry(Reply(item=ITEM, text="Please sit down.", to=(Party(PATIENT),)))
    inbox.run([reply]).result()
    shown = thread(inbox.reader(), inbox.interpreter, ThreadId("Communication/1"))
    assert shown is not None
    assert [message.text for message in shown.messages][-1] == "Please sit down."
    assert [(mark.operation, mark.state) for mark in shown.pending] == [(reply.id, "waiting")]


def test_a_thread_that_is_not_there_is_none(inbox: Store) -> None:
    assert thread(inbox.reader(), inbox.interpreter, ThreadId("Communication/9")) is None


def test_the_patient_panel_has_banner_and_chart_and_knows_its_age(inbox: Store) -> None:
    card = patient.card(inbox.reader(), PATIENT)
    assert card is not None
    assert (card.name, card.mrn) == ("Walter Esterbrook", "40-7715-1")
    assert patient.card(inbox.reader(), PatientId("Patient/9")) is None
    assert patient.chart_fetched(inbox.reader(), PATIENT) is None
    chart = [
        file("AllergyIntolerance/1", {}, patient=PATIENT),
        file("Observation/1", {}, patient="Patient/9"),
    ]
    inbox.ingest(chart).result()
    assert inbox.charts_fetched([PATIENT], NOON).result().patients == {PATIENT}
    assert patient.chart(inbox.reader(), PATIENT) == chart[:1]
    assert patient.chart_fetched(inbox.reader(), PATIENT) == NOON


def test_the_outbox_names_patient_and_subject_and_says_what_is_held_back(inbox: Store) -> None:
    stopped, behind = entry(Claim(item=ITEM)), entry(Comment(item=ITEM, text="Called."))
    for made in (stopped, behind, entry(Claim(item=ITEM), actor=COLLEAGUE)):
        inbox.run([made]).result()
    inbox.stop(stopped.id, State.REFUSED, Problem(Why.SERVER, "Not allowed.")).result()
    found = unconfirmed(inbox.reader(), ME)
    assert [(one.entry.id, one.state) for one in found] == [(stopped.id, "refused"), (behind.id, "held")]
    assert {(one.patient_name, one.subject) for one in found} == {("Walter Esterbrook", "Amlodipine refill")}


def test_an_entry_is_shown_with_its_patient_even_when_its_item_has_gone(inbox: Store) -> None:
    inbox.run([entry(Claim(item=ITEM))]).result()
    inbox.remove(["Task/1", "Communication/1", "Communication/1-a"]).result()
    (one,) = unconfirmed(inbox.reader(), ME)
    assert (one.patient_name, one.subject, one.state) == ("Walter Esterbrook", "", "waiting")


def test_the_status_bar_counts_what_is_not_confirmed_and_shows_the_oldest_unseen(store: Store) -> None:
    page = [conversation(str(n), arrived=hours(-n)) for n in range(1, 5)]
    page.append(conversation("5", arrived=hours(-9), status="accepted", owner=COLLEAGUE))
    store.ingest([part for one in page for part in one]).result()
    assert standing(store.reader(), NURSE) == Standing(
        0, 0, Unseen(ItemId("Task/4"), hours(-4), "Walter Esterbrook")
    )
    store.mark_seen(ItemId("Task/4"), ME, NOON).result()
    claims = [entry(Claim(item=ItemId(f"Task/{n}")), n) for n in ("1", "2")]
    for made in claims:
        store.run([made]).result()
    store.stop(claims[0].id, State.REFUSED, Problem(Why.SERVER, "Not allowed.")).result()
    found = standing(store.reader(), NURSE)
    assert (found.unconfirmed, found.to_decide) == (1, 1)
    assert found.oldest_unseen is not None
    assert found.oldest_unseen.item == "Task/3"


def test_pools_and_colleagues_by_name(store: Store) -> None:
    store.ingest([pool(REFILLS), pool(NURSES), colleague(COLLEAGUE), colleague(ME)]).result()
    assert [one.name for one in pools.pools(store.reader())] == ["Nurses", "Refills"]
    assert [one.id for one in pools.staff(store.reader())] == [ME, COLLEAGUE]
