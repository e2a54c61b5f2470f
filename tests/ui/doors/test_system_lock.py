"""The system's word that it sleeps or locks arrives by D-Bus, from whom it has to come."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from inbox.ui.doors.system_lock import LOGIND, PROPERTIES, SystemLock

dbus = pytest.importorskip("PySide6.QtDBus")
SAVER = "org.gnome.ScreenSaver"


@pytest.fixture
def address() -> Iterator[str]:
    """A message bus of its own."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("dbus-daemon is not installed")
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"]
    bus = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert bus.stdout is not None
        yield bus.stdout.readline().strip()
        bus.stdout.close()
    finally:
        bus.terminate()
        bus.wait()


class System:
    """Says on the bus what logind and a screen saver say."""

    def __init__(self, address: str, *names: str) -> None:
        self._bus = dbus.QDBusConnection.connectToBus(address, "system under test")
        self.take(*names)

    def take(self, *names: str) -> None:
        """Have these names on the bus."""
        assert all(self._bus.registerService(name) for name in names)

    def says(self, interface: str, signal: str, *values: object) -> None:
        message = dbus.QDBusMessage.createSignal("/org/example/somewhere", interface, signal)
        message.setArguments(list(values))
        assert self._bus.send(message)


@pytest.fixture
def lock(address: str, qtbot: QtBot) -> Iterator[SystemLock]:
    lock = SystemLock()
    bus = dbus.QDBusConnection.connectToBus(address, "program under test")
    lock.listen_to_system(bus)
    lock.listen_to_desktop(bus)
    yield lock
    for name in ("program under test", "system under test"):
        dbus.QDBusConnection.disconnectFromBus(name)


@pytest.mark.parametrize(
    ("interface", "signal", "values"),
    [
        (f"{LOGIND}.Manager", "PrepareForSleep", [True]),
        (f"{LOGIND}.Session", "Lock", []),
        (SAVER, "ActiveChanged", [True]),
    ],
)
def test_sleep_and_a_locked_session_are_heard(
    lock: SystemLock, address: str, qtbot: QtBot, interface: str, signal: str, values: list[bool]
) -> None:
    system = System(address, LOGIND, SAVER)
    with qtbot.waitSignal(lock.told):
        system.says(interface, signal, *values)


SESSION, SEAT = f"{LOGIND}.Session", f"{LOGIND}.Seat"
NONE_LEFT: list[str] = []


@pytest.mark.parametrize(
    "became",
    [{"Active": False}, {"State": "online", "Active": False}, {"LockedHint": True}],
    ids=["another has the screen", "among others", "its desktop has locked it"],
)
def test_a_session_that_is_switched_away_from_is_heard(
    lock: SystemLock, address: str, qtbot: QtBot, became: dict[str, object]
) -> None:
    """As logind says it when somebody goes to another terminal, seat or account."""
    system = System(address, LOGIND)
    with qtbot.waitSignal(lock.told):
        system.says(PROPERTIES, "PropertiesChanged", SESSION, became, NONE_LEFT)


def test_a_session_that_is_come_back_to_and_what_becomes_of_other_things_lock_nothing(
    lock: SystemLock, address: str, qtbot: QtBot
) -> None:
    heard: list[str] = []
    lock.told.connect(lambda: heard.append("told"))
    system = System(address, LOGIND)
    for interface, became in (
        (SESSION, {"Active": True}),
        (SESSION, {"LockedHint": False}),
        (SESSION, {"IdleHint": True}),
        (SEAT, {"Active": False}),
    ):
        system.says(PROPERTIES, "PropertiesChanged", interface, became, NONE_LEFT)
    with qtbot.waitSignal(lock.told):
        system.says(f"{LOGIND}.Manager", "PrepareForSleep", True)
    assert heard == ["told"]


def test_waking_up_locks_nothing_and_a_strangers_word_neither(
    lock: SystemLock, address: str, qtbot: QtBot
) -> None:
    heard: list[str] = []
    lock.told.connect(lambda: heard.append("told"))
    system = System(address)
    system.says(f"{LOGIND}.Session", "Lock")  # it has not that name yet
    system.take(LOGIND)
    system.says(f"{LOGIND}.Manager", "PrepareForSleep", False)
    with qtbot.waitSignal(lock.told):
        system.says(f"{LOGIND}.Manager", "PrepareForSleep", True)
    assert heard == ["told"]


def test_without_a_bus_there_is_nothing_to_listen_to(qtbot: QtBot) -> None:
    lock = SystemLock()
    before = lock.listens
    lock.listen_to_system(dbus.QDBusConnection("no bus of that name"))
    assert lock.listens == before
