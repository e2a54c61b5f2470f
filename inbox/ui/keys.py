"""The keys in force at a desk. A person may change them, and everything that shows or hears keys follows."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inbox.shortcuts.keymap import Keymap
from inbox.shortcuts.own_keys import OwnKeys, Row
from inbox.shortcuts.problems import FileProblem
from inbox.shortcuts.rebind import Keys, Place
from inbox.ui.parts.keycap import Keycap
from inbox.ui.parts.pressable import Pressable


class KeysOf(str):
    """The written keys of a command, which know whose they are: whatever shows them can be told of others."""

    command: str

    def __new__(cls, command: str, keys: str) -> KeysOf:
        made = super().__new__(cls, keys)
        made.command = command
        return made


class KeysInForce(QObject):
    """`changed` is emitted when other keys are in force."""

    changed = Signal()

    def __init__(self, own: OwnKeys, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._own = own

    @property
    def map(self) -> Keymap:
        """What every key means now."""
        return self._own.keymap

    @property
    def problems(self) -> Sequence[FileProblem]:
        """What is wrong in this person's own key file."""
        return self._own.problems

    def rows(self) -> list[Row]:
        """Every command in every part of the window, with its keys."""
        return self._own.rows()

    def of(self, command: str) -> KeysOf:
        """The keys to show for a command; empty when it has none."""
        keys = self.map.keys_for(command)
        return KeysOf(command, str(keys[0]) if keys else "")

    async def keep(self, changes: Mapping[Place, Keys]) -> None:
        """Keep `changes` in the person's file and let them be in force. Raises Refused."""
        await asyncio.to_thread(self._own.keep, changes)
        self.changed.emit()

    async def put_all_back(self) -> None:
        """Let the usual keys be in force again. Raises Refused."""
        await asyncio.to_thread(self._own.put_all_back)
        self.changed.emit()

    def show_anew(self, window: QWidget) -> None:
        """Let every button and keycap in `window` show the keys in force."""
        parts: list[Pressable | Keycap] = [*window.findChildren(Pressable), *window.findChildren(Keycap)]
        for part in parts:
            if isinstance(part.keys, KeysOf) and (now := self.of(part.keys.command)) != part.keys:
                part.set_keys(now)
