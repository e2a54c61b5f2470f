"""Who may do what, command by command and role by role: the client refuses it, and so does the portal.

The client's refusal is a courtesy; the portal's is what holds. Both are asked here, the portal over a socket.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from inbox.commands.bus import ROLES
from inbox.commands.registry import COMMANDS
from inbox.domain.people import Role
from inbox.domain.words import tr
from portal.running import Running
from portal.settings import Settings
from tests.commands.desk import Desk
from tests.portal.drafts import message, task
from tests.portal.small_clinic import small_clinic
from tests.portal.test_signed_rules import rules, signed
from tests.portal.visiting import signed_in
from tests.store.plain import NURSE

USERS = {
    Role.CLERK: "cora",
    Role.LPN: "lena",
    Role.RN: "nora",
    Role.PRESCRIBER: "paul",
    Role.SUPERVISOR: "sara",
}
Asks = Callable[[httpx.Client, httpx.Client], httpx.Response]
"""What a command comes down to at the portal: who asks for it, and a supervisor who prepares the scene."""


def changed(client: httpx.Client, made: dict[str, Any], **change: object) -> httpx.Response:
    return client.put(f"/Task/{made['id']}", json=made | change)


def made_by(lead: httpx.Client, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = lead.post("/Task", json=task(**more)).raise_for_status().json()
    return made


def works_on_it(client: httpx.Client, lead: httpx.Client) -> httpx.Response:
    return changed(client, made_by(lead), status="completed")


def answers(client: httpx.Client, _lead: httpx.Client) -> httpx.Response:
    return client.post("/Communication", json=message())


def makes_more_work(client: httpx.Client, _lead: httpx.Client) -> httpx.Response:
    return client.post("/Task", json=task())


def takes_from_a_colleague(client: httpx.Client, lead: httpx.Client) -> httpx.Response:
    theirs = made_by(lead, status="accepted", owner={"reference": "Practitioner/otto"})
    return changed(client, theirs, status="requested", owner={"reference": "HealthcareService/nurse-pool"})


def reads_the_trail(client: httpx.Client, _lead: httpx.Client) -> httpx.Response:
    return client.get("/AuditEvent")


def decides(client: httpx.Client, lead: httpx.Client) -> httpx.Response:
    review = made_by(lead, code={"coding": [{"code": "physician-review"}]})
    return changed(client, review, status="completed")


def takes_over_what_was_asked(client: httpx.Client, lead: httpx.Client) -> httpx.Response:
    """The review is Paul's, as prescriber; whoever asks, it is he who would have the item."""
    paul = {"reference": "Practitioner/paul"}
    theirs = made_by(lead, status="accepted", owner={"reference": "Practitioner/otto"})
    code, above = {"coding": [{"code": "physician-review"}]}, [{"reference": f"Task/{theirs['id']}"}]
    review = made_by(lead, code=code, owner=paul, partOf=above)
    decided = changed(client, review, status="completed")
    return decided if decided.is_error else changed(client, theirs, owner=paul)


def publishes(client: httpx.Client, _lead: httpx.Client) -> httpx.Response:
    library = {"resourceType": "Library", "status": "active", "type": {"text": "sla-policy"}}
    return client.post("/Library", json=library)


def signs(client: httpx.Client, lead: httpx.Client) -> httpx.Response:
    """As whoever has signed in, what a supervisor has proposed."""
    draft = lead.post("/Library", json=rules()).raise_for_status().json()
    answers = [client.put(f"/Library/{draft['id']}", json=signed(draft, user)) for user in ("nora", "paul")]
    return next((one for one in answers if one.is_success), answers[0])


def arranges(client: httpx.Client, _lead: httpx.Client) -> httpx.Response:
    pool = client.get("/HealthcareService/nurse-pool").json()
    return client.put("/HealthcareService/nurse-pool", json=pool | {"comment": "Ask us"})


def records(code: str) -> Asks:
    def asks(client: httpx.Client, lead: httpx.Client) -> httpx.Response:
        return changed(
            client, made_by(lead), output=[{"type": {"coding": [{"code": code}]}, "valueString": "-"}]
        )

    return asks


