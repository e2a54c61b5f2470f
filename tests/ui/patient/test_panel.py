"""The panel at a real desk: whose it is, that it is whole at every scale, reachable, and cheap."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.domain.changes import Changes
from inbox.domain.filed import Filed
from inbox.domain.ids import PatientId
from inbox.queries import patient as query
from inbox.ui.desk import Desk
from inbox.ui.look.theme import Theme, ThemeName
from inbox.ui.patient.panel import PatientPanel
from inbox.ui.patient.section import Section


@pytest.fixture
def people(clinic: list[Filed]) -> list[PatientId]:
    """Everybody of the sandbox clinic."""
    return [PatientId(one.ref) for one in clinic if one.type == "Patient"]


@pytest.fixture
def panel(desk: Desk, people: list[PatientId], qtbot: QtBot) -> PatientPanel:
    for person in people:
        desk.store.charts_fetched([person], desk.now()).result()
    panel = PatientPanel(desk)
    qtbot.addWidget(panel)
    panel.resize(300, 800)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


def visible(panel: PatientPanel) -> list[Section]:
    return [section for section in panel.findChildren(Section) if section.isVisible()]


def aloud(panel: PatientPanel) -> str:
    return " ".join(f"{s.accessibleName()}: {s.accessibleDescription()}" for s in visible(panel))


def test_it_shows_the_patient_it_is_told_and_nobody_else(
    panel: PatientPanel, people: list[PatientId], desk: Desk
) -> None:
    cards = {person: query.card(desk.reader, person) for person in people[:6]}
    for person in [*people[:6], people[0]]:
        panel.show_patient(person)
        for other, card in cards.items():
            assert card is not None
            assert (card.mrn in aloud(panel)) is (other == person)


def test_no_patient_is_an_empty_panel(panel: PatientPanel, people: list[PatientId]) -> None:
    panel.show_patient(people[0])
    panel.show_patient(None)
    assert visible(panel) == []


def test_a_patient_whose_record_is_not_here_yet_is_said_to_be_so(panel: PatientPanel) -> None:
    panel.show_patient(PatientId("Patient/nobody"))
    assert "has not been loaded yet" in aloud(panel)


def test_a_chart_that_was_never_fetched_says_so(desk: Desk, people: list[PatientId], qtbot: QtBot) -> None:
    panel = PatientPanel(desk)
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.show_patient(people[0])
    assert "Chart not loaded yet" in panel.sections[0].said


def test_it_follows_what_changes_of_its_patient_and_of_no_other(
    panel: PatientPanel, people: list[PatientId], desk: Desk, clinic: list[Filed]
) -> None:
    panel.show_patient(people[0])
    before = panel.sections
    record = next(one for one in clinic if one.ref == people[0])
    body = msgspec.json.decode(record.body)
    body["gender"] = "other" if body.get("gender") != "other" else "male"
    newer = msgspec.structs.replace(record, version="99", updated=desk.now(), body=msgspec.json.encode(body))
    desk.store.ingest([newer]).result()
    desk.changed.emit(Changes(patients=frozenset({people[1]})))
    assert panel.sections == before
    desk.changed.emit(Changes(patients=frozenset({people[0]})))
    assert panel.sections != before


def test_a_reload_stays_where_one_has_scrolled_and_another_patient_starts_at_the_top(
    panel: PatientPanel, people: list[PatientId], desk: Desk
) -> None:
    panel.resize(300, 200)
    panel.show_patient(people[0])
    bar = panel.verticalScrollBar()
    bar.setValue(60)
    panel.reload()
    assert bar.value() == 60
    panel.show_patient(people[1])
    assert bar.value() == 0


def test_the_keyboard_reaches_it_and_scrolls_it(panel: PatientPanel, people: list[PatientId]) -> None:
    panel.resize(300, 200)
    panel.show_patient(people[0])
    assert panel.focusPolicy() & Qt.FocusPolicy.TabFocus
    panel.setFocus()
    QTest.keyClick(panel, Qt.Key.Key_PageDown)
    assert panel.verticalScrollBar().value() > 0
    assert QApplication.focusWidget() is panel


def test_everything_painted_is_said_aloud(panel: PatientPanel, people: list[PatientId]) -> None:
    for person in people[:8]:
        panel.show_patient(person)
        for section, facts in zip(visible(panel), panel.sections, strict=True):
            assert section.accessibleName() == facts.title
            for row in facts.rows:
                assert row.said.rstrip(".") in section.accessibleDescription()


@pytest.mark.parametrize("name", list(ThemeName))
@pytest.mark.parametrize("scale", [100, 150, 200])
def test_sections_follow_each_other_without_gap_or_overlap_at_every_scale(
    panel: PatientPanel, people: list[PatientId], theme: Theme, name: ThemeName, scale: int
) -> None:
    theme.change(name=name, scale=scale)
    panel.show_patient(people[0])
    top = 0
    for section in visible(panel):
        assert section.y() == top
        assert section.width() == panel.viewport().width()
        top += section.height()
    body = panel.widget()
    assert body is not None
    assert body.height() >= top
    picture = panel.grab().toImage()
    assert picture.pixelColor(8, 8) == theme.roles.surface
