"""A person's own keys, changed from within the program: what is kept, what stays, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.commands.registry import COMMANDS
from inbox.domain.errors import Refused
from inbox.shortcuts import scopes
from inbox.shortcuts.keys import KeySequence
from inbox.shortcuts.own_keys import OwnKeys
from inbox.shortcuts.rebind import Keys, Place, Wish, changes, judge
from tests.shortcuts.ordinary import DEFAULT_KEYMAP

DONE = Place(scopes.WINDOW, "item.done")
NEXT = Place(scopes.WINDOW, "item.next")
CLAIM = Place(scopes.WINDOW, "item.claim")
SELECT = Place(scopes.WORKLIST, "item.select")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "person" / "keys.toml"


@pytest.fixture
def mine(file: Path) -> OwnKeys:
    return OwnKeys(DEFAULT_KEYMAP, file, COMMANDS)


def keys(*texts: str) -> Keys:
    return tuple(KeySequence.parse(text) for text in texts)


def in_force(mine: OwnKeys, place: Place) -> Keys:
    return next(row.keys for row in mine.rows() if row.place == place)


def grant(mine: OwnKeys, place: Place, *texts: str) -> None:
    wish = Wish(place, keys(*texts))
    mine.keep(changes(mine.keymap, wish, judge(mine.keymap, wish).loses))


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_a_change_is_in_force_at_once_and_after_the_next_start(mine: OwnKeys, file: Path) -> None:
    mine.keep({DONE: keys("F6")})
    assert in_force(mine, DONE) == keys("F6")
    again = OwnKeys(DEFAULT_KEYMAP, file, COMMANDS)
    assert in_force(again, DONE) == keys("F6")
    assert again.problems == []
    assert [row.place for row in again.rows() if row.changed] == [DONE]


def test_remarks_order_and_what_one_has_no_part_in_stay(mine: OwnKeys, file: Path) -> None:
    write(
        file,
        "# My left hand.\n\n[window]\n"
        'item.next = "n"  # next to m\n'
        "# closing\n"
        'item.done = [\n  "F7",\n  "F8",\n]\n\n'
        '[worklist]\nitem.select = "F9"\n',
    )
    mine.read()
    mine.keep({NEXT: keys("Ctrl+J"), DONE: keys("F6"), CLAIM: keys('"')})
    assert file.read_text(encoding="utf-8") == (
        "# My left hand.\n\n[window]\n"
        'item.next = "Ctrl+J"  # next to m\n'
        "# closing\n"
        'item.done = "F6"\n'
        'item.claim = "\\""\n\n'
        '[worklist]\nitem.select = "F9"\n'
    )
    assert mine.problems == []


def test_what_is_as_usual_again_has_no_line(mine: OwnKeys, file: Path) -> None:
    mine.keep({DONE: keys("F6"), SELECT: keys("F7")})
    mine.keep({DONE: keys("d")})
    assert "item.done" not in file.read_text(encoding="utf-8")
    assert in_force(mine, DONE) == keys("d")
    assert in_force(mine, SELECT) == keys("F7")


def test_a_file_written_another_way_says_the_same_afterwards_and_is_kept_beside(
    mine: OwnKeys, file: Path
) -> None:
    written = '[window.item]\nnext = "F5"\n[window]\n"app.try_now" = []\n'
    write(file, written)
    mine.read()
    mine.keep({DONE: keys("F6")})
    assert in_force(mine, NEXT) == keys("F5")
    assert in_force(mine, DONE) == keys("F6")
    assert file.with_name("keys.toml.before").read_text(encoding="utf-8") == written


def test_a_file_that_is_no_toml_is_left_alone_until_all_is_put_back(mine: OwnKeys, file: Path) -> None:
    write(file, "item next is j\n")
    mine.read()
    with pytest.raises(Refused, match="Correct it first, or put all keys back"):
        mine.keep({DONE: keys("F6")})
    assert file.read_text(encoding="utf-8") == "item next is j\n"
    mine.put_all_back()
    mine.keep({DONE: keys("F6")})
    assert in_force(mine, DONE) == keys("F6")


def test_a_folder_that_cannot_be_written_is_said_and_nothing_changes(tmp_path: Path) -> None:
    in_the_way = tmp_path / "person"
    in_the_way.write_text("a file where a folder should be")
    mine = OwnKeys(DEFAULT_KEYMAP, in_the_way / "keys.toml", COMMANDS)
    with pytest.raises(Refused, match="nothing was changed"):
        mine.keep({DONE: keys("F6")})
    assert in_force(mine, DONE) == keys("d")


def test_keys_that_are_taken_are_named_before_they_are_taken_away(mine: OwnKeys) -> None:
    verdict = judge(mine.keymap, Wish(CLAIM, keys("d")))
    assert [(b.command, str(b.keys)) for b in verdict.loses] == [("item.done", "d")]
    grant(mine, CLAIM, "d")
    assert in_force(mine, CLAIM) == keys("d")
    assert in_force(mine, DONE) == ()
    assert mine.problems == []


def test_a_prefix_of_others_is_named_with_all_of_them(mine: OwnKeys) -> None:
    lost = {str(b.keys) for b in judge(mine.keymap, Wish(CLAIM, keys("g"))).loses}
    assert {"g m", "g p", "g i"} <= lost
    longer = judge(mine.keymap, Wish(CLAIM, keys("d x"))).loses
    assert [b.command for b in longer] == ["item.done"]


def test_a_key_of_a_nearer_part_is_told_and_takes_nothing_away(mine: OwnKeys) -> None:
    nearer = judge(mine.keymap, Wish(SELECT, keys("c")))
    assert (nearer.loses, [b.command for b in nearer.hides]) == ((), ["item.claim"])
    around = judge(mine.keymap, Wish(CLAIM, keys("x")))
    assert (around.loses, [b.command for b in around.hidden_by]) == ((), ["item.select", "rebalance.drop"])


@pytest.mark.parametrize(
    ("place", "wanted", "why"),
    [
        (CLAIM, "Tab", "moving about"),
        (Place(scopes.COMPOSER, "item.send"), "s", "would be typed here"),
        (CLAIM, "Ctrl+K", "“Commands” would have no key left"),
        (CLAIM, "Esc", "“Back” would have no key left"),
        (CLAIM, "F6", ""),
    ],
)
def test_what_cannot_be_is_said_why(mine: OwnKeys, place: Place, wanted: str, why: str) -> None:
    problem = judge(mine.keymap, Wish(place, keys(wanted))).problem
    assert why in problem
    assert bool(why) == bool(problem)


def test_two_keys_of_one_command_may_not_begin_alike(mine: OwnKeys) -> None:
    assert "begin alike" in judge(mine.keymap, Wish(CLAIM, keys("q", "q c"))).problem


CHORDS = st.sampled_from(
    ["d", "x", "c", "F6", "F7", "Ctrl+J", "g m", "g", '"', "\\", "#", "Ctrl+Plus", "Ctrl+#"]
)
PLACES = st.sampled_from([DONE, NEXT, CLAIM, SELECT, Place(scopes.WORKLIST, "item.next")])
OWN = '# one\n[window]  # two\nitem.next = ["n", "#"]  # "three"\n\n\n[worklist]\n# four\nitem.select = []\n'


@given(st.lists(st.tuples(PLACES, st.lists(CHORDS, max_size=2, unique=True)), max_size=6))
def test_whatever_is_granted_in_turn_the_file_says_what_is_in_force(
    tmp_path_factory: pytest.TempPathFactory, wishes: list[tuple[Place, list[str]]]
) -> None:
    file = tmp_path_factory.mktemp("keys") / "keys.toml"
    write(file, OWN)
    mine = OwnKeys(DEFAULT_KEYMAP, file, COMMANDS)
    for place, texts in wishes:
        grant(mine, place, *texts)
        shown = in_force(mine, place)
        assert set(shown) <= set(keys(*texts))
        again = OwnKeys(DEFAULT_KEYMAP, file, COMMANDS)
        assert [row.keys for row in again.rows()] == [row.keys for row in mine.rows()]
    remarks = file.read_text(encoding="utf-8")
    assert all(remark in remarks for remark in ("# one", "# two", "# four"))
    assert not file.with_name("keys.toml.before").exists()
