"""A nurse, a physician and a supervisor at once, while patients answer: the portal's own records judge."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import time, timedelta
from functools import partial
from pathlib import Path

import pytest

from inbox.domain.ids import ItemId, PersonId
from inbox.domain.rebalance.moves import Move
from inbox.ui.board.rebalance.tab import RebalanceTab
from tests.journeys import clinic
from tests.journeys.patients import Patients, patients_of
from tests.journeys.portal_process import PortalProcess, moment
from tests.journeys.records import Sent, closed_work, faults, open_work
from tests.journeys.stage import Person, Stage
from tests.journeys.team import Team, leaving, line, measured, on_the_board, proposes, sends, team
from tests.journeys.test_packets import packets

pytestmark = [pytest.mark.proof, pytest.mark.timeout(400)]

ASKED, TAKEN, GIVEN, ADDED, HANDED_OVER = (
    ItemId(f"Task/task-{name}")
    for name in ("result-normal", "convert", "e-visit-agreed", "record-nothing", "record-mistakes")
)
NADIA, TOMAS, COLETTE, SOLHEIM = (f"Practitioner/{user}" for user in ("nadia", "tomas", "colette", "solheim"))
PROPOSED, KEPT, NEWS = "Please come on Thursday.", "Antacids until then.", "May I swim?"


def sent(item: str, text: str, by: str, drafted_by: str = "") -> Sent:
    return Sent(item.replace("Task/task", "Communication/thr"), text, by, drafted_by)


SENT = [
    sent(ASKED, PROPOSED, SOLHEIM, NADIA),
    sent(TAKEN, "Every evening.", NADIA),
    sent(ADDED, "Yes.", NADIA),
]


@pytest.fixture(scope="module")
def ahead() -> timedelta:
    """A Tuesday morning at the clinic, whatever the time is here."""
    return clinic.ahead_to(time(10))


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory, ahead: timedelta) -> Path:
    database = tmp_path_factory.mktemp("clinic") / "portal.db"
    clinic.make(database, clinic.without_gus, ahead)
    return database


@pytest.fixture
def portal(seeded: Path, tmp_path: Path, ahead: timedelta) -> Iterator[PortalProcess]:
    database = tmp_path / "portal.db"
    shutil.copy(seeded, database)
    running = PortalProcess(database, ahead=ahead)
    running.start()
    yield running
    running.close()


@pytest.fixture
def staff(stage: Stage, portal: PortalProcess, tmp_path: Path, ahead: timedelta) -> Iterator[Team]:
    with team(stage, portal, tmp_path / "computers", ahead) as made:
        yield made


def test_three_people_at_once(staff: Team, portal: PortalProcess) -> None:
    before = open_work(portal)
    nadia, solheim, petra = staff.come("nadia", "solheim", "petra")
    with patients_of(portal) as patients:
        moves = proposes(petra)
        asks_and_takes_one(nadia, portal)
        is_between_visits(solheim, portal)
        writes_while_out_of_touch(staff, nadia, portal, patients)
        approves(solheim, portal)
        applies(petra, portal, moves)
        gives(petra, portal)
        comes_back_in_touch(staff, nadia, portal)
    assert faults(portal, before, SENT) == []
    all_see_the_same([nadia, solheim, petra], portal)
    assert measured(nadia, NADIA) == measured(petra, NADIA, "v v")


def test_five_people_at_once(staff: Team, portal: PortalProcess) -> None:
    before = open_work(portal)
    everybody = staff.come("nadia", "solheim", "petra", "tomas", "colette")
    nadia, solheim, petra, tomas, colette = everybody
    with patients_of(portal) as patients:
        moves = proposes(petra)
        wants_it_otherwise(staff, tomas, moves)
        asks_and_takes_one(nadia, portal)
        is_between_visits(solheim, portal)
        writes_while_out_of_touch(staff, nadia, portal, patients)
        approves(solheim, portal)
        applies(petra, portal, gives_colette_one(petra, moves))
        answers_what_came_to_her(colette, portal)
        gives(petra, portal)
        is_told_what_was_skipped(staff, tomas)
        comes_back_in_touch(staff, nadia, portal)
    assert faults(portal, before, [*SENT, sent(HANDED_OVER, "On Monday.", COLETTE)]) == []
    all_see_the_same(everybody, portal)
    hers = measured(petra, NADIA, "v v")
    assert measured(nadia, NADIA) == hers
    assert measured(colette, COLETTE) == measured(petra, COLETTE)


def asks_and_takes_one(nadia: Person, portal: PortalProcess) -> None:
    """She asks the physician, and answers what Gus was given: the supervisor's proposal is about that too."""
    nadia.goes_to(lambda row: row.line.item == ASKED)
    nadia.has_looked()
    nadia.presses("e")
    nadia.sees("Hand over")
    nadia.types(PROPOSED)
    nadia.presses("Ctrl+Enter")
    nadia.is_told("leaves in")
    sends(nadia, TAKEN, "Every evening.")
    nadia.lets_the_undo_time_pass()
    nadia.waits_until(lambda: packets(portal, ASKED), "the packet on the portal")
    nadia.waits_until(lambda: portal.status(TAKEN) == "completed", "her answer on the portal")


