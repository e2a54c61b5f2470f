"""Where work goes: the first rule that fits, said by name; rules that cannot be used say what to do."""

from __future__ import annotations

import re
from base64 import b64decode
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from inbox.domain import resources
from inbox.domain.people import Party, Role
from inbox.domain.routing import (
    Goal,
    Place,
    Question,
    Routing,
    RoutingError,
    Rule,
    asking_nowhere,
    leading_nowhere,
    place,
    pool_of,
    read_routing,
)
from inbox.domain.work_item import Kind
from portal.clinic.kit import libraries
from portal.clinic.pools import POOLS
from portal.clinic.staff import STAFF

SHIPPED = read_routing("routing.json", resources.path("starter", "routing.json").read_bytes())
REFILLS, NURSES = Party("HealthcareService/refills", "Refills"), Party("HealthcareService/nurses", "Nurses")
OKELLO = Party("Practitioner/okello", "Dr. Daniel Okello, MD")


def rules(*made: Rule, overrides: tuple[Rule, ...] = ()) -> Routing:
    return Routing("test", "1", made, overrides)


def test_every_kind_that_a_message_can_ask_for_has_a_pool_of_the_sandbox_clinic() -> None:
    pools = [Party(pool.ref, pool.name) for pool in POOLS]
    for kind in (Kind.REFILL, Kind.SCHEDULING, Kind.FORM, Kind.REFERRAL, Kind.BILLING, Kind.RESULT_QUESTION):
        answer = SHIPPED.answer(Question(kind))
        assert pool_of(answer, pools) is not None, kind


def test_the_first_rule_that_fits_counts_and_is_named() -> None:
    site = rules(
        Rule("controlled", Goal(pool="Refills"), kinds=("refill",), roles=(Role.CLERK,)),
        Rule("anything", Goal(pool="Nurses")),
    )
    clerk, nurse = (site.answer(Question("refill", role=role)) for role in (Role.CLERK, Role.RN))
    assert clerk is not None and clerk.rule == "controlled" and clerk.said == "by rule controlled"
    assert nurse is not None and nurse.rule == "anything"


@pytest.mark.parametrize(
    ("condition", "fitting", "other"),
    [
        ({"pools": ("Nurses",)}, {"pool": NURSES}, {"pool": REFILLS}),
        ({"pools": (NURSES.ref,)}, {"pool": NURSES}, {"pool": None}),
        ({"clinicians": (OKELLO.ref,)}, {"clinician": OKELLO}, {"clinician": None}),
        ({"states": ("il",)}, {"state": "IL"}, {"state": ""}),
        ({"roles": (Role.RN,)}, {"role": Role.RN}, {"role": None}),
    ],
)
def test_what_nobody_knows_fits_no_condition_about_it(
    condition: dict[str, object], fitting: dict[str, object], other: dict[str, object]
) -> None:
    site = rules(msgspec.structs.replace(Rule("one", Goal(pool="Refills")), **condition))
    assert site.answer(msgspec.structs.replace(Question("refill"), **fitting)) is not None
    assert site.answer(msgspec.structs.replace(Question("refill"), **other)) is None


