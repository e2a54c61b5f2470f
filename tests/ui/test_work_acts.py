"""What each command on items leaves in the outbox and on the screen."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.commands.declare import Target
from inbox.domain.operations import Hold, Release, Reply, Route
from inbox.domain.part_in_force import InForce as PartInForce
from inbox.domain.people import Party, Role
from inbox.domain.policy_in_force import InForce, Source
from inbox.domain.routing import Goal, Routing, Rule
from inbox.domain.work_item import Kind, Stage
from inbox.queries import drafts, outbox, worklist
from inbox.queries.views import View, ViewKind
from inbox.queries.worklist import Line
from inbox.ui.desk import Desk
from inbox.ui.overlays.offers import offers
from inbox.ui.parts.words import Words
from inbox.ui.reading.situation import situation
from inbox.ui.worklist.who import short_name
from tests.ui.at_work import AtWork, free
from tests.ui.conftest import Clock
from tests.ui.overlays.test_kit_words import POLICY, Kit


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> AtWork:
    """Nadia at work, on an item she may answer."""
    work = AtWork(desk, qtbot)
    work.go(free)
    return work


def kind(wanted: str) -> Callable[[Line], bool]:
    """A free item of that kind."""
    return lambda line: free(line) and line.kind == wanted


def calls(line: Line) -> bool:
    """Whether it waits for a call."""
    return line.flag_level == 1


def test_claiming_makes_an_item_mine_and_wakes_the_sync(work: AtWork) -> None:
    target = work.current
    work.press("item.claim")
    assert work.done() == [("claim", target.item)]
    assert work.line(target.item).owner == "Practitioner/nadia"
    assert work.desk.sync.asked[-1] == "wake"  # type: ignore[attr-defined]


def test_claiming_next_takes_the_most_urgent_unclaimed_item_and_shows_it(work: AtWork) -> None:
    urgent = worklist.next_urgent(work.desk.reader, work.desk.actor, work.desk.now())
    work.press("item.claim_next")
    assert work.done() == [("claim", urgent)]
    assert work.current.item == urgent
    assert work.desk.sync.asked[-1] == "wake"  # type: ignore[attr-defined]


def test_claiming_next_twice_in_a_row_claims_one_item(work: AtWork) -> None:
    work.press("item.claim_next", meanwhile=lambda: work.conductor.ask("item.claim_next"))
    assert len(work.done()) == 1


def test_claiming_next_from_a_view_without_the_item_goes_where_it_is(work: AtWork) -> None:
    work.views.show_view(View(ViewKind.SENT))
    work.press("item.claim_next")
    assert work.worklist.view == View(ViewKind.MY_WORK)
    assert work.line(work.current.item).stage == Stage.CLAIMED


def test_releasing_asks_why_and_gives_the_item_back(work: AtWork) -> None:
    target = work.current
    work.press("item.claim")
    work.press("item.release")
    work.choose("1")
    *_, release = work.outbox()
    assert isinstance(release, Release)
    assert (release.item, bool(release.reason)) == (target.item, True)
    assert work.line(target.item).stage == Stage.UNCLAIMED


def test_routing_hands_the_item_to_the_pool_that_was_chosen_and_goes_on(work: AtWork) -> None:
    target = work.current
    work.press("item.route")
    work.choose("1")
    (route,) = work.outbox()
    assert isinstance(route, Route)
    assert (route.item, route.to.ref) == (target.item, work.desk.pools()[0].id)
    assert work.current != target


def site_rules(work: AtWork, *rules: Rule) -> None:
    published = Kit(InForce(POLICY, Source.SITE))
    published.routing = PartInForce(Routing("river", "4", rules))
    work.desk.published = published


def test_the_rules_own_choice_comes_first_with_its_rule_and_one_key_takes_it(work: AtWork) -> None:
    pool = next(pool for pool in reversed(work.desk.pools()) if pool.id != work.line(work.current.item).pool)
    site_rules(work, Rule("all-there", Goal(pool=pool.name), about="They know it best."))
    target = work.current
    work.press("item.route")
    first, *others = work.chooser.pools.list.choices
    assert (first.title, first.about) == (pool.name, "by rule all-there: They know it best")
    assert pool.name not in [choice.title for choice in others]
    work.choose("1")
    (route,) = work.outbox()
    assert isinstance(route, Route)
    assert (route.item, route.to.ref, route.reason) == (target.item, pool.id, "by rule all-there")


def test_a_clinicians_rule_sends_it_to_one_person_and_it_stays_in_its_pool(work: AtWork) -> None:
    site_rules(work, Rule("to-tomas", Goal(person="Practitioner/tomas")))
    target, pool = work.current, work.line(work.current.item).pool
    work.press("item.route")
    work.choose("1")
    line = work.line(target.item)
    assert (line.owner, line.pool, line.stage) == ("Practitioner/tomas", pool, Stage.UNCLAIMED)


def test_work_for_a_kind_of_staff_is_addressed_to_the_role(work: AtWork) -> None:
    site_rules(work, Rule("for-rns", Goal(role=Role.RN)))
    target, pool = work.current, work.line(work.current.item).pool
    work.press("item.route")
    work.choose("1")
    line = work.line(target.item)
    assert (line.owner, line.pool) == ("role|rn", pool)


def test_several_items_go_each_where_the_rules_send_it(work: AtWork) -> None:
    names = [pool.name for pool in work.desk.pools()]
    kind_of_first = work.line(work.current.item).kind
    one = Rule("one", Goal(pool=names[0]), kinds=(kind_of_first,))
    site_rules(work, one, Rule("rest", Goal(pool=names[1])))
    first = work.current
    work.press("item.select")
    second = work.go(lambda line: free(line) and line.kind != kind_of_first)
    work.press("item.select")
    work.press("item.route")
    choice = work.chooser.pools.list.choices[0]
    assert choice.title == "Where the rules send each"
    work.choose("1")
    routes = {one.item: one for one in work.outbox() if isinstance(one, Route)}
    assert {routes[first.item].to.name, routes[second.item].to.name} == set(names[:2])


def test_a_packet_goes_to_whom_the_rules_name_for_reviews(work: AtWork) -> None:
    before = situation(work.desk, work.current)
    assert before is not None and before.card is not None
    assert before.prescriber == Party(before.card.pcp_ref, before.card.pcp)
    farah = Goal(person="Practitioner/farah")
    site_rules(work, Rule("reviews", farah, kinds=("physician-review",)))
    after = situation(work.desk, work.current)
    assert after is not None and after.prescriber is not None
    assert after.prescriber.ref == "Practitioner/farah"


def test_work_that_is_where_it_belongs_says_so(work: AtWork) -> None:
    here = work.desk.pool_name(work.line(work.current.item).pool)
    site_rules(work, Rule("stays", Goal(pool=here)))
    work.press("item.route")
    assert work.chooser.pools._about.accessibleName().startswith("It is where it belongs, by rule stays.")
    assert not [one for one in work.chooser.pools.list.choices if one.icon == "shuffle"]


def test_a_question_left_with_esc_does_nothing(work: AtWork) -> None:
    work.press("item.route")
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Escape)
    assert work.outbox() == []


def test_waiting_for_the_patient_pauses_the_item_until_the_day_that_was_chosen(work: AtWork) -> None:
    target = work.current
    work.press("item.hold")
    work.choose("1")
    claim, hold = work.outbox()
    assert (claim.verb, claim.item) == ("claim", target.item)
    assert isinstance(hold, Hold)
    assert hold.wake is not None
    assert hold.wake > work.desk.now()
    assert work.line(target.item).stage == Stage.HELD


def test_done_closes_the_item_and_the_most_urgent_opens(work: AtWork) -> None:
    work.worklist.list.go_to(work.worklist.model.rowCount() - 2)
    target = work.go(lambda line: free(line) and line.item != work.worklist.model.item(0))
    work.press("item.done")
    assert work.done() == [("claim", target.item), ("complete", target.item)]
    assert work.worklist.list.currentIndex().row() == 0


def test_somebody_who_went_elsewhere_meanwhile_is_left_there(work: AtWork) -> None:
    last = work.worklist.model.rowCount() - 1
    there = work.worklist.model.target(last)
    work.press("item.done", meanwhile=lambda: work.worklist.list.go_to(last))
    assert work.current == there


def test_marked_items_are_closed_together_and_undone_together(work: AtWork) -> None:
    first = work.current
    work.worklist.toggle_mark()
    second = work.go(lambda line: free(line) and line.item != first.item)
    work.worklist.toggle_mark()
    work.press("item.done")
    assert {item for _, item in work.done()} == {first.item, second.item}
    assert work.worklist.model.marks == 0
    work.press("edit.undo")
    assert work.done() == []


def test_sending_keeps_the_item_and_empties_the_field(work: AtWork) -> None:
    target = work.current
    work.write("Please call us at ten.")
    work.press("item.send")
    claim, reply = work.outbox()
    assert claim.verb == "claim"
    assert isinstance(reply, Reply)
    assert reply.text == "Please call us at ten."
    assert work.line(target.item).stage == Stage.CLAIMED
    assert work.current == target
    assert work.reading.composer.is_empty()


def test_sending_and_closing_sends_closes_and_goes_on(work: AtWork) -> None:
    target = work.current
    work.write("Please call us at ten.")
    work.press("item.send_and_close")
    assert work.done() == [(verb, target.item) for verb in ("claim", "reply", "complete")]
    assert work.current != target


def test_a_comment_goes_to_colleagues_and_the_reply_stays(work: AtWork) -> None:
    target = work.current
    work.write("Dear")
    work.press("item.comment")
    work.type("Called, no answer")
    work.press("item.send")
    (comment,) = work.outbox()
    assert (comment.verb, comment.item, comment.text) == ("comment", target.item, "Called, no answer")  # type: ignore[union-attr]
    assert work.reading.composer.text() == "Dear"


def test_a_comment_that_is_refused_stays_in_the_field(work: AtWork) -> None:
    target = work.current
    work.press("item.comment")
    work.type("Called, no answer")
    work.lose_item()
    work.press("item.send")
    assert work.outbox() == []
    assert work.reading.composer.commenting
    assert work.reading.composer.comment == "Called, no answer"
    assert work.reading.target == target


def test_a_reply_that_is_refused_stays_in_the_field(work: AtWork) -> None:
    work.press("item.reply")
    work.type("Please call us at ten.")
    work.lose_item()
    work.press("item.send_and_close")
    assert work.outbox() == []
    assert work.reading.composer.text() == "Please call us at ten."


@pytest.mark.parametrize(
    ("command", "question"),
    [("item.route", "pools"), ("item.hold", "wakes"), ("item.release", "reasons")],
)
def test_a_question_whose_answer_is_refused_comes_back_with_the_reason_that_was_typed(
    work: AtWork, command: str, question: str
) -> None:
    work.press("item.claim")
    work.press(command)
    pick = getattr(work.chooser, question)
    pick.note.setFocus()
    work.type("She asked for Tomas")
    work.lose_item()
    work.play(lambda: QTest.keyClick(pick.note, Qt.Key.Key_Return))
    assert pick.is_open
    assert pick.note.text() == "She asked for Tomas"
    assert pick.foot.remarked == work.said[-1]


@pytest.mark.parametrize("command", ["item.route", "item.hold", "item.release"])
def test_what_a_colleague_has_is_refused_before_anything_is_asked(work: AtWork, command: str) -> None:
    me, held = work.desk.actor.person, ("claimed", "held")
    work.go(lambda line: line.stage in held and line.owner != me and line.flag_level is None)
    work.press(command)
    assert work.said[-1].endswith("is on it.")
    chooser = work.chooser
    assert not any(pick.is_open for pick in (chooser.pools, chooser.reasons, chooser.wakes))


def test_undoing_a_comment_makes_it_a_comment_again_and_never_a_reply(work: AtWork) -> None:
    work.press("item.comment")
    work.type("Called, no answer")
    work.press("item.send")
    assert work.reading.composer.comment == ""
    work.press("edit.undo")
    assert work.outbox() == []
    assert work.reading.composer.comment == "Called, no answer"
    assert work.reading.composer.is_empty()


def test_undoing_a_reply_takes_it_back_and_makes_it_a_draft_again(work: AtWork) -> None:
    target = work.current
    name = short_name(work.line(target.item).name)
    work.write("Please call us at ten.")
    work.press("item.send_and_close")
    undo = next(offer for offer in offers(work.desk, lambda _command: "") if offer.command == "edit.undo")
    assert undo.about == f"reply to {name} and close"
    work.press("edit.undo")
    assert work.outbox() == []
    assert work.current == target
    assert work.worklist.view == View(ViewKind.POOL)
    assert work.reading.composer.text() == "Please call us at ten."
    assert work.said[-1] == "Taken back: reply and close"


def test_words_taken_back_never_end_up_with_another_patient(work: AtWork) -> None:
    target = work.current
    work.write("Please call us at ten.")
    work.press("item.send")
    work.worklist.step(1)
    other = work.current
    work.write("Another patient's reply")
    work.press("edit.undo")
    assert work.current == target
    assert work.reading.composer.text() == "Please call us at ten."
    work.go(lambda line: line.item == other.item)
    assert work.reading.composer.text() == "Another patient's reply"


def test_words_taken_back_stand_before_what_was_begun_since(work: AtWork) -> None:
    work.write("First.")
    work.press("item.send")
    work.write("Second.")
    work.press("edit.undo")
    assert work.reading.composer.text() == "First.\n\nSecond."


def test_undo_with_nothing_to_undo_says_so(work: AtWork) -> None:
    work.press("edit.undo")
    assert work.said[-1] == "There is nothing to undo."


def test_sending_now_ends_the_undo_time_of_the_reply_not_of_what_came_after(work: AtWork) -> None:
    me = work.desk.actor.person
    work.write("Please call us at ten.")
    work.press("item.send")
    work.go(lambda line: free(line) and line.owner != me)
    work.press("item.claim")
    assert not any("reply" in verbs for verbs in ready(work))
    work.press("edit.send_now")
    assert any("reply" in verbs for verbs in ready(work))


def test_sending_now_after_it_has_left_says_so(work: AtWork, clock: Clock) -> None:
    work.write("Please call us at ten.")
    work.press("item.send")
    clock.forward(seconds=9)
    work.press("edit.send_now")
    assert work.said[-1] == "Nothing is waiting to leave."


def test_a_speed_button_without_a_reply_does_all_its_steps(work: AtWork) -> None:
    target = work.go(kind("scheduling"))
    button = work.reading.buttons.button(9)
    assert button is not None
    assert button.reply is None
    work.press("quick.9")
    assert work.done()[-1] == ("complete", target.item)
    waiting = outbox.unconfirmed(work.desk.reader, work.desk.actor.person)
    assert {one.entry.button for one in waiting} == {button.id}
    work.press("view.outbox")
    said = work.views.outbox.detail.findChildren(Words)
    assert f"By speed button “{button.name}”" in [one.text() for one in said]


def test_a_speed_button_whose_phrase_has_a_blank_opens_the_field_and_sending_does_the_rest(
    work: AtWork,
) -> None:
    target = with_blank(work)
    work.press("quick.1")
    work.press("item.send")
    assert work.outbox() == []
    work.write("You are booked for Friday.")
    work.press("item.send")
    assert work.done() == [(verb, target.item) for verb in ("claim", "reply", "complete")]
    assert work.current != target


def test_a_speed_button_does_not_overwrite_a_draft(work: AtWork) -> None:
    with_blank(work)
    work.write("Half a reply")
    work.press("quick.1")
    assert work.said[-1].startswith("There is a draft here.")
    assert work.reading.composer.text() == "Half a reply"


def test_a_speed_button_never_acts_on_marked_items_that_are_not_on_screen(work: AtWork) -> None:
    work.go(kind("scheduling"))
    work.worklist.toggle_mark()
    marked = work.current
    work.go(lambda line: free(line) and line.kind == "scheduling" and line.item != marked.item)
    work.press("quick.9")
    assert work.outbox() == []
    assert work.said[-1] == "The marked items are not the one on screen. Go to one of them first."


def test_a_number_without_a_button_says_so(work: AtWork) -> None:
    work.desk.kit.buttons[:] = [one for one in work.desk.kit.buttons if one.keys.get(Kind.REFILL) != 4]
    work.go(lambda line: line.kind == "refill")
    unused = next(n for n in range(1, 10) if work.reading.buttons.button(n) is None)
    work.press(f"quick.{unused}")
    assert work.said[-1] == f"There is no speed button {unused} for this kind of work."


def test_recording_a_call_asks_what_came_of_it(work: AtWork) -> None:
    target = work.go(calls)
    work.press("item.disposition")
    work.choose("1")
    assert [(verb, item) for verb, item in work.done()][-1] == ("dispose", target.item)


def test_a_call_about_an_item_without_a_flag_is_refused_before_anything_is_asked(work: AtWork) -> None:
    work.press("item.disposition")
    assert work.said[-1] == "There is no red flag of level 1 or 2 to call about."


def test_a_reply_taken_back_that_cannot_be_shown_is_kept_as_a_draft(work: AtWork) -> None:
    target = work.current
    work.write("Please call us at ten.")
    work.press("item.send")
    work.play(lambda: work.desk.store.remove([target.item]).result())
    work.press("edit.undo")
    kept = drafts.draft(work.desk.reader, target.thread, work.desk.actor.person)
    shown = work.reading.composer.text() if work.reading.target == target else ""
    assert "Please call us at ten." in (shown, kept.text if kept else "")


def ready(work: AtWork) -> list[list[str]]:
    """What may leave now, as verbs."""
    chains = work.desk.store.chains(work.desk.actor.person, work.desk.now()).result()
    return [[entry.operation.verb for entry in chain] for chain in chains]


def with_blank(work: AtWork) -> Target:
    """Go to an item whose first speed button has a phrase that leaves something open."""
    phrases = work.desk.kit.phrases
    phrases["apptbooked"] = msgspec.structs.replace(phrases["apptbooked"], text="You are booked for ***.")
    return work.go(kind("scheduling"))


def test_tab_takes_the_phrase_that_is_on_offer_and_else_goes_on_to_sending(work: AtWork) -> None:
    work.go(kind("scheduling"))
    work.press("item.reply")
    editor = work.reading.composer._editor
    work.type(".apptnee")
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.hasFocus() and work.reading.composer.text() and ".apptnee" not in editor.reply.text
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert not editor.hasFocus()
