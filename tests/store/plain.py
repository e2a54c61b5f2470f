"""Resources in a shape of our own: each body is the JSON of the domain type it becomes.

The store knows no FHIR, so its tests need none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import msgspec

from inbox.domain.entries import Entry, Saw
from inbox.domain.filed import Filed
from inbox.domain.flag import Dismissal, Flag
from inbox.domain.ids import GroupId, ItemId, MessageId, OperationId, PatientId, PersonId, PoolId, ThreadId
from inbox.domain.operations import AnyOperation
from inbox.domain.patient import PatientCard
from inbox.domain.people import Actor, Party, Role
from inbox.domain.pool import Pool, Staff
from inbox.domain.rows import InboxRow, rows
from inbox.domain.thread import Message, Thread
from inbox.domain.work_item import Holding, Promise, Snooze, WorkItem
from inbox.store.store import Store

KEY = bytes(range(32))
NOON = datetime(2026, 3, 17, 12, 0, tzinfo=UTC)
ME, COLLEAGUE = PersonId("Practitioner/brand"), PersonId("Practitioner/aldana")
NURSES, REFILLS = PoolId("HealthcareService/nurses"), PoolId("HealthcareService/refills")
NURSE = Actor(
    ME,
    "Nadia Brand, RN",
    Role.RN,
    frozenset({"PractitionerRole/brand"}),
    (NURSES, REFILLS),
    office_work=frozenset({"refill", "scheduling", "billing"}),
)
NAMES = {ME: "Nadia Brand, RN", COLLEAGUE: "T. Aldana", NURSES: "Nurses", REFILLS: "Refills"}


def hours(n: float) -> datetime:
    """`n` hours after noon of the day the stories happen on."""
    return NOON + timedelta(hours=n)


def party(ref: str) -> Party:
    return Party(ref, NAMES.get(PersonId(ref), ref))


class Plain:
    """An interpreter of such resources. Items without a promise get one of `promise_hours` hours."""

    def __init__(self, promise_hours: float = 4) -> None:
        self.promise_hours = promise_hours

    def thread(self, thread: ThreadId, resources: Sequence[Filed]) -> Thread | None:
        header = next((filed for filed in resources if filed.ref == thread), None)
        if header is None:
            return None
        bodies = [filed for filed in resources if filed.ref != thread]
        messages = [msgspec.json.decode(f.body, type=Message) for f in bodies if f.type == "Communication"]
        items = [msgspec.json.decode(f.body, type=WorkItem) for f in bodies if f.type == "Task"]
        return msgspec.structs.replace(
            msgspec.json.decode(header.body, type=Thread),
            messages=tuple(sorted(messages, key=lambda message: (message.sent, message.id))),
            items=tuple(sorted(items, key=lambda item: (item.arrived, item.id))),
        )

    def rows(self, thread: Thread) -> list[InboxRow]:
        return rows(thread, self._promise, ME)

    def _promise(self, thread: Thread, item: WorkItem) -> Promise:
        due = item.arrived + timedelta(hours=self.promise_hours)
        return Promise(due, "test@1", due - timedelta(hours=1))

    def card(self, patient: Filed) -> PatientCard:
        return msgspec.json.decode(patient.body, type=PatientCard)

    def pool(self, resource: Filed) -> Pool | None:
        if resource.type != "HealthcareService":
            return None
        return msgspec.json.decode(resource.body, type=Pool)

    def staff(self, resources: Sequence[Filed]) -> list[Staff]:
        return [msgspec.json.decode(filed.body, type=Staff) for filed in resources]


def file(
    ref: str,
    body: object,
    *,
    version: str = "1",
    thread: str | None = None,
    patient: str | None = None,
    updated: datetime = NOON,
    focus: str = "",
) -> Filed:
    """A resource as the server would have sent it."""
    kind, _, id_ = ref.partition("/")
    return Filed(
        kind,
        id_,
        version,
        updated,
        msgspec.json.encode(body),
        ThreadId(thread) if thread else None,
        PatientId(patient) if patient else None,
        focus,
    )


def patient(name: str = "Walter Esterbrook", n: str = "1") -> Filed:
    card = PatientCard(
        PatientId(f"Patient/{n}"), name, birth_date=date(1967, 11, 4), sex="male", mrn=f"40-7715-{n}"
    )
    return file(card.id, card)


def pool(ref: PoolId) -> Filed:
    return file(ref, Pool(ref, NAMES[ref], "555-0142"))


def colleague(ref: PersonId) -> Filed:
    return file(ref, Staff(ref, NAMES[ref]))


def header(n: str = "1", subject: str = "Amlodipine refill", of: str = "1") -> Filed:
    thread = Thread(ThreadId(f"Communication/{n}"), PatientId(f"Patient/{of}"), subject, opened=NOON)
    return file(thread.id, thread, thread=thread.id, patient=thread.patient)


def message(
    n: str = "1", m: str = "a", text: str = "I took the last one yesterday.", *, sent: datetime = NOON
) -> Filed:
    said = Message(MessageId(f"Communication/{n}-{m}"), sent, Party("Patient/1"), True, text)
    return file(said.id, said, thread=f"Communication/{n}", patient="Patient/1", updated=sent)


def answer(n: str, text: str, by: PersonId, operation: OperationId | None = None) -> Filed:
    said = Message(
        MessageId(f"Communication/{n}-answer"),
        hours(1),
        party(by),
        False,
        text,
        identifiers=(operation,) if operation else (),
    )
    return file(said.id, said, thread=f"Communication/{n}", patient="Patient/1", updated=hours(1))


def task(
    n: str = "1",
    *,
    of: str = "",
    status: str = "requested",
    owner: str | None = None,
    pool: str = NURSES,
    kind: str = "refill",
    due: datetime | None = None,
    flag: int | None = None,
    dismissed: bool = False,
    arrived: datetime = NOON,
    version: str = "1",
    parent: str | None = None,
    wake: datetime | None = None,
    closed_at: datetime | None = None,
    snoozes: tuple[Snooze, ...] = (),
) -> Filed:
    """A Task; unclaimed in the nurses' pool unless told otherwise. `of`: its thread, if not `n`."""
    holding = Holding(
        status,
        party(owner or pool),
        party(pool),
        promise=Promise(due, "site@3") if due else None,
        wake=wake,
        closed_at=closed_at,
    )
    item = WorkItem(
        ItemId(f"Task/{n}"),
        kind,
        holding,
        arrived,
        version,
        flags=(Flag("CHEST-01", flag),) if flag else (),
        dismissals=(Dismissal(Flag("CHEST-01", flag), party(ME), arrived),) if flag and dismissed else (),
        parent=ItemId(f"Task/{parent}") if parent else None,
        snoozes=snoozes,
    )
    when = NOON + timedelta(minutes=int(version) if version.isdecimal() else 0)
    thread = f"Communication/{of or n}"
    return file(item.id, item, version=version, thread=thread, patient="Patient/1", updated=when)


