"""Keys without a screen, and the shipped kit to try them on."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from inbox.commands.registry import COMMANDS
from inbox.shortcuts.keymap import Keymap, load_keymap
from inbox.shortcuts.kit import Kit, load_kit
from inbox.shortcuts.phrases.links import Lookup
from tests.shortcuts.ordinary import DEFAULT_KEYMAP, NORMALLY_THERE, STARTER


@pytest.fixture
def chart() -> Lookup:
    return NORMALLY_THERE.get


@pytest.fixture(scope="session")
def starter() -> Kit:
    kit = load_kit(STARTER)
    assert kit.problems == []
    return kit


@pytest.fixture(scope="session")
def default_keymap() -> Keymap:
    keymap, problems = load_keymap(DEFAULT_KEYMAP, None, COMMANDS)
    assert problems == []
    return keymap
