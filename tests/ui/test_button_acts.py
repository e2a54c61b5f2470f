"""Speed buttons written, recorded, changed, published and handed on, by keys alone."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inbox.domain.own_kit import OwnEntry
from inbox.domain.people import Role
from inbox.domain.work_item import Kind
from inbox.shortcuts.owner import OwnerType
from inbox.shortcuts.quick import SpeedButton
from inbox.shortcuts.steps import Claim, Comment, Complete, Next, Reply
from inbox.ui.button_acts import ButtonActs
from inbox.ui.desk import Desk
from inbox.ui.overlays.overlay import Overlay
from tests.ui.at_work import AtWork


class Writing:
    """A nurse at her screen, with the page of buttons."""

    def __init__(self, work: AtWork) -> None:
        self.work, self.desk = work, work.desk
        self.acts = ButtonActs(work.desk, work.conductor, work.space, work.reading)

    @property
    def mine(self) -> list[SpeedButton]:
        return [one for one in self.desk.kit.buttons if one.owner.type is OwnerType.PERSON]

    def enters(self, title: str) -> None:
        """Go down to the line that begins so, and press Enter."""
        listed = self.acts.editor.list
        for _ in listed.choices:
            current = listed.current()
            if current is not None and current.title.startswith(title):
                break
            QTest.keyClick(listed, Qt.Key.Key_Down)
        else:
            raise LookupError(title)
        self.work.play(lambda: QTest.keyClick(listed, Qt.Key.Key_Return))

    def answers(self, words: str = "", note: str = "") -> None:
        """Type into the question that is open, and take what it finds."""
        asks = self.acts.asks
        pick = next(
            one for one in (asks.many, asks.few, self.acts.listed, self.acts.sharing.whose) if one.is_open
        )
        if note:
            pick.note.setText(note)
        if words and pick.filter.isVisible():
            QTest.keyClicks(pick.filter, words)
        elif words:
            place = next(n for n, one in enumerate(pick.list.choices) if one.title.startswith(words))
            for _ in range(place):
                QTest.keyClick(pick.list, Qt.Key.Key_Down)
        where = pick.filter if pick.filter.isVisible() else pick.list
        self.work.play(lambda: QTest.keyClick(where, Qt.Key.Key_Return))

    def chooses(self, words: str) -> None:
        """Open the list of buttons and choose there."""
        self.work.press("buttons.edit")
        self.answers(words)


@pytest.fixture
def writing(desk: Desk, qtbot: QtBot) -> Writing:
    return Writing(AtWork(desk, qtbot))


def test_a_button_is_written_from_nothing_by_keys_and_is_there_at_once(writing: Writing) -> None:
    kind = writing.work.line(writing.work.current.item).kind
    writing.chooses("Write a new one")
    assert "Still to do" in writing.acts.editor.told.text()
    writing.enters("No name yet")
    writing.answers(note="Noted")
    writing.enters("Add a step")
    writing.answers("internal comment")
    writing.answers(note="Seen and noted.")
    writing.enters("Add a step")
    writing.answers("most urgent")
    work = writing.work
    work.play(
        lambda: QTest.keyClick(writing.acts.editor.list, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    )
    [button] = writing.mine
    assert (button.name, button.steps) == ("Noted", (Comment("Seen and noted."), Next()))
    assert [one.value for one in button.keys] == [kind]
    assert writing.work.said[-1] == "“Noted” is yours now."
    number = button.keys[Kind(kind)]
    shown = writing.work.reading.buttons.button(number)
    assert shown is not None and shown.name == "Noted"
    assert not any(page.isVisible() for page in writing.work.space.findChildren(Overlay))


def test_a_number_that_is_taken_is_told_before_it_is_kept(writing: Writing) -> None:
    writing.chooses("Write a new one")
    writing.enters("Add a kind of work")
    writing.answers("Billing")
    numbers = {one.value: one.about for one in writing.acts.asks.few.list.choices}
    assert numbers[9] == "now “Done, no reply”"
    writing.answers("Number 9")
    assert "9 on Billing or records is “Done, no reply” until now." in writing.acts.editor.told.text()


def test_what_was_just_done_becomes_a_button(writing: Writing) -> None:
    work = writing.work
    work.go(lambda line: line.kind == "scheduling" and line.stage == "unclaimed" and not line.flag_level)
    thanks = writing.desk.kit.phrases["ack"]
    work.reading.composer.insert_phrase(thanks.name)
    work.settle()
    work.press("item.send_and_close")
    assert [verb for verb, _item in work.done()] == ["claim", "reply", "complete"]
    work.press("buttons.record")
    sheet = writing.acts.editor.sheet
    assert sheet.steps == (Claim(), Reply("ack"), Complete("answered"), Next())
    assert list(sheet.keys) == [Kind.SCHEDULING]
    writing.enters("No name yet")
    writing.answers(note="Say we are on it")
    writing.enters("Keep it as mine")
    assert [one.name for one in writing.mine] == ["Say we are on it"]


def test_nothing_done_yet_is_nothing_to_record(writing: Writing) -> None:
    writing.work.press("buttons.record")
    assert writing.work.said[-1] == "Do it once first: then it can become a button."


def test_anothers_button_is_changed_as_a_copy_and_ones_own_in_its_place(writing: Writing) -> None:
    writing.chooses("Route to Billing")
    writing.enters("Route to Billing")
    writing.answers(note="To Billing")
    writing.enters("Keep it as mine")
    [first] = writing.mine
    assert any(one.id == "route-billing" for one in writing.desk.kit.buttons)
    writing.chooses("To Billing")
    writing.enters("Needs no licence")
    writing.enters("Keep it as mine")
    [second] = writing.mine
    assert (second.id, second.version, second.licensed) == (first.id, 2, True)
    writing.chooses("To Billing")
    writing.enters("Remove it")
    assert writing.mine == []


def test_a_supervisor_publishes_for_a_pool(writing: Writing) -> None:
    writing.desk.actor = msgspec.structs.replace(writing.desk.actor, role=Role.SUPERVISOR)
    writing.chooses("Route to Billing")
    writing.enters("Publish it")
    writing.answers("Refills")
    assert writing.desk.sync.asked[-1] == "publish quick-actions 1"  # type: ignore[attr-defined]
    assert writing.work.said[-1] == "“Route to Billing” is published for Refills."


def test_buttons_are_handed_on_and_brought(writing: Writing, tmp_path: Path) -> None:
    file, work = tmp_path / "b.json", writing.work
    work.play(lambda: writing.acts.sharing.hand_on(file))
    assert work.said[-1] == "You have no speed button of your own."
    shipped = [one for one in writing.desk.kit.buttons if one.id in ("thank", "route-billing")]
    asyncio.run(writing.desk.save_own(buttons=shipped))
    work.play(lambda: writing.acts.sharing.hand_on(file))
    assert {one["id"] for one in json.loads(file.read_bytes())["buttons"]} == {"thank", "route-billing"}
    for one in shipped:
        asyncio.run(writing.desk.remove_own("button", one.id))
    work.play(lambda: writing.acts.sharing.bring(file))
    assert {one.id for one in writing.mine} == {"thank", "route-billing"}
    work.play(lambda: writing.acts.sharing.bring(tmp_path / "nowhere.json"))
    assert work.said[-1] == "There is no such file."


def test_changed_on_two_stations_the_person_chooses_by_key(writing: Writing) -> None:
    desk = writing.desk
    button = replace_name(desk, "thank", "Here")
    asyncio.run(desk.save_button(button))
    there = msgspec.structs.replace(button, name="There", owner=desk.owner)
    entry = OwnEntry("button", "thank", 3, desk.now(), msgspec.json.encode(there))
    desk.store.take_in_own(desk.actor.person, [entry]).result()
    writing.work.settle()
    assert [one.name for one in writing.mine] == ["Here"]
    writing.chooses("your speed button differs")
    writing.answers("What I made on the other")
    assert [one.name for one in writing.mine] == ["There"]
    assert desk.own_differing == []


def replace_name(desk: Desk, id_: str, name: str) -> SpeedButton:
    there = next(one for one in desk.kit.buttons if one.id == id_)
    return msgspec.structs.replace(there, name=name)
