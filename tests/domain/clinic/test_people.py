"""Who works where, as a supervisor writes it, and what is amiss in it."""

from __future__ import annotations

from datetime import date, time, timedelta

import msgspec
import pytest

from inbox.domain.calendar import Block, Calendar
from inbox.domain.clinic.changes import place_changes
from inbox.domain.clinic.differences import Difference, differences_of_people
from inbox.domain.clinic.people import Field, Place, Places, field_text, with_field, with_new
from inbox.domain.clinic.pools import ClinicError
from inbox.domain.clinic.staffing import Clinic, lacking
from inbox.domain.ids import PersonId
from inbox.domain.open_time import OpenTime
from inbox.domain.people import Role
from inbox.domain.pool import AT_WORK, Staff
from tests.domain.clinic.test_pools import NURSES, POOLS, REFILLS, TODAY

NADIA, TOMAS = PersonId("Practitioner/nadia"), PersonId("Practitioner/tomas")
STAFF = (Staff(NADIA, "Nadia Brand, RN", licence=Role.RN), Staff(TOMAS, "Tomas Aldana, RN", licence=Role.RN))
NAMES = {one.id: one.name for one in STAFF}
HOURS = tuple(OpenTime(day, time(8), time(17)) for day in range(5))
HERS = Place(
    "PractitionerRole/n", NADIA, "Registered nurse", AT_WORK, Role.RN, (REFILLS.id, NURSES.id), hours=HOURS
)
HIS = Place("PractitionerRole/t", TOMAS, "Registered nurse", AT_WORK, Role.RN, (NURSES.id,), hours=HOURS)
PLACES: Places = (HERS, HIS)
CLINIC = Calendar("America/Chicago", tuple(Block(day, 540, 1020) for day in range(5)))
TWO = POOLS[:2]


def judged(places: Places, **more: object) -> list[str]:
    clinic = Clinic(TWO, places, STAFF, CLINIC, {NADIA: Role.RN, TOMAS: Role.RN}, {"billing"})
    return lacking(msgspec.structs.replace(clinic, **more), PLACES, TODAY)


def test_fields_are_read_and_written_again_alike() -> None:
    for field in Field:
        text = field_text(HERS, field, POOLS)
        assert with_field(PLACES, HERS.ref, field, text, POOLS) == PLACES
    [changed, _] = with_field(PLACES, HERS.ref, Field.JOB, "charge nurse", POOLS)
    assert (changed.duty, changed.rights) == ("charge", None)


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        (Field.JOB, "Wizard", "Role: there is no “Wizard”. There are: Registered nurse"),
        (Field.POOLS, "Refills, Nowhere", "no pool called Nowhere"),
        (Field.FIRST, "soon", "“soon” is no day"),
        (Field.HOURS, "mornings", "Hours: write Tue"),
        (Field.STANDS, "maybe", "holds, or ended"),
    ],
)
def test_what_cannot_be_meant_is_said_with_what_to_write(field: Field, text: str, says: str) -> None:
    with pytest.raises(ClinicError, match=says):
        with_field(PLACES, HERS.ref, field, text, POOLS)


def test_a_role_ends_after_it_begins() -> None:
    begun = with_field(PLACES, HERS.ref, Field.FIRST, "2026-03-20", POOLS)
    with pytest.raises(ClinicError, match="before it begins"):
        with_field(begun, HERS.ref, Field.LAST, "2026-03-19", POOLS)


def test_a_new_role_is_of_somebody_on_the_staff_list_from_today_on() -> None:
    *_, new = with_new(PLACES, "new/1", "brand", STAFF, TODAY)
    assert (new.person, new.job, new.rights, new.first) == (NADIA, "Registered nurse", Role.RN, TODAY)
    assert [one.ref for one in place_changes(PLACES, (*PLACES, new))] == [""]
    with pytest.raises(ClinicError, match="Nobody called Zoe"):
        with_new(PLACES, "new/1", "Zoe", STAFF, TODAY)
    with pytest.raises(ClinicError, match="Several are called rn"):
        with_new(PLACES, "new/1", "rn", STAFF, TODAY)


def test_what_is_arranged_well_says_nothing() -> None:
    assert judged(PLACES) == []


def test_a_pool_that_loses_its_last_nurse_is_named() -> None:
    alone = with_field(PLACES, HERS.ref, Field.POOLS, "Nurses", POOLS)
    assert "Refills has no nurse. Put one in “Works in”." in judged(alone)


def test_a_nurse_whose_time_is_over_is_no_nurse_of_a_pool() -> None:
    gone = with_field(PLACES, HERS.ref, Field.LAST, f"{TODAY - timedelta(days=1)}", POOLS)
    assert "Refills has no nurse. Put one in “Works in”." in judged(gone)
    assert "Nurses has no nurse. Put one in “Works in”." not in judged(gone)


def test_half_days_on_which_nobody_is_there_are_named() -> None:
    part = with_field(
        PLACES, HERS.ref, Field.HOURS, "Mon 8-17, Tue 8-12, Wed 8-17, Thu 8-17, Fri 8-17", POOLS
    )
    assert judged(part) == [
        "Refills: nobody on duty Tuesday afternoon. Give somebody hours then, or close the pool."
    ]


def test_a_licence_that_is_not_on_record_is_named_until_the_role_is_over() -> None:
    told = (
        "Tomas Aldana, RN works as Registered nurse with no such licence on record. "
        "Have it entered in the staff list."
    )
    assert told in judged(PLACES, qualified={NADIA: Role.RN})
    over = with_field(PLACES, HIS.ref, Field.LAST, "2026-03-01", POOLS)
    assert told not in judged(over, qualified={NADIA: Role.RN})


def test_a_difference_names_person_role_and_field() -> None:
    after = with_field(PLACES, HERS.ref, Field.LAST, f"{date(2026, 4, 30)}", POOLS)
    assert differences_of_people(PLACES, after, POOLS, NAMES) == [
        Difference("Nadia Brand, RN, Registered nurse", "Until", "", "2026-04-30")
    ]
