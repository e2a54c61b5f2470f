"""The audit trail on the board: who may see it, what its keys choose, what it says where there is nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from inbox.domain import audit
from inbox.domain.errors import Offline, Refused
from inbox.domain.ids import PatientId, PersonId, ThreadId
from inbox.domain.people import Role
from inbox.domain.trail import Event, Leaf, Wanted
from inbox.fhir.faults import Declined
from inbox.queries import patient, pools
from inbox.sync.status import Connection, Status
from inbox.ui.board.audit import AuditTab
from inbox.ui.board.audit.words import KINDS, Names, facts, sentence
from inbox.ui.desk import Desk
from tests.ui.at_work import AtWork
from tests.ui.conftest import NOW, Sync

WALTER = PatientId("Patient/walter")
NADIA, OTTO = PersonId("Practitioner/nadia"), PersonId("Practitioner/otto")


def event(number: int = 1, **more: object) -> Event:
    read = Event(
        id=f"e{number}", at=NOW - timedelta(minutes=number), what=audit.READ, actor=NADIA, role="rn",
        station="triage-07", patient=WALTER, thread=ThreadId("Communication/7"),
    )  # fmt: skip
    return msgspec.structs.replace(read, **more)


def told(desk: Desk) -> Sync:
    assert isinstance(desk.sync, Sync)
    return desk.sync


@pytest.fixture
def lead(desk: Desk, qtbot: QtBot) -> Iterator[AtWork]:
    """The supervisor's screen, at a portal that has noted one thing."""
    desk.actor = desk.bus.actor = msgspec.structs.replace(desk.actor, role=Role.SUPERVISOR)
    told(desk).trail_says = Leaf((event(),), {WALTER: "Walter Esterbrook"})
    yield AtWork(desk, qtbot)


def trail(work: AtWork) -> AuditTab:
    work.press("view.audit")
    tab = work.views.board.page.tab
    assert isinstance(tab, AuditTab)
    return tab


def pick(work: AtWork, tab: AuditTab, title: str) -> None:
    choice = next(one for one in tab.filters.pick.list.choices if one.title == title)
    work.play(lambda: tab.filters.pick.list.picked.emit(choice))


def test_the_newest_is_on_top_and_said_in_words(lead: AtWork) -> None:
    told(lead.desk).trail_says = Leaf((event(1), event(2, what=audit.SIGN_IN)), {WALTER: "Walter Esterbrook"})
    tab = trail(lead)
    first, second = tab.table.rows.rows
    assert first.cells[0].words == "Nadia Brand, RN opened the record of Walter Esterbrook."
    assert second.cells[0].words == "Nadia Brand, RN signed in."
    assert tab.detail.said.text() == first.cells[0].words
    assert "triage-07" in tab.detail.accessibleDescription()
    lead.press("board.next")
    assert tab.detail.said.text() == second.cells[0].words


def test_no_patient_stands_in_the_title_of_the_window(lead: AtWork) -> None:
    tab = trail(lead)
    assert "Walter" in tab.detail.said.text()
    assert "Walter" not in lead.space.window().windowTitle()


def test_each_key_chooses_and_asks_the_portal_anew(lead: AtWork) -> None:
    tab, asked = trail(lead), told(lead.desk).trails
    assert asked[-1][0] == Wanted(week := asked[-1][0].since) and week is not None
    for _ in range(3):
        lead.press("board.period")
    assert asked[-1][0].since is None, "as far as it goes"
    lead.press("audit.person")
    name = next(one.name for one in pools.staff(lead.desk.reader) if one.id == NADIA)
    pick(lead, tab, name)
    assert asked[-1][0] == Wanted(person=NADIA)
    lead.press("audit.kind")
    pick(lead, tab, KINDS[audit.EXPORT])
    assert asked[-1][0] == Wanted(person=NADIA, what=audit.EXPORT)
    lead.press("audit.clear")
    assert asked[-1][0] == Wanted()


def test_a_patient_is_found_by_name_whether_in_the_events_or_only_kept_here(lead: AtWork) -> None:
    tab, asked = trail(lead), told(lead.desk).trails
    ref, name = next(iter(patient.names(lead.desk.reader).items()))
    lead.press("audit.patient")
    lead.qtbot.waitUntil(lambda: tab.filters.pick.is_open)
    assert "Walter Esterbrook" in [one.title for one in tab.filters.pick.list.choices]
    pick(lead, tab, name)
    assert asked[-1][0].patient == ref


def test_enter_on_a_line_sees_only_its_person_patient_or_kind(lead: AtWork) -> None:
    tab, asked = trail(lead), told(lead.desk).trails
    lead.press("board.open")
    assert len(tab.filters.pick.list.choices) == 3
    pick(lead, tab, "Walter Esterbrook")
    assert asked[-1][0].patient == WALTER
    assert "Walter Esterbrook" in tab.filters.buttons["audit.patient"].label


