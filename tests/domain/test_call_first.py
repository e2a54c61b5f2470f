"""While a call is due: every verb there is either waits for it or is known to be harmless."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import msgspec
import pytest

from inbox.domain.flag import Flag
from inbox.domain.operations import AnyOperation, Complete, Hold, Reply, Snooze, Why
from inbox.domain.people import Role
from tests.domain.threads import ITEM, NOON, NURSE, WALTER, item, thread

CALL = thread(item(flags=(Flag("chest-pain", 1, title="Chest pain"),)))
WAITS = (
    Reply(item=ITEM, text="It is at the pharmacy.", to=(WALTER,)),
    Complete(item=ITEM, outcome="no-reply-needed"),
    Hold(item=ITEM, wake=NOON + timedelta(days=1)),
    Snooze(item=ITEM, until=NOON + timedelta(hours=1)),
)


@pytest.mark.parametrize("role", [Role.RN, Role.PRESCRIBER])
@pytest.mark.parametrize("operation", WAITS, ids=lambda one: one.verb)
def test_nobody_answers_closes_waits_or_snoozes_before_the_call(operation: AnyOperation, role: Role) -> None:
    problem = operation.refuse_if(CALL, msgspec.structs.replace(NURSE, role=role))
    assert problem is not None
    assert problem.why in (Why.CALL_FIRST, Why.FLAGGED)
    calm = operation.refuse_if(thread(), NURSE)
    assert calm is None or calm.why not in (Why.CALL_FIRST, Why.FLAGGED), "without a flag it is not the call"


def test_a_new_verb_is_looked_at_here_before_it_ships() -> None:
    """Handing on, writing down, taking back may go before the call; what ends or delays work may not."""
    waits = {one.verb for one in WAITS} | {"ask-visit", "conclude", "wrong-patient"}
    before_the_call = {
        "claim", "comment", "dismiss-flag", "dispose", "escalate", "keep-time", "put-back", "raise-flag",
        "recall", "reclass", "record-consent", "redue", "release", "route", "split", "withdraw",
    }  # fmt: skip
    verbs = {str(verb.__struct_config__.tag) for verb in get_args(AnyOperation)}
    assert verbs <= before_the_call | waits
