"""Dr. Solheim at her desk, with packets that Nadia handed her."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.commands.declare import Target
from inbox.domain.ids import ItemId, PersonId
from inbox.domain.people import Actor, Role
from inbox.domain.work_item import Stage
from inbox.fhir.codes import OBLIGATION, TASK_INPUT, WORK_TYPE
from inbox.fhir.incoming import filed
from inbox.fhir.resource import decode
from inbox.queries import worklist
from inbox.queries.views import View, ViewKind
from inbox.queries.worklist import Line
from inbox.ui.desk import Desk
from inbox.ui.look.theme import Theme
from tests.ui.at_work import AtWork
from tests.ui.conftest import Clock, leave, sit_down

SOLHEIM = Actor(
    PersonId("Practitioner/solheim"),
    "Dr. Ingrid Solheim, MD",
    Role.PRESCRIBER,
    role_refs=frozenset({"PractitionerRole/solheim"}),
)
QUESTION = "May she take half a tablet in the evening?"
SUMMARY = "Sleeps badly since the dose went up on 12 Feb. Denies dizziness and falls."
REPLY = "Please take half a tablet in the evening for two weeks, and write to us how you sleep."


def hand_over(desk: Desk, parent: Target, number: int = 1, **words: str) -> Target:
    """Nadia's packet on an item, as the portal has it."""
    said = {"question": QUESTION, "summary": SUMMARY, "proposed-reply": REPLY, "after-decision": "close"}
    line = worklist.line(desk.reader, parent.item, desk.actor)
    assert line is not None
    at = desk.now() - timedelta(minutes=20 - number)
    name = f"asked-{parent.item.partition('/')[2]}-{number}"
    priority = words.pop("priority", "routine")
    task = {
        "resourceType": "Task",
        "id": name,
        "meta": {"lastUpdated": at.isoformat(), "versionId": "1"},
        "identifier": [{"system": OBLIGATION, "value": f"{parent.thread.partition('/')[2]}#esc-{number}"}],
        "partOf": [{"reference": parent.item}],
        "status": "requested",
        "intent": "proposal",
        "priority": priority,
        "code": {"coding": [{"system": WORK_TYPE, "code": "physician-review"}]},
        "focus": {"reference": parent.thread},
        "for": {"reference": line.patient},
        "authoredOn": at.isoformat(),
        "requester": {"reference": "Practitioner/nadia", "display": "Nadia Brand, RN"},
        "owner": {"reference": "PractitionerRole/solheim"},
        "input": [
            {
                "type": {"coding": [{"system": TASK_INPUT, "code": "pool"}]},
                "valueReference": {"reference": line.pool},
            },
            *(
                {"type": {"coding": [{"system": TASK_INPUT, "code": code}]}, "valueString": text}
                for code, text in (said | words).items()
                if text
            ),
        ],
    }
    desk.store.ingest([filed(decode(msgspec.json.encode(task)))]).result()
    return Target(parent.thread, ItemId(f"Task/{name}"))


def patient_writes(desk: Desk, target: Target, text: str) -> None:
    """A message of the patient arrives."""
    line = worklist.line(desk.reader, target.item, desk.actor)
    assert line is not None
    sent = (desk.now() + timedelta(minutes=1)).isoformat()
    message = {
        "resourceType": "Communication",
        "id": "came-now",
        "meta": {"lastUpdated": sent, "versionId": "1"},
        "status": "completed",
        "subject": {"reference": line.patient},
        "partOf": [{"reference": target.thread}],
        "sender": {"reference": line.patient, "display": "Leela Bhatt"},
        "sent": sent,
        "payload": [{"contentString": text}],
    }
    desk.store.ingest([filed(decode(msgspec.json.encode(message)))]).result()


@pytest.fixture
def physician(
    qapp: QApplication, tmp_path: Path, clinic_cache: Path, clock: Clock, theme: Theme
) -> Iterator[Desk]:
    """Her desk; in the clinic's cache there are packets already, which are hers too."""
    shutil.copyfile(clinic_cache, tmp_path / clinic_cache.name)
    desk = sit_down(tmp_path, clock, theme, SOLHEIM)
    yield desk
    leave(desk)


def _may_be_asked(line: Line) -> bool:
    grown = line.birth_date is not None and line.birth_date.year < 2000 and not line.sender_relation
    return grown and line.flag_level is None and line.stage != Stage.HELD and not line.awaiting_physician


@pytest.fixture
def parents(physician: Desk) -> list[Target]:
    """Items of grown patients in her pools, most urgent first, each in a conversation of its own."""
    desk = physician
    found = worklist.ids(desk.reader, View(ViewKind.POOL), desk.actor, desk.now())
    lines = [line for line in worklist.lines(desk.reader, found, desk.actor) if _may_be_asked(line)]
    return list({line.thread: Target(line.thread, line.item) for line in lines}.values())


@pytest.fixture
def work(physician: Desk, parents: list[Target], qtbot: QtBot) -> AtWork:
    """Her screen, with five packets of Nadia's in it."""
    for number, parent in enumerate(parents[:5], 1):
        hand_over(physician, parent, number)
    work = AtWork(physician, qtbot)
    work.views.show_view(View(ViewKind.ESCALATIONS))
    work.settle()
    return work
