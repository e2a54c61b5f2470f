"""What a screen reader is told of another process: AT-SPI over the message bus."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, DBusErrorResponse, MessageType, Properties, new_method_call  # type: ignore[import-untyped]
from jeepney.io.blocking import DBusConnection, open_dbus_connection  # type: ignore[import-untyped]

ROOT = "/org/a11y/atspi/accessible/root"
ACCESSIBLE = "org.a11y.atspi.Accessible"
TEXT = "org.a11y.atspi.Text"
FOCUSABLE, FOCUSED, SHOWING = 11, 12, 25
"""Bits of AT-SPI's state set."""


@dataclass(frozen=True)
class Part:
    """One part of a window as a screen reader knows it."""

    role: str
    name: str
    about: str
    """Its description."""
    text: str
    focusable: bool
    focused: bool


class Ear:
    """Listens on the bus of one desktop."""

    def __init__(self, session_bus: str) -> None:
        with open_dbus_connection(session_bus) as session:
            bus = DBusAddress("/org/a11y/bus", bus_name="org.a11y.Bus", interface="org.a11y.Bus")
            (address,) = _call(session, bus, "GetAddress")
        self._bus = open_dbus_connection(address)

    def parts(self) -> list[Part]:
        """Everything showing in every program, in the order in which it is read."""
        registry = DBusAddress(ROOT, bus_name="org.a11y.atspi.Registry", interface=ACCESSIBLE)
        (programs,) = _call(self._bus, registry, "GetChildren")
        return [part for name, path in programs for part in self._below(name, path, top=True)]

    def close(self) -> None:
        self._bus.close()

    def _below(self, name: str, path: str, *, top: bool) -> Iterator[Part]:
        here = DBusAddress(path, bus_name=name, interface=ACCESSIBLE)
        try:
            (states,) = _call(self._bus, here, "GetState")
            shown = _has(states, SHOWING)
            if not shown and not top:
                return
            if shown:
                (role,) = _call(self._bus, here, "GetRoleName")
                spoken, about = self._property(here, "Name"), self._property(here, "Description")
                text = self._text(here)
                yield Part(role, spoken, about, text, _has(states, FOCUSABLE), _has(states, FOCUSED))
            (children,) = _call(self._bus, here, "GetChildren")
        except DBusErrorResponse:
            return  # it went away while it was being read
        for child, its_path in children:
            yield from self._below(child, its_path, top=path == ROOT)

    def _property(self, where: DBusAddress, name: str) -> str:
        reply = self._bus.send_and_get_reply(Properties(where).get(name))
        return str(reply.body[0][1]) if reply.header.message_type is MessageType.method_return else ""

    def _text(self, where: DBusAddress) -> str:
        """What is written in a field; empty where there is none."""
        field = DBusAddress(where.object_path, bus_name=where.bus_name, interface=TEXT)
        try:
            (text,) = _call(self._bus, field, "GetText", "ii", (0, -1))
        except DBusErrorResponse:
            return ""
        return str(text)


def _has(states: list[int], bit: int) -> bool:
    return bool(states[0] >> bit & 1)


def _call(bus: DBusConnection, where: DBusAddress, method: str, signature: str = "", body: Any = ()) -> Any:
    reply = bus.send_and_get_reply(new_method_call(where, method, signature or None, body), timeout=10)
    if reply.header.message_type is MessageType.error:
        raise DBusErrorResponse(reply)
    return reply.body
