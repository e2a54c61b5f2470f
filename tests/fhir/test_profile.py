"""What a server says it offers, and what the person is told about the rest."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from inbox.domain.site import SiteServer
from inbox.fhir.codes import OPERATION
from inbox.fhir.faults import Unreadable
from inbox.fhir.profile import (
    Claims,
    Deletions,
    Learned,
    Profile,
    Said,
    TypeSaid,
    Word,
    kept,
    profile_of,
    recalled,
    report_of,
)
from inbox.fhir.profile.usual import Usual
from inbox.fhir.resource import Resource, decode

FULL = ["read", "create", "update", "search-type"]


def statement(types: dict[str, dict[str, Any]], **rest: Any) -> bytes:
    resources = [{"type": name, **said} for name, said in types.items()]
    return json.dumps(
        {
            "resourceType": "CapabilityStatement",
            "fhirVersion": "4.0.1",
            "software": {"name": "Portal"},
            "rest": [{"mode": "client"}, {"mode": "server", "resource": resources, **rest}],
        }
    ).encode()


def offering(*codes: str) -> list[dict[str, str]]:
    return [{"code": code} for code in codes]


def poor() -> Profile:
    """As sparse as a large vendor's sandbox."""
    return profile_of(
        statement(
            {
                "Communication": {"interaction": offering("create", "read", "search-type")},
                "Task": {"interaction": offering("read", "search-type", "update")},
            }
        )
    )


def rich() -> Profile:
    kind = {
        "interaction": offering(*FULL),
        "versioning": "versioned-update",
        "conditionalCreate": True,
        "searchParam": [{"name": "identifier"}, {"name": "part-of"}],
        "searchInclude": ["Task:focus"],
    }
    names = ("Communication", "Task", "AuditEvent", "Provenance", "Library", "Basic", "Subscription")
    profile = profile_of(
        statement(
            dict.fromkeys(names, kind),
            interaction=offering("transaction", "history-system"),
            searchParam=[{"name": "_lastUpdated"}],
            extension=[
                {
                    "url": "http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket",
                    "valueUri": "wss://portal.example/ws",
                }
            ],
        ),
        b'{"capabilities":["launch-standalone","permission-offline"]}',
    )
    profile.learn(read_receipts=True)
    return profile


def test_a_rich_server_misses_nothing() -> None:
    profile = rich()
    assert list(report_of(profile).missing) == []
    assert profile.transactions
    assert profile.subscriptions
    assert profile.searches("Task", "identifier")
    assert profile.searches("Task", "_lastUpdated")
    assert profile.conditional_create("Communication")
    assert "launch-standalone" in profile.said.smart


def test_a_poor_server_is_told_in_sentences_with_their_cost() -> None:
    missing = report_of(poor()).missing
    assert [gap.what for gap in missing][:3] == [
        "Guard against overwriting",
        "Sending again safely",
        "Several changes as one",
    ]
    assert all(gap.cost.endswith(".") for gap in missing)
    assert not poor().transactions


def test_what_is_not_said_is_not_offered() -> None:
    assert not poor().offers("Library", "search-type")
    assert not poor().searches("Library", "url")
    assert not poor().conditional_create("Task")


@pytest.mark.parametrize("body", [b"<html>", b'{"resourceType":"Patient","id":"x"}', b"\xff", b'{"rest":7}'])
def test_an_address_that_is_no_fhir_server_is_told(body: bytes) -> None:
    with pytest.raises(Unreadable):
        profile_of(body)


def test_what_was_learned_is_kept_and_recalled() -> None:
    profile = poor()
    told: list[Learned] = []
    profile.on_learned = told.append
    profile.learn(page=100, refused_includes=frozenset({"Task:focus"}))
    assert recalled(kept(told[0])) == profile.learned
    again = poor()
    again.remember(recalled(kept(told[0])))
    assert again.page == 100


def test_what_another_program_kept_is_no_hindrance() -> None:
    assert recalled(b'{"page":"many"}') == Learned()
    assert recalled(b"nonsense") == Learned()


def test_limits_only_shrink_sets_only_grow_and_what_is_known_is_no_news() -> None:
    profile = poor()
    told: list[Learned] = []
    profile.on_learned = told.append
    profile.learn(entries=25)
    profile.learn(entries=40)
    profile.learn(entries=25)
    profile.learn(refused=frozenset({"create Provenance"}))
    profile.learn(refused=frozenset({"create AuditEvent"}))
    assert profile.entries(conditional=False) == 25
    assert profile.learned.refused == {"create Provenance", "create AuditEvent"}
    assert len(told) == 3


def test_another_version_of_the_server_is_met_without_prejudice() -> None:
    before = rich()
    before.learn(not_atomic=True)
    changed = Profile(msgspec.structs.replace(before.said, version="2"))
    changed.remember(before.learned)
    assert changed.transactions


@pytest.mark.parametrize(
    ("seen", "lost"),
    [
        ({"not_atomic": True}, lambda p: p.transactions),
        ({"no_transactions": True}, lambda p: p.transactions),
        ({"no_conditional_create": True}, lambda p: p.conditional_create("Communication")),
        ({"no_history": True}, lambda p: p.history),
        ({"no_word": True}, lambda p: p.subscriptions),
        ({"refused": frozenset({"create Provenance"})}, lambda p: p.reasons),
        ({"refused": frozenset({"create AuditEvent"})}, lambda p: p.audits),
        ({"refused_searches": frozenset({"Task?_id"})}, lambda p: p.searches("Task", "_id")),
        ({"no_posted_search": True}, lambda p: p.posted_search),
    ],
)
def test_what_is_seen_is_believed_before_what_is_said(
    seen: dict[str, Any], lost: Callable[[Profile], bool]
) -> None:
    profile = rich()
    assert lost(profile)
    profile.learn(**seen)
    assert not lost(profile)


