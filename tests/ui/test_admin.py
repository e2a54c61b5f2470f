"""Administration at the desk: pools and hours written by keys alone, weighed, published, and brought back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from inbox.commands.declare import Target
from inbox.commands.registry import COMMANDS
from inbox.domain import resources
from inbox.domain.changes import Changes
from inbox.domain.clinic.changes import Change, PlaceChange, PoolChange
from inbox.domain.ids import PoolId
from inbox.domain.kit_history import KitVersion
from inbox.domain.operations import Redue, Route
from inbox.domain.people import Role
from inbox.domain.policy_in_force import InForce, Source
from inbox.domain.pool import Pool
from inbox.domain.promises import Promises
from inbox.domain.site_kit import KitFile, Part
from inbox.queries.standing_work import nobodys, standing_work
from inbox.ui.admin.acts import AdminActs
from inbox.ui.admin.bring_back import bring_back
from inbox.ui.admin.subjects import HOURS, MINUTES, PEOPLE, POOLS, ROUTING, VERSIONS
from inbox.ui.desk import Desk
from tests.ui.at_work import AtWork
from tests.ui.conftest import NOW, Sync
from tests.ui.overlays.test_kit_words import POLICY, Kit

CONTROL = Qt.KeyboardModifier.ControlModifier


class Admin:
    """A supervisor with the page of administration open."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        desk.actor = desk.bus.actor = msgspec.structs.replace(desk.actor, role=Role.SUPERVISOR)
        self.desk, self.work = desk, AtWork(desk, qtbot)
        self.acts = AdminActs(desk, self.work.conductor, self.work.space)
        self.page = self.acts.page
        self.opens()

    def opens(self) -> None:
        self.work.press("clinic.edit")

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.work.play(lambda: QTest.keyClick(self.focus, key, modifiers))

    @property
    def focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus

    def writes(self, text: str) -> None:
        """Write in the cell of the cursor, and leave it."""
        self.key(Qt.Key.Key_Return)
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        field.selectAll()
        QTest.keyClicks(field, text)
        self.key(Qt.Key.Key_Return)

    def enters(self, pool: Pool) -> None:
        """Go into the sheet of a pool, to its name."""
        self.page.show_sheet(POOLS)
        self.page.fields.choose(pool.id)
        self.key(Qt.Key.Key_Return)

    def goes(self, *keys: Qt.Key) -> None:
        for key in keys:
            self.key(key)

    def on(self) -> None:
        self.key(Qt.Key.Key_Return, CONTROL)

    @property
    def arranged(self) -> list[Change]:
        assert isinstance(self.desk.sync, Sync)
        return list(self.desk.sync.arranged)

    @property
    def pool(self) -> PoolChange:
        """The one pool that was arranged."""
        [change] = self.arranged
        assert isinstance(change, PoolChange)
        return change

    @property
    def asked(self) -> list[str]:
        assert isinstance(self.desk.sync, Sync)
        return self.desk.sync.asked

    def told(self) -> str:
        return self.page._wrong.text() if self.page._wrong.isVisibleTo(self.page) else ""

    def others_write(self, pool: Pool) -> None:
        """A colleague's pool arrives from the server."""
        promises = self.desk.promises.in_hours_of(
            [pool if one.id == pool.id else one for one in self.desk.promises.pools.values()]
        )
        self.desk._promises = lambda: promises
        self.desk.changed.emit(Changes(people=True))
        self.work.settle()


@pytest.fixture
def admin(desk: Desk, qtbot: QtBot) -> Iterator[Admin]:
    yield Admin(desk, qtbot)


def refills(promises: Promises) -> Pool:
    return next(pool for pool in promises.pools.values() if pool.name == "Refills")


