"""What was on screen long enough is seen and audited once; what came while reading is seen too."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from inbox.commands.declare import Target
from inbox.domain.ids import PatientId
from inbox.queries import worklist
from inbox.ui.desk import Desk
from inbox.ui.reading_watch import LONG_ENOUGH_MS, ReadingWatch


def patient_of(desk: Desk, target: Target) -> PatientId:
    line = worklist.line(desk.reader, target.item, desk.actor)
    assert line is not None
    return line.patient


def audited(desk: Desk) -> list[str]:
    return [note.what for note in desk.store.audits_waiting(desk.actor.person, 10).result()]


def seen(desk: Desk, target: Target) -> bool:
    line = worklist.line(desk.reader, target.item, desk.actor)
    assert line is not None
    return not line.unseen


def test_an_item_left_quickly_is_neither_seen_nor_audited(
    desk: Desk, targets: list[Target], qtbot: QtBot
) -> None:
    watch = ReadingWatch(desk)
    watch.shows(targets[0], patient_of(desk, targets[0]))
    watch.shows(None, None)
    qtbot.wait(LONG_ENOUGH_MS + 200)
    assert not seen(desk, targets[0])
    assert audited(desk) == []


def test_an_item_read_is_seen_and_audited_once_and_its_chart_is_asked_for(
    desk: Desk, targets: list[Target], qtbot: QtBot
) -> None:
    watch = ReadingWatch(desk)
    watch.shows(targets[0], patient_of(desk, targets[0]))
    qtbot.waitUntil(lambda: seen(desk, targets[0]), timeout=5000)
    watch.painted()
    watch._timer.timeout.emit()
    assert audited(desk) == ["read"]
    assert desk.sync.asked == [patient_of(desk, targets[0])]  # type: ignore[attr-defined]


def test_another_item_is_another_reading(desk: Desk, targets: list[Target], qtbot: QtBot) -> None:
    watch = ReadingWatch(desk)
    for target in targets[:2]:
        watch.shows(target, patient_of(desk, target))
        watch._timer.timeout.emit()
    assert audited(desk) == ["read", "read"]