@pytest.mark.parametrize(
    ("site", "asked", "answer"),
    [
        (SiteServer(transactions=True), lambda p: p.transactions, True),
        (SiteServer(conditional_create=True), lambda p: p.conditional_create("Communication"), True),
        (SiteServer(history=True), lambda p: p.deletions, Deletions.HISTORY),
        (SiteServer(changes="medplum"), lambda p: p.word, Word.MEDPLUM),
        (SiteServer(page_size=50), lambda p: p.page, 50),
        (SiteServer(page_size=50), lambda p: p.include_page, 50),
        (SiteServer(transaction_entries=5), lambda p: p.entries(conditional=True), 5),
        (SiteServer(conditional_entries=3), lambda p: p.entries(conditional=True), 3),
        (SiteServer(request_kb=64), lambda p: p.body, 65536),
        (SiteServer(sent_status="unknown"), lambda p: p.sent_status, "unknown"),
        (SiteServer(claims="PATCH"), lambda p: p.claims, Claims.PATCH),
        (SiteServer(includes=False), lambda p: p.included("Task"), frozenset()),
        (SiteServer(pools="CareTeam"), lambda p: p.pools, {"CareTeam"}),
    ],
)
def test_the_site_is_believed_before_what_is_seen(
    site: SiteServer, asked: Callable[[Profile], object], answer: object
) -> None:
    profile = rich()
    profile.learn(
        not_atomic=True, no_conditional_create=True, no_history=True, no_word=True, sent_status="completed",
        pools=frozenset({"Organization"}),
    )  # fmt: skip
    assert asked(profile) != answer
    profile.site = site
    assert asked(profile) == answer


@pytest.mark.parametrize(
    ("software", "interactions", "word"),
    [
        ("Portal", {"read"}, Word.POLLING),
        ("Portal", {"read", "create"}, Word.BACKPORT),
        ("Medplum", {"read", "create"}, Word.MEDPLUM),
    ],
)
def test_how_changes_are_noticed_is_read_from_what_the_server_says(
    software: str, interactions: set[str], word: Word
) -> None:
    kind = TypeSaid(interactions=frozenset(interactions))
    assert Profile(Said(software=software, types={"Subscription": kind})).word is word


def communication(number: int, status: str, **fields: Any) -> Resource:
    body = {
        "resourceType": "Communication",
        "id": f"m{number}",
        "status": status,
        "partOf": [{"reference": "Communication/t"}],
        **fields,
    }
    return decode(json.dumps(body).encode())


def test_what_other_programs_call_a_sent_message_is_noticed_but_not_what_this_one_does() -> None:
    profile = poor()
    usual = Usual(profile)
    ours = [{"system": OPERATION, "value": "1"}]
    usual.notice(communication(n, "completed", identifier=ours) for n in range(20))
    usual.notice(communication(n, "preparation") for n in range(20))
    usual.notice(communication(n, "completed", partOf=[]) for n in range(20))
    usual.notice(communication(n, "unknown") for n in range(4))
    assert profile.sent_status == "completed", "assumed"
    usual.notice([communication(5, "unknown")])
    assert profile.sent_status == "unknown"


@pytest.mark.parametrize(
    ("task", "pools"),
    [
        ({"owner": {"reference": "CareTeam/a"}}, {"CareTeam"}),
        ({"owner": {"reference": "https://portal.example/fhir/Organization/a"}}, {"Organization"}),
        ({"owner": {"reference": "Practitioner/a"}}, frozenset()),
        ({"performerType": [{"text": "nurse"}]}, {"performerType"}),
        (
            {
                "owner": {"reference": "Practitioner/a"},
                "input": [
                    {
                        "type": {"coding": [{"code": "pool"}]},
                        "valueReference": {"reference": "HealthcareService/a"},
                    }
                ],
            },
            {"HealthcareService"},
        ),
        ({"owner": "not a reference"}, frozenset()),
    ],
)
def test_where_work_names_its_pool_is_noticed(task: dict[str, Any], pools: set[str]) -> None:
    profile = poor()
    Usual(profile).notice([decode(json.dumps({"resourceType": "Task", "id": "1", **task}).encode())])
    assert profile.pools == pools


def test_a_refused_old_version_shows_that_naming_it_is_guard_enough() -> None:
    profile = poor()
    assert not profile.guarded
    profile.learn(guards=True)
    assert profile.guarded
    profile.learn(patch_claims=True)
    assert not profile.guarded, "once it overwrote, and patches are not offered"


def test_a_server_that_never_said_what_patients_read_misses_that_and_says_what_it_costs() -> None:
    profile = rich()
    profile.forget()
    [gap] = report_of(profile).missing
    assert gap.what == "What patients have read"
    profile.site = SiteServer(read_receipts=True)
    assert list(report_of(profile).missing) == []


def test_a_sign_in_that_cannot_be_renewed_is_missing() -> None:
    profile = rich()
    profile.said = msgspec.structs.replace(profile.said, smart=frozenset({"launch-standalone"}))
    assert [gap.what for gap in report_of(profile).missing] == ["Staying signed in"]