def test_a_closure_for_all_pools_is_weighed_confirmed_with_a_reason_and_published_as_one(
    admin: Admin,
) -> None:
    admin.goes(Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Return)
    admin.goes(Qt.Key.Key_PageDown, Qt.Key.Key_PageDown)
    admin.writes("2026-03-17 12:00 - 2026-03-18 Training")
    admin.on()
    assert admin.page.reviewing
    review = admin.page.review
    assert review.table.cells.rowCount() == 7
    assert review.shifts.table.shifts.looser, "some of it would be due later"
    admin.key(Qt.Key.Key_A)
    admin.on()
    assert admin.told() == "Reason: say why some of it is due later."
    QTest.keyClicks(admin.focus, "Training day")
    admin.on()
    assert not admin.page.is_open
    assert "7 changes are published and hold." in admin.work.said
    assert [one.saw is not None for one in admin.arranged] == [True] * 7
    moved = [one for one in admin.work.outbox() if isinstance(one, Redue)]
    assert {one.reason for one in moved} == {"Training day"}
    assert any(one.confirmed for one in moved)


def test_what_cannot_be_meant_is_said_and_the_cell_stays(admin: Admin) -> None:
    admin.page.show_sheet(HOURS)
    admin.page.hours.choose(refills(admin.desk.promises).id)
    admin.key(Qt.Key.Key_Return)
    admin.writes("whenever")
    assert admin.told() == "“whenever” are no hours. Write 08:00–12:00, 13:00–17:00, or closed."
    assert not admin.acts.draft.dirty
    admin.on()
    assert admin.told() == "Nothing has been changed yet."


def test_a_pool_is_added_by_its_name_alone(admin: Admin) -> None:
    admin.goes(Qt.Key.Key_Return, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_Return)
    admin.writes("Travel advice")
    admin.on()
    admin.on()
    change = admin.pool
    assert (change.saw, change.to.name) == (None, "Travel advice")
    assert change.to.hours, "it is open when its neighbours are"


def test_a_pool_with_open_items_is_retired_only_with_somewhere_for_them_to_go(admin: Admin) -> None:
    work = standing_work(admin.desk.reader)
    pool = next(p for p in admin.desk.pools() if work.get(p.id) and not work[p.id].held)
    admin.enters(pool)
    admin.goes(*[Qt.Key.Key_Down] * 5)
    admin.writes("retired")
    assert "Say in “Open items go to” which pool takes them." in admin.told()
    admin.goes(Qt.Key.Key_Down, Qt.Key.Key_Down)
    other = next(p for p in admin.desk.pools() if p.id != pool.id)
    admin.writes(other.name)
    admin.goes(Qt.Key.Key_Up, Qt.Key.Key_Up)
    admin.writes("retired")
    admin.on()
    admin.on()
    change = admin.pool
    assert (change.to.id, change.to.active) == (pool.id, False)
    routed = [one for one in admin.work.outbox() if isinstance(one, Route)]
    assert len(routed) == work[pool.id].open
    assert {one.to.ref for one in routed} == {other.id}


def test_a_colleagues_version_stands_beside_and_nothing_of_the_draft_is_lost(admin: Admin) -> None:
    pool = refills(admin.desk.promises)
    admin.enters(pool)
    admin.goes(Qt.Key.Key_Down)
    admin.writes("Mine")
    admin.others_write(msgspec.structs.replace(pool, about="Theirs", phone="+1 309 555 0199"))
    assert "Your changes now stand on top of theirs." in admin.told()
    admin.on()
    assert admin.page.review.clash.text() == (
        "A colleague has written otherwise: Refills, What comes there: Theirs. Yours would replace it."
    )
    admin.on()
    change = admin.pool
    assert (change.saw and change.saw.about, change.to.about, change.to.phone) == (
        "Theirs",
        "Mine",
        "+1 309 555 0199",
    )


def test_what_was_published_is_brought_back_as_a_draft(admin: Admin) -> None:
    pool = refills(admin.desk.promises)
    admin.enters(pool)
    admin.writes("Renewals")
    admin.on()
    admin.on()
    admin.others_write(admin.pool.to)
    admin.opens()
    admin.key(Qt.Key.Key_Z, CONTROL)
    assert admin.acts.draft.dirty
    admin.on()
    admin.on()
    assert admin.pool.to == pool


