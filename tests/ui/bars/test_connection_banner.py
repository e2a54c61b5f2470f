"""An old list says that it is old, and whom patients call."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inbox.sync.status import Connection, Status
from inbox.ui.bars.connection import ConnectionBanner
from inbox.ui.desk import Desk
from tests.ui.conftest import NOW

OLD, NEW = NOW - timedelta(minutes=16), NOW - timedelta(minutes=14)


@pytest.fixture
def banner(desk: Desk, qtbot: QtBot) -> ConnectionBanner:
    banner = ConnectionBanner(desk)
    qtbot.addWidget(banner)
    return banner


def hear(desk: Desk, status: Status) -> None:
    desk.hear_status(status)
    for _ in range(4):
        QTest.qWait(0)


@pytest.mark.parametrize("connection", [Connection.CONNECTED, Connection.STARTING, Connection.STOPPED])
def test_an_old_list_is_said_to_be_old_whatever_the_connection_is(
    banner: ConnectionBanner, desk: Desk, connection: Connection
) -> None:
    hear(desk, Status(connection, last_sync=NEW))
    assert banner.isHidden()
    hear(desk, Status(connection, last_sync=OLD, telephone="555 0100"))
    assert not banner.isHidden()
    said = banner.accessibleName()
    assert "16 min ago." in said
    assert "New urgent messages may exist." in said


def test_a_site_decides_how_old_is_too_old(banner: ConnectionBanner, desk: Desk) -> None:
    hear(desk, Status(Connection.CONNECTED, last_sync=OLD, stale_after=timedelta(minutes=30)))
    assert banner.isHidden()


def test_whom_to_call_is_said_by_the_pool_or_else_by_the_site(banner: ConnectionBanner, desk: Desk) -> None:
    hear(desk, Status(Connection.OFFLINE, last_sync=OLD, telephone="555 0100"))
    of_a_pool = next((pool.phone for ref in desk.actor.pools if (pool := desk.pool(ref)) and pool.phone), "")
    assert f"call {of_a_pool or '555 0100'}." in banner.accessibleName()


def test_an_ended_sign_in_is_the_locks_to_say_and_an_old_list_behind_it_is_said_here(
    banner: ConnectionBanner, desk: Desk
) -> None:
    hear(desk, Status(Connection.SIGN_IN, last_sync=NEW))
    assert banner.isHidden()
    hear(desk, Status(Connection.SIGN_IN, last_sync=OLD))
    assert "New urgent messages may exist." in banner.accessibleName()


def test_a_clock_that_is_wrong_is_said_with_what_is_wrong_with_it(
    banner: ConnectionBanner, desk: Desk
) -> None:
    hear(desk, Status(Connection.CONNECTED, last_sync=NEW, skew=timedelta(minutes=7)))
    assert not banner.isHidden()
    assert "7 minutes fast" in banner.accessibleName()
    hear(desk, Status(Connection.CONNECTED, last_sync=NEW, skew=timedelta(minutes=-3)))
    assert "3 minutes slow" in banner.accessibleName()
    hear(desk, Status(Connection.CONNECTED, last_sync=NEW))
    assert banner.isHidden()
