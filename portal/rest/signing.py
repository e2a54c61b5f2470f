"""Red-flag rules hold once a second clinician has signed them: who may write which Library of them.

A supervisor proposes them as a draft that names its author. Somebody else, an RN or a prescriber, signs it:
the same Library with their sign-off, active. From then on it stays as it was signed; what is next is proposed
anew.
"""

from typing import Any

from portal import json_text
from portal.refusals import forbidden
from portal.search import dates
from portal.smart.scopes import Person

Resource = dict[str, Any]

AUTHOR = "https://example.org/inbox/StructureDefinition/kit-author"
SIGN_OFF = "https://example.org/inbox/StructureDefinition/kit-sign-off"
"""Extensions of a Library: each says `by` whom and `at` what time."""
_RED_FLAGS = "red-flag-rules"
_SIGNERS = frozenset({"rn", "prescriber"})
_AUTHORS = frozenset({"supervisor"})


def demand_signature(before: Resource, after: Resource, person: Person) -> None:
    """Refuses what would put red-flag rules in force unsigned, and what would change signed ones."""
    if after["resourceType"] != "Library":
        return
    if _hold(before) and json_text.comparable(_said(before)) != json_text.comparable(_said(after)):
        raise forbidden("Red-flag rules that were signed stay as they are: propose the next version.")
    if _hold(after) and not _hold(before):
        _demand_signer(before, after, person)
    elif person.role not in _AUTHORS:
        raise forbidden(f"{person.name} may sign red-flag rules that were proposed, and change no other.")
    elif _proposed(after) and (_by(after, AUTHOR) != person.practitioner or _by(after, SIGN_OFF)):
        raise forbidden("Proposed red-flag rules name who proposes them, and are signed by somebody else.")


def demand_unsigned(resource: Resource) -> None:
    """Refuses to take signed red-flag rules away: those before them would hold again, unseen."""
    if _hold(resource):
        raise forbidden("Red-flag rules that were signed stay: propose the next version.")


def _demand_signer(before: Resource, after: Resource, person: Person) -> None:
    if person.role not in _SIGNERS:
        raise forbidden(
            f"{person.name} may not sign red-flag rules: another clinician does, RN or prescriber."
        )
    author = _by(before, AUTHOR)
    if not _proposed(before) or not author:
        raise forbidden("Only red-flag rules that a supervisor has proposed are signed.")
    if author == person.practitioner:
        raise forbidden(f"{person.name} has proposed these rules: somebody else signs them.")
    if _by(after, SIGN_OFF) != person.practitioner or dates.span(_at(after, SIGN_OFF)) is None:
        raise forbidden("Whoever signs names themselves, and when.")
    if json_text.comparable(_unsigned(before)) != json_text.comparable(_unsigned(after)):
        raise forbidden("What is signed is what was proposed, word for word.")


def _is_red_flags(library: Resource) -> bool:
    return str(library.get("url", "")).rstrip("/").rpartition("/")[2] == _RED_FLAGS


def _hold(library: Resource) -> bool:
    return _is_red_flags(library) and library.get("status") == "active"


def _proposed(library: Resource) -> bool:
    return _is_red_flags(library) and library.get("status") == "draft"


def _said(library: Resource) -> Resource:
    """All of it but what the portal writes."""
    return {name: value for name, value in library.items() if name != "meta"}


def _unsigned(library: Resource) -> Resource:
    """What was proposed: without the sign-off, and whether it holds."""
    others = [one for one in _extensions(library) if one.get("url") != SIGN_OFF]
    return {name: value for name, value in _said(library).items() if name != "status"} | {"extension": others}


def _by(library: Resource, url: str) -> str:
    value = _part(library, url, "by").get("valueReference")
    return str(value.get("reference", "")) if isinstance(value, dict) else ""


def _at(library: Resource, url: str) -> str:
    return str(_part(library, url, "at").get("valueDateTime", ""))


def _part(library: Resource, url: str, name: str) -> Resource:
    """One part of an extension; of several extensions the last counts."""
    parts = [part for one in _extensions(library) if one.get("url") == url for part in _extensions(one)]
    return next((part for part in reversed(parts) if part.get("url") == name), {})


def _extensions(holder: Resource) -> list[Resource]:
    found = holder.get("extension")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
