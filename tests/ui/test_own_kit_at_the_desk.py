"""Saving a phrase or a button of one's own at the desk: durable, in force at once, and told to the server."""

from __future__ import annotations

import asyncio
from datetime import date

import msgspec
import pytest

from inbox.domain.errors import Refused
from inbox.domain.own_kit import MOST_BYTES
from inbox.domain.work_item import Kind
from inbox.shortcuts.owner import Owner, OwnerType
from inbox.shortcuts.phrases.phrase import Phrase
from inbox.shortcuts.quick import SpeedButton
from inbox.shortcuts.steps import Claim, Comment
from inbox.ui.desk import Desk

MINE = Owner(OwnerType.PERSON, "Nadia Brand, RN")
PHRASE = Phrase("parking", "Where to park", "Please park behind the house.", MINE, 1, date(2027, 1, 1))
BUTTON = SpeedButton("note-it", "Note it", {Kind.REFILL: 9}, (Claim(), Comment("Noted.")), MINE, 1)


def test_a_saved_phrase_and_button_are_in_force_at_once(desk: Desk) -> None:
    asyncio.run(desk.save_phrase(PHRASE))
    asyncio.run(desk.save_button(BUTTON))
    assert desk.kit.phrases["parking"].text == PHRASE.text
    assert desk.kit.buttons_for(Kind.REFILL, desk.actor.role)[9].name == "Note it"
    assert desk.kit.buttons[-1].owner.ref == desk.actor.person
    assert desk.sync.asked.count("own kit") == 2  # type: ignore[attr-defined]


def test_what_is_removed_is_in_force_no_longer(desk: Desk) -> None:
    asyncio.run(desk.save_phrase(PHRASE))
    asyncio.run(desk.remove_own("phrase", "parking"))
    assert "parking" not in desk.kit.phrases


def test_more_than_fits_is_refused_and_nothing_of_it_is_kept(desk: Desk) -> None:
    large = msgspec.structs.replace(PHRASE, text="x" * MOST_BYTES)
    with pytest.raises(Refused, match="at most"):
        asyncio.run(desk.save_own(phrases=[large], buttons=[BUTTON]))
    assert desk.store.own_kit(desk.actor.person) == []
