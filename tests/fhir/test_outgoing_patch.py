"""Changes as JSON Patch, for servers that take no other or let an update overwrite (field note 2)."""

from __future__ import annotations

from typing import Any

import msgspec

from inbox.domain.filed import Filed
from inbox.domain.operations import AnyOperation, Claim, Release, Reply
from inbox.domain.people import Party
from inbox.fhir.outgoing import writes
from inbox.fhir.write import Write
from tests.sync.examples import ITEM, NINE, NURSE, conversation, entry, reading, task

Step = dict[str, Any]


def asked(operation: AnyOperation, truth: list[Filed] | None = None, **options: Any) -> list[Write]:
    truth = truth or conversation()
    return writes([entry(operation, truth)], truth, reading(), NINE, reasons=False, **options)


def steps(operation: AnyOperation, truth: list[Filed] | None = None) -> list[Step]:
    (write,) = asked(operation, truth, patches=True)
    assert (write.method, write.url) == ("PATCH", ITEM)
    found: list[Step] = msgspec.json.decode(write.body)
    return found


def test_the_version_is_tested_by_the_patch_itself() -> None:
    assert steps(Claim(item=ITEM))[0] == {"op": "test", "path": "/meta/versionId", "value": "5"}


def test_an_absent_owner_is_added_since_it_cannot_be_replaced() -> None:
    truth = [*conversation()[:2], *[one for one in conversation(owner=None) if one.type == "Task"]]
    step = next(step for step in steps(Claim(item=ITEM), truth) if step["path"] == "/owner")
    assert step == {"op": "add", "path": "/owner", "value": {"reference": NURSE, "display": "Nora Nurse, RN"}}


def test_what_is_not_touched_is_not_sent() -> None:
    paths = {step["path"] for step in steps(Claim(item=ITEM))}
    assert "/status" in paths
    assert not paths & {"/focus", "/for", "/code", "/intent", "/authoredOn", "/id", "/resourceType", "/meta"}


def test_what_goes_is_removed() -> None:
    truth = conversation(status="on-hold", owner={"reference": NURSE}, statusReason={"text": "photo"})
    assert {"op": "remove", "path": "/statusReason"} in steps(Release(item=ITEM), truth)


def test_the_patched_task_is_the_updated_one() -> None:
    (update,) = asked(Claim(item=ITEM))
    before = task()
    for step in steps(Claim(item=ITEM)):
        if step["op"] == "add":
            before[step["path"][1:]] = step["value"]
    after = msgspec.json.decode(update.body)
    del after["meta"]
    assert before == after


def test_a_reply_by_itself_writes_no_item_since_nothing_would_hold_them_together() -> None:
    reply = Reply(item=ITEM, text="Done.", to=(Party("Patient/p1"),))
    assert [write.url for write in asked(reply)] == ["Communication", ITEM]
    assert [write.url for write in asked(reply, together=False)] == ["Communication"]
