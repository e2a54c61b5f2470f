"""Signing in to the real portal with a scripted browser, and everything that may come between."""

from __future__ import annotations

import asyncio
import logging
import sys
import webbrowser
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from inbox.domain.errors import Offline, Refused
from inbox.domain.people import Role
from inbox.fhir.door import Door
from inbox.session.listener import Listener
from inbox.session.oauth import TokenRefused, ask_token, discover
from inbox.session.scopes import asked
from inbox.session.sign_in import Cancelled, SignedIn, SignIn, challenge
from portal.running import Running
from portal.visitor import visit
from tests.fhir.stage import answer, staged
from tests.session.browser import ComesBackAt, never_comes, signs_in
from tests.session.clock import TurnedClock
from tests.session.portal_at_work import CLIENT, actor, attempt, signed_in


def test_somebody_signs_in_and_is_known(portal: Running, clock: TurnedClock) -> None:
    nadia = signed_in(portal, clock)
    assert nadia.granted.refresh_token
    assert nadia.fhir_user.endswith("/Practitioner/nadia")
    known = actor(nadia, clock)
    assert (known.person, known.name, known.role) == ("Practitioner/nadia", "Nadia Brand, RN", Role.RN)
    assert known.is_me("PractitionerRole/nadia")
    assert len(known.pools) == 3
    assert all(pool.startswith("HealthcareService/") for pool in known.pools)


@pytest.mark.parametrize(
    ("user", "role"),
    [
        ("tomas", Role.RN),
        ("solheim", Role.PRESCRIBER),
        ("farah", Role.PRESCRIBER),
        ("petra", Role.SUPERVISOR),
        ("gus", Role.LPN),
        ("deshawn", Role.CLERK),
        ("marisol", Role.CLERK),
    ],
)
def test_rights_come_from_what_the_server_says_of_the_person(
    portal: Running, clock: TurnedClock, user: str, role: Role
) -> None:
    assert actor(signed_in(portal, clock, user), clock).role is role


def test_a_duty_that_is_over_gives_nothing_but_is_still_the_person(
    portal: Running, clock: TurnedClock
) -> None:
    tomas = signed_in(portal, clock, "tomas")
    clock.turn(days=30)
    later = actor(tomas, clock)
    assert later.is_me("PractitionerRole/tomas-charge")
    assert later.role is Role.RN


def test_the_server_grants_by_role_and_less_than_was_asked(portal: Running, clock: TurnedClock) -> None:
    granted = signed_in(portal, clock).granted.scope.split()
    assert "user/Task.crus" in granted
    assert "user/Library.cu" in asked([]).split()
    assert "user/Library.cu" not in granted


def test_strangers_at_the_listener_change_nothing(portal: Running, clock: TurnedClock) -> None:
    browser = ComesBackAt(
        lambda back: back.split("?")[0],
        lambda back: back.replace("state=", "state=x"),
        lambda back: back.replace("/signed-in", "/favicon.ico"),
        lambda back: httpx.Request("GET", back, headers={"Host": f"localhost:{httpx.URL(back).port}"}),
        lambda back: back,
    )
    assert asyncio.run(attempt(portal, clock, browser).run()).granted.access_token
    assert browser.statuses() == [400, 400, 404, 404, 200]


def test_the_listener_answers_once(portal: Running) -> None:
    async def visit_twice() -> list[int]:
        async with Listener("right") as listener, httpx.AsyncClient(trust_env=False) as http:
            statuses = [
                (await http.request(method, f"{listener.redirect_uri}?state=right&code={code}")).status_code
                for method, code in (("POST", "a"), ("GET", "b"), ("GET", "c"))
            ]
            assert (await listener.returned()).code == "b"
            return statuses

    assert asyncio.run(visit_twice()) == [405, 200, 410]


def test_the_listener_is_gone_after_it(portal: Running, clock: TurnedClock) -> None:
    browser = ComesBackAt(lambda back: back)
    asyncio.run(attempt(portal, clock, browser).run())
    assert browser.statuses() == [200]
    with pytest.raises(httpx.ConnectError):
        httpx.get(browser.back, trust_env=False)


