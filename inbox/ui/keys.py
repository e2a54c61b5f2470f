"""The keys in force at a desk. A person may change them, and everything that shows or hears keys follows."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inbox.domain.people import Role
from inbox.shortcuts import button_keys
from inbox.shortcuts.keymap import Keymap
from inbox.shortcuts.own_keys import OwnKeys, Row
from inbox.shortcuts.problems import FileProblem
from inbox.shortcuts.quick import KEYS, SpeedButton
from inbox.shortcuts.rebind import Keys, Place
from inbox.ui.overlays.command_words import said
from inbox.ui.own_kit import KeepsKit
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
    """The commands' keys and, beside them, those that speed buttons have of their own. `changed` is emitted
    when other keys are in force."""

    changed = Signal()

    def __init__(self, own: OwnKeys, kit: KeepsKit) -> None:
        super().__init__(kit)
        self._own = own
        self._kit = kit
        self._layer()
        kit.kit_changed.connect(self._follow)

    @property
    def map(self) -> Keymap:
        """What every key means now."""
        return self._map

    @property
    def problems(self) -> Sequence[FileProblem]:
        """What is wrong in this person's own key file, and with the keys of speed buttons."""
        return [*self._own.problems, *self._in_the_way]

    @property
    def folder(self) -> str:
        """Where this person's own files are; empty where they have none."""
        return str(self._own.file.parent) if self._own.file else ""

    def rows(self) -> list[Row]:
        """Every command in every part of the window, with its keys."""
        return self._own.rows()

    def of(self, command: str) -> KeysOf:
        """The keys to show for a command; empty when it has none."""
        keys = self.map.keys_for(command)
        return KeysOf(command, str(keys[0]) if keys else "")

    def of_button(self, button: SpeedButton, number: int) -> KeysOf:
        """The keys to show for a speed button: its number’s, or its own beyond the numbers."""
        return self.of(f"quick.{number}" if number in KEYS else button_keys.pressing(button.own_key))

    def said(self, command: str) -> str:
        """What a command is called; of one asked for by a speed button's own key, the button."""
        own_key = button_keys.own_key_of(command)
        return button_keys.named(self._kit.kit.buttons, own_key, self._role) if own_key else said(command)

    async def keep(self, changes: Mapping[Place, Keys]) -> None:
        """Keep `changes` in the person's file and let them be in force. Raises Refused."""
        await asyncio.to_thread(self._own.keep, changes)
        self._follow()

    async def put_all_back(self) -> None:
        """Let the usual keys be in force again. Raises Refused."""
        await asyncio.to_thread(self._own.put_all_back)
        self._follow()

    def show_anew(self, window: QWidget) -> None:
        """Let every button and keycap in `window` show the keys in force."""
        parts: list[Pressable | Keycap] = [*window.findChildren(Pressable), *window.findChildren(Keycap)]
        for part in parts:
            if isinstance(part.keys, KeysOf) and (now := self.of(part.keys.command)) != part.keys:
                part.set_keys(now)

    @property
    def _role(self) -> Role:
        return self._kit.actor.role

    def _layer(self) -> None:
        self._map, self._in_the_way = button_keys.with_buttons(
            self._own.keymap, self._kit.kit.buttons, self._role
        )

    def _follow(self) -> None:
        self._layer()
        self.changed.emit()
