"""The rebalance tab: proposed at once, edited by keys, applied as one, undone as one."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from inbox.domain.ids import ItemId, PersonId, ThreadId
from inbox.domain.operations import Assign
from inbox.domain.people import Role
from inbox.domain.rebalance.moves import Proposal
from inbox.domain.site import Site, SiteFile, SiteMinutes
from inbox.domain.work_item import Stage
from inbox.fhir.incoming.roles import role_table
from inbox.queries import pools, worklist
from inbox.queries.views import View, ViewKind
from inbox.store.truth import of_type
from inbox.ui.board.rebalance import RebalanceTab
from inbox.ui.desk import Desk
from tests.ui.at_work import AtWork
from tests.ui.conftest import NOW


def owned_by(desk: Desk, thread: ThreadId, item: ItemId, person: str, name: str) -> None:
    """The server says that `person` has claimed the item."""
    [ours] = [one for one in desk.store.truth_now(thread) if one.ref == item]
    body = msgspec.json.decode(ours.body) | {
        "status": "accepted",
        "owner": {"reference": person, "display": name},
    }
    newer = msgspec.structs.replace(
        ours, version=f"{ours.version}+", updated=max(NOW, ours.updated), body=msgspec.json.encode(body)
    )
    desk.store.ingest([newer]).result()


@pytest.fixture
def lead(desk: Desk, qtbot: QtBot) -> Iterator[AtWork]:
    """The supervisor's screen, the board's second tab in front."""
    petra = next(one for one in pools.staff(desk.reader) if one.name.startswith("Petra"))
    desk.actor = desk.bus.actor = msgspec.structs.replace(
        desk.actor,
        person=PersonId(petra.id),
        name=petra.name,
        role=Role.SUPERVISOR,
        office_work=role_table().office_work,
    )
    desk.site = SiteFile(Site(minutes=SiteMinutes(medical_question=130, scheduling=60, result_question=200)))
    for item in worklist.ids(desk.reader, View(ViewKind.POOL), desk.actor, NOW):
        line = worklist.line(desk.reader, item, desk.actor)
        if line and line.stage == Stage.UNCLAIMED and line.flag_level is None:
            owned_by(desk, line.thread, item, "Practitioner/colette", "Colette Marchand, RN")
    work = AtWork(desk, qtbot)
    work.press("view.board")
    work.press("board.2")
    yield work


def tab(lead: AtWork) -> RebalanceTab:
    found = lead.views.board.page.tab
    assert isinstance(found, RebalanceTab)
    return found


def proposed(lead: AtWork) -> Proposal:
    """The proposal, once the best one has been found."""
    lead.qtbot.waitUntil(lambda: (it := tab(lead).draft.proposal) is not None and it.gap is not None)
    found = tab(lead).draft.proposal
    assert found is not None
    return found


def test_it_proposes_when_it_comes_to_the_front(lead: AtWork) -> None:
    found = proposed(lead)
    assert len(found.after.late) <= len(found.before.late)
    assert len(tab(lead).list.choices) == len(found.moves) > 0
    assert tab(lead).loads.accessibleDescription()
    assert lead.outbox() == []


def test_all_of_it_is_assigned_with_its_reasons_and_undone_as_one(lead: AtWork) -> None:
    found = proposed(lead)
    before = {move.piece.item: lead.line(move.piece.item).owner for move in found.moves}
    lead.press("rebalance.apply")
    done = lead.outbox()
    assert {one.item for one in done} == set(before)
    assert all(isinstance(one, Assign) and one.reason for one in done)
    assert {move.piece.item: move.to for move in found.moves} == {
        item: lead.line(item).owner for item in before
    }
    lead.press("edit.undo")
    assert {item: lead.line(item).owner for item in before} == before
    assert lead.outbox() == []


def test_a_move_is_dropped_and_stays_dropped_when_it_is_proposed_anew(lead: AtWork) -> None:
    first = proposed(lead).moves
    dropped = tab(lead).list.choices[0].value
    lead.press("rebalance.drop")
    assert len(tab(lead).list.choices) == len(first) - 1
    lead.press("rebalance.propose")
    found = proposed(lead)
    assert dropped.piece.item not in {move.piece.item for move in found.moves}  # type: ignore[attr-defined]


def test_another_person_is_chosen_who_may_have_it(lead: AtWork) -> None:
    proposed(lead)
    current = tab(lead).list.choices[0].value
    lead.press("rebalance.person")
    lead.choose("1")
    again = next(
        move
        for move in tab(lead).draft.proposal.moves  # type: ignore[union-attr]
        if move.piece.item == current.piece.item  # type: ignore[attr-defined]
    )
    assert again.to != current.to  # type: ignore[attr-defined]


def test_who_is_left_alone_gets_nothing(lead: AtWork) -> None:
    proposed(lead)
    spared = tab(lead).list.choices[0].value.to  # type: ignore[attr-defined]
    lead.press("rebalance.spare")
    lead.press("rebalance.propose")
    assert spared not in {move.to for move in proposed(lead).moves}


def test_what_a_colleague_did_meanwhile_is_skipped_and_told(lead: AtWork) -> None:
    found = proposed(lead)
    taken = found.moves[0].piece
    owned_by(lead.desk, taken.thread, taken.item, "Practitioner/tomas", "Tomas Aldana, RN")
    lead.settle()
    lead.press("rebalance.apply")
    assert lead.line(taken.item).owner == "Practitioner/tomas"
    assert len(lead.outbox()) == len(found.moves) - 1
    assert "1 skipped" in lead.said[-1]


def test_nothing_is_given_to_somebody_who_has_left_meanwhile(lead: AtWork) -> None:
    found = proposed(lead)
    left = found.moves[0].to
    [ours] = [one for one in of_type(lead.desk.reader, "Practitioner") if one.ref == left]
    body = msgspec.json.encode(msgspec.json.decode(ours.body) | {"active": False})
    lead.desk.store.ingest([msgspec.structs.replace(ours, version=f"{ours.version}+", body=body)]).result()
    lead.press("rebalance.apply")
    given = [one.to.ref for one in lead.outbox() if isinstance(one, Assign)]
    assert left not in given
    assert len(given) == sum(move.to != left for move in found.moves)
    assert "skipped" in lead.said[-1]


def test_the_commands_mean_nothing_elsewhere(lead: AtWork) -> None:
    lead.press("board.1")
    lead.press("rebalance.apply")
    assert lead.said[-1] == "Open the board’s rebalance tab first."
