"""The sweep at the desk: offered in time, gone through by keys, kept on the items, told at the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from inbox.commands.declare import Target
from inbox.commands.registry import COMMANDS
from inbox.domain.changes import Changes
from inbox.domain.people import CHARGE, Role
from inbox.domain.sweep import Sweep as Found
from inbox.queries.thread import thread
from inbox.queries.views import ViewKind
from inbox.ui.board.sweep.acts import SweepActs
from inbox.ui.board.sweep.tab import SweepTab
from inbox.ui.desk import Desk
from inbox.ui.reading_watch import ReadingWatch
from tests.ui.at_work import AtWork
from tests.ui.conftest import Clock, PatientWrites

FRIDAY = datetime(2026, 3, 20, 21, 10, tzinfo=UTC)
"""16:10 by the clinic's clock, a weekend ahead."""


class Sweeping(AtWork):
    """The supervisor's screen on a Friday afternoon."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        super().__init__(desk, qtbot)
        self.watch = ReadingWatch(desk)
        self.sweep = SweepActs(
            desk, self.conductor, self.space, self.chooser, self.views.board, self.watch, self.space
        )

    @property
    def found(self) -> Found:
        """What the sweep has come to."""
        latest = self.views.board.finding.latest
        assert latest is not None
        return latest

    def read(self) -> None:
        """The item on screen has been there long enough; all that follows is seen through."""
        self.play(lambda: self.watch.read.emit(self.current))
        self.reread()

    def reread(self) -> None:
        """Wait until the sweep has been counted anew."""
        with self.qtbot.waitSignal(self.views.board.finding.found):
            self.views.board.finding.ask()
        self.settle()

    @property
    def tab(self) -> SweepTab:
        tab = self.views.board.page.tab
        assert isinstance(tab, SweepTab)
        return tab


@pytest.fixture
def lead(
    desk: Desk, clock: Clock, rules: None, targets: list[Target], patient_writes: PatientWrites, qtbot: QtBot
) -> Iterator[Sweeping]:
    clock.at = FRIDAY
    for target in targets[-3:]:
        patient_writes(target, "I have crushing chest pain", minutes=-30)
    desk.actor = desk.bus.actor = msgspec.structs.replace(desk.actor, role=Role.SUPERVISOR)
    work = Sweeping(desk, qtbot)
    work.press("view.sweep")
    work.reread()
    yield work


def begun(lead: Sweeping) -> int:
    """The sweep is under way; how many items have to be looked at."""
    lead.press("sweep.begin")
    lead.reread()
    assert lead.sweep.sweeping
    return len(lead.found.must)


def abouts(lead: Sweeping) -> str:
    return "\n".join(one.about for one in lead.tab.list.choices)


def notes(lead: Sweeping, target: Target) -> list[str]:
    there = thread(lead.desk.reader, lead.desk.interpreter, target.thread)
    item = there.item(target.item) if there else None
    return [note.text for note in item.notes] if item else []


def test_the_page_says_when_it_opens_again_and_lists_each_item_that_must_be_looked_at(lead: Sweeping) -> None:
    assert "opens Mon 23 Mar at 08:00" in lead.tab.when.text()
    assert lead.tab.told.text().startswith("Not swept yet: 0 looked at, 0 left with a reason, ")
    choices = lead.tab.list.choices
    assert choices[0].title.startswith("Red flags: 0 of ")
    listed = [one for one in choices if one.about.startswith("nobody has looked yet")]
    assert len(listed) == len(lead.found.unseen) > 2
    assert any(one.title.startswith("Nobody has begun: ") for one in choices)


def test_what_has_been_on_screen_is_looked_at_and_kept_on_the_item_itself(lead: Sweeping) -> None:
    many = begun(lead)
    first = lead.current
    assert first.item == lead.found.must[0].what.item
    lead.read()
    assert [(one.verb, one.item) for one in lead.outbox()] == [("sweep", first.item)]
    assert len(lead.found.unseen) == many - 1
    assert lead.current == first, "reading moves nothing"
    lead.read()
    assert len(lead.outbox()) == 1, "a look is kept once"
    assert f"1 looked at, 0 left with a reason, {many - 1} unseen" in lead.space.sweep.words
    lead.press("sweep.next")
    assert lead.current.item == lead.found.unseen[0].what.item


def test_what_is_left_needs_a_reason_which_colleagues_read_and_the_next_opens(lead: Sweeping) -> None:
    begun(lead)
    first, second = lead.current, lead.found.must[1].what.item
    lead.press("sweep.leave")
    lead.choose("1")
    assert [one.verb for one in lead.outbox()] == ["comment", "sweep"]
    assert notes(lead, first) == ["Left until the next opening: Looked at: it can wait until then"]
    assert lead.current.item == second
    lead.reread()
    assert lead.found.left == 1
    lead.press("edit.undo")
    lead.reread()
    assert lead.outbox() == []
    assert lead.found.left == 0


def test_whatever_is_done_about_an_item_is_a_look_and_the_next_opens(lead: Sweeping) -> None:
    begun(lead)
    first, second = lead.current, lead.found.must[1].what.item
    lead.press("item.claim")
    assert {one.verb for one in lead.outbox()} == {"claim", "sweep"}
    assert lead.current.item == second
    lead.reread()
    assert first.item not in {line.what.item for line in lead.found.unseen}


def test_after_the_last_the_page_comes_back_and_tells_how_it_ended(lead: Sweeping) -> None:
    many = begun(lead)
    for _ in range(many - 1):
        lead.read()
        lead.press("sweep.next")
    lead.press("sweep.leave")
    lead.choose("2")
    assert lead.views.board.is_open
    lead.reread()
    assert lead.tab.told.text() == f"Swept: {many} looked at, 1 left with a reason, 0 unseen."
    assert "left by Nadia Brand, RN, today 16:10: The patient knows" in abouts(lead)
    lead.press("app.back")
    assert lead.worklist.view is not None and lead.worklist.view.kind is ViewKind.POOL
    lead.desk.ticked.emit()
    assert not lead.space.sweep.isVisible(), "what is swept is offered no more"


def test_more_words_of_the_patient_have_to_be_looked_at_again(
    lead: Sweeping, clock: Clock, patient_writes: PatientWrites
) -> None:
    many = begun(lead)
    first = lead.current
    lead.read()
    clock.forward(minutes=5)
    patient_writes(first, "It is getting worse.")
    lead.settle()
    lead.reread()
    assert len(lead.found.unseen) == many
    assert first.item in {line.what.item for line in lead.found.unseen}


def test_an_item_of_the_page_opens_in_the_list_and_esc_leads_back(lead: Sweeping) -> None:
    lead.press("board.next")
    second = lead.found.must[1].what.item
    lead.press("board.open")
    assert lead.current.item == second
    lead.press("app.back")
    assert lead.views.board.is_open
    assert lead.tab.list.current() is not None


def test_a_group_that_need_not_be_looked_at_is_a_list_like_any_other(lead: Sweeping) -> None:
    while not lead.tab.list.current().title.startswith("Nobody has begun"):  # type: ignore[union-attr]
        lead.press("board.next")
    lead.press("board.open")
    view = lead.worklist.view
    assert view is not None and view.kind is ViewKind.SWEEP and view.text == "Nobody has begun"
    assert lead.worklist.model.rowCount() == len(view.items)
    lead.read()
    assert lead.outbox() == []
    lead.press("sweep.next")
    assert lead.said[-1] == "Begin the sweep first."


def test_it_is_offered_before_a_weekend_and_not_before_an_ordinary_night(
    lead: Sweeping, clock: Clock
) -> None:
    lead.press("app.back")
    lead.reread()
    assert lead.space.sweep.words.startswith("Before Mon 23 Mar, 08:00: ")
    clock.at = datetime(2026, 3, 19, 21, 10, tzinfo=UTC)
    lead.desk.ticked.emit()
    assert lead.space.sweep.words == ""


def test_a_nurse_is_offered_nothing_and_told_why_she_may_not(
    desk: Desk, clock: Clock, rules: None, qtbot: QtBot
) -> None:
    clock.at = FRIDAY
    nadia = Sweeping(desk, qtbot)
    nadia.desk.ticked.emit()
    nadia.settle()
    assert nadia.space.sweep.words == ""
    nadia.press("view.sweep")
    assert nadia.said[-1] == "The board is for supervisors and the charge nurse."
    charge = msgspec.structs.replace(desk.actor, duties=frozenset({CHARGE}))
    desk.bus.actor = charge
    assert desk.bus.not_allowed(COMMANDS["sweep.leave"]) == ""


def test_with_nothing_pressing_the_page_says_so(lead: Sweeping) -> None:
    empty = Found(FRIDAY, lead.found.gap, (), 7)
    lead.views.board.finding.found.emit(empty)
    assert lead.tab.told.text() == "No red flag and nothing urgent waits until then."
    assert lead.tab.about.text() == "7 more wait with time left."
    assert not lead.tab.list.isVisible() and not lead.tab.begin.isVisible()


def test_what_a_colleague_did_meanwhile_is_seen_here_too(lead: Sweeping) -> None:
    """Another station's look arrives on the Task."""
    first = lead.found.must[0].what
    [ours] = [one for one in lead.desk.store.truth_now(first.thread) if one.ref == first.item]
    body = msgspec.json.decode(ours.body)
    record = {"at": "2026-03-20T21:05:00Z", "by": "Practitioner/tomas", "name": "Tomas", "left": "he called"}
    kind = {"coding": [{"code": "swept"}]}
    swept = {"type": kind, "valueString": msgspec.json.encode(record).decode()}
    body["output"] = [*body.get("output", []), swept]
    newer = msgspec.structs.replace(ours, version="99", updated=FRIDAY, body=msgspec.json.encode(body))
    lead.desk.store.ingest([newer]).result()
    lead.desk.changed.emit(Changes(threads=frozenset({first.thread})))
    lead.reread()
    assert lead.found.left == 1
    assert "left by Tomas Aldana, RN, today 16:05: he called" in abouts(lead)


