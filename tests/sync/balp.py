"""An AuditEvent judged by what IHE's Basic Audit Log Patterns require (ITI.BasicAudit, input/fsh)."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
REST = "rest"
READS, UPDATES = {"read", "vread"}, {"update", "patch"}
SEARCHES = {"search", "search-type", "search-system"}
_ALWAYS = ("type", "subtype", "action", "recorded", "outcome", "source")
_KIND = "https://example.org/inbox/audit"
_TRANSACTION = {
    "system": "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType",
    "code": "XrequestId",
}
_PATTERNS = {"R": READS, "U": UPDATES, "E": SEARCHES}
"""Of a RESTful event, by its action: the subtypes of Read, Update and Query."""


def faults(event: Json) -> list[str]:
    """What is missing or wrong; nothing where all required elements are there."""
    wrong = [name for name in _ALWAYS if not event.get(name)]
    if not event["source"].get("observer"):
        wrong.append("source.observer")
    wrong += _agents(event)
    codes = {one["code"] for one in event["subtype"]}
    if event["type"]["code"] == REST:
        if not codes & _PATTERNS[event["action"]]:
            wrong.append("subtype of a RESTful event")
        wrong += _data(event)
    return wrong


def kind(event: Json) -> str:
    """What this program calls it."""
    return next((one["code"] for one in event["subtype"] if one["system"] == _KIND), "")


def request(event: Json) -> str:
    """The `X-Request-Id` of what it is about (entity transaction); empty where there is none."""
    asked = (one for one in event.get("entity", []) if one["type"] == _TRANSACTION)
    return next((one["what"]["identifier"]["value"] for one in asked), "")


def _agents(event: Json) -> list[str]:
    """Client and server, each with who and network, and the user without a network, who asked for it."""
    by_type = {agent["type"]["coding"][0]["code"]: agent for agent in event["agent"]}
    client, server = ("110152", "110153") if event["action"] == "R" else ("110153", "110152")
    wrong = [
        f"agent {code}.{part}"
        for code in (client, server)
        for part in ("who", "network")
        if not by_type.get(code, {}).get(part)
    ]
    if by_type[server]["who"]["display"] != by_type[server]["network"]["address"]:
        wrong.append("server")
    if not by_type[server]["network"]["address"].startswith("http"):
        wrong.append("client and server the other way round")
    askers = [agent for agent in event["agent"] if agent["requestor"]]
    if len(askers) != 1 or "reference" not in askers[0]["who"] or "network" in askers[0]:
        wrong.append("agent user")
    return wrong


def _data(event: Json) -> list[str]:
    """What it was done with: a query for a search, else a domain resource; a patient as a person."""
    entities = event.get("entity", [])
    found = {(one["type"]["code"], one.get("role", {}).get("code")): one for one in entities}
    query = found.get(("2", "24"))
    wrong = []
    if event["action"] == "E" and not (query and query.get("query")):
        wrong.append("entity query")
    if event["action"] != "E" and ("2", "4") not in found:
        wrong.append("entity data")
    people = [one for one in entities if str(one["what"].get("reference", "")).startswith("Patient/")]
    if any((one["type"]["code"], one["role"]["code"]) != ("1", "1") for one in people):
        wrong.append("entity patient")
    return wrong