def test_what_was_made_is_retired_when_it_is_brought_back(admin: Admin) -> None:
    admin.goes(Qt.Key.Key_Return, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_Return)
    admin.writes("Travel advice")
    admin.on()
    admin.on()
    made = msgspec.structs.replace(admin.pool.to, id=PoolId("HealthcareService/77"))
    admin.opens()
    admin.key(Qt.Key.Key_Z, CONTROL)
    assert "Travel advice is not here as it was made. Look after it by hand." in admin.told()
    assert not admin.acts.draft.dirty
    promises = admin.desk.promises.in_hours_of([*admin.desk.pools(), made])
    admin.desk._promises = lambda: promises
    admin.opens()
    admin.key(Qt.Key.Key_Z, CONTROL)
    assert admin.told().endswith(
        "What was new cannot be deleted, as work may name it: it is retired or ended."
    )
    admin.on()
    admin.on()
    assert (admin.pool.saw, admin.pool.to) == (made, msgspec.structs.replace(made, active=False))


def test_a_role_that_was_made_is_ended_when_it_is_brought_back(admin: Admin) -> None:
    place = next(one for one in admin.acts.draft.places if one.active)
    to = msgspec.structs.replace(place, ref="new/1")
    assert bring_back(admin.acts.draft, [PlaceChange(None, to)]).endswith("it is retired or ended.")
    [change] = admin.acts.draft.to_publish()
    assert change.to == msgspec.structs.replace(place, active=False)


def test_closing_with_changes_asks_and_a_subject_with_its_own_page_opens_it(admin: Admin) -> None:
    admin.page.show_sheet(POOLS)
    admin.key(Qt.Key.Key_Return)
    admin.writes("Another name")
    admin.key(Qt.Key.Key_Escape)
    assert admin.page.is_open
    assert admin.page.confirm.is_open
    admin.key(Qt.Key.Key_N)
    asked: list[str] = []
    admin.page.asked.connect(asked.append)
    admin.page.asked.disconnect(admin.acts._elsewhere)
    admin.key(Qt.Key.Key_7, CONTROL)
    assert asked == ["cover.edit"]
    assert admin.acts.draft.dirty, "what was written stays meanwhile"


def test_a_colleague_is_put_into_another_pool(admin: Admin) -> None:
    admin.page.show_sheet(PEOPLE)
    abena = next(one for one in admin.acts.draft.places if one.person == "Practitioner/abena")
    admin.page.people.choose(abena.ref)
    admin.key(Qt.Key.Key_Return)
    admin.goes(Qt.Key.Key_Down, Qt.Key.Key_Down)
    admin.writes("Refills")
    admin.on()
    admin.on()
    [change] = admin.arranged
    assert isinstance(change, PlaceChange)
    assert (change.saw, [*change.to.pools]) == (abena, ["HealthcareService/refills"])


def test_what_a_draft_leaves_unstaffed_is_said_before_it_holds(admin: Admin) -> None:
    admin.page.show_sheet(PEOPLE)
    for user in ("deshawn", "marisol", "petra"):
        place = next(one for one in admin.acts.draft.places if one.person == f"Practitioner/{user}")
        admin.page.people.choose(place.ref)
        admin.page.people.table.setFocus()
        admin.goes(Qt.Key.Key_PageDown)
        admin.writes("ended")
    assert "Scheduling: nobody on duty Tuesday" in admin.page.people.amiss.text()
    admin.on()
    assert "Scheduling: nobody on duty Tuesday" in admin.page.review.hint.text()


def test_routing_rules_are_weighed_on_the_last_month_tried_on_a_text_and_published(admin: Admin) -> None:
    admin.page.show_sheet(ROUTING)
    admin.page.routing.choose("scheduling")
    admin.key(Qt.Key.Key_Return)
    admin.goes(*[Qt.Key.Key_Down] * 7)
    admin.writes("Refills")
    admin.key(Qt.Key.Key_T, CONTROL)
    tester = admin.acts._tester
    assert tester.is_open
    assert tester.routing._directions.rules == admin.acts.drafts.routing.rules, "and not those in force"
    admin.key(Qt.Key.Key_Escape)
    admin.on()
    told = admin.page.review.hint.text()
    assert "in the last 30 days" in told
    assert "to Refills instead of Scheduling" in told
    admin.on()
    assert not admin.page.is_open
    assert admin.asked[-1] == "publish routing-rules 2"


