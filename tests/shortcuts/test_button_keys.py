"""Speed buttons' own keys: any that no command has, one button a kind of work, the narrower owner's first."""

from __future__ import annotations

import msgspec
import pytest

from inbox.commands.registry import COMMANDS
from inbox.domain.people import Role
from inbox.domain.resources import path
from inbox.domain.work_item import Kind
from inbox.shortcuts.button_keys import in_the_way, named, own_key_of, pressing, with_buttons
from inbox.shortcuts.keymap import Keymap, load_keymap
from inbox.shortcuts.owner import Owner, OwnerType
from inbox.shortcuts.quick import SpeedButton, available, by_own_key
from inbox.shortcuts.steps import Comment

KEYMAP, _ = load_keymap(path("keymaps", "default.toml"), None, COMMANDS)
CLINIC = Owner(OwnerType.ORGANISATION, "Riverbend")
MINE = Owner(OwnerType.PERSON, "Nadia Brand, RN")


def button(
    name: str, own_key: str, *kinds: Kind, owner: Owner = CLINIC, roles: tuple[Role, ...] = ()
) -> SpeedButton:
    keys = dict.fromkeys(kinds or (Kind.REFILL,))
    return SpeedButton(name.lower(), name, keys, (Comment("Seen."),), owner, 1, roles=roles, own_key=own_key)


def bound(keymap: Keymap) -> list[str]:
    return [own_key_of(one.command) for one in keymap.bindings if own_key_of(one.command)]


@pytest.mark.parametrize(
    ("own_key", "said"),
    [
        ("Shift+C", "“Shift+C” is “Claim most urgent”."),
        ("g", "“g i” is “Go to what is late”."),
        ("z z", "“z” is “Undo”."),
        ("Down", "“Down” is “Next item”."),
        ("F7", "“F7” is “Spelling”."),
        ("Ctrl+V", "“Ctrl+V” is needed for moving about and editing text."),
        ("Shift+B", ""),
        ("q b", ""),
        ("Ctrl+Alt+F2", ""),
    ],
)
def test_what_has_a_key_already_is_named_and_every_other_may_be_had(own_key: str, said: str) -> None:
    title = COMMANDS["item.cause"].said
    assert in_the_way(KEYMAP, own_key) == said.replace("Go to what is late", title)


def test_a_command_keeps_its_key_and_the_button_is_told_to_have_none() -> None:
    keymap, problems = with_buttons(KEYMAP, [button("Booked", "Shift+C"), button("Sent", "Shift+B")], Role.RN)
    assert bound(keymap) == ["Shift+B"]
    assert [str(one) for one in problems] == [
        "speed buttons: Booked own_key: “Shift+C” is “Claim most urgent”. "
        "The button does without its key: give it another (g a)."
    ]


def test_keys_that_begin_alike_cannot_both_be_and_ones_own_comes_first() -> None:
    long, short = button("Long", "q b b"), button("Short", "q b", owner=MINE)
    keymap, [problem] = with_buttons(KEYMAP, [long, short], Role.RN)
    assert bound(keymap) == ["q b"]
    assert "“q b b” and “q b” of another speed button begin alike." in problem.sentence


def test_one_key_is_another_button_on_another_kind_of_work_and_the_words_say_both() -> None:
    booked, sent = button("Booked", "Shift+B", Kind.SCHEDULING), button("Sent", "Shift+B", Kind.REFILL)
    hidden = button("Hidden", "Shift+B", roles=(Role.CLERK,))
    keymap, problems = with_buttons(KEYMAP, [booked, sent, hidden], Role.RN)
    assert (bound(keymap), problems) == (["Shift+B"], [])
    assert named([booked, sent, hidden], "Shift+B", Role.RN) == "Booked (Scheduling) or Sent (Refill)"
    offered = available([booked, sent], "refill", Role.RN)
    assert offered == {10: sent}
    assert (by_own_key(offered, "Shift+B"), by_own_key(offered, "q"), by_own_key(offered, "")) == (10, 0, 0)


def test_of_two_that_want_one_key_on_one_kind_of_work_ones_own_counts() -> None:
    theirs, mine = button("Theirs", "Shift+B"), button("Mine", "Shift+B", owner=MINE)
    numbered = msgspec.structs.replace(theirs, id="n", keys={Kind.REFILL: 2})
    for order in ([theirs, mine, numbered], [numbered, mine, theirs]):
        offered = available(order, "refill", Role.RN)
        assert offered == {2: numbered, 10: mine}
        assert offered[by_own_key(offered, "Shift+B")] == mine


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"own_key": "shift+b"}, "Write its own key as “Shift+B”"),
        ({"own_key": "Hyper+B"}, "“Hyper+B”: “Hyper” is not Ctrl, Alt, Shift or Meta."),
        ({"keys": {"refill": None}, "own_key": ""}, "On refill it has neither a number nor a key of its own"),
    ],
)
def test_a_key_that_nobody_could_press_is_refused_with_what_to_write(
    changes: dict[str, object], said: str
) -> None:
    entry = msgspec.to_builtins(button("Booked", "Shift+B")) | changes
    with pytest.raises(msgspec.ValidationError) as refusal:
        msgspec.convert(entry, SpeedButton)
    assert str(refusal.value).startswith(said)


def test_asking_by_a_key_says_which_key_it_was() -> None:
    assert own_key_of(pressing("q b")) == "q b"
    assert own_key_of("quick.1") == ""
