import httpx
import jwt
import pytest

from portal.running import Running
from portal.settings import Settings
from tests.portal.small_clinic import small_clinic
from tests.portal.visiting import REDIRECT, TLS, Launch, refreshed, returned


def may_read(portal: Running, access_token: str) -> int:
    headers = {"Authorization": f"Bearer {access_token}"}
    return httpx.get(f"{portal.base_url}/Patient/p1", headers=headers, verify=TLS).status_code


def test_the_configuration_leads_to_every_endpoint(portal: Running) -> None:
    told = httpx.get(f"{portal.base_url}/.well-known/smart-configuration", verify=TLS).json()
    assert told["authorization_endpoint"] == f"{portal.root}/auth/authorize"
    assert told["token_endpoint"] == f"{portal.root}/auth/token"
    assert told["code_challenge_methods_supported"] == ["S256"]
    assert {"launch-standalone", "client-public", "permission-v2"} <= set(told["capabilities"])
    assert told["issuer"] == portal.base_url


def test_signing_in_gives_tokens_that_open_the_portal(portal: Running) -> None:
    launch = Launch(portal)
    page = launch.page()
    assert page.status_code == 200
    assert "text/html" in page.headers["content-type"]
    sent_back = returned(launch.submit("nora"))
    assert sent_back["state"] == "state-1"
    answer = launch.exchange(sent_back["code"])
    assert answer.headers["cache-control"] == "no-store"
    tokens = answer.json()
    assert tokens["token_type"] == "Bearer"
    assert tokens["expires_in"] == 3600
    assert may_read(portal, tokens["access_token"]) == 200


def test_the_id_token_says_who_signed_in_and_is_signed(portal: Running) -> None:
    token = Launch(portal).tokens("nora")["id_token"]
    key = jwt.PyJWKClient(f"{portal.root}/auth/jwks").get_signing_key_from_jwt(token)
    claims = jwt.decode(
        token, key, algorithms=["RS256"], audience="inbox-workstation", issuer=portal.base_url
    )
    assert claims["fhirUser"] == f"{portal.base_url}/Practitioner/nora"
    assert claims["nonce"] == "nonce-1"
    assert claims["name"] == "Nora Okafor, RN"


def test_tokens_hold_only_what_was_asked_for(portal: Running) -> None:
    tokens = Launch(portal, scope="user/Patient.rs").tokens("nora")
    assert tokens["scope"] == "user/Patient.rs"
    assert "refresh_token" not in tokens
    assert "id_token" not in tokens


def test_a_wrong_password_shows_the_page_again(portal: Running) -> None:
    for user, password in (("nora", "wrong"), ("nobody", "sandbox"), ("nora", "")):
        answer = Launch(portal).submit(user, password)
        assert answer.status_code == 403
        assert "is wrong" in answer.text
        assert "location" not in answer.headers


def test_what_came_with_the_request_cannot_inject_into_the_page(portal: Running) -> None:
    page = Launch(portal, changed={"state": '"><script>alert(1)</script>'}).page()
    assert page.status_code == 200
    assert "<script" not in page.text


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"aud": "https://elsewhere.example/fhir"}, "invalid_request"),
        ({"aud": None}, "invalid_request"),
        ({"state": None}, "invalid_request"),
        ({"scope": None}, "invalid_scope"),
    ],
)
def test_a_faulty_request_is_told_to_the_program(
    portal: Running, changed: dict[str, str | None], error: str
) -> None:
    for answer in (Launch(portal, changed=changed).page(), Launch(portal, changed=changed).submit("nora")):
        assert returned(answer)["error"] == error


@pytest.mark.parametrize(
    "changed",
    [
        {"client_id": "unknown"},
        {"redirect_uri": "https://elsewhere.example/back"},
        {"redirect_uri": "http://127.0.0.1.elsewhere.example/back"},
        {"redirect_uri": "http://127.0.0.1:80@elsewhere.example/"},
        {"redirect_uri": None},
    ],
)
def test_nothing_is_sent_to_an_address_that_cannot_be_trusted(
    portal: Running, changed: dict[str, str | None]
) -> None:
    answer = Launch(portal, changed=changed).submit("nora")
    assert answer.status_code == 400
    assert "location" not in answer.headers
    assert "Sign-in cannot go on" in answer.text