def is_between_visits(solheim: Person, portal: PortalProcess) -> None:
    """The physician has the packet before her, in the small window."""
    (asked,) = packets(portal, ASKED)
    solheim.presses("g e F5")
    packet = f"Task/{asked['id']}"
    solheim.waits_until(lambda: any(row.line.item == packet for row in solheim.lines), "the packet")
    solheim.goes_to(lambda row: row.line.item == packet)
    solheim.presses("Ctrl+B")
    solheim.waits_until(lambda: solheim.workspace.small, "the small window")
    solheim.sees(PROPOSED)
    solheim.has_looked()


def writes_while_out_of_touch(staff: Team, nadia: Person, portal: PortalProcess, patients: Patients) -> None:
    """Two answers wait on the nurse's computer; one patient writes again."""
    nadia.goes_to(lambda row: row.line.item == GIVEN)
    nadia.presses("c")
    nadia.waits_until(lambda: portal.owner(GIVEN) == NADIA, "her claim on the portal")
    staff.loses_touch("nadia")
    sends(nadia, GIVEN, KEPT)
    sends(nadia, ADDED, "Yes.")
    patients.adds(ADDED.replace("Task/task", "Communication/thr"), NEWS)


def approves(solheim: Person, portal: PortalProcess) -> None:
    """One key; the reply leaves in her name."""
    before = leaving(solheim)
    solheim.presses("1")
    solheim.is_told("leaves in", before + 1)
    solheim.lets_the_undo_time_pass()
    solheim.waits_until(lambda: portal.status(ASKED) == "completed", "the nurse’s item closed")


def applies(petra: Person, portal: PortalProcess, moves: dict[ItemId, PersonId]) -> None:
    """All of it as proposed, but for what the nurse was faster with."""
    assert TAKEN in moves
    petra.waits_until(lambda: (there := line(petra, TAKEN)) and there.stage == "done", "the answer here too")
    petra.presses("Ctrl+Enter")
    petra.is_told(f"{len(moves) - 1} assigned. 1 skipped: they changed meanwhile.")
    others = {item: to for item, to in moves.items() if item != TAKEN}
    petra.waits_until(lambda: others.items() <= owners(portal).items(), "all of it on the portal")


def gives(petra: Person, portal: PortalProcess) -> None:
    """What the nurse has begun with goes to the charge nurse: she cannot be reached."""
    petra.presses("g p")
    petra.goes_to(lambda row: row.line.item == GIVEN)
    petra.has_looked()
    petra.presses("a")
    petra.types("Aldana")
    petra.presses("Enter")
    petra.waits_until(lambda: portal.owner(GIVEN) == TOMAS, "it given on the portal")


def wants_it_otherwise(staff: Team, tomas: Person, moves: dict[ItemId, PersonId]) -> None:
    """The charge nurse rebalances at the same time, out of touch, with one piece for somebody else."""
    assert proposes(tomas) == moves
    staff.loses_touch("tomas")
    tomas.presses("a")
    tomas.types("Brand")
    tomas.presses("Enter")
    tomas.sees("→ Nadia Brand, RN")
    tomas.presses("Ctrl+Enter")
    tomas.is_told(f"{len(moves)} assigned.")


