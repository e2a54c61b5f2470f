"""A network that drops, doubles, delays and refuses: every reply arrives exactly once and in order."""

from __future__ import annotations

import pytest

from tests.journeys.portal_process import PortalProcess
from tests.journeys.stage import Person, question

pytestmark = [pytest.mark.proof, pytest.mark.timeout(120)]

TEXTS = ["First: we have your message.", "Second: the doctor looks at it.", "Third: please come in."]


@pytest.mark.parametrize(
    ("action", "rule"),
    [
        pytest.param("drop_after", {"count": 3}, id="the answer is lost"),
        pytest.param("drop_before", {"count": 3}, id="the request is lost"),
        pytest.param("duplicate", {}, id="the request arrives twice"),
        pytest.param("status", {"count": 3, "status": 503, "retry_after": 1}, id="the server is busy"),
        pytest.param("status", {"count": 2, "status": 500}, id="the server has a fault"),
    ],
)
def test_three_replies_arrive_once_and_in_order(
    nurse: Person, portal: PortalProcess, action: str, rule: dict[str, object]
) -> None:
    nurse.signs_in()
    target = nurse.goes_to(question)
    portal.fault(action, method="POST", path="^/fhir/R4/?$", **rule)
    for number, text in enumerate(TEXTS, 1):
        nurse.presses("r")
        nurse.types(text)
        nurse.has_looked()
        nurse.presses("Ctrl+Enter")
        nurse.is_told("leaves in", times=number)
        nurse.presses("Esc")
    nurse.lets_the_undo_time_pass()
    nurse.keeps_trying(lambda: portal.struck(), "a fault")
    nurse.keeps_trying(lambda: "all confirmed" in nurse.reads_all().lower(), "all confirmed")
    assert portal.replies(target.thread) == TEXTS
    assert portal.owner(target.item) == "Practitioner/nadia"