def test_expected_minutes_are_written_kind_by_kind(admin: Admin) -> None:
    admin.page.show_sheet(MINUTES)
    admin.writes("15")
    admin.on()
    [found] = admin.acts.drafts.minutes.differences()
    assert (found.of, found.what, found.becomes) == ("minutes", "call-now", "15.0")
    admin.on()
    assert admin.asked[-1] == "publish expected-minutes 1"


def test_an_earlier_version_is_looked_at_and_published_again_as_the_next(admin: Admin) -> None:
    new = resources.path("starter", "routing.json").read_bytes()
    old = new.replace(b'"to": {"pool": "Refills"}', b'"to": {"pool": "Scheduling"}')
    kit = Kit(InForce(POLICY, Source.SHIPPED), KitFile(Part.ROUTING, "2", new, "Library/7", "5"))
    admin.desk.published = kit
    assert isinstance(admin.desk.sync, Sync)
    admin.desk.sync.published = [
        KitVersion("2", NOW, "Petra Nair", new),
        KitVersion("1", NOW - timedelta(days=3), "Tomas Aldana", old),
    ]
    admin.work.play(lambda: (admin.page.show_sheet(VERSIONS), admin.page.versions.choose(Part.ROUTING)))
    table = admin.page.versions.table
    assert [table.cells.grid.text(row, 1) for row in (0, 1)] == [
        "today 09:42 by Petra Nair",
        "14 Mar 09:42 by Tomas Aldana",
    ]
    assert [table.cells.grid.text(row, 3) for row in (0, 1)] == ["1 change", "the first"]
    admin.goes(Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert admin.told() == "Nothing has been changed yet.", "that one holds now"
    admin.goes(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert admin.page.reviewing
    assert admin.page.review.table.cells.rowCount() == 1
    assert "would have gone elsewhere" in admin.page.review.hint.text()
    admin.on()
    QTest.keyClicks(admin.focus, "It was better")
    admin.on()
    assert admin.asked[-1] == "publish routing-rules 3: It was better"


def retires(admin: Admin, pool: Pool, to: Pool) -> None:
    """Draft that `pool` is closed for good, and that `to` takes its work."""
    admin.page.show_sheet(POOLS)
    admin.page.fields.choose(pool.id)
    admin.page.fields.table.go_to(7, 0)
    admin.page.fields.table.setFocus()
    admin.writes(to.name)
    admin.page.fields.table.go_to(5, 0)
    admin.writes("retired")


def with_free_work(admin: Admin) -> tuple[Pool, Pool]:
    """A pool whose open work nobody has yet, and another."""
    work = standing_work(admin.desk.reader)
    pool = next(p for p in admin.desk.pools() if work.get(p.id) and not work[p.id].held)
    return pool, next(p for p in admin.desk.pools() if p.id != pool.id)


def routes(admin: Admin) -> list[Route]:
    return [one for one in admin.work.outbox() if isinstance(one, Route)]


def test_an_empty_pool_is_retired_also_where_it_is_said_who_takes_its_work(admin: Admin) -> None:
    work = standing_work(admin.desk.reader)
    empty = next(p for p in admin.desk.pools() if p.id not in work)
    retires(admin, empty, next(p for p in admin.desk.pools() if p.id != empty.id))
    admin.on()
    assert admin.page.reviewing
    assert "Open items" in [one.what for one in admin.acts.draft.differences()]


def test_work_that_is_taken_after_a_pool_was_drafted_away_is_seen_before_it_holds(admin: Admin) -> None:
    pool, other = with_free_work(admin)
    retires(admin, pool, other)
    target = next(Target(*one) for one in nobodys(admin.desk.reader, pool.id))
    admin.work.play(lambda: admin.work.conductor.follow(claimed(admin, target)))
    admin.on()
    assert not admin.page.reviewing
    assert admin.told().startswith(f"Colleagues are working on 1 items of {pool.name}.")


def test_work_that_is_taken_while_a_draft_is_looked_at_is_seen_before_it_is_published(admin: Admin) -> None:
    pool, other = with_free_work(admin)
    retires(admin, pool, other)
    admin.on()
    target = next(Target(*one) for one in nobodys(admin.desk.reader, pool.id))
    admin.work.play(lambda: admin.work.conductor.follow(claimed(admin, target)))
    admin.on()
    assert admin.arranged == []
    assert "Colleagues are working on 1 items" in admin.told()


async def claimed(admin: Admin, target: Target) -> None:
    await admin.desk.bus.run(COMMANDS["item.claim"], [target])


def test_while_something_is_published_nothing_is_closed_chosen_or_written(admin: Admin) -> None:
    admin.page.show_sheet(POOLS)
    admin.key(Qt.Key.Key_Return)
    admin.writes("Another name")
    admin.on()
    seen: list[object] = []

    def presses() -> None:
        for key, modifiers in ((Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_4, CONTROL)):
            QTest.keyClick(admin.focus, key, modifiers)
        enabled = admin.page.subjects.isEnabled() or admin.page.review.isEnabled()
        seen.extend((admin.page.is_open, admin.page.reviewing, admin.page.subject, enabled))

    assert isinstance(admin.desk.sync, Sync)
    admin.desk.sync.meanwhile = presses
    admin.desk.sync.unanswered = True
    admin.on()
    assert seen == [True, True, POOLS, False]
    assert admin.page.reviewing and admin.acts.draft.dirty, "and nothing of it is lost"
    assert admin.page.isAncestorOf(admin.focus) and admin.page.subjects.isEnabled()


def test_what_is_reviewed_is_what_is_published(admin: Admin) -> None:
    """The draft that is weighed is fixed when it is asked for."""
    admin.page.show_sheet(POOLS)
    admin.key(Qt.Key.Key_Return)
    admin.writes("Another name")
    admin.work.play(admin.page.weigh.emit, lambda: admin.page.show_sheet(ROUTING))
    assert admin.page.reviewing
    assert admin.page.drafted is admin.acts.draft


def test_where_the_answer_was_lost_open_work_follows_once_the_draft_is_seen_to_hold(admin: Admin) -> None:
    pool, other = with_free_work(admin)
    work = standing_work(admin.desk.reader)[pool.id].open
    retires(admin, pool, other)
    admin.on()
    assert isinstance(admin.desk.sync, Sync)
    admin.desk.sync.unanswered = True
    admin.on()
    assert admin.page.reviewing and routes(admin) == []
    admin.work.play(lambda: admin.others_write(admin.pool.to))
    assert not admin.page.is_open
    assert "1 change is published and holds." in admin.work.said
    assert len(routes(admin)) == work
    admin.work.play(lambda: admin.desk.changed.emit(Changes(people=True)))
    assert len(routes(admin)) == work, "once"
    admin.work.press("edit.undo")
    assert routes(admin) == []


def test_bringing_back_leaves_what_a_colleague_has_written_since(admin: Admin) -> None:
    pool = refills(admin.desk.promises)
    admin.enters(pool)
    admin.writes("Renewals")
    admin.on()
    admin.on()
    theirs = msgspec.structs.replace(admin.pool.to, about="Theirs")
    admin.others_write(theirs)
    admin.opens()
    admin.key(Qt.Key.Key_Z, CONTROL)
    [change] = admin.acts.draft.to_publish()
    assert change.to == msgspec.structs.replace(pool, about="Theirs")


def test_rules_that_a_renamed_pool_leaves_behind_are_told_before_it_holds(admin: Admin) -> None:
    pool = refills(admin.desk.promises)
    admin.enters(pool)
    admin.writes("Renewals")
    admin.on()
    assert "These routing rules name a pool that would be gone or called otherwise: refill" in (
        admin.page.review.hint.text()
    )
