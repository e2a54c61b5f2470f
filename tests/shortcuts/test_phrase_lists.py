"""Lists of phrases from other systems: read, translated where a meaning exists, told where not."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.shortcuts.kit import Kit
from inbox.shortcuts.owner import Owner, OwnerType
from inbox.shortcuts.phrases.expansion import expand
from inbox.shortcuts.phrases.grammar import parse
from inbox.shortcuts.phrases.lists.brought import Brought, Standing, brought
from inbox.shortcuts.phrases.lists.export import as_csv
from inbox.shortcuts.phrases.lists.foreign import translated
from inbox.shortcuts.phrases.lists.table import LARGEST, MOST, NotAList, rows
from inbox.shortcuts.phrases.phrase import Phrase
from tests.shortcuts.ordinary import make_phrase

ME = Owner(OwnerType.PERSON, "Nadia Brand, RN", "Practitioner/nadia")
REVIEW = date(2027, 3, 1)


def bring(text: str, *there: Phrase) -> list[Brought]:
    return brought(rows(text.encode()), {one.name: one for one in there}, ME, REVIEW)


def only(text: str, *there: Phrase) -> Brought:
    (one,) = bring(text, *there)
    return one


@pytest.mark.parametrize(
    "text",
    [
        "abbreviation,text\nhello,Good morning\n",
        "Text;Name\nGood morning;.HELLO\n",
        "Dot Phrase\tDescription\tContent\r\n.hello\tGreeting\tGood morning\r\n",
        "hello,Good morning\n",
        "Good morning and welcome\thello\n",
        "hello|Good morning\n",
        ".hello\nGood morning\n",
        'Nombre,Texto\nhello,"Good morning"\n',
    ],
)
def test_name_and_text_are_found_whatever_the_columns(text: str) -> None:
    (row,) = rows(text.encode())
    assert row.name.strip(".").lower() == "hello"
    assert row.text.startswith("Good morning")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_the_encoding_is_found(encoding: str) -> None:
    (row,) = rows('name,text\r\nhola,"Señora, ¿cómo está?\r\nAdiós"\r\n'.encode(encoding))
    assert row.text == "Señora, ¿cómo está?\nAdiós"


def test_a_text_may_go_over_several_lines_and_its_line_is_told() -> None:
    first, second = rows(b'name,text\na,"one\n\ntwo"\nb,three\n')
    assert (first.line, first.text, second.line) == (2, "one\n\ntwo", 5)


def test_blocks_under_their_names_keep_their_lines() -> None:
    first, second = rows(b".one\nDear patient,\n\nall is well.\n\n.two:\nBye.\n")
    assert (first.name, first.text) == ("one", "Dear patient,\n\nall is well.")
    assert (second.name, second.text) == ("two", "Bye.")


@pytest.mark.parametrize(
    ("body", "part_of_the_sentence"),
    [
        (b"", "No phrases were found"),
        (b"\x89PNG\r\n\x1a\n" + b"\0\x01\x02\x03" * 50, "no text file"),
        (b"just one column\nand another line\n", "one column"),
        (b"a,b\n" * (MOST + 1), "at most"),
        (b"x" * (LARGEST + 1), "larger than"),
    ],
)
def test_what_is_no_list_is_said_to_be_none(body: bytes, part_of_the_sentence: str) -> None:
    with pytest.raises(NotAList, match=part_of_the_sentence):
        rows(body)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        found = rows(body)
    except NotAList:
        return
    for one in brought(found, {}, ME, REVIEW):
        assert one.phrase is not None or one.told


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Dear @FNAME@,", "Dear @first_name@,"),
        ("@NAME@ was born @DOB@", "@full_name@ was born @dob@"),
        ("Your A1c: @LASTLAB(A1C:1)@", "Your A1c: @last_a1c@"),
        ("Come on ***.", "Come on ***."),
        ("Come on ______.", "Come on ***."),
        ("Come on {***}.", "Come on ***."),
        ('It is {Blank single:19197::"better","worse"}', "It is {Choose: better | worse}"),
        ('Bring {Blank multiple:19196::"card","list"}', "Bring {+Choose: card | and list}"),
        ("You {are/are not} due", "You {Choose: are | are not} due"),
        ("See {Day: Monday | Tuesday}", "See {Day: Monday | Tuesday}"),
        ("Hi [Patient Name]", "Hi @full_name@"),
        ("mail a@b.example", "mail a@b.example"),
        (r"C:\new {", r"C:\\new \{"),
        ("See .ack now", "See .ack now"),
        ("See .ACK now", "See .ack now"),
        ("See .pdf now", r"See \.pdf now"),
    ],
)
def test_signs_of_other_systems_are_translated_where_they_have_a_meaning(theirs: str, ours: str) -> None:
    found = translated(theirs, {"ack"})
    assert (found.text, found.told) == (ours, ())
    parse(found.text)


@pytest.mark.parametrize("sign", ["@HE@", "@VITALS(3)@", "{LIST:123}", "[insert advice]", ".MYSIGNATURE"])
def test_what_has_no_meaning_here_is_a_blank_and_told(sign: str) -> None:
    found = translated(f"Well, {sign} it is.")
    assert found.text == "Well, *** it is."
    (told,) = found.told
    assert sign in told


@given(st.text(st.sampled_from('aA .*@{}[]|?:\\/"_+\n,NAME'), max_size=40))
def test_whatever_is_brought_can_be_read_here(text: str) -> None:
    parse(translated(text).text)


def test_a_clash_of_names_is_told_and_kept_only_when_it_is_asked_for() -> None:
    mine = Phrase("hello", "Hello", "Hi there", ME, 3, REVIEW)
    ours = make_phrase("bye", "Goodbye")
    found = bring("hello,Good morning\nbye,See you\nnew,Text\nnew,Another\n", mine, ours)
    assert [one.standing for one in found] == [
        Standing.REPLACES, Standing.COVERS, Standing.NEW, Standing.TWICE,
    ]  # fmt: skip
    assert [one.keeps for one in found] == [False, False, True, False]
    assert [one.can_be_kept for one in found] == [True, True, True, False]
    assert found[0].phrase is not None
    assert found[0].phrase.version == 4


def test_what_is_there_word_for_word_is_not_brought_again() -> None:
    assert only("bye,Goodbye\n", make_phrase("bye", "Goodbye")).standing is Standing.SAME


def test_a_name_is_made_to_fit_and_that_is_told() -> None:
    one = only("Lab Normal!,All is well\n")
    assert one.name == "lab-normal"
    assert any(".lab-normal" in told for told in one.told)


@pytest.mark.parametrize("row", ["hello,\n", "!!!,Good morning\n"])
def test_a_row_without_name_or_text_is_wrong_and_hinders_no_other(row: str) -> None:
    wrong, right = bring(f"name,text\n{row}fine,Good morning\n")
    assert (wrong.standing, right.standing) == (Standing.WRONG, Standing.NEW)


def test_phrases_of_a_list_that_call_one_another_in_a_circle_are_wrong() -> None:
    found = bring("one,and .two\ntwo,and .one\n")
    assert {one.standing for one in found} == {Standing.WRONG}
    assert all("circle" in one.told[-1] for one in found)


def test_what_is_exported_comes_back_the_same(starter: Kit) -> None:
    found = brought(rows(as_csv(starter.phrases.values())), starter.phrases, ME, REVIEW)
    assert {one.standing for one in found} == {Standing.SAME}
    assert len(found) == len(starter.phrases)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
def test_no_exported_cell_is_a_formula(sign: str) -> None:
    text = f"{sign}HYPERLINK(1)"
    body = as_csv([make_phrase("one", text)]).decode("utf-8-sig")
    assert f"'{text}" in body
    (row,) = rows(body.encode())
    assert row.text == text


def test_a_list_of_two_thousand_is_read(starter: Kit) -> None:
    dice = random.Random(5)
    lines = [f"p{n},Hi @FNAME@ {dice.random()} ***" for n in range(MOST)]
    found = bring("\n".join(lines))
    assert all(one.keeps for one in found)
    assert found[7].phrase is not None
    assert expand(found[7].phrase, lambda _link: None, {}).fields
