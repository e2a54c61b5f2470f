import httpx

from portal.running import Running
from tests.portal.visiting import TLS


def test_the_portal_describes_itself_without_sign_in(portal: Running) -> None:
    told = httpx.get(f"{portal.base_url}/metadata", verify=TLS).json()
    assert told["resourceType"] == "CapabilityStatement"
    assert told["fhirVersion"] == "4.0.1"
    rest = told["rest"][0]
    assert {each["code"] for each in rest["interaction"]} == {"transaction", "batch"}
    oauth = rest["security"]["extension"][0]
    addresses = {each["url"]: each["valueUri"] for each in oauth["extension"]}
    assert addresses["token"] == f"{portal.root}/auth/token"


def test_every_search_parameter_it_names_can_be_used(portal: Running, supervisor: httpx.Client) -> None:
    example = {"token": "x", "uri": "urn:x", "reference": "Patient/x", "date": "2026-01-01", "string": "x"}
    rest = httpx.get(f"{portal.base_url}/metadata", verify=TLS).json()["rest"][0]
    for resource in rest["resource"]:
        everywhere = [each for each in rest["searchParam"] if each["name"] != "_tag"]
        params = {each["name"]: example[each["type"]] for each in resource["searchParam"] + everywhere}
        params["_include"] = resource.get("searchInclude", [])
        answer = supervisor.get(f"/{resource['type']}", params=params)
        assert answer.status_code == 200, (resource["type"], answer.text)


def test_it_is_understood_by_an_independent_reading_of_r4(portal: Running) -> None:
    from fhirclient.models.capabilitystatement import CapabilityStatement

    statement = CapabilityStatement(httpx.get(f"{portal.base_url}/metadata", verify=TLS).json())
    assert {resource.type for resource in statement.rest[0].resource} >= {"Communication", "Task"}
