"""Red flags at work: found on arrival, marked, jumped to, called about, dismissed, raised, tried out."""

from __future__ import annotations

import asyncio
from functools import partial

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inbox.commands.declare import Target
from inbox.commands.registry import COMMANDS
from inbox.domain.changes import Changes
from inbox.domain.disposition import CallOutcome
from inbox.domain.errors import Refused
from inbox.domain.lookout import RulesInForce
from inbox.domain.people import Role
from inbox.domain.red_flags import scan
from inbox.domain.rows import BAND_FLAGGED
from inbox.domain.work_item import WorkItem
from inbox.queries import worklist
from inbox.queries.thread import thread
from inbox.ui.desk import Desk
from inbox.ui.worklist.words import Row
from tests.red_flags.shipped import shipped
from tests.ui.at_work import AtWork, free
from tests.ui.conftest import PatientWrites

HIDDEN = "Also, I have chest pain since breakfast 😟. I am not short of breath."
WHY = "She means the cake"


@pytest.fixture
def work(rules: None, desk: Desk, qtbot: QtBot) -> AtWork:
    return AtWork(desk, qtbot)


@pytest.fixture
def flagged(work: AtWork, patient_writes: PatientWrites) -> Target:
    """An item that nobody had flagged, until the patient wrote again."""
    target = work.go(free)
    patient_writes(target, HIDDEN, minutes=-1)
    work.settle()
    work.worklist.go_to(target.item)
    work.settle()
    return target


def shown(work: AtWork) -> list[Row]:
    model = work.worklist.model
    return [row for number in range(model.rowCount()) if (row := model.row(number)) is not None]


def item(work: AtWork, target: Target) -> WorkItem:
    there = thread(work.desk.reader, work.desk.interpreter, target.thread)
    assert there is not None
    found = there.item(target.item)
    assert found is not None
    return found


def strip(work: AtWork) -> str:
    from inbox.ui.reading.red_flag import RedFlagStrip

    (found,) = work.reading.findChildren(RedFlagStrip)
    return found.accessibleName() if found.isVisible() else ""


def test_a_danger_written_into_other_work_heads_the_list_at_once(work: AtWork, flagged: Target) -> None:
    line = worklist.line(work.desk.reader, flagged.item, work.desk.actor)
    assert line is not None
    assert (line.band, line.flag_level) == (BAND_FLAGGED, 1)
    assert flagged.item in [row.line.item for row in shown(work)[:5]]
    assert "Level 1: emergency now" in strip(work)
    assert "A flag is an aid, not a diagnosis." in strip(work)


def test_its_words_are_marked_with_level_and_name_and_what_is_denied_more_weakly(
    work: AtWork, flagged: Target
) -> None:
    said = work.reading.conversation.toPlainText().replace("\N{NO-BREAK SPACE}", " ")
    assert "Level 1 · " in said
    assert "· denied" in said
    levels = {run.words: run.level for run in work.reading.conversation.marks.signs}
    assert {level for words, level in levels.items() if words.endswith("denied")} == {4}
    assert 1 in levels.values()


def test_a_key_goes_from_mark_to_mark_and_says_which(work: AtWork, flagged: Target) -> None:
    signs = work.reading.conversation.marks.signs
    assert len(signs) >= 2
    for number in (*range(1, len(signs) + 1), 1):
        work.press("flag.next")
        assert work.said[-1] == f"Mark {number} of {len(signs)}: {signs[number - 1].words}"
        selected = work.reading.conversation.textCursor().selectedText()
        assert signs[number - 1].words.split(" · ")[-1].split()[0] in selected.replace(
            "\N{NO-BREAK SPACE}", " "
        )


def test_where_nothing_is_marked_it_is_not_said_to_be_safe(work: AtWork) -> None:
    work.go(lambda line: line.flag_level is None and line.stage == "unclaimed")
    if work.reading.conversation.marks.signs:
        pytest.skip("the clinic's first plain message has a mark")
    work.press("flag.next")
    assert work.said[-1] == "Nothing is marked here. Read it all the same."


def test_until_the_call_nothing_else_is_done_and_after_a_try_only_an_emergency_phrase_leaves(
    work: AtWork, flagged: Target
) -> None:
    desk = work.desk

    def send(text: str, emergency: bool) -> None:
        asyncio.run(desk.bus.run(COMMANDS["item.send"], [flagged], text=text, emergency=emergency))

    with pytest.raises(Refused, match="waits for a call"):
        send("Call 911 now.", True)
    asyncio.run(desk.bus.run(COMMANDS["item.disposition"], [flagged], outcome=CallOutcome.NO_ANSWER))
    work.settle()
    with pytest.raises(Refused, match="Nobody has been reached yet"):
        send("How are you?", False)
    assert "Nobody has been reached yet" in strip(work)
    situation = work.reading.situation
    assert situation is not None
    assert situation.call_now == "tried"
    assert not situation.is_emergency("How are you?")
    send("Call 911 now.", True)
    for command, arguments in (("item.done", {}), ("item.hold", {"wake": desk.now()})):
        with pytest.raises(Refused, match="waits for a call"):
            asyncio.run(desk.bus.run(COMMANDS[command], [flagged], **arguments))


