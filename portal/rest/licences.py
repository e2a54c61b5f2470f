"""What in a Task only somebody with a licence writes, whatever their client lets them ask for."""

import json
from collections import Counter
from typing import Any

from portal import json_text
from portal.refusals import forbidden
from portal.smart.scopes import Person

Resource = dict[str, Any]

_LICENSED = frozenset({"lpn", "rn", "prescriber", "supervisor"})
_SETTLING = frozenset({"rn", "prescriber"})
_PRESCRIBING = frozenset({"prescriber"})
_OUTPUTS = {
    "call-attempt": _LICENSED,
    "disposition": _SETTLING,
    "flag-dismissal": _SETTLING,
    "visit-consent": _LICENSED,
    "prescription": _PRESCRIBING,
    "medication-request": _PRESCRIBING,
}
"""By the code of an output, the roles that may add one or change what it says."""
_WITHDRAWN_BY_ANYBODY = "flag-dismissal"


def demand_licence(before: Resource, after: Resource, person: Person) -> None:
    """Refuses what the person's role has no licence for: calling about a flag, settling it, prescribing."""
    if after["resourceType"] != "Task":
        return
    for code, _ in _outputs(after) - _outputs(before):
        if person.role not in _OUTPUTS.get(code, {person.role}):
            raise forbidden(f"{person.name} may not record {code}: the role {person.role} does not allow it.")


def _outputs(task: Resource) -> Counter[tuple[str, bytes]]:
    """Outputs by code and by all they say; a dismissal that is taken back is none."""
    return Counter(
        (code, json_text.comparable(output))
        for output in task.get("output", ())
        for code in _codes(output.get("type"))
        if code != _WITHDRAWN_BY_ANYBODY or not _is_withdrawal(output)
    )


def _is_withdrawal(output: Resource) -> bool:
    try:
        record = json.loads(output.get("valueString", ""))
    except (TypeError, ValueError, RecursionError):
        return False
    return isinstance(record, dict) and record.get("withdrawn") is True


def _codes(concept: Resource | None) -> set[str]:
    return {str(coding.get("code")) for coding in (concept or {}).get("coding", ())}