def test_it_does_not_end_while_the_one_on_screen_is_unseen(lead: Sweeping) -> None:
    for _ in range(begun(lead) - 1):
        lead.read()
        lead.press("sweep.next")
    last = lead.current
    lead.press("sweep.next")
    assert lead.current == last and lead.sweep.sweeping
    assert lead.said[-1] == "Only this one is unseen: read it, act on it, or leave it with a reason."
    lead.read()
    lead.press("sweep.next")
    assert lead.said[-1] == "Nothing of the sweep is unseen any more."


def test_what_has_come_since_it_began_is_gone_to_before_it_ends(
    lead: Sweeping, targets: list[Target], patient_writes: PatientWrites
) -> None:
    many = begun(lead)
    view = lead.worklist.view
    assert view is not None
    new = next(target for target in targets if target.item not in view.items)
    patient_writes(new, "I have crushing chest pain")
    for _ in range(many):
        lead.read()
        lead.press("sweep.next")
    assert lead.sweep.sweeping
    assert lead.current == new
    assert len(lead.found.unseen) == 1


def test_what_could_not_be_left_is_still_unseen(lead: Sweeping) -> None:
    many = begun(lead)
    first, actor = lead.current, lead.desk.bus.actor
    lead.press("sweep.leave")
    lead.desk.bus.actor = msgspec.structs.replace(actor, role=Role.RN)
    lead.choose("1")
    lead.desk.bus.actor = actor
    assert lead.outbox() == []
    for _ in range(many - 1):
        lead.press("sweep.next")
        lead.read()
    lead.press("sweep.next")
    assert lead.sweep.sweeping
    assert lead.current == first
