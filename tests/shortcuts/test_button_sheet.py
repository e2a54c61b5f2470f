"""Writing a button: what is still wrong, which numbers it takes, what was just done as steps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from inbox.domain import operations as ops
from inbox.domain.errors import Refused
from inbox.domain.ids import ItemId
from inbox.domain.people import Party, Role
from inbox.domain.work_item import Kind
from inbox.shortcuts.button_sheet import ButtonSheet, free_key, instead_of
from inbox.shortcuts.kit import Kit
from inbox.shortcuts.owner import Owner, OwnerType
from inbox.shortcuts.recorded import recorded
from inbox.shortcuts.steps import Claim, Comment, Complete, Hold, Next, Reply, Route, Snooze

MINE = Owner(OwnerType.PERSON, "Nadia Brand, RN", "Practitioner/rn-brand")
NOON = datetime(2026, 3, 17, 12, tzinfo=UTC)
ITEM = ItemId("Task/1")
SHEET = ButtonSheet("Note it", {Kind.REFILL: 9}, (Claim(), Comment("Noted."), Next()))


def test_what_is_written_becomes_a_button_with_an_id_of_its_own() -> None:
    made = SHEET.button(MINE, 2, {})
    assert (made.id, made.version, made.owner) == ("note-it-rn-brand", 2, MINE)
    assert ButtonSheet.of(made).button(MINE, 2, {}) == made


@pytest.mark.parametrize(
    ("sheet", "wrong"),
    [
        (ButtonSheet(), "A button needs an id and a name."),
        (SHEET.with_(keys={}), "A button needs at least one kind of work with its key."),
        (SHEET.without(1), "A button needs a step besides claim and next."),
        (SHEET.moved(2, -1), "Next comes last, and once."),
        (SHEET.with_(steps=(Reply("nowhere"),)), "There is no phrase “.nowhere”."),
    ],
)
def test_what_is_still_wrong_is_a_sentence(sheet: ButtonSheet, wrong: str) -> None:
    assert sheet.wrong(MINE, {}) == wrong
    with pytest.raises(Refused):
        sheet.button(MINE, 1, {})


def test_a_number_that_is_taken_is_told_with_what_it_is_until_now(starter: Kit) -> None:
    assert instead_of(SHEET, starter.buttons, Role.RN) == ["9 on Refill is “Done, no reply” until now."]
    assert instead_of(SHEET.not_on(Kind.REFILL), starter.buttons, Role.RN) == []
    key = free_key(starter.buttons, Kind.FYI, Role.RN)
    assert key not in starter.buttons_for(Kind.FYI, Role.RN)


def test_what_was_done_becomes_steps() -> None:
    done: list[ops.AnyOperation] = [
        ops.Claim(item=ITEM),
        ops.Reply(item=ITEM, text="It is sent.", to=(Party("Patient/1"),)),
        ops.Complete(item=ITEM, outcome="answered"),
    ]
    steps, without = recorded(done, NOON, {"It is sent.": "refillsent"}.get)  # type: ignore[arg-type]
    assert steps == (Claim(), Reply("refillsent"), Complete("answered"), Next())
    assert without == []


def test_a_reply_in_ones_own_words_goes_into_no_button() -> None:
    done: list[ops.AnyOperation] = [
        ops.Reply(item=ITEM, text="Dear Ada", to=()),
        ops.Route(item=ITEM, to=Party("HealthcareService/b", "Billing"), reason="A bill"),
    ]
    steps, (why,) = recorded(done, NOON, lambda _text: "")
    assert steps == (Route("A bill", "Billing"), Next())
    assert "words of its own" in why and "Ada" not in why


def test_waiting_and_snoozing_are_as_long_as_they_were() -> None:
    wait = ops.Hold(item=ITEM, wake=NOON + timedelta(days=3, hours=1), reason="Asked")
    later = ops.Snooze(item=ITEM, until=NOON + timedelta(hours=2))
    assert recorded([wait], NOON, str)[0] == (Hold(3, "Asked"), Next())
    assert recorded([later], NOON, str)[0] == (Snooze(2), Next())
