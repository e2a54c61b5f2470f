"""Red-flag rules hold once a second clinician has signed them: the portal refuses every other way."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from portal.rest.signing import AUTHOR, SIGN_OFF
from portal.running import Running
from tests.portal.visiting import signed_in

Clients = dict[str, httpx.Client]
AT = "2026-05-04T15:00:00Z"


@pytest.fixture(scope="module")
def clients(portal: Running) -> Iterator[Clients]:
    with ExitStack() as open_ones:
        users = ("cora", "lena", "nora", "paul", "sara")
        yield {user: open_ones.enter_context(signed_in(portal, user)) for user in users}


def said(url: str, user: str) -> dict[str, Any]:
    by = {"url": "by", "valueReference": {"reference": f"Practitioner/{user}"}}
    return {"url": url, "extension": [by, {"url": "at", "valueDateTime": AT}]}


def rules(status: str = "draft", *extensions: dict[str, Any], text: bytes = b"{}") -> dict[str, Any]:
    return {
        "resourceType": "Library",
        "url": "https://example.org/inbox/Library/red-flag-rules",
        "version": "1",
        "status": status,
        "type": {"text": "asset-collection"},
        "content": [{"contentType": "application/json", "data": b64encode(text).decode()}],
        "extension": list(extensions or (said(AUTHOR, "sara"),)),
    }


def proposed(clients: Clients) -> dict[str, Any]:
    answer = clients["sara"].post("/Library", json=rules())
    assert answer.status_code == 201
    made: dict[str, Any] = answer.json()
    return made


def signed(draft: dict[str, Any], user: str) -> dict[str, Any]:
    return draft | {"status": "active", "extension": [*draft["extension"], said(SIGN_OFF, user)]}


def put(client: httpx.Client, library: dict[str, Any]) -> httpx.Response:
    return client.put(f"/Library/{library['id']}", json=library)


def why(answer: httpx.Response) -> str:
    assert answer.status_code == 403, answer.text
    return str(answer.json()["issue"][0]["diagnostics"])


def test_what_a_supervisor_proposes_holds_once_a_nurse_or_prescriber_signs_it(clients: Clients) -> None:
    for user in ("nora", "paul"):
        answer = put(clients[user], signed(proposed(clients), user))
        assert answer.status_code == 200
        assert answer.json()["status"] == "active"


@pytest.mark.parametrize("user", ["cora", "lena"])
def test_who_may_not_settle_a_red_flag_signs_no_rules(clients: Clients, user: str) -> None:
    assert "does not allow it" in why(put(clients[user], signed(proposed(clients), user)))


def test_unsigned_rules_are_never_in_force(clients: Clients) -> None:
    lead = clients["sara"]
    assert "another clinician" in why(lead.post("/Library", json=rules("active")))
    assert "another clinician" in why(put(lead, proposed(clients) | {"status": "active"}))
    assert "another clinician" in why(lead.post("/Library", json=signed(rules(), "nora")))
    assert "names themselves" in why(put(clients["nora"], proposed(clients) | {"status": "active"}))


def test_nobody_signs_their_own_proposal_or_in_anothers_name(clients: Clients) -> None:
    draft = proposed(clients)
    assert "another clinician" in why(put(clients["sara"], signed(draft, "sara")))
    assert "names themselves" in why(put(clients["nora"], signed(draft, "paul")))
    as_nora = rules("draft", said(AUTHOR, "nora"))
    assert "name who proposes them" in why(clients["sara"].post("/Library", json=as_nora))


def test_what_is_signed_is_what_was_proposed(clients: Clients) -> None:
    draft = proposed(clients)
    other = signed(draft, "nora") | {"content": rules(text=b'{"change": []}')["content"]}
    assert "word for word" in why(put(clients["nora"], other))
    renamed = signed(draft, "nora") | {"extension": [said(AUTHOR, "paul"), said(SIGN_OFF, "nora")]}
    assert "word for word" in why(put(clients["nora"], renamed))


def test_a_nurse_writes_no_other_library(clients: Clients) -> None:
    draft = proposed(clients)
    assert "change no other" in why(put(clients["nora"], draft | {"version": "9"}))
    phrases = {"resourceType": "Library", "status": "active", "type": {"text": "x"}, "url": "x/phrases"}
    made = clients["sara"].post("/Library", json=phrases).json()
    assert "change no other" in why(put(clients["nora"], made | {"version": "2"}))
    turned = made | {key: rules()[key] for key in ("url", "content")}
    assert "another clinician" in why(put(clients["sara"], turned))


def test_what_was_signed_stays_as_it_was_signed(clients: Clients) -> None:
    held = put(clients["nora"], signed(proposed(clients), "nora")).json()
    lead = clients["sara"]
    for change in ({"version": "2"}, {"status": "retired"}, {"url": "x/phrases"}, {"content": []}):
        assert "stay as they are" in why(put(lead, held | change))
    assert "stay: propose" in why(lead.delete(f"/Library/{held['id']}"))
    patch = [{"op": "replace", "path": "/status", "value": "retired"}]
    answer = lead.patch(
        f"/Library/{held['id']}", json=patch, headers={"Content-Type": "application/json-patch+json"}
    )
    assert "stay as they are" in why(answer)


def test_a_proposal_is_written_anew_and_withdrawn_by_a_supervisor(clients: Clients) -> None:
    draft = proposed(clients)
    assert put(clients["sara"], draft | {"version": "2"}).status_code == 200
    assert put(clients["sara"], draft | {"status": "retired"}).status_code == 200
    assert "a supervisor has proposed" in why(put(clients["nora"], signed(draft, "nora")))
