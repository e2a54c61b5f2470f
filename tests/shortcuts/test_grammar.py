"""The grammar of phrases, rule by rule."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.shortcuts.phrases.grammar import PhraseError, parse
from inbox.shortcuts.phrases.links import LINKS
from inbox.shortcuts.phrases.tree import Blank, Choice, Link, Nested, Node, Tree, Words, unparse


def only(text: str) -> Node:
    """The single piece of `text`."""
    (node,) = parse(text)
    return node


def without_positions(tree: Tree) -> list[Node]:
    return [msgspec.structs.replace(node, start=0, end=0) for node in tree]


def test_plain_text_is_one_piece() -> None:
    assert only("Good morning, 5 * 3 = 15.") == Words(0, 25, "Good morning, 5 * 3 = 15.")


def test_three_asterisks_are_a_blank() -> None:
    assert parse("by ***.") == (Words(0, 3, "by "), Blank(3, 6), Words(6, 7, "."))


def test_a_name_between_at_signs_is_a_link() -> None:
    assert only("@first_name@") == Link(0, 12, "first_name")


def test_positions_count_code_points_not_bytes() -> None:
    assert parse("é😀***")[1] == Blank(2, 5)


def test_an_address_is_plain_text() -> None:
    assert only("Write to front.desk@clinic.example or a@b") == Words(
        0, 41, "Write to front.desk@clinic.example or a@b"
    )


def test_braces_are_a_list_to_choose_one_from() -> None:
    assert only("{Day: Monday | Tuesday}") == Choice(0, 23, "Day", ("Monday", "Tuesday"))


def test_a_plus_lets_several_be_chosen() -> None:
    node = only("{+Days: Monday | Tuesday}")
    assert isinstance(node, Choice)
    assert (node.several, node.joined_by) == (True, "and")


def test_or_before_the_last_choice_joins_with_or() -> None:
    node = only("{+Days: Monday | Tuesday | or Friday}")
    assert isinstance(node, Choice)
    assert (node.choices, node.joined_by) == (("Monday", "Tuesday", "Friday"), "or")


def test_or_in_a_single_list_is_a_word_like_others() -> None:
    node = only("{Day: Monday | or Friday}")
    assert isinstance(node, Choice)
    assert node.choices == ("Monday", "or Friday")


def test_a_question_mark_at_the_end_makes_a_list_optional() -> None:
    node = only("{Form: we will fill it in | please bring it ?}")
    assert isinstance(node, Choice)
    assert node.optional
    assert node.choices == ("we will fill it in", "please bring it")


def test_a_question_may_end_with_a_list() -> None:
    node, mark = parse("{Day: Monday | Tuesday}?")
    assert isinstance(node, Choice)
    assert not node.optional
    assert mark == Words(23, 24, "?")


def test_a_choice_may_be_a_question() -> None:
    node = only(r"{Ask: how are you\? | when\?}")
    assert isinstance(node, Choice)
    assert (node.choices, node.optional) == (("how are you?", "when?"), False)


def test_a_label_may_hold_a_question_mark() -> None:
    node = only("{Which days?: Monday | Tuesday}")
    assert isinstance(node, Choice)
    assert (node.label, node.optional) == ("Which days?", False)


def test_an_optional_list_may_have_one_choice() -> None:
    node = only("{Also: we will call you ?}")
    assert isinstance(node, Choice)
    assert node.choices == ("we will call you",)


def test_a_full_stop_before_a_word_names_a_phrase() -> None:
    assert parse("Bye. .closing.") == (Words(0, 5, "Bye. "), Nested(5, 13, "closing"), Words(13, 14, "."))


@pytest.mark.parametrize("text", ["a.closing", "3.5", "the end.", "... and so on"])
def test_other_full_stops_are_full_stops(text: str) -> None:
    assert isinstance(only(text), Words)


@pytest.mark.parametrize(
    ("text", "plain"),
    [(r"\*\*\*", "***"), (r"\@due@", "@due@"), (r"\{a\}", "{a}"), (r"\.pdf", ".pdf"), (r"\\", "\\")],
)
def test_a_backslash_takes_the_meaning_away(text: str, plain: str) -> None:
    assert only(text) == Words(0, len(text), plain)


@pytest.mark.parametrize(
    ("text", "at", "part_of_the_sentence"),
    [
        ("one ****", 4, "exactly three asterisks"),
        ("Hi @frist_name@", 3, "Did you mean “@first_name@”?"),
        ("Hi @first_name, hello", 3, "needs a closing @"),
        ("On {Day: Monday | Tuesday", 3, "not closed"),
        ("On {Day: Monday |\nTuesday}", 3, "not closed"),
        ("On {Monday | Tuesday}", 3, "After the label comes “:”"),
        ("On {: Monday | Tuesday}", 3, "needs a label"),
        ("On {Day: Monday}", 3, "at least two choices"),
        ("On {Day: Monday | }", 17, "is empty"),
        ("On {Day: Monday | Monday}", 17, "twice"),
        ("On {Day: *** | Monday}", 9, "cannot hold a blank"),
        ("On {Day: @due@ | Monday}", 9, "cannot hold a link"),
        ("On {Day: {A: b | c} | Monday}", 9, "cannot hold another list"),
        ("stray } here", 6, "closes nothing"),
        ("See .Closing", 4, "small letters"),
        (r"a \n b", 2, "must stand before"),
        ("end \\", 4, "must stand before"),
    ],
)
def test_a_mistake_is_named_where_it_stands(text: str, at: int, part_of_the_sentence: str) -> None:
    with pytest.raises(PhraseError) as caught:
        parse(text)
    assert caught.value.at == at
    assert part_of_the_sentence in caught.value.sentence


PLAIN = st.text(st.sampled_from("ab \n.*@{}|?:\\,é+-'(9_"), min_size=1, max_size=8)
INLINE = PLAIN.map(lambda text: " ".join(text.split())).filter(bool)


def _choice(label: str, choices: list[str], several: bool, optional: bool, joined_by: str) -> Choice:
    by = joined_by if several else "and"
    return Choice(0, 0, label, tuple(choices), several, optional, by)


LISTS = st.builds(
    _choice,
    INLINE.filter(lambda label: not label.startswith("+")),
    st.lists(INLINE, min_size=2, max_size=4, unique=True),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["and", "or"]),
)
PIECES: st.SearchStrategy[Node] = st.one_of(
    PLAIN.map(lambda text: Words(0, 0, text)),
    st.just(Blank(0, 0)),
    st.sampled_from(sorted(LINKS)).map(lambda name: Link(0, 0, name)),
    LISTS,
)


def _parted(pieces: list[Node]) -> list[Node]:
    """The pieces with plain words between any two of them: neighbours would run together."""
    parted: list[Node] = []
    for piece in pieces:
        if parted and isinstance(piece, Words) == isinstance(parted[-1], Words):
            parted.append(Blank(0, 0) if isinstance(piece, Words) else Words(0, 0, " - "))
        parted.append(piece)
    return parted


@given(st.lists(PIECES, max_size=6).map(_parted))
def test_what_is_written_is_read_back(pieces: list[Node]) -> None:
    assert without_positions(parse(unparse(tuple(pieces)))) == pieces


@given(st.text(st.sampled_from("ab .*@{}|?:\\+due_"), max_size=30))
def test_any_text_is_read_or_refused_at_a_place_within_it(text: str) -> None:
    try:
        tree = parse(text)
    except PhraseError as error:
        assert 0 <= error.at < len(text)
    else:
        assert [node.start for node in tree] == [0, *(node.end for node in tree)][: len(tree)]
        assert without_positions(parse(unparse(tree))) == without_positions(tree)