def gives_colette_one(petra: Person, moves: dict[ItemId, PersonId]) -> dict[ItemId, PersonId]:
    """The supervisor changes one of the moves that were proposed."""
    moves_list = on_the_board(petra, RebalanceTab).list

    def item() -> str:
        choice = moves_list.current()
        return choice.value.piece.item if choice and isinstance(choice.value, Move) else ""

    while item() != HANDED_OVER:
        petra.presses("j")
    petra.presses("a")
    petra.types("Marchand")
    petra.presses("Enter")
    petra.sees("→ Colette Marchand, RN")
    return {**moves, HANDED_OVER: PersonId(COLETTE)}


def answers_what_came_to_her(colette: Person, portal: PortalProcess) -> None:
    """What the rebalance gave her is answered while the others go on."""
    colette.presses("g m F5")
    colette.waits_until(lambda: HANDED_OVER in [row.line.item for row in colette.lines], "it came to her")
    sends(colette, HANDED_OVER, "On Monday.")
    colette.lets_the_undo_time_pass()
    colette.waits_until(lambda: portal.status(HANDED_OVER) == "completed", "her answer on the portal")


def is_told_what_was_skipped(staff: Team, tomas: Person) -> None:
    """The supervisor was first: her moves stay, and nothing of his waits for a decision."""
    staff.wires["tomas"].mend()
    skipped = "skipped: colleagues were faster"
    tomas.keeps_trying(lambda: any(skipped in one for one in tomas.was_told), "what was skipped")
    tomas.sees("All confirmed")


def comes_back_in_touch(staff: Team, nadia: Person, portal: PortalProcess) -> None:
    """Nothing has left that she would not send now: she is told by name, and keeps her words."""
    staff.wires["nadia"].mend()
    nadia.keeps_trying(lambda: "2 need you" in nadia.reads_all(), "what she has to decide")
    assert portal.replies(ADDED.replace("Task/task", "Communication/thr")) == []
    nadia.goes_to(lambda row: row.line.item == GIVEN)
    nadia.sees("It was given to Tomas Aldana, RN meanwhile.")
    nadia.clicks("Do not send mine, keep my words here")
    composer = nadia.workspace.reading.composer
    nadia.waits_until(lambda: composer.text() == KEPT, "her words where she wrote them")
    nadia.goes_to(lambda row: row.line.item == ADDED)
    nadia.sees(NEWS)
    nadia.clicks("Send mine anyway")
    nadia.waits_until(lambda: portal.status(ADDED) == "completed", "her answer on the portal")


def all_see_the_same(people: list[Person], portal: PortalProcess) -> None:
    """One owner, one due time: every computer shows what the portal has, and all show the same."""
    for person in people:
        person.presses("F5")
        with suppress(AssertionError):
            person.waits_until(partial(is_the_same, person, portal), "what the portal has")
        assert differs(person, portal) == []
    shown = [{item: there.due for item in open_work(portal) if (there := line(one, item))} for one in people]
    assert all(dues == shown[0] for dues in shown)


def is_the_same(person: Person, portal: PortalProcess) -> bool:
    return differs(person, portal) == []


def differs(person: Person, portal: PortalProcess) -> list[str]:
    """Items that a computer shows otherwise than the portal has them. What the portal found no flag in
    may be due earlier here: a flag tightens the clock, until it is written with the first action."""
    there = ((item, line(person, item)) for item in closed_work(portal))
    found = [f"{item} is open" for item, here in there if here is not None and here.stage != "done"]
    for item, (owner, due) in open_work(portal).items():
        here = line(person, item)
        if here is None:
            found.append(f"{item} is not here")
            continue
        earlier = here.flag_level is not None and here.due is not None and due and here.due < moment(due)
        if here.owner != owner or (due and here.due != moment(due) and not earlier):
            found.append(f"{item}: {here.owner} by {here.due}, should be {owner} by {due}")
    return found


def owners(portal: PortalProcess) -> dict[str, str]:
    return {item: owner for item, (owner, _) in open_work(portal).items()}