def test_only_the_verifier_that_was_challenged_gets_the_tokens(portal: Running, clock: TurnedClock) -> None:
    thefts: list[int] = []

    def steal(back: str) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": parse_qs(urlsplit(back).query)["code"][0],
            "redirect_uri": back.split("?")[0],
            "client_id": CLIENT,
            "code_verifier": "a-thief-s-guess-" * 4,
        }
        thefts.append(httpx.post(f"{portal.root}/auth/token", data=form, trust_env=False).status_code)
        return back

    assert asyncio.run(attempt(portal, clock, ComesBackAt(steal)).run()).granted.access_token
    assert thefts == [400]


def test_the_browser_is_told_the_challenge_and_never_the_verifier(
    portal: Running, clock: TurnedClock
) -> None:
    addresses: list[str] = []

    def browse(address: str) -> bool:
        addresses.append(address)
        return signs_in("nadia")(address)

    asyncio.run(attempt(portal, clock, browse).run())
    asks = parse_qs(urlsplit(addresses[0]).query)
    assert asks["code_challenge_method"] == ["S256"]
    assert asks["aud"] == [portal.base_url]
    assert "code_verifier" not in asks
    assert asks["prompt"] == ["login"], "whoever the browser still knows may not be whoever sits here"
    assert len(asks["state"][0]) >= 32
    assert asks["state"] != asks["nonce"]


def test_the_challenge_is_that_of_the_standard() -> None:
    # RFC 7636, appendix B
    expected = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    assert challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == expected


def test_a_code_works_once(portal: Running, clock: TurnedClock) -> None:
    browser = ComesBackAt(lambda back: back)
    asyncio.run(attempt(portal, clock, browser).run())

    async def replay() -> None:
        async with Door() as door:
            endpoints = await discover(door, portal.base_url)
            code = parse_qs(urlsplit(browser.back).query)["code"][0]
            form = {
                "grant_type": "authorization_code",
                "code": code,
                "client_id": CLIENT,
                "code_verifier": "x",
            }
            await ask_token(door, endpoints.token_endpoint, form)

    with pytest.raises(TokenRefused) as caught:
        asyncio.run(replay())
    assert caught.value.error == "invalid_grant"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("error=access_denied", "declined"),
        ("error=server_error&error_description=Out+of+order", "Out of order"),
        ("nothing=x", "no reason given"),
        ("code=abc&iss=https://another.example", "another server"),
    ],
)
def test_a_return_without_a_good_code_is_told(
    portal: Running, clock: TurnedClock, said: str, told: str
) -> None:
    def changed(back: str) -> str:
        state = parse_qs(urlsplit(back).query)["state"][0]
        return f"{back.split('?')[0]}?{said}&state={state}"

    browser = ComesBackAt(changed)
    with pytest.raises(Refused, match=told):
        asyncio.run(attempt(portal, clock, browser).run())
    assert browser.statuses() == [200]


def test_giving_up_closes_the_listener(portal: Running, clock: TurnedClock) -> None:
    async def give_up() -> int:
        waiting = asyncio.Event()
        loop = asyncio.get_running_loop()
        port: list[int] = []

        def browse(address: str) -> bool:
            redirect = parse_qs(urlsplit(address).query)["redirect_uri"][0]
            port.append(urlsplit(redirect).port or 0)
            loop.call_soon_threadsafe(waiting.set)
            return True

        sign_in = attempt(portal, clock, browse)
        run = asyncio.create_task(sign_in.run())
        await waiting.wait()
        sign_in.cancel()
        with pytest.raises(Cancelled):
            await run
        return port[0]

    port = asyncio.run(give_up())
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/", trust_env=False)


def test_nobody_coming_ends_in_a_sentence(portal: Running, clock: TurnedClock) -> None:
    with pytest.raises(Refused, match="Nobody signed in"):
        asyncio.run(attempt(portal, clock, never_comes, patience=0.3).run())


