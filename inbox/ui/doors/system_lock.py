"""When the system itself locks, sleeps or gives the screen to another account, as far as it tells.

Linux tells by D-Bus: logind of sleep and of its sessions, desktops of their screen savers. Where nothing
tells, the idle clock still notices a sleep by the time that has passed.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import SLOT, QObject, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

LOGIND: Final = "org.freedesktop.login1"
PROPERTIES: Final = "org.freedesktop.DBus.Properties"
SCREEN_SAVERS: Final = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
)
_AWAY: Final = {"Active": False, "LockedHint": True}
"""What logind says of a session that has lost the screen, or that its desktop has locked."""


class SystemLock(QObject):
    """`told`, when what is open has to be locked."""

    told = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.listens = 0
        """How many kinds of word may come."""
        if sys.platform == "linux":
            self._listen()

    def _listen(self) -> None:
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:  # a Qt without it
            return
        self.listen_to_system(QDBusConnection.systemBus())
        self.listen_to_desktop(QDBusConnection.sessionBus())

    def listen_to_system(self, bus: QDBusConnection) -> None:
        """Sleep; and what becomes of a session. Its path is not asked for: another's lock locks here too."""
        self._connect(bus, LOGIND, f"{LOGIND}.Manager", "PrepareForSleep", "begins(bool)")
        self._connect(bus, LOGIND, f"{LOGIND}.Session", "Lock", "now()")
        self._connect(bus, LOGIND, PROPERTIES, "PropertiesChanged", "changes(QString,QVariantMap)")

    def listen_to_desktop(self, bus: QDBusConnection) -> None:
        """Screen savers that lock."""
        for name in SCREEN_SAVERS:
            self._connect(bus, name, name, "ActiveChanged", "begins(bool)")

    @Slot(bool)
    def begins(self, begins: bool) -> None:
        """Something begins, or is over."""
        if begins:
            self.told.emit()

    @Slot()
    def now(self) -> None:
        """Lock."""
        self.told.emit()

    @Slot(str, "QVariantMap")
    def changes(self, interface: str, properties: dict[str, object]) -> None:
        """Properties of something have become others: of a session, it may have been switched away from."""
        if interface == f"{LOGIND}.Session" and any(properties.get(name) is to for name, to in _AWAY.items()):
            self.told.emit()

    def _connect(self, bus: QDBusConnection, service: str, interface: str, name: str, slot: str) -> None:
        # PySide takes the text that SLOT makes, and not the bytes that it declares.
        given = bus.isConnected() and bus.connect(service, "", interface, name, self, SLOT(slot))  # type: ignore[call-overload]
        if given:
            self.listens += 1
