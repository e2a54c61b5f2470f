from typing import Any

import httpx
import pytest

from portal.running import Running
from portal.search.parameters import RESOURCE_TYPES
from portal.smart.scopes import ROLE_RIGHTS, narrowed, rights_of, supported_scopes
from tests.portal.drafts import task
from tests.portal.visiting import signed_in

ORDER = {
    "resourceType": "MedicationRequest",
    "status": "active",
    "intent": "order",
    "medicationCodeableConcept": {"text": "Lisinopril 10 mg"},
    "subject": {"reference": "Patient/p1"},
}
LIBRARY = {"resourceType": "Library", "status": "active", "type": {"text": "phrases"}}
VISIT = {"resourceType": "Encounter", "status": "planned", "class": {"code": "VR"}}


@pytest.mark.parametrize(
    ("resource", "allowed"),
    [
        (task(), {"cora", "lena", "nora", "paul", "sara"}),
        (ORDER, {"paul"}),
        (VISIT, {"paul"}),
        (LIBRARY, {"sara"}),
        ({"resourceType": "Patient"}, set()),
    ],
)
def test_who_may_create_what_follows_from_the_role(
    portal: Running, resource: dict[str, Any], allowed: set[str]
) -> None:
    for user in ("cora", "lena", "nora", "paul", "sara"):
        with signed_in(portal, user) as client:
            answer = client.post(f"/{resource['resourceType']}", json=resource)
        assert answer.status_code == (201 if user in allowed else 403), user


def test_a_refusal_says_whether_the_role_or_the_scope_is_in_the_way(portal: Running) -> None:
    with signed_in(portal, "nora") as nurse:
        by_role = nurse.post("/MedicationRequest", json=ORDER)
    assert "the role rn does not allow it" in by_role.json()["issue"][0]["diagnostics"]
    assert by_role.json()["issue"][0]["code"] == "forbidden"
    with signed_in(portal, "nora", "openid user/Patient.r") as reader:
        assert reader.get("/Patient/p1").status_code == 200
        by_scope = reader.get("/Patient")
    assert by_scope.status_code == 403
    assert "not granted that scope" in by_scope.json()["issue"][0]["diagnostics"]


def test_only_a_supervisor_reads_the_audit_or_deletes(nurse: httpx.Client, supervisor: httpx.Client) -> None:
    for resource_type in ("AuditEvent", "Provenance"):
        assert nurse.get(f"/{resource_type}").status_code == 403
        assert supervisor.get(f"/{resource_type}").status_code == 200
    made = nurse.post("/Task", json=task()).json()["id"]
    assert nurse.delete(f"/Task/{made}").status_code == 403
    assert supervisor.delete(f"/Task/{made}").status_code == 204


@pytest.mark.parametrize(
    ("asked", "granted"),
    [
        ("openid fhirUser user/Task.crus", "openid fhirUser user/Task.crus"),
        ("user/Task.cruds", "user/Task.crus"),
        ("user/Patient.read", "user/Patient.rs"),
        ("user/Task.write", "user/Task.cu"),
        ("user/Task.*", "user/Task.crus"),
        ("user/Library.cu", "user/Library.u"),
        ("patient/Task.rs launch system/Task.rs user/Task", ""),
        ("user/Subscription.crs", "user/Subscription.crs"),
        ("user/Subscription.ud", ""),
        ("user/Provenance.rs user/AuditEvent.c", "user/AuditEvent.c"),
    ],
)
def test_a_scope_is_narrowed_to_what_a_nurse_may_have(asked: str, granted: str) -> None:
    assert narrowed(asked, "rn") == granted


def test_a_wildcard_stands_for_every_right_of_the_role() -> None:
    for role, rights in ROLE_RIGHTS.items():
        assert rights_of(narrowed("user/*.cruds", role)) == rights


def test_every_right_is_about_a_type_the_portal_holds() -> None:
    assert all(set(rights) <= set(RESOURCE_TYPES) for rights in ROLE_RIGHTS.values())
    assert "user/Communication.cruds" in supported_scopes()


def test_only_a_supervisor_gives_away_what_a_colleague_is_working_on(
    nurse: httpx.Client, supervisor: httpx.Client, portal: Running
) -> None:
    mine, pool = {"reference": "Practitioner/nora"}, {"reference": "HealthcareService/nurse-pool"}
    made = nurse.post("/Task", json=task(status="accepted", owner=mine)).json()
    address, free = f"/Task/{made['id']}", made | {"status": "requested", "owner": pool}
    with signed_in(portal, "lena") as colleague:
        assert colleague.put(address, json=free).status_code == 403
        assert colleague.put(address, json=made | {"priority": "urgent"}).status_code == 200
    assert supervisor.put(address, json=free).status_code == 200


def test_the_charge_nurse_of_the_day_does_so_too(
    nurse: httpx.Client, supervisor: httpx.Client, portal: Running
) -> None:
    mine, pool = {"reference": "Practitioner/nora"}, {"reference": "HealthcareService/nurse-pool"}
    made = nurse.post("/Task", json=task(status="accepted", owner=mine)).json()
    duty = {
        "resourceType": "PractitionerRole",
        "practitioner": {"reference": "Practitioner/lena"},
        "code": [{"coding": [{"code": "charge"}]}],
    }
    over = {"period": {"start": "2020-01-01", "end": "2020-01-08"}}
    with signed_in(portal, "lena") as charge:
        supervisor.post("/PractitionerRole", json=duty | over).raise_for_status()
        change = made | {"status": "requested", "owner": pool}
        assert charge.put(f"/Task/{made['id']}", json=change).status_code == 403
        now = supervisor.post("/PractitionerRole", json=duty).raise_for_status().json()
        assert charge.put(f"/Task/{made['id']}", json=change).status_code == 200
    supervisor.delete(f"/PractitionerRole/{now['id']}").raise_for_status()