def test_without_a_browser_the_address_is_handed_out(portal: Running, clock: TurnedClock) -> None:
    async def whole() -> SignedIn:
        loop = asyncio.get_running_loop()

        def copied_by_hand(address: str) -> None:
            loop.run_in_executor(None, signs_in("nadia"), address)

        sign_in = SignIn(
            portal.base_url, CLIENT, clock, browse=lambda _: False, no_browser=copied_by_hand, patience=20
        )
        return await sign_in.run()

    assert asyncio.run(whole()).granted.access_token


def test_a_command_in_place_of_a_browser_signs_in(portal: Running, clock: TurnedClock) -> None:
    visitor = f'"{sys.executable}" -W error -m portal.visitor --user petra --password sandbox %s'
    browser = webbrowser.get(visitor)
    petra = asyncio.run(attempt(portal, clock, browser.open).run())
    assert petra.fhir_user.endswith("/Practitioner/petra")


def test_a_visitor_with_a_wrong_password_does_not_get_in(portal: Running) -> None:
    async def whole() -> str:
        async with Door() as door, Listener("state") as listener:
            endpoints = await discover(door, portal.base_url)
            asks = {
                "response_type": "code",
                "client_id": CLIENT,
                "redirect_uri": listener.redirect_uri,
                "scope": "openid",
                "state": "state",
                "aud": portal.base_url,
                "code_challenge": challenge("v" * 43),
                "code_challenge_method": "S256",
            }
            address = f"{endpoints.authorization_endpoint}?{urlencode(asks)}"
            return await asyncio.to_thread(visit, address, "petra", "a guess")

    assert asyncio.run(whole()) == "The page answered 403."


def test_a_portal_that_is_down_is_offline(clock: TurnedClock) -> None:
    with pytest.raises(Offline):
        asyncio.run(SignIn("http://127.0.0.1:1/fhir", CLIENT, clock, browse=never_comes).run())


def settings(**changed: object) -> dict[str, object]:
    return {
        "authorization_endpoint": "https://portal.example/authorize",
        "token_endpoint": "https://portal.example/token",
        "code_challenge_methods_supported": ["S256"],
        **changed,
    }


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (answer(404), "does not say how"),
        (answer(200, b"<html>"), "cannot be read"),
        (answer(200, settings(code_challenge_methods_supported=["plain"])), "PKCE"),
        (answer(200, settings(token_endpoint="http://portal.example/token")), "encrypted"),
        (answer(200, settings(revocation_endpoint="http://portal.example/revoke")), "encrypted"),
    ],
)
def test_a_portal_that_signs_in_unsafely_is_refused(clock: TurnedClock, said: bytes, told: str) -> None:
    async def whole() -> None:
        async with staged(said) as stage:
            await SignIn(stage.base, CLIENT, clock, browse=never_comes).run()

    with pytest.raises(Refused, match=told):
        asyncio.run(whole())


def test_nothing_secret_reaches_the_log(
    portal: Running, clock: TurnedClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    nadia = signed_in(portal, clock)
    actor(nadia, clock)
    granted = nadia.granted
    for secret in (granted.access_token, granted.refresh_token, granted.id_token, "code=", "state="):
        assert secret not in caplog.text
    assert granted.access_token not in repr(nadia)


def test_scopes_are_said_as_the_server_reads_them() -> None:
    modern = asked(["permission-v1", "permission-v2"]).split()
    assert modern[:3] == ["openid", "fhirUser", "offline_access"]
    assert "user/Patient.rs" in modern
    assert (
        modern.index("user/Task.crus")
        < modern.index("user/MedicationRequest.c")
        < modern.index("user/Library.cu")
    )
    old = asked(["permission-v1"]).split()
    assert {"user/Task.read", "user/Task.write", "user/Patient.read"} <= set(old)
    assert "user/Patient.write" not in old
    assert len(old) == len(set(old))