def test_only_the_words_of_an_emergency_phrase_count_as_one(work: AtWork, flagged: Target) -> None:
    from inbox.shortcuts.phrases import draft
    from inbox.shortcuts.phrases.expansion import expand

    situation = work.reading.situation
    assert situation is not None and situation.lookup is not None
    phrases = work.desk.kit.phrases
    words = {name: draft.finished(expand(one, situation.lookup, phrases)) for name, one in phrases.items()}
    for name in ("emergency911", "crisis988", "ack"):
        assert situation.is_emergency(words[name]) is phrases[name].emergency
    assert not situation.is_emergency(words["emergency911"] + " Or come on Monday.")


def test_without_a_licence_it_can_only_be_handed_on(work: AtWork, flagged: Target) -> None:
    work.desk.bus.actor = msgspec.structs.replace(work.desk.actor, role=Role.CLERK)
    refused = work.desk.bus.rehearsal([flagged])
    allowed = {name for name, command in COMMANDS.items() if command.plan and not refused(command)}
    never = {"item.claim", "item.send", "item.send_and_close", "item.done", "item.hold", "item.snooze"}
    assert allowed & never == set()
    assert "item.route" in allowed


def test_a_flag_is_dismissed_with_a_reason_stays_to_be_seen_and_comes_back_by_undo(
    work: AtWork, flagged: Target
) -> None:
    standing = item(work, flagged).standing
    work.press("flag.dismiss", partial(dismissing, work, len(standing)))
    (left,) = {len(standing) - len(item(work, flagged).standing)}
    assert left == 1
    assert WHY in strip(work)
    assert any("dismissed" in sign.words for sign in work.reading.conversation.marks.signs)
    work.press("edit.undo")
    assert item(work, flagged).standing == standing


def dismissing(work: AtWork, flags: int) -> None:
    """Choose the first flag, the first reason, and say why."""
    acts = work.acts.flags
    if flags > 1:
        assert acts.flags.is_open
        QTest.keyClick(acts.flags.list, Qt.Key.Key_1)
    assert acts.reasons.is_open
    QTest.keyClick(acts.reasons.list, Qt.Key.Key_1)
    assert acts.reasons.is_open, "a flag that asks for a call is not dismissed without a word"
    QTest.keyClicks(acts.reasons.note, WHY)
    QTest.keyClick(acts.reasons.note, Qt.Key.Key_Return)
    assert not acts.reasons.is_open


def test_text_is_tried_with_rule_level_and_span_and_forgotten(work: AtWork) -> None:
    tester = work.acts.flags.tester
    work.press("flags.test")
    assert tester.is_open
    tester.flags.text.setPlainText("😀 I have chest pain. I am not short of breath.")
    tester.flags.scan()
    said = tester.flags.found.accessibleDescription()
    assert "Level 1 · " in said
    assert "Rule chest-pain" in said
    assert "set aside: denied" in said
    QTest.keyClick(tester, Qt.Key.Key_Escape)
    assert tester.flags.text.toPlainText() == ""
    assert "chest" not in tester.flags.found.accessibleDescription().lower()
    assert not tester.flags.text.document().isUndoAvailable()


def test_no_hit_is_not_told_as_safe_and_an_infants_age_counts(work: AtWork) -> None:
    page = work.acts.flags.tester.flags
    work.press("flags.test")
    page.text.setPlainText("Thank you for the form.")
    page.scan()
    assert "does not mean that it is safe" in page.found.accessibleDescription()
    page.text.setPlainText("My baby has a fever of 101.")
    page.scan()
    grown = page.found.accessibleDescription()
    page.age.setText("0.1")
    page.scan()
    assert page.found.accessibleDescription() != grown


def test_rules_that_are_wrong_are_told_with_what_holds_instead(work: AtWork) -> None:
    banner = work.space.flag_rules
    assert not banner.isVisible()
    problem = "rules.json, rule x: correct it."
    work.desk.lookout.use(RulesInForce("r", "last valid", (problem,)), partial(scan, shipped()))
    work.desk.hear(Changes(kit=True))
    work.settle()
    assert banner.isVisible()
    assert "last valid ones hold" in banner.accessibleName()
    assert problem in banner.accessibleName()