AT_THE_PORTAL: dict[str, Asks] = {
    **dict.fromkeys(
        ("item.claim", "item.release", "item.route", "item.assign", "item.kind", "item.comment", "item.hold"),
        works_on_it,
    ),
    **dict.fromkeys(("item.snooze", "item.done", "item.ask_visit", "item.wrong_patient"), works_on_it),
    **dict.fromkeys(("flag.raise", "review.take_back"), works_on_it),
    **dict.fromkeys(("item.send", "item.send_and_close"), answers),
    **dict.fromkeys(("item.split", "item.escalate"), makes_more_work),
    **dict.fromkeys(("item.take_back", "rebalance.apply"), takes_from_a_colleague),
    "item.disposition": records("call-attempt"),
    "item.consent": records("visit-consent"),
    "flag.dismiss": records("flag-dismissal"),
    "policy.edit": publishes,
    **dict.fromkeys(
        ("review.approve", "review.answer", "review.visit", "review.decline", "review.supply"), decides
    ),
    "review.take_over": takes_over_what_was_asked,
    "clinic.edit": arranges,
    "rules.sign": signs,
    **dict.fromkeys(
        ("view.audit", "audit.person", "audit.patient", "audit.kind", "audit.clear", "audit.more"),
        reads_the_trail,
    ),
}
WITHOUT_THE_PORTAL = {
    "sweep.leave": "that somebody looked is a note; nothing is moved or closed by it",
    "app.go_live": "it stays on this station; what follows is done by rule, for everybody",
    "item.minutes": "a note of one's own time; nobody is harmed by another's",
    "review.reassign": "whoever leads may give a review to somebody as well",
}
"""What writes, or is restricted, and the portal has no refusal of its own for; and why."""


@pytest.fixture(scope="module")
def at_the_portal() -> Iterator[dict[Role, httpx.Client]]:
    """Everybody signed in at one portal."""
    settings = Settings(database="", patients=2, threads=0, test_mode=True)
    colleague = {"resourceType": "Practitioner", "id": "otto", "active": True, "name": [{"text": "Otto"}]}
    with Running(settings, make_clinic=small_clinic) as portal, ExitStack() as open_ones:
        httpx.post(f"{portal.root}/test/registered", json=colleague).raise_for_status()
        yield {role: open_ones.enter_context(signed_in(portal, user)) for role, user in USERS.items()}


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("station")
    desk = Desk(folder)
    yield desk
    desk.close()


def test_every_command_that_writes_stands_in_the_table() -> None:
    writing = {one.id for one in COMMANDS.values() if one.plan is not None}
    assert writing <= set(AT_THE_PORTAL) | set(WITHOUT_THE_PORTAL) <= set(COMMANDS)
    assert not set(AT_THE_PORTAL) & set(WITHOUT_THE_PORTAL)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("command", COMMANDS)
def test_the_client_names_the_role_that_is_in_the_way(station: Desk, command: str, role: Role) -> None:
    declared = COMMANDS[command]
    station.bus.actor = msgspec.structs.replace(NURSE, role=role)
    allowed = role in declared.roles
    refusal = f"{declared.said} is not allowed for your role, {tr(ROLES[role])}."
    assert station.bus.not_allowed(declared) == ("" if allowed else refusal)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("command", AT_THE_PORTAL)
def test_the_portal_refuses_whom_the_client_refuses_and_nobody_else(
    at_the_portal: dict[Role, httpx.Client], command: str, role: Role
) -> None:
    answer = AT_THE_PORTAL[command](at_the_portal[role], at_the_portal[Role.SUPERVISOR])
    if role in COMMANDS[command].roles:
        assert answer.status_code in (200, 201), answer.text
    else:
        assert answer.status_code == 403, answer.text
        [issue] = answer.json()["issue"]
        assert issue["code"] == "forbidden"
        assert "may not" in issue["diagnostics"]
