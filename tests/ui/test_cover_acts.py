"""Absences at the desk: set by keys alone, shown to whoever covers, ended early."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

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
from tests.ui.at_work import AtWork
from tests.ui.conftest import NOW

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


def test_an_absence_ends_early_by_one_key(work: AtWork) -> None:
    coverage = Coverage(work.desk.actor.party, TOMAS, NOW - timedelta(hours=1), NOW + timedelta(days=3))
    work.desk.store.ingest([as_sent(coverage)]).result()
    work.press("cover.edit")
    QTest.keyClick(acts(work).list.list, Qt.Key.Key_2)
    work.play(lambda: QTest.keyClick(acts(work).list.list, Qt.Key.Key_2))
    assert asked(work)[-1] == "cover Practitioner/nadia by Practitioner/tomas active=False"
    assert "comes back" in work.said[-1]
