"""The connection view: what it says of the server, and that it is used without a mouse."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inbox.domain.site import Site, SiteClinic, SiteFile, SiteServer
from inbox.fhir.profile import Profile, report_of
from inbox.sync.status import Connection, Status
from inbox.ui.desk import Desk
from inbox.ui.overlays.connection import ConnectionView
from inbox.ui.overlays.connection_words import Line, Section, as_text, sections, summary
from tests.fhir.test_profile import poor, rich
from tests.ui.conftest import NOW
from tests.ui.overlays.conftest import Behind, press

UTC = ZoneInfo("UTC")
NO_SITE = SiteFile(place="/etc/inbox-workstation/site.toml")


def status_of(profile: Profile, **fields: object) -> Status:
    told = {"connection": Connection.CONNECTED, "ready": True, "last_sync": NOW, **fields}
    return Status(report=report_of(profile, "https://portal.example/fhir"), **told)  # type: ignore[arg-type]


def said(status: Status, site: SiteFile = NO_SITE) -> dict[str, list[str]]:
    return {
        section.title: [line.aloud for line in section.lines] for section in sections(status, site, NOW, UTC)
    }


@pytest.fixture
def view(desk: Desk, behind: Behind) -> ConnectionView:
    return ConnectionView(desk, behind.window)


def test_it_says_how_things_stand_now() -> None:
    status = status_of(poor(), noticing="The server is asked every 10 seconds.")
    assert said(status)["Now"] == [
        "Connected. Last sync 14:42:00",
        "Server. https://portal.example/fhir, Portal, FHIR 4.0.1",
        "How changes are noticed. The server is asked every 10 seconds",
    ]


def test_what_is_missing_stands_first_with_what_it_costs() -> None:
    told = said(status_of(poor()))
    assert list(told)[:2] == ["Now", "Missing here, and what it costs"]
    gaps = told["Missing here, and what it costs"]
    assert gaps[0] == (
        "Guard against overwriting. Two people could overwrite each other without either noticing"
    )
    assert len(gaps) == len(report_of(poor()).missing)
    assert summary(status_of(poor())) == f"{len(gaps)} things are missing"


def test_a_server_that_lacks_nothing_is_said_to() -> None:
    told = said(status_of(rich()))
    assert told["Missing here, and what it costs"] == ["Nothing. The server offers all that is used here"]
    assert summary(status_of(rich())) == "Nothing is missing"


def test_what_a_person_may_not_see_is_missing_too_and_by_whose_will() -> None:
    status = status_of(rich(), denied=("AllergyIntolerance",))
    assert said(status)["Missing here, and what it costs"] == [
        "Access to AllergyIntolerance. The server does not give it to you: it stays empty here (your rights)"
    ]
    assert summary(status) == "1 thing is missing"


def test_what_was_learned_and_what_the_site_set_say_where_they_come_from() -> None:
    profile = rich()
    profile.learn(not_atomic=True, page=500)
    profile.site = SiteServer(sent_status="in-progress")
    told = [line for lines in said(status_of(profile)).values() for line in lines]
    assert (
        "Several changes as one. Claim, reply and close are sent one after the other (learned here)" in told
    )
    assert "Sent messages. A message that is sent gets the status “in-progress” (site file)" in told
    assert "Reading. Up to 500 in a page, 200 with others along (learned here)" in told
    assert "Replying. Replies can be sent" in told, "what the server says itself needs no remark"


def test_a_site_file_is_named_with_what_it_decides_and_what_is_wrong_in_it() -> None:
    clinic = SiteClinic(telephone="555 0100", go_live=date(2026, 3, 1), retention_days=400, stale_minutes=1)
    site = SiteFile(Site(clinic=clinic), "/etc/site.toml", problems=("site.toml:3: colour: Nothing is so.",))
    assert said(status_of(rich()), site)["Site file"] == [
        "Left out. site.toml:3: colour: Nothing is so",
        "In force. /etc/site.toml",
        "Telephone. 555 0100",
        "Going live. Messages from Sun 1 Mar 2026 on become work",
        "Kept. Closed conversations are kept here for 400 days",
        "Old data. After 1 minute without news the banner shows",
    ]


def test_without_a_site_file_it_says_where_one_would_stand() -> None:
    assert said(status_of(rich()))["Site file"] == [
        "None. Without one, the server is believed. It would stand at /etc/inbox-workstation/site.toml"
    ]


def test_before_the_server_was_asked_nothing_is_said_of_it() -> None:
    assert list(said(Status())) == ["Now", "Site file"]
    assert summary(Status()) == "The server has not been asked yet."


def test_copied_it_is_text_that_can_be_sent_to_who_runs_the_server(view: ConnectionView, desk: Desk) -> None:
    desk.status = status_of(poor())
    view.open()
    press(Qt.Key.Key_C)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("Now\n- Connected. Last sync")
    assert "\n- Replying. Replies can be sent\n" in copied
    assert view.foot.remarked == "Copied. It names no patient."


def test_text_has_a_title_and_a_line_for_each() -> None:
    found = [Section("A", (Line("b", "C."),)), Section("D", ())]
    assert as_text(found) == "A\n- b. C\n\nD\n"


def test_t_asks_the_server_and_esc_gives_the_keyboard_back(view: ConnectionView, behind: Behind) -> None:
    asked: list[str] = []
    view.command.connect(asked.append)
    view.open()
    press(Qt.Key.Key_T)
    assert asked == ["app.try_now"]
    press(Qt.Key.Key_Escape)
    assert not view.is_open
    assert behind.field.hasFocus()


def test_f_forgets_what_was_learned_for_when_somebody_has_repaired_the_server(
    view: ConnectionView, desk: Desk
) -> None:
    desk.status = status_of(poor())
    view.open()
    press(Qt.Key.Key_F)
    assert desk.sync.asked == ["learn anew"]  # type: ignore[attr-defined]
    assert view.foot.remarked == "Forgotten. The server is tried anew."


@pytest.mark.parametrize("scale", [100, 200])
def test_all_of_it_is_reached_by_keys(view: ConnectionView, desk: Desk, scale: int) -> None:
    desk.theme.change(scale=scale)
    desk.status = status_of(rich())
    view.open()
    QTest.qWait(0)
    bar = view.sheet.verticalScrollBar()
    for key, at in ((Qt.Key.Key_End, bar.maximum()), (Qt.Key.Key_Home, 0)):
        press(key)
        assert bar.value() == at
    press(Qt.Key.Key_J)
    press(Qt.Key.Key_Down)
    assert bar.value() > 0 or bar.maximum() == 0
    press(Qt.Key.Key_K)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_PageUp)
    assert bar.value() == 0


def test_it_keeps_its_place_while_news_arrives(view: ConnectionView, desk: Desk) -> None:
    desk.theme.change(scale=200)
    desk.status = status_of(rich())
    view.open()
    QTest.qWait(0)
    press(Qt.Key.Key_PageDown)
    at = view.sheet.verticalScrollBar().value()
    assert at > 0
    profile = rich()
    profile.learn(page=500)
    desk.hear_status(status_of(profile))
    QTest.qWait(0)
    QTest.qWait(0)
    assert "Up to 500 in a page" in view.sheet.accessibleDescription()
    assert view.sheet.verticalScrollBar().value() == at


def test_a_screen_reader_hears_all_of_it(view: ConnectionView, desk: Desk) -> None:
    desk.status = status_of(poor())
    view.open()
    focus = QApplication.focusWidget()
    assert focus is view.sheet
    assert focus.accessibleName() == "About this connection"
    assert "Replying. Replies can be sent" in focus.accessibleDescription()
