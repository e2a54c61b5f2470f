"""What a command is called where it stands in a list of keys."""

from __future__ import annotations

from inbox.commands.registry import COMMANDS, QUICK
from inbox.domain.words import mark, tr
from inbox.shortcuts import scopes

_NUMBERS = {command.id: number for number, command in enumerate(QUICK, start=1)}
_PARTS = {
    scopes.WINDOW: mark("everywhere"),
    scopes.WORKLIST: mark("in the list"),
    scopes.THREAD: mark("in the conversation"),
    scopes.COMPOSER: mark("in a reply"),
    scopes.PANEL: mark("in the patient panel"),
    scopes.BOARD: mark("on the board"),
    scopes.PALETTE: mark("in the list of commands"),
    scopes.DIALOG: mark("in a question"),
}


def said(command: str) -> str:
    """The command's title; a speed button says its number."""
    number = _NUMBERS.get(command)
    return COMMANDS[command].said if number is None else tr("Speed button {n}", n=number)


def where(scope: str) -> str:
    """The part of the window in which keys mean something."""
    return tr(_PARTS[scope])