def test_what_is_older_comes_below_by_key_and_by_going_on(lead: AtWork) -> None:
    told(lead.desk).trail_says = Leaf((event(1),), {}, next="page-2")
    tab, asked = trail(lead), told(lead.desk).trails
    told(lead.desk).trail_says = Leaf((event(1), event(2)), {}, next="page-3")
    lead.press("audit.more")
    assert asked[-1][1] == "page-2"
    told(lead.desk).trail_says = Leaf((event(3),))
    lead.press("board.next")
    lead.press("board.next")
    assert asked[-1][1] == "page-3"
    assert [row.key for row in tab.table.rows.rows] == ["e1", "e2", "e3"]
    lead.press("audit.more")
    assert lead.said[-1] == "Nothing older fits."


@pytest.mark.parametrize(
    "why",
    [
        Offline("The server cannot be reached. The audit trail is kept there."),
        Refused("The server shows the audit trail to supervisors only."),
        Declined("This search is not offered.", 400, "5b0f4f0e-7f3e-4d0b-9a55-9f1d2f6f0a01"),
    ],
)
def test_why_nothing_is_shown_is_said(lead: AtWork, why: Offline | Refused) -> None:
    told(lead.desk).trail_says = why
    tab = trail(lead)
    assert tab.told.text() == why.in_full
    assert tab.table.rows.rows == ()
    assert (" (Request 5b0f4f0e)" in tab.told.text()) == bool(why.request)


def test_back_in_touch_it_asks_again(lead: AtWork) -> None:
    told(lead.desk).trail_says = Offline("The server cannot be reached.")
    tab = trail(lead)
    told(lead.desk).trail_says = Leaf((event(),))
    lead.play(lambda: lead.desk.status_changed.emit(Status(connection=Connection.CONNECTED)))
    assert len(tab.table.rows.rows) == 1


def test_nothing_that_fits_is_said_with_the_key_that_shows_everything(lead: AtWork) -> None:
    told(lead.desk).trail_says = Leaf(())
    assert trail(lead).told.text() == "Nothing was noted that fits. See everything: c."


def test_an_answer_to_what_was_asked_before_is_not_shown(lead: AtWork) -> None:
    tab = trail(lead)

    def chosen_otherwise_meanwhile() -> None:
        told(lead.desk).trail_says = Leaf((event(9),))
        tab.clear()

    told(lead.desk).trail_says = Leaf((event(8),))
    lead.press("board.period", chosen_otherwise_meanwhile)
    assert [row.key for row in tab.table.rows.rows] == ["e9"]


def test_nothing_of_it_stays_when_one_leaves(lead: AtWork) -> None:
    tab = trail(lead)
    lead.press("app.back")
    assert (tab.events, tab.names.patients, tab.table.rows.rows) == ((), {}, ())
    assert "Walter" not in tab.detail.accessibleDescription()


def test_whoever_is_no_supervisor_has_neither_tab_nor_keys(desk: Desk, qtbot: QtBot) -> None:
    charge = msgspec.structs.replace(desk.actor, duties=frozenset({"charge"}))
    desk.actor = desk.bus.actor = charge
    nadia = AtWork(desk, qtbot)
    for command in ("view.audit", "audit.person", "audit.clear"):
        nadia.press(command)
        assert nadia.said[-1].endswith("is not allowed for your role, RN.")
    nadia.press("view.board")
    assert "audit" not in [tab.id for tab in nadia.views.board.page.tabs]
    assert told(desk).trails == []


@pytest.mark.parametrize("what", audit.KINDS)
def test_every_kind_is_a_sentence(what: str) -> None:
    names = Names({NADIA: "Nadia Brand, RN", OTTO: "Otto Other, RN"}, {WALTER: "Walter Esterbrook"})
    about = {audit.COVER: OTTO, audit.PUBLISH: "sla-policy", audit.EXPORT: "measures"}
    called = {audit.COVER: "Otto Other", audit.PUBLISH: "promises", audit.EXPORT: "measures"}
    whose = None if what in about else WALTER
    said = sentence(event(what=what, about=about.get(what, ""), patient=whose), names)
    assert "Nadia Brand, RN" in said and said.endswith(".") and "{" not in said
    assert called.get(what, "") in said


def test_everything_that_is_known_stands_in_the_event_in_full(desk: Desk) -> None:
    names = Names({NADIA: "Nadia Brand, RN", OTTO: "Otto Other, RN"}, {WALTER: "Walter Esterbrook"})
    one = event(on_behalf=OTTO, failed=True, why="No answer came.", request="5b0f4f0e", about="Library/3")
    found = dict(facts(one, names, NOW, desk.zone))
    assert found["Who"] == "Nadia Brand, RN, as rn" and found["For"] == "Otto Other, RN"
    assert (found["Outcome"], found["Why"], found["Request"]) == ("not done", "No answer came.", "5b0f4f0e")
    assert found["When"].startswith("today 09:41")
    assert "About" not in dict(facts(event(), names, NOW, desk.zone))
