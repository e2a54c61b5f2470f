"""Writing a phrase: what is wrong with it while it is typed, where it is used, and a site's list of them."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from inbox.domain.errors import Refused
from inbox.shortcuts.kit import Kit
from inbox.shortcuts.kit_file import Published
from inbox.shortcuts.owner import Owner, OwnerType
from inbox.shortcuts.phrases.library import load_phrases
from inbox.shortcuts.phrases.phrase import Phrase
from inbox.shortcuts.phrases.sheet import Sheet, mistakes, remark
from inbox.shortcuts.phrases.site_list import with_phrase
from inbox.shortcuts.phrases.usage import Usage, used_in
from tests.shortcuts.ordinary import make_phrase

ME = Owner(OwnerType.PERSON, "Nadia Brand, RN", "Practitioner/nadia")
GOOD = Sheet("mine", "Mine", "Hi @first_name@. .closing", "2027-03-01")


def wrong(starter: Kit, former: str = "", **fields: object) -> list[tuple[str, str]]:
    sheet = msgspec.structs.replace(GOOD, **fields)
    return [(one.part, one.sentence) for one in mistakes(sheet, starter.phrases, ME, former)]


def test_a_sheet_without_mistakes_is_a_phrase(starter: Kit) -> None:
    assert wrong(starter) == []
    made = GOOD.phrase(ME, 3)
    assert (made.name, made.version, made.review, made.owner) == ("mine", 3, date(2027, 3, 1), ME)
    assert Sheet.of(made) == GOOD


@pytest.mark.parametrize("name", ["", "Big", "two words", "9lives", ".dot", "end-"])
def test_a_name_that_could_not_be_typed_is_told(starter: Kit, name: str) -> None:
    ((part, sentence),) = wrong(starter, name=name)
    assert part == "name"
    assert "small letters" in sentence


def test_fields_left_empty_are_told_each_in_its_place(starter: Kit) -> None:
    told = wrong(starter, title=" ", text="", review="next year")
    assert [part for part, _ in told] == ["title", "text", "review"]


def test_a_mistake_in_the_text_is_told_with_its_place(starter: Kit) -> None:
    (one,) = mistakes(msgspec.structs.replace(GOOD, text="Hi\nand @frist_name@"), starter.phrases, ME)
    assert one.at == 7
    assert one.sentence.startswith("Line 2, column 5: ")


def test_a_phrase_that_calls_itself_through_another_is_told(starter: Kit) -> None:
    ((_, sentence),) = wrong(starter, name="closing", text="and .ack")
    assert "circle" in sentence
    assert sentence.startswith("In “.ack”, line ")


def test_ones_own_name_is_taken_and_ones_former_name_is_not(starter: Kit) -> None:
    mine = Phrase("mine", "Mine", "words", ME, 1, date(2027, 1, 1))
    there = {**starter.phrases, "mine": mine}
    assert [one.part for one in mistakes(GOOD, there, ME)] == ["name"]
    assert mistakes(GOOD, there, ME, former="mine") == []


def test_what_covers_the_organisations_phrase_is_remarked(starter: Kit) -> None:
    assert remark(GOOD, starter.phrases, None, ME) == ""
    covers = msgspec.structs.replace(GOOD, name="ack")
    assert "comes before it" in remark(covers, starter.phrases, None, ME)
    assert "What you save is yours" in remark(covers, starter.phrases, starter.phrases["ack"], ME)


def test_it_is_known_where_a_phrase_is_used(starter: Kit) -> None:
    found = used_in("closing", starter.phrases, starter.buttons)
    assert "ack" in found.phrases
    button = next(one for one in starter.buttons if one.reply)
    assert button.reply is not None
    assert button.name in used_in(button.reply.phrase, starter.phrases, starter.buttons).buttons
    assert used_in("nosuch", starter.phrases, starter.buttons) == Usage()


def test_a_sites_list_keeps_what_is_not_changed() -> None:
    strange = b'{"phrases": [{"name": "odd", "from": "a newer program"}], "note": "kept"}'
    one = make_phrase("one", "First")
    body = with_phrase(with_phrase(strange, one, "2"), make_phrase("one", "Second"), "3")
    told = msgspec.json.decode(body)
    assert (told["version"], told["note"], told["phrases"][0]["from"]) == ("3", "kept", "a newer program")
    found, _ = load_phrases(Published("site", body))
    assert found["one"].text == "Second"
    assert len(told["phrases"]) == 2


def test_two_owners_may_publish_one_name() -> None:
    pool = msgspec.structs.replace(make_phrase("one", "Pool"), owner=Owner(OwnerType.POOL, "Nurses", "O/1"))
    body = with_phrase(with_phrase(b"", make_phrase("one", "All"), "1"), pool, "2")
    assert len(msgspec.json.decode(body)["phrases"]) == 2


def test_what_is_no_list_is_not_published_over() -> None:
    with pytest.raises(Refused, match="no list of phrases"):
        with_phrase(b'{"phrases": 7}', make_phrase("one", "First"), "1")
