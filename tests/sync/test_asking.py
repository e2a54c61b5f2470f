"""What is asked of a server, and how it is asked of one that offers less."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest

from inbox.domain.errors import Refused
from inbox.domain.filed import Filed
from inbox.domain.ids import OperationId, PatientId, ThreadId
from inbox.fhir.client import FhirClient
from inbox.fhir.profile import Profile, Said, TypeSaid
from inbox.sync.asking import CHART, PEOPLE, Asking
from tests.fhir.odd_server import START, Odd, open_for_visits, rows

ANYTHING = TypeSaid(
    interactions=frozenset({"read", "search-type"}), includes=frozenset({"Task:focus", "Task:patient"})
)
KINDS = ("Task", "Communication", "Patient", *PEOPLE, *CHART)
THREADS = [ThreadId(f"Communication/t{number}") for number in range(3)]
PATIENTS = [PatientId("Patient/p1"), PatientId("Patient/p2")]
REFERENCES = {"part-of", "focus", "patient", "subject", "sender", "owner", "practitioner"}

Look = Callable[[Asking], AsyncIterator[list[Filed]]]


def known(**types: TypeSaid) -> Profile:
    return Profile(Said(software="Odd", types={**dict.fromkeys(KINDS, ANYTHING), **types}))


def look(
    odd: Odd,
    *wishes: Look,
    profile: Profile | None = None,
    denied: Callable[[str], None] = lambda denied: None,
) -> list[str]:
    """What the wishes bring."""

    async def whole() -> list[str]:
        async with open_for_visits(odd), FhirClient(odd.base) as client:
            client.profile = profile or known()
            asking = Asking(client, client.profile, denied)
            return [one.ref for wish in wishes for page in [p async for p in wish(asking)] for one in page]

    return asyncio.run(whole())


EVERYTHING: tuple[Look, ...] = (
    lambda asking: asking.all_of("Practitioner"),
    lambda asking: asking.open_tasks(),
    lambda asking: asking.open_ids(),
    lambda asking: asking.messages(THREADS),
    lambda asking: asking.tasks_of(THREADS),
    lambda asking: asking.reply(OperationId("c0ffee")),
    lambda asking: asking.by_id(THREADS),
    lambda asking: asking.changed("Task", START),
    lambda asking: asking.history("Communication", START, START + timedelta(days=1)),
    *((lambda asking, kind=kind: asking.chart(kind, PATIENTS)) for kind in CHART),
)


def test_references_are_sent_with_their_type_and_no_parameter_has_a_modifier() -> None:
    """Some servers silently find nothing for a bare id, or for a modifier they do not know."""
    odd = Odd(rows(3))
    look(odd, *EVERYTHING)
    assert len(odd.asked) == len(EVERYTHING)
    met = set()
    for asked in odd.asked:
        for name, value in asked.params:
            assert ":" not in name, name
            if name in REFERENCES:
                met.add(name)
                for reference in value.split(","):
                    assert re.fullmatch(r"(Communication|Patient)/[a-z]\d", reference), (name, reference)
    assert met == {"part-of", "focus", "patient"}


@pytest.mark.parametrize("wish", EVERYTHING[:4], ids=["all_of", "open_tasks", "open_ids", "messages"])
def test_whatever_may_be_long_is_asked_for_in_the_order_in_which_it_can_be_paged(wish: Look) -> None:
    """By cursor only with `_sort=_lastUpdated` and `_count` from 20 on."""
    odd = Odd(rows(1500), most=500, cursors=True, deepest=0)
    odd.rows += rows(1500, resource_type="Practitioner") + rows(1500, resource_type="Communication")
    assert len(set(look(odd, wish))) == 1500
    assert not any(asked.get("_offset") for asked in odd.asked)


def test_a_server_without_times_of_change_is_asked_for_all_open_work() -> None:
    odd = Odd(rows(30), unknown=frozenset({"_lastUpdated"}))
    profile = known()
    with pytest.raises(Refused):
        look(odd, lambda asking: asking.changed("Task", START), profile=profile)
    got = look(odd, lambda asking: asking.changed("Task", START + timedelta(days=1)), profile=profile)
    assert len(got) == 30
    assert odd.asked[-1].get("status")


def test_a_server_without_times_of_change_is_asked_for_messages_by_when_they_were_sent() -> None:
    odd = Odd(rows(3, resource_type="Communication"), unknown=frozenset({"_lastUpdated"}))
    profile = known(
        Communication=TypeSaid(
            interactions=frozenset({"search-type"}), searches=frozenset({"sent", "part-of"})
        )
    )
    profile.learn(refused_searches=frozenset({"Communication?_lastUpdated"}))
    assert len(look(odd, lambda asking: asking.changed("Communication", START), profile=profile)) == 3
    assert odd.asked[-1].get("sent") == "ge2026-03-02T08:00:00.000Z"


def test_where_the_messages_of_a_conversation_cannot_be_asked_for_that_is_said() -> None:
    listed = TypeSaid(interactions=frozenset({"search-type"}), searches=frozenset({"sent"}))
    with pytest.raises(Refused, match="cannot be asked for the messages"):
        look(Odd(), lambda asking: asking.messages(THREADS), profile=known(Communication=listed))


def test_where_work_cannot_be_asked_for_by_conversation_none_is_found_that_way() -> None:
    odd = Odd(rows(3))
    listed = TypeSaid(interactions=frozenset({"search-type"}), searches=frozenset({"status"}))
    assert look(odd, lambda asking: asking.tasks_of(THREADS), profile=known(Task=listed)) == []
    assert odd.asked == []


def test_where_ids_cannot_be_searched_each_is_read_and_what_is_gone_is_left_out() -> None:
    odd = Odd(rows(3), unknown=frozenset({"_id"}))
    profile = known()
    profile.learn(refused_searches=frozenset({"Task?_id"}))
    wanted = ["Task/r0000", "Task/gone", "Task/r0002"]
    assert look(odd, lambda asking: asking.by_id(wanted), profile=profile) == ["Task/r0000", "Task/r0002"]


def test_many_ids_are_asked_for_as_forms_since_servers_refuse_long_addresses() -> None:
    odd = Odd(rows(400), longest=2000)
    for number, row in enumerate(odd.rows):
        row["id"] = f"0e5c9d1a-7b1f-4f0e-9c55-{number:012}"
    wanted = [f"Task/{row['id']}" for row in odd.rows]
    assert look(odd, lambda asking: asking.by_id(wanted)) == wanted
    assert {asked.method for asked in odd.asked} == {"POST"}


def test_many_ids_go_a_few_at_a_time_to_a_server_without_forms() -> None:
    odd = Odd(rows(400), longest=2000, forms=False)
    for number, row in enumerate(odd.rows):
        row["id"] = f"0e5c9d1a-7b1f-4f0e-9c55-{number:012}"
    wanted = [f"Task/{row['id']}" for row in odd.rows]
    profile = known()
    with pytest.raises(Refused):
        look(odd, lambda asking: asking.by_id(wanted), profile=profile)
    assert look(odd, lambda asking: asking.by_id(wanted), profile=profile) == wanted


def test_no_more_ids_are_asked_for_than_come_in_one_page() -> None:
    """The link to a second page would hold all the ids again."""
    odd = Odd(rows(90), most=30)
    wanted = [f"Task/{row['id']}" for row in odd.rows]
    profile = known()
    profile.learn(page=30)
    assert look(odd, lambda asking: asking.by_id(wanted), profile=profile) == wanted
    assert [len(asked.get("_id").split(",")) for asked in odd.asked] == [30, 30, 30]


def test_a_part_of_the_chart_is_asked_for_by_subject_where_it_is_not_by_patient() -> None:
    odd = Odd(rows(3, resource_type="Encounter"), unknown=frozenset({"patient"}))
    profile = known()
    told: list[str] = []
    got = look(odd, lambda asking: asking.chart("Encounter", PATIENTS), profile=profile, denied=told.append)
    assert len(got) == 3
    assert told == []
    odd.asked.clear()
    look(odd, lambda asking: asking.chart("Encounter", PATIENTS), profile=profile)
    assert [bool(asked.get("subject")) for asked in odd.asked] == [True], "it is known now"


def test_a_part_of_the_chart_that_cannot_be_asked_for_is_told_once_and_hides_no_other() -> None:
    odd = Odd(rows(3, resource_type="Encounter"), unknown=frozenset({"patient", "subject"}))
    told: list[str] = []

    async def twice(asking: Asking) -> AsyncIterator[list[Filed]]:
        for _ in range(2):
            async for page in asking.chart("Encounter", PATIENTS):
                yield page
        assert not asking.offered("Encounter")

    assert look(odd, twice, denied=told.append) == []
    assert told == ["Encounter"]


def test_one_patient_who_is_hidden_hides_nobody_else_and_no_part_of_the_chart() -> None:
    odd = Odd(rows(3, resource_type="Encounter"), hides=frozenset({PATIENTS[0]}))
    told: list[str] = []

    async def look_at_all(asking: Asking) -> AsyncIterator[list[Filed]]:
        async for page in asking.chart("Encounter", PATIENTS):
            yield page
        assert asking.offered("Encounter")

    assert set(look(odd, look_at_all, denied=told.append)) == {f"Encounter/{row['id']}" for row in odd.rows}
    assert told == []


def test_a_part_that_nobodys_chart_shows_is_denied_and_asked_for_no_more() -> None:
    odd = Odd(rows(3, resource_type="Encounter"), hides=frozenset(PATIENTS))
    told: list[str] = []

    async def twice(asking: Asking) -> AsyncIterator[list[Filed]]:
        for _ in range(2):
            async for page in asking.chart("Encounter", PATIENTS):
                yield page
        assert not asking.offered("Encounter")

    assert look(odd, twice, denied=told.append) == []
    assert told == ["Encounter"]
