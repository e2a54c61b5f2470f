"""Giving work to a colleague who may be trusted with it, and taking it back."""

from __future__ import annotations

import msgspec
import pytest

from inbox.commands.registry import COMMANDS
from inbox.domain.errors import Refused
from inbox.domain.people import CHARGE, Party, Role
from inbox.domain.work_item import Stage
from tests.commands.desk import MINE, THEIRS, Desk
from tests.store.plain import COLLEAGUE, NURSE, NURSES, conversation, hours, party, task

MAILEE = Party("Practitioner/xiong", "Mai Lee Xiong, LPN")
PETRA = msgspec.structs.replace(NURSE, role=Role.SUPERVISOR)
IN_CHARGE = msgspec.structs.replace(NURSE, duties=frozenset({CHARGE}))


def owner(desk: Desk) -> str:
    found = desk.item().holding.owner
    return found.ref if found else ""


def test_it_is_theirs_in_its_pool_and_no_clock_has_stopped(desk: Desk) -> None:
    desk.do("item.assign", to=MAILEE, licence=Role.LPN, reason="Knows the family")
    item = desk.item()
    assert (item.stage, owner(desk)) == (Stage.UNCLAIMED, MAILEE.ref)
    assert item.holding.pool == party(NURSES)
    assert item.holding.first_action is None


@pytest.mark.parametrize("status", ["accepted", "on-hold"])
def test_one_may_give_away_what_is_ones_own(desk: Desk, status: str) -> None:
    desk.receive([task("1", **MINE | {"status": status}, version="2")])  # type: ignore[arg-type]
    desk.do("item.assign", to=MAILEE, licence=Role.LPN)
    assert (owner(desk), desk.item().holding.wake) == (MAILEE.ref, None)


@pytest.mark.parametrize("licence", [None, Role.CLERK])
def test_a_clinical_question_is_not_given_to_whom_no_licence_is_known_of(
    desk: Desk, licence: Role | None
) -> None:
    desk.receive([task("1", kind="medical-question", version="2")])
    with pytest.raises(Refused, match="nursing or prescribing licence"):
        desk.do("item.assign", to=MAILEE, licence=licence)
    assert desk.waiting() == []


def test_a_clerk_is_given_office_work(desk: Desk) -> None:
    desk.receive([task("1", kind="billing", version="2")])
    desk.do("item.assign", to=MAILEE, licence=Role.CLERK)
    assert owner(desk) == MAILEE.ref


def test_a_review_is_given_to_a_prescriber_only(desk: Desk) -> None:
    desk.receive([task("1", kind="physician-review", version="2")])
    with pytest.raises(Refused, match="Only a prescriber"):
        desk.do("item.assign", to=MAILEE, licence=Role.RN)


def test_a_flag_that_waits_for_its_call_is_given_to_who_may_settle_it(desk: Desk) -> None:
    desk.receive([task("1", flag=1, version="2")])
    with pytest.raises(Refused, match="an RN or a prescriber"):
        desk.do("item.assign", to=MAILEE, licence=Role.LPN)
    desk.do("item.assign", to=MAILEE, licence=Role.RN)
    assert owner(desk) == MAILEE.ref


@pytest.mark.parametrize("actor", [PETRA, IN_CHARGE], ids=["supervisor", "charge nurse"])
def test_who_leads_the_day_gives_and_takes_what_a_colleague_has(desk: Desk, actor: object) -> None:
    desk.receive([task("1", **THEIRS, version="2")])  # type: ignore[arg-type]
    desk.bus.actor = actor  # type: ignore[assignment]
    desk.do("item.assign", to=MAILEE, licence=Role.LPN)
    assert owner(desk) == MAILEE.ref
    desk.do("item.take_back", reason="absent")
    assert (owner(desk), desk.item().stage) == (NURSES, Stage.UNCLAIMED)


@pytest.mark.parametrize("leading", [PETRA, IN_CHARGE], ids=["supervisor", "charge nurse"])
def test_taking_back_is_undone_even_after_it_has_left(desk: Desk, leading: object) -> None:
    desk.receive(conversation("2", **THEIRS))  # type: ignore[arg-type]
    desk.bus.actor = leading  # type: ignore[assignment]
    done = desk.do("item.take_back", "2", reason="idle")
    desk.confirm([entry.id for entry in done.entries], "2")
    desk.back()
    assert desk.item("2").stage is Stage.CLAIMED
    assert desk.item("2").is_of(party(COLLEAGUE))


def test_whose_it_was_stays_on_what_was_taken_back_with_by_whom_and_why(desk: Desk) -> None:
    desk.receive([task("1", **THEIRS, version="2")])  # type: ignore[arg-type]
    desk.bus.actor = PETRA
    desk.do("item.take_back", reason="absent")
    [taken] = desk.item().taken_back
    assert (taken.whose.ref, taken.by.ref, taken.reason) == (COLLEAGUE, PETRA.person, "absent")
    desk.back()
    assert desk.item().taken_back == ()


def test_work_is_not_taken_back_without_a_reason_nor_from_nobody_nor_from_oneself(desk: Desk) -> None:
    desk.bus.actor = PETRA
    with pytest.raises(Refused, match="Nobody has it"):
        desk.do("item.take_back", reason="absent")
    desk.receive([task("1", **THEIRS, version="2")])  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Say why"):
        desk.do("item.take_back", reason=" ")
    desk.receive([task("1", **MINE, version="3")])  # type: ignore[arg-type]
    with pytest.raises(Refused, match="release it"):
        desk.do("item.take_back", reason="absent")


def test_a_wait_that_is_taken_back_has_its_clock_run_again(desk: Desk) -> None:
    desk.bus.actor = PETRA
    held = {"status": "on-hold", "owner": COLLEAGUE, "wake": hours(48), "version": "2"}
    desk.receive([task("1", **held)])  # type: ignore[arg-type]
    desk.do("item.take_back", reason="absent")
    holding = desk.item().holding
    assert (holding.stage, holding.wake) == (Stage.UNCLAIMED, None)


def test_the_charge_nurse_is_told_of_no_role_in_the_way(desk: Desk) -> None:
    command = COMMANDS["item.take_back"]
    assert "not allowed for your role, RN" in desk.bus.not_allowed(command)
    desk.bus.actor = IN_CHARGE
    assert desk.bus.not_allowed(command) == ""
