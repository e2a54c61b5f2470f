"""What a row says: clock, who, badges, and the whole of it aloud."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from inbox.domain.ids import ItemId, PatientId, PersonId, PoolId, ThreadId
from inbox.domain.people import Actor, Role
from inbox.domain.rows import BAND_CLOCK, BAND_FLAGGED
from inbox.queries.worklist import Line
from inbox.ui.look.paint import Pending, Tone
from inbox.ui.look.sla import Sla
from inbox.ui.worklist.who import short_name
from inbox.ui.worklist.words import Row, prepare
from tests.ui.conftest import NOW

ME = Actor(PersonId("Practitioner/nadia"), "Nadia Brand, RN", Role.RN, pools=(PoolId("Organization/p"),))
PLAIN = Line(
    item=ItemId("Task/1"),
    thread=ThreadId("Communication/1"),
    patient=PatientId("Patient/1"),
    kind="refill",
    stage="unclaimed",
    band=BAND_CLOCK,
    arrived=NOW - timedelta(hours=3),
    due=NOW + timedelta(hours=2),
    soon_from=NOW + timedelta(hours=1),
    pool="Organization/p",
    owner="Organization/p",
    subject="Amlodipine",
    preview="I need more of my pills",
    name="Walter Esterbrook",
    birth_date=date(1967, 11, 4),
    sex="male",
    unseen=False,
)
MINE = {"stage": "claimed", "owner": "Practitioner/nadia", "owner_name": "Nadia Brand, RN"}
THEIRS = {"stage": "claimed", "owner": "Practitioner/t", "owner_name": "Tomas Aldana, RN"}


def row(**fields: object) -> Row:
    """A plain refill, but for `fields`, at 09:42 of the 17th."""
    return prepare(msgspec.structs.replace(PLAIN, **fields), ME, NOW, "America/New_York", date(2026, 3, 17))


@pytest.mark.parametrize(
    ("fields", "sla", "clock"),
    [
        ({}, Sla.ON_TRACK, "12:42"),
        ({"due": NOW + timedelta(days=1)}, Sla.ON_TRACK, "Wed 10:42"),
        ({"due": NOW + timedelta(minutes=14), "soon_from": NOW}, Sla.DUE_SOON, "14 min"),
        ({"due": NOW - timedelta(hours=2)}, Sla.OVERDUE, "2 h over"),
        ({"due": None}, Sla.ON_TRACK, ""),
        ({"stage": "held", "wake": NOW + timedelta(days=2)}, Sla.WAITING, "patient, 2 d"),
        (
            {"flag_level": 1, "band": BAND_FLAGGED, "due": NOW + timedelta(minutes=19)},
            Sla.RED_FLAG,
            "call 19 min",
        ),
        ({"stage": "done", "closed_at": NOW - timedelta(minutes=42)}, None, "closed 10:00"),
        ({"stage": "done", "closed_at": NOW - timedelta(days=1)}, None, "closed Mon 16 Mar"),
        ({"stage": "done"}, None, "closed"),
        ({"stage": "none", "kind": "", "due": None}, None, ""),
    ],
)
def test_the_clock_is_told_by_shape_and_words(fields: dict[str, object], sla: Sla | None, clock: str) -> None:
    told = row(**fields)
    assert (told.sla, told.clock) == (sla, clock)


@pytest.mark.parametrize(
    ("fields", "words", "mark"),
    [
        ({}, "unclaimed", None),
        ({"owner": ""}, "unclaimed", None),
        ({"owner": "Practitioner/nadia"}, "for you", None),
        ({"owner": "Practitioner/t", "owner_name": "Tomas Aldana, RN"}, "for T. Aldana", None),
        (MINE, "You", None),
        (THEIRS, "T. Aldana", None),
        (MINE | {"mark": "waiting", "mark_verb": "claim"}, "Claim, not yet yours", Pending.ASKED),
        (MINE | {"mark": "sending", "mark_verb": "claim"}, "Claim, not yet yours", Pending.ASKED),
        (MINE | {"mark": "waiting", "mark_verb": "hold"}, "You, not confirmed", Pending.ASKED),
        ({"mark": "waiting", "mark_verb": "release"}, "Not confirmed", Pending.ASKED),
        (MINE | {"mark": "waiting", "mark_verb": "reply"}, "Reply waits to leave", Pending.LEAVING),
        (MINE | {"mark": "sending", "mark_verb": "reply"}, "Reply on its way", Pending.LEAVING),
        (MINE | {"mark": "unsure", "mark_verb": "reply"}, "Reply on its way", Pending.LEAVING),
        (
            MINE | {"stage": "done", "mark": "waiting", "mark_verb": "claim"},
            "Waits to leave",
            Pending.LEAVING,
        ),
        (MINE | {"mark": "held", "mark_verb": "reply"}, "Held back", Pending.CONFLICT),
        (THEIRS | {"mark": "conflicted", "mark_verb": "claim"}, "Needs you", Pending.CONFLICT),
        (MINE | {"mark": "refused", "mark_verb": "reply"}, "Needs you", Pending.REFUSED),
        (MINE | {"stage": "done"}, "You, confirmed", Pending.CONFIRMED),
        (THEIRS | {"stage": "done"}, "T. Aldana", None),
    ],
)
def test_who_has_it_never_claims_more_than_is_so(
    fields: dict[str, object], words: str, mark: Pending | None
) -> None:
    told = row(**fields)
    assert (told.who, told.who_mark) == (words, mark)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, []),
        ({"flag_level": 3}, ["Level 3"]),
        ({"flag_level": 4}, []),
        ({"mark": "conflicted"}, ["Conflict"]),
        ({"mark": "refused"}, ["Refused"]),
        ({"unanswered": 2}, []),
        ({"unanswered": 3}, ["3 messages"]),
        ({"sender_relation": "mother"}, ["Proxy"]),
        ({"language": "Vietnamese", "interpreter": True}, ["Vietnamese"]),
        ({"language": "Vietnamese"}, []),
        ({"has_draft": True}, ["Draft"]),
        (
            {"has_draft": True, "sender_relation": "mother", "flag_level": 2, "band": BAND_FLAGGED},
            ["Level 2", "Proxy", "Draft"],
        ),
    ],
)
def test_badges_say_what_is_unusual_the_flag_first(fields: dict[str, object], words: list[str]) -> None:
    assert [badge.text for badge in row(**fields).badges] == words


def test_a_flag_is_filled_only_while_it_waits_for_its_call() -> None:
    waits, called = row(flag_level=1, band=BAND_FLAGGED), row(flag_level=1, band=BAND_CLOCK)
    assert (waits.badges[0].tone, waits.tinted) == (Tone.FLAG, True)
    assert (called.badges[0].tone, called.tinted) == (Tone.FLAG_OUTLINE, False)


def test_a_closed_item_shows_no_flag() -> None:
    assert row(flag_level=1, stage="done").badges == ()


@pytest.mark.parametrize(
    ("born", "sex", "about"),
    [
        (date(1967, 11, 4), "male", "58 M"),
        (date(2024, 3, 17), "female", "2 F"),
        (date(2024, 3, 18), "female", "23 mo F"),
        (date(2025, 3, 18), "female", "11 mo F"),
        (None, "other", ""),
    ],
)
def test_age_counts_by_the_clinics_day_first_in_months(born: date | None, sex: str, about: str) -> None:
    assert row(birth_date=born, sex=sex).about == about


def test_a_row_is_read_out_whole() -> None:
    told = row(flag_level=3, unseen=True, **MINE)
    assert told.sentence == ("unread, Level 3, Walter Esterbrook, 58 M, Refill, on track, 2 h, You")


def test_foreign_text_cannot_reorder_or_break_a_row() -> None:
    told = row(name="Eve\u202egnirts", subject="two\nlines", preview="")
    assert "\u202e" not in told.name + told.sentence
    assert told.preview == "two lines"


def test_a_patient_without_a_name_is_still_a_row() -> None:
    assert row(name="").name == "Unknown patient"


@pytest.mark.parametrize(
    ("whole", "short"),
    [
        ("Tomas Aldana, RN", "T. Aldana"),
        ("Dr. Ingrid Solheim", "I. Solheim"),
        ("Cher", "Cher"),
        ("", ""),
    ],
)
def test_colleagues_go_by_initial_and_family_name(whole: str, short: str) -> None:
    assert short_name(whole) == short