def conversation(
    n: str = "1", text: str = "I took the last one yesterday.", **of_task: object
) -> list[Filed]:
    """A patient, a thread, one message and its item; and the item above that, which is a nurse's."""
    above = str(of_task.get("parent") or "")
    parents = [task(above, of=n, owner=ME, status="accepted")] if above else []
    return [patient(), header(n), message(n, text=text), task(n, **of_task), *parents]  # type: ignore[arg-type]


_made = iter(range(1_000_000))


def entry(
    operation: AnyOperation,
    n: str = "1",
    *,
    group: str = "",
    actor: PersonId = ME,
    not_before: datetime | None = None,
) -> Entry:
    """An entry of `actor` for thread `n`."""
    number = next(_made)
    return Entry(
        OperationId(f"00000000-0000-4000-8000-{number:012}"),
        GroupId(group or f"group-{number}"),
        ThreadId(f"Communication/{n}"),
        PatientId("Patient/1"),
        operation.item,
        actor,
        NAMES[actor],
        Role.RN,
        hours(1),
        operation,
        Saw(),
        not_before=not_before,
        title="Claim",
    )


def rows_of(store: Store) -> list[tuple[object, ...]]:
    """All list rows as the file has them."""
    found = store.reader().exec_driver_sql("SELECT * FROM inbox_row ORDER BY item")
    return [tuple(row) for row in found]


def cell(store: Store, column: str, item: str = "Task/1") -> object:
    """One value of one row."""
    return store.reader().exec_driver_sql(f"SELECT {column} FROM inbox_row WHERE item = ?", (item,)).scalar()