def test_a_clinicians_own_rules_come_before_the_sites() -> None:
    own = Rule("okellos-results", Goal(person="clinician"), ("result-question",), clinicians=(OKELLO.name,))
    site = rules(Rule("all", Goal(pool="Nurses")), overrides=(own,))
    hers, others = (site.answer(Question("result-question", clinician=who)) for who in (OKELLO, None))
    assert hers is not None and (hers.rule, hers.goal.person) == ("okellos-results", "clinician")
    assert others is not None and others.rule == "all"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"{", "routing.json"),
        (b'{"id": "x", "version": "1", "rules": [{"id": "one", "to": {}}]}', "say one of"),
        (
            b'{"id": "x", "version": "1", "rules": [{"id": "one", "to": {"pool": "a", "role": "rn"}}]}',
            "say one",
        ),
        (
            b'{"id": "x", "version": "1", "rules": [], "overrides": [{"id": "one", "to": {"pool": "a"}}]}',
            "names no clinician",
        ),
        (
            b'{"id": "x", "version": "1", "rules": [{"id": "one", "kinds": ["refil"], "to": {"pool": "a"}}]}',
            "one names no kind of work: refil",
        ),
        (
            b'{"id": "x", "version": "1", "rules": [{"id": "one", "to": {"pool": "a"}},'
            b' {"id": "one", "to": {"pool": "b"}}]}',
            "two rules are called one",
        ),
    ],
)
def test_rules_that_cannot_be_used_say_what_to_do(body: bytes, told: str) -> None:
    with pytest.raises(RoutingError, match=told):
        read_routing("routing.json", body)


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        (Goal(pool="Refills"), Place(REFILLS, REFILLS, "one", "Why.")),
        (Goal(role=Role.RN), Place(Party("role|rn", "RNs"), NURSES, "one", "Why.")),
        (Goal(person="clinician"), Place(OKELLO, NURSES, "one", "Why.")),
        (Goal(person=OKELLO.name), Place(OKELLO, NURSES, "one", "Why.")),
        (Goal(person="Dr. Nobody"), None),
        (Goal(pool="No such pool"), None),
    ],
)
def test_an_answer_means_a_pool_a_role_or_a_person_who_is_here(goal: Goal, expected: Place | None) -> None:
    question = Question("refill", NURSES, clinician=OKELLO)
    answer = rules(Rule("one", goal, about="Why.")).answer(question)
    assert place(answer, question, [REFILLS, NURSES], [OKELLO]) == expected


def test_a_patients_clinician_who_does_not_work_here_gets_nothing() -> None:
    question = Question("refill", NURSES, clinician=Party("Practitioner/elsewhere", "Dr. Elsewhere"))
    answer = rules(Rule("one", Goal(person="clinician"))).answer(question)
    assert place(answer, question, [NURSES], [OKELLO]) is None


def test_rules_that_lead_nowhere_are_found() -> None:
    site = rules(
        Rule("here", Goal(pool="Nurses")),
        Rule("typo", Goal(pool="Nurse")),
        Rule("any-rn", Goal(role=Role.RN)),
        Rule("own", Goal(person="clinician")),
        overrides=(Rule("left", Goal(person="Dr. Left"), clinicians=("Dr. Left",)),),
    )
    assert [rule.id for rule in leading_nowhere(site, [NURSES], [OKELLO])] == ["left", "typo"]


def test_rules_that_ask_about_a_pool_that_is_not_here_are_found() -> None:
    site = rules(
        Rule("here", Goal(pool="Nurses"), pools=("Nurses", REFILLS.ref)),
        Rule("renamed", Goal(pool="Nurses"), pools=("Nurses", "Renewals")),
        Rule("anywhere", Goal(role=Role.RN)),
    )
    assert [rule.id for rule in asking_nowhere(site, [NURSES, REFILLS])] == ["renamed"]


def test_the_sandbox_clinics_rules_are_usable_and_lead_somewhere() -> None:
    [library] = [one for one in libraries(datetime(2026, 5, 4, tzinfo=UTC)) if one["id"] == "routing-rules"]
    published = read_routing("routing-rules", b64decode(library["content"][0]["data"]))
    pools = [Party(pool.ref, pool.name) for pool in POOLS]
    staff = [Party(member.ref, member.name) for member in STAFF]
    assert leading_nowhere(published, pools, staff) == []
    [own, *_] = published.overrides
    clinician = next(one for one in staff if one.ref in own.clinicians)
    question = Question(own.kinds[0], pools[0], clinician=clinician)
    found = place(published.answer(question), question, pools, staff)
    assert found is not None and (found.to, found.rule) == (clinician, own.id)


def test_the_page_about_routing_rules_shows_rules_that_can_be_used() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "routing-rules.md").read_text()
    found = re.search(r"```json\n(.*?)```", page, re.DOTALL)
    assert found is not None
    shown = read_routing("routing-rules.md", found[1].encode())
    assert [rule.to.person for rule in shown.overrides] == ["clinician"]
    for condition in set(Rule.__struct_fields__) - {"id", "to", "about"}:
        assert f"| `{condition}` |" in page
