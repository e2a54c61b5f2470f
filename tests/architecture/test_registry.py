"""One table of commands feeds keys, palette, help and menus: it is whole, and so is what refers to it."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

import pytest

from inbox.commands import (
    answer,
    aside,
    board,
    call,
    chart,
    finish,
    flag,
    give,
    go,
    habit,
    rebalance,
    review,
    sort,
    sweep,
    take,
    visit,
)
from inbox.commands.declare import Command, Needs, Section
from inbox.commands.registry import COMMANDS, OWN_KEY, QUICK
from inbox.domain.resources import path
from inbox.shortcuts import scopes
from inbox.shortcuts.keymap import RESERVED, load_keymap
from inbox.shortcuts.keymap_file import Entry, read_entries
from inbox.shortcuts.keys import KeySequence

DEFAULTS = path("keymaps", "default.toml")
ENTRIES, PROBLEMS = read_entries(DEFAULTS)
BOUND = [(entry.scope, KeySequence.parse(keys), entry.command) for entry in ENTRIES for keys in entry.keys]
every_command = pytest.mark.parametrize("command", COMMANDS.values(), ids=lambda command: command.id)


@every_command
def test_a_command_has_a_stable_name(command: Command) -> None:
    assert re.fullmatch(r"[a-z]+\.([a-z]+(_[a-z]+)*|[1-9])", command.id)


@every_command
def test_a_command_has_a_title_and_a_sentence_of_help(command: Command) -> None:
    assert re.fullmatch(r"[A-Z][^.!?]*[^.!? ]", command.title)
    assert re.fullmatch(r"[A-Z].*\.", command.help)
    assert command.help.rstrip(".").lower() != command.title.lower()


@every_command
def test_a_title_fits_the_palette(command: Command) -> None:
    assert len(command.title) <= 24
    assert len(command.help) <= 90


@every_command
def test_what_writes_needs_something_to_write_to(command: Command) -> None:
    if command.plan is not None:
        assert command.needs is not Needs.NOTHING


@every_command
def test_a_command_is_somebodys(command: Command) -> None:
    assert command.roles


def test_no_two_commands_have_one_name_or_one_help() -> None:
    work = (go, chart, take, review, give, sort, call, flag, answer, aside, visit, finish, habit)
    parts = (*work, board, rebalance, sweep)
    declared = [*(command for part in parts for command in part.COMMANDS), *QUICK, OWN_KEY]
    assert [command.id for command in declared] == list(COMMANDS)
    others = [command for command in declared if command not in QUICK]
    for said in (Counter(c.title for c in others), Counter(c.help for c in others)):
        assert [words for words, times in said.items() if times > 1] == []


def test_what_closes_sends_or_routes_is_guarded_against_a_hasty_key() -> None:
    final = {"item.send", "item.send_and_close", "item.disposition", "item.done", "item.hold", "item.route"}
    final |= {"edit.send_now", "flag.dismiss", "item.snooze", "item.split", "item.wrong_patient"}
    final |= {"item.assign", "item.take_back", "sweep.leave"}
    final |= {"item.escalate", "review.take_back", "review.approve", "review.visit"}
    final |= {"review.take_over", "review.reassign", "review.decline", "review.supply"}
    assert {c.id for c in COMMANDS.values() if c.guarded} == final | {c.id for c in (*QUICK, OWN_KEY)}


def test_there_is_a_speed_button_command_for_each_digit() -> None:
    assert [command.id for command in QUICK] == [f"quick.{n}" for n in range(1, 10)]
    assert all(("window", KeySequence.parse(str(n)), f"quick.{n}") in BOUND for n in range(1, 10))


def test_every_section_of_the_help_screen_has_commands() -> None:
    assert {command.section for command in COMMANDS.values()} == set(Section)


def test_the_key_file_is_read_without_a_complaint() -> None:
    assert PROBLEMS == []
    _, problems = load_keymap(DEFAULTS, None, COMMANDS)
    assert problems == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.scope}-{entry.command}")
def test_a_binding_is_of_a_command_and_a_scope_there_is(entry: Entry) -> None:
    assert entry.command in COMMANDS
    assert entry.scope in scopes.OUTER


def test_every_command_has_its_line_in_the_key_file() -> None:
    """An empty list is a line too: a person who looks for the key finds the name to give one to."""
    missing = set(COMMANDS) - {OWN_KEY.id} - {entry.command for entry in ENTRIES}
    assert missing == set()


@pytest.mark.parametrize("scope", scopes.OUTER)
def test_no_keys_are_taken_twice_or_begin_others_in_a_scope(scope: str) -> None:
    here = [keys for at, keys, _ in BOUND if at == scope]
    reached = {keys for at, keys, _ in BOUND if at in scopes.chain(scope)}
    assert len(here) == len(set(here))
    assert [
        (str(a), str(b)) for a, b in combinations(reached, 2) if a.starts_with(b) or b.starts_with(a)
    ] == []


def test_no_binding_takes_the_keys_of_text_editing() -> None:
    assert [str(keys) for _, keys, _ in BOUND if keys.chords[0] in RESERVED] == []


@pytest.mark.parametrize("scope", sorted(scopes.TYPED_IN))
def test_where_one_writes_no_printable_key_runs_a_command(scope: str) -> None:
    assert [str(keys) for at, keys, _ in BOUND if at == scope and keys.chords[0].types_text] == []
