"""Writing a reply: phrases, blanks, lists, refused sends, drafts and comments."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inbox.commands.declare import Target
from inbox.domain.thread import Thread
from inbox.queries import drafts
from inbox.shortcuts.phrases.guards import Stop
from inbox.ui.desk import Desk
from inbox.ui.parts.key_button import KeyButton
from inbox.ui.reading.completion_list import CompletionList
from inbox.ui.reading.composer import Composer
from inbox.ui.reading.editor import Editor
from inbox.ui.reading.pane import ReadingPane
from inbox.ui.reading.phrase_uses import PhraseUses
from inbox.ui.reading.pick_list import PickList
from inbox.ui.reading.unsettled import Unsettled


@pytest.fixture
def composer(pane: ReadingPane, plain: Target) -> Composer:
    """Bound to a patient, with the keyboard."""
    pane.show_item(plain)
    pane.activateWindow()
    pane.composer.focus()
    return pane.composer


def field(composer: Composer) -> Editor:
    return part(composer, Editor)


W = TypeVar("W", bound=QWidget)


def part(composer: Composer, kind: type[W]) -> W:
    found = composer.window().findChild(kind)
    assert isinstance(found, kind)
    return found


def press(composer: Composer, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(composer.window().focusWidget() or field(composer), key)


def test_a_full_stop_offers_phrases_and_enter_inserts_the_first(composer: Composer) -> None:
    QTest.keyClicks(field(composer), "Hello. .safety")
    offered = part(composer, CompletionList)
    assert offered.isVisible()
    assert offered.phrase is not None
    assert offered.phrase.name == "safetynet"
    press(composer, Qt.Key.Key_Return)
    assert not offered.isVisible()
    assert composer.text().startswith("Hello. If you feel worse")


def test_space_inserts_only_a_whole_name(composer: Composer) -> None:
    QTest.keyClicks(field(composer), ".safetynet ")
    assert composer.text().startswith("If you feel worse")
    composer.set_text("")
    QTest.keyClicks(field(composer), ".safe ")
    assert composer.text() == ".safe"


def test_escape_keeps_what_was_typed(composer: Composer) -> None:
    QTest.keyClicks(field(composer), ".safe")
    assert composer.back()
    assert not part(composer, CompletionList).isVisible()
    assert composer.text() == ".safe"
    assert not composer.back()


@pytest.mark.parametrize("words", ["Take 0.5 mg", "half: .5 mg", "See e.g. this", "Done."])
def test_other_full_stops_offer_nothing(composer: Composer, words: str) -> None:
    QTest.keyClicks(field(composer), words)
    assert not part(composer, CompletionList).isVisible()
    assert composer.text() == words


def test_arrows_choose_another_phrase(composer: Composer) -> None:
    QTest.keyClicks(field(composer), ".s")
    offered = part(composer, CompletionList)
    first = offered.phrase
    press(composer, Qt.Key.Key_Down)
    assert offered.phrase != first
    press(composer, Qt.Key.Key_Up)
    assert offered.phrase == first


def test_what_was_used_before_is_offered_first(composer: Composer) -> None:
    assert composer.insert_phrase("supply90")
    composer.set_text("")
    QTest.keyClicks(field(composer), ".")
    offered = part(composer, CompletionList).phrase
    assert offered is not None
    assert offered.name == "supply90"


def test_what_was_used_is_still_known_at_the_next_start(
    composer: Composer, desk: Desk, pane: ReadingPane
) -> None:
    composer.insert_phrase("supply90")
    composer.insert_phrase("supply90")
    desk.store.reproject().result()  # the writer keeps the order: the counts are written by now
    there = pane.situation
    assert there is not None
    assert there.item is not None
    assert PhraseUses(desk).counts == {(there.item.kind, "supply90"): 2}


def test_use_counts_that_cannot_be_read_are_begun_anew(desk: Desk) -> None:
    PhraseUses(desk).count("refill", "ack")
    desk.store.keep_note(f"phrase uses of {desk.actor.person}", b"[[1]]").result()
    assert PhraseUses(desk).counts == {}


def test_a_phrase_goes_to_its_first_blank_and_f2_to_the_next_open_field(composer: Composer) -> None:
    composer.insert_phrase("sideeffect")
    blank, *others = composer.problems()
    assert blank.stop is Stop.BLANK
    assert others
    QTest.keyClicks(field(composer), "the new tablet")
    assert [p.stop for p in composer.problems()] == [p.stop for p in others]
    assert "telling us about the new tablet" in composer.text()
    composer.next_blank()
    here = field(composer).field_at_caret()
    assert here is not None
    assert here.start == composer.problems()[0].start


def test_every_choice_of_a_list_is_in_view_where_they_need_two_lines(composer: Composer) -> None:
    composer.window().resize(460, 900)
    composer.insert_phrase("sideeffect")
    QTest.keyClicks(field(composer), "the tablet")
    while (picks := part(composer, PickList)).field is None:
        composer.next_blank()
    QTest.qWait(0)
    chips = [one for one in picks.findChildren(KeyButton) if one.isVisible()]
    assert len(chips) == len(picks.field.choices) == 2
    assert chips[0].y() < chips[1].y()
    assert all(chip.visibleRegion().boundingRect() == chip.rect() for chip in chips)


def test_digits_choose_from_an_open_list_and_never_type(composer: Composer) -> None:
    composer.insert_phrase("apptoffer")
    picks = part(composer, PickList)
    assert picks.field is not None
    assert picks.hasFocus()
    first, second = picks.field.choices[0], picks.field.choices[1]
    press(composer, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Return)
    assert f"{first} or {second}" in composer.text() or f"{first} and {second}" in composer.text()
    assert "12" not in composer.text().replace("12:", "")


def test_a_single_choice_is_taken_at_once_and_the_next_list_opens(composer: Composer) -> None:
    composer.insert_phrase("apptoffer")
    picks = part(composer, PickList)
    press(composer, Qt.Key.Key_1, Qt.Key.Key_Return)
    assert picks.field is not None
    assert not picks.field.several
    choice = picks.field.choices[0]
    press(composer, Qt.Key.Key_1)
    assert choice in composer.text()


def test_a_refused_send_lists_what_is_open_and_takes_the_keyboard(composer: Composer) -> None:
    composer.insert_phrase("apptoffer")
    composer.back()
    text = composer.text()
    composer.show_problems()
    panel = part(composer, Unsettled)
    assert panel.isVisible()
    assert panel.hasFocus()
    assert "3 things to settle" in panel.accessibleName()
    assert composer.text() == text
    press(composer, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert field(composer).hasFocus()


def test_what_is_removed_in_the_list_of_a_refused_send_is_settled(composer: Composer) -> None:
    composer.insert_phrase("apptoffer")
    composer.back()
    composer.show_problems()
    panel = part(composer, Unsettled)
    for _ in range(3):
        press(composer, Qt.Key.Key_Delete)
    assert composer.problems() == []
    assert not panel.isVisible()
    assert field(composer).hasFocus()


def test_a_value_that_changed_on_the_chart_stops_a_send_and_can_be_renewed(
    composer: Composer, pane: ReadingPane, desk: Desk
) -> None:
    composer.insert_phrase("closing")
    assert composer.problems() == []
    assert "Nadia Brand, RN" in composer.text()
    desk.actor = msgspec.structs.replace(desk.actor, name="Nadia Brand-Ruiz, RN")
    pane.reload()
    assert [p.stop for p in composer.problems()] == [Stop.CHANGED]
    composer.show_problems()
    press(composer, Qt.Key.Key_U)
    assert composer.problems() == []
    assert "Nadia Brand-Ruiz, RN" in composer.text()


def test_a_draft_is_kept_within_a_second_and_comes_back_with_its_blanks(
    composer: Composer, pane: ReadingPane, plain: Target, targets: list[Target], desk: Desk, qtbot: QtBot
) -> None:
    composer.insert_phrase("sideeffect")
    kept = composer.text()
    open_before = len(composer.problems())

    def draft_is_there() -> None:
        assert drafts.draft(desk.reader, plain.thread, desk.actor.person) is not None

    qtbot.waitUntil(draft_is_there, timeout=1000)
    other = next(target for target in targets if target.thread != plain.thread)
    pane.show_item(other)
    assert composer.is_empty()
    pane.show_item(plain)
    assert composer.text() == kept
    assert len(composer.problems()) == open_before > 0


def test_switching_at_once_loses_nothing(
    composer: Composer, pane: ReadingPane, plain: Target, targets: list[Target]
) -> None:
    QTest.keyClicks(field(composer), "Half a sent")
    other = next(target for target in targets if target.thread != plain.thread)
    pane.show_item(other)
    pane.show_item(plain)
    assert composer.text() == "Half a sent"


def test_a_draft_belongs_to_one_patient(
    composer: Composer, plain: Target, look: Callable[[Target], Thread], desk: Desk
) -> None:
    QTest.keyClicks(field(composer), "For one person only")
    composer.save_now()
    desk.store.audits_waiting(desk.actor.person, 1).result()  # answered after what was asked before it
    kept = drafts.draft(desk.reader, plain.thread, desk.actor.person)
    assert kept is not None
    there = look(plain)
    assert (kept.patient, kept.answers) == (
        there.patient,
        there.last_from_patient.id if there.last_from_patient else None,
    )


def test_a_sent_reply_leaves_no_draft(composer: Composer, plain: Target, desk: Desk) -> None:
    QTest.keyClicks(field(composer), "On its way")
    composer.save_now()
    composer.sent(plain, composer.begun)
    desk.store.audits_waiting(desk.actor.person, 1).result()  # answered after what was asked before it
    assert composer.is_empty()
    assert drafts.draft(desk.reader, plain.thread, desk.actor.person) is None


def test_what_is_typed_while_a_reply_is_being_kept_stays(
    composer: Composer, plain: Target, desk: Desk
) -> None:
    QTest.keyClicks(field(composer), "On its way.")
    sending = composer.begun
    QTest.keyClicks(field(composer), " And one thing more")
    composer.sent(plain, sending)
    assert composer.text() == "And one thing more"
    desk.store.audits_waiting(desk.actor.person, 1).result()  # answered after what was asked before it
    kept = drafts.draft(desk.reader, plain.thread, desk.actor.person)
    assert kept is not None
    assert kept.text == " And one thing more"


def test_a_comment_leaves_the_reply_untouched(composer: Composer, plain: Target) -> None:
    QTest.keyClicks(field(composer), "Dear patient")
    composer.begin_comment()
    QTest.keyClicks(field(composer), "Pharmacy says 14 Feb")
    assert composer.text() == "Dear patient"
    assert composer.comment == "Pharmacy says 14 Feb"
    composer.comment_kept(plain, composer.begun)
    assert not composer.commenting
    assert composer.comment == ""
    assert field(composer).reply.text == "Dear patient"


def test_an_unfinished_comment_waits(composer: Composer) -> None:
    composer.begin_comment()
    QTest.keyClicks(field(composer), "Ask Dr. S")
    assert composer.back()
    assert not composer.commenting
    assert composer.is_empty()
    composer.begin_comment()
    assert field(composer).reply.text == "Ask Dr. S"


def test_a_begun_comment_is_kept_on_disk_beside_the_reply(
    composer: Composer, desk: Desk, plain: Target
) -> None:
    QTest.keyClicks(field(composer), "Dear patient")
    composer.begin_comment()
    QTest.keyClicks(field(composer), "Ask Dr. S")
    composer.save_now()
    desk.store.reproject().result()  # the writer keeps the order: the draft is written by now
    kept = drafts.draft(desk.reader, plain.thread, desk.actor.person)
    assert kept is not None
    assert (kept.text, kept.comment) == ("Dear patient", "Ask Dr. S")


def test_a_sent_reply_leaves_the_begun_comment(composer: Composer, desk: Desk, plain: Target) -> None:
    QTest.keyClicks(field(composer), "Dear patient")
    composer.begin_comment()
    QTest.keyClicks(field(composer), "Ask Dr. S")
    composer.back()
    composer.sent(plain, composer.begun)
    assert composer.is_empty()
    assert composer.comment == "Ask Dr. S"


def test_a_phrase_that_does_not_exist_is_said(composer: Composer, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.said) as said:
        assert not composer.insert_phrase("nosuch")
    assert said.args[0] == "There is no phrase “.nosuch”."


def test_only_emergency_phrases_are_offered_on_call_now_work(
    pane: ReadingPane, urgent: Target, desk: Desk
) -> None:
    pane.show_item(urgent)
    pane.composer.focus()
    QTest.keyClicks(field(pane.composer), ".")
    offered = part(pane.composer, CompletionList)
    assert offered.phrase is not None
    assert desk.kit.phrases[offered.phrase.name].emergency