@pytest.mark.parametrize("redirect", ["http://localhost:1/a/b?c=d", "http://127.0.0.1", "http://[::1]:9/x"])
def test_any_loopback_address_will_do(portal: Running, redirect: str) -> None:
    launch = Launch(portal, changed={"redirect_uri": redirect})
    answer = launch.submit("nora")
    assert answer.headers["location"].startswith(redirect)
    assert launch.exchange(returned(answer)["code"], redirect_uri=redirect).status_code == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"code_verifier": "x" * 43},
        {"redirect_uri": REDIRECT + "/other"},
        {"client_id": "other"},
        {"code": "unknown"},
    ],
)
def test_a_code_is_worth_nothing_without_what_belongs_to_it(portal: Running, changed: dict[str, str]) -> None:
    launch = Launch(portal)
    answer = launch.exchange(launch.code("nora"), **changed)
    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_grant"


def test_an_unknown_grant_is_refused(portal: Running) -> None:
    answer = Launch(portal).exchange("x", grant_type="password")
    assert answer.json()["error"] == "unsupported_grant_type"


def test_a_code_used_twice_ends_the_session(portal: Running) -> None:
    launch = Launch(portal)
    code = launch.code("nora")
    tokens = launch.exchange(code).json()
    assert launch.exchange(code).json()["error"] == "invalid_grant"
    assert may_read(portal, tokens["access_token"]) == 401
    assert refreshed(portal, tokens["refresh_token"]).json()["error"] == "invalid_grant"


def test_a_refresh_token_works_once_and_its_reuse_ends_the_session(portal: Running) -> None:
    first = Launch(portal).tokens("nora")
    second = refreshed(portal, first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert second["scope"] == first["scope"]
    assert may_read(portal, second["access_token"]) == 200
    assert refreshed(portal, first["refresh_token"]).status_code == 400
    assert may_read(portal, second["access_token"]) == 401
    assert refreshed(portal, second["refresh_token"]).status_code == 400


def test_a_revoked_session_is_over(portal: Running) -> None:
    tokens = Launch(portal).tokens("nora")
    introspect = f"{portal.root}/auth/introspect"
    told = httpx.post(introspect, data={"token": tokens["access_token"]}, verify=TLS).json()
    assert told["active"] is True
    assert told["username"] == "nora"
    revoke = f"{portal.root}/auth/revoke"
    assert httpx.post(revoke, data={"token": tokens["refresh_token"]}, verify=TLS).status_code == 200
    assert httpx.post(revoke, data={"token": "unknown"}, verify=TLS).status_code == 200
    assert may_read(portal, tokens["access_token"]) == 401
    assert httpx.post(introspect, data={"token": tokens["access_token"]}, verify=TLS).json() == {
        "active": False
    }


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer unknown", "Basic bm9yYTpzYW5kYm94"])
def test_nobody_gets_in_without_a_token(portal: Running, header: str | None) -> None:
    headers = {"Authorization": header} if header else {}
    answer = httpx.get(f"{portal.base_url}/Patient/p1", headers=headers, verify=TLS)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.json()["issue"][0]["code"] == "login"


def test_an_access_token_and_a_code_expire() -> None:
    settings = Settings(database="", patients=2, access_token_lifetime=0, sign_in_lifetime=0, test_mode=False)
    with Running(settings, make_clinic=small_clinic) as portal:
        launch = Launch(portal)
        assert "expired" in launch.exchange(launch.code("nora")).json()["error_description"]
    with Running(
        Settings(database="", patients=2, access_token_lifetime=0), make_clinic=small_clinic
    ) as portal:
        tokens = Launch(portal).tokens("nora")
        assert may_read(portal, tokens["access_token"]) == 401
        assert refreshed(portal, tokens["refresh_token"]).status_code == 200
