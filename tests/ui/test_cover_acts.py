"""Absences at the desk: set by keys alone, shown to whoever covers, ended early."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from inbox.commands.declare import Target
from inbox.domain.changes import Changes
from inbox.domain.coverage import Coverage
from inbox.domain.coverage_text import moment_text
from inbox.domain.filed import Filed
from inbox.domain.people import Party
from inbox.fhir.incoming import filed
from inbox.fhir.outgoing.coverage import cover_role
from inbox.fhir.resource import decode
from inbox.ui.cover_acts import CoverActs
from inbox.ui.desk import Desk
from inbox.ui.rail.place import Place
from tests.ui.at_work import AtWork, free
from tests.ui.conftest import NOW, Clock

TOMAS = Party("Practitioner/tomas", "Tomas Aldana, RN")


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> Iterator[AtWork]:
    made = AtWork(desk, qtbot)
    made.absences = CoverActs(desk, made.conductor, made.space)  # type: ignore[attr-defined]
    yield made


def acts(work: AtWork) -> CoverActs:
    found = work.absences  # type: ignore[attr-defined]
    assert isinstance(found, CoverActs)
    return found


def as_sent(coverage: Coverage) -> Filed:
    body = msgspec.json.decode(cover_role(coverage, "name"))
    meta = {"lastUpdated": "2026-03-17T14:00:00Z", "versionId": "1"}
    return filed(decode(msgspec.json.encode(body | {"id": "cover-1", "meta": meta})))


def asked(work: AtWork) -> list[str]:
    return list(work.desk.sync.asked)  # type: ignore[attr-defined]


def keys(work: AtWork, text: str) -> None:
    focus = work.space.window().focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, text)


def test_a_nurse_says_who_covers_for_her_by_keys_alone(work: AtWork) -> None:
    work.press("cover.edit")
    QTest.keyClick(acts(work).list.list, Qt.Key.Key_1)
    keys(work, "Aldana")
    QTest.keyClick(acts(work).people.filter, Qt.Key.Key_Return)
    form = acts(work).form
    assert form.is_open
    assert form.start.text() == moment_text(NOW, work.desk.zone)
    form.end.setText("2026-03-01")
    form.end.textEdited.emit("2026-03-01")
    assert "before it begins" in form.told.text()
    work.play(lambda: QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier))
    assert form.is_open, "nothing wrong is ever set"
    form.end.setText("2026-03-27 17:00")
    form.end.textEdited.emit("2026-03-27 17:00")
    work.play(lambda: QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier))
    assert not form.is_open
    assert asked(work)[-1] == "cover Practitioner/nadia by Practitioner/tomas active=True"


def test_whoever_covers_sees_for_whom_and_until_when_and_who_is_away_that_they_are(work: AtWork) -> None:
    me = work.desk.actor.party
    strip = work.space.absences
    assert strip.isHidden()
    coverage = Coverage(TOMAS, me, NOW - timedelta(hours=1), NOW + timedelta(days=3))
    work.desk.store.ingest([as_sent(coverage)]).result()
    work.desk.changed.emit(Changes(people=True))
    assert strip.isVisible()
    assert strip.words == "You cover for Tomas Aldana, RN, until Fri 20 Mar, 09:42 (0 open)"
    turned = msgspec.structs.replace(coverage, away=me, cover=TOMAS)
    body = msgspec.structs.replace(as_sent(turned), version="2")
    work.desk.store.ingest([body]).result()
    work.desk.changed.emit(Changes(people=True))
    assert strip.words == "You are away Tomas Aldana, RN covers until Fri 20 Mar, 09:42."


def handed_over(work: AtWork, until: datetime) -> Target:
    """Tomas is away until then, and one of his items has come to whoever sits here, by rule."""
    me = work.desk.actor.party
    target = work.go(free)
    [ours] = [one for one in work.desk.store.truth_now(target.thread) if one.ref == target.item]
    body = msgspec.json.decode(ours.body)
    did: dict[str, object] = {"rule": "covered@1", "at": "2026-03-17T14:00:00Z", "by": me.ref, "to": me.ref}
    did["behalf"] = {"ref": TOMAS.ref, "name": TOMAS.name}
    output = {"type": {"coding": [{"code": "by-rule"}]}, "valueString": msgspec.json.encode(did).decode()}
    body |= {"owner": {"reference": me.ref, "display": me.name}, "output": [output]}
    newer = msgspec.structs.replace(ours, version="99", updated=NOW, body=msgspec.json.encode(body))
    work.desk.store.ingest([newer, as_sent(Coverage(TOMAS, me, NOW - timedelta(hours=1), until))]).result()
    work.settle()
    return target


def test_what_is_mine_because_i_cover_says_so_wherever_it_is_seen(work: AtWork, clock: Clock) -> None:
    target = handed_over(work, NOW + timedelta(days=6))
    work.press("view.covering")
    assert [work.worklist.model.item(n) for n in range(work.worklist.model.rowCount())] == [target.item]
    row = work.worklist.model.row(0)
    assert row is not None and row.who == "for T. Aldana"
    header = " ".join(words.text() for words in work.reading.findChildren(QLabel))
    assert "covering for Tomas Aldana, RN until Mon 23 Mar, 09:42" in header
    work.qtbot.waitUntil(lambda: "Covering for Tomas Aldana, RN" in places(work))
    clock.forward(days=7)
    work.desk.ticked.emit()
    header = " ".join(words.text() for words in work.reading.findChildren(QLabel))
    assert "Tomas Aldana, RN is back: it goes back to them" in header


def test_the_rail_names_nobody_while_nobody_is_covered_for(work: AtWork) -> None:
    assert not [name for name in places(work) if name.startswith("Covering")]
    work.press("view.covering")
    assert work.worklist.model.rowCount() == 0
    assert not [name for name in places(work) if name.startswith("Covering")]


def places(work: AtWork) -> list[str]:
    return [place.label for place in work.space.rail.findChildren(Place) if place.isVisible()]


def test_an_absence_ends_early_by_one_key(work: AtWork) -> None:
    coverage = Coverage(work.desk.actor.party, TOMAS, NOW - timedelta(hours=1), NOW + timedelta(days=3))
    work.desk.store.ingest([as_sent(coverage)]).result()
    work.press("cover.edit")
    QTest.keyClick(acts(work).list.list, Qt.Key.Key_2)
    work.play(lambda: QTest.keyClick(acts(work).list.list, Qt.Key.Key_2))
    assert asked(work)[-1] == "cover Practitioner/nadia by Practitioner/tomas active=False"
    assert "comes back" in work.said[-1]
