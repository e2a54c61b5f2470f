"""Threads, items and people to try the domain on: a few by name, and any at all for Hypothesis."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Final, NewType, TypeVar, Union, get_args, get_origin

import msgspec
from hypothesis import settings
from hypothesis import strategies as st

from inbox.domain.entries import Entry, Saw, State
from inbox.domain.flag import Flag
from inbox.domain.ids import GroupId, ItemId, MessageId, OperationId, PatientId, PersonId, PoolId, ThreadId
from inbox.domain.operations import AnyOperation, Claim, Stamp
from inbox.domain.people import Actor, Party, Role
from inbox.domain.thread import Message, Thread
from inbox.domain.work_item import STAGE_OF_STATUS, Holding, Note, Promise, WorkItem

NOON = datetime(2026, 3, 17, 12, 0, tzinfo=UTC)
"""A Tuesday."""
NURSES, REFILLS = Party("HealthcareService/nurses", "Nurses"), Party("HealthcareService/refills", "Refills")
NADIA = Party("Practitioner/brand", "Nadia Brand, RN")
TOMAS = Party("Practitioner/aldana", "T. Aldana")
WALTER = Party("Patient/walter", "Walter Esterbrook")
NURSE = Actor(
    PersonId(NADIA.ref), NADIA.name, Role.RN, frozenset({"PractitionerRole/brand"}), (PoolId(NURSES.ref),)
)
ITEM: Final = ItemId("Task/1")
THREAD: Final = ThreadId("Communication/1")
NOBODYS: Final = ItemId("Task/gone")
"""The name of an item that no thread has."""


def hours(n: float) -> datetime:
    """`n` hours after noon of the day the stories happen on."""
    return NOON + timedelta(hours=n)


def stamp(number: int = 1, by: Party = NADIA, at: datetime = NOON) -> Stamp:
    return Stamp(operation_id(number), by, Role.RN, at)


def operation_id(number: int) -> OperationId:
    return OperationId(f"00000000-0000-4000-8000-{number:012}")


def unclaimed(pool: Party = NURSES, **more: Any) -> Holding:
    return Holding("requested", pool, pool, **more)


def held_by(who: Party, status: str = "accepted", pool: Party = NURSES, **more: Any) -> Holding:
    return Holding(status, who, pool, **more)


def item(holding: Holding | None = None, id: ItemId = ITEM, kind: str = "refill", **more: Any) -> WorkItem:
    return WorkItem(id, kind, holding or unclaimed(), more.pop("arrived", NOON), **more)


def wrote(n: int = 1, at: datetime = NOON, text: str = "I took the last one.", by: Party = WALTER) -> Message:
    return Message(MessageId(f"Communication/1-{n}"), at, by, True, text)


def answered(n: int, by: Party, at: datetime = NOON, *identifiers: str) -> Message:
    return Message(MessageId(f"Communication/1-a{n}"), at, by, False, "It is done.", identifiers=identifiers)


def thread(*items: WorkItem, messages: tuple[Message, ...] | None = None, **more: Any) -> Thread:
    """A conversation with one message of the patient, and one unclaimed item unless told otherwise."""
    return Thread(
        THREAD,
        PatientId(WALTER.ref),
        "Amlodipine refill",
        messages=(wrote(),) if messages is None else messages,
        items=items or (item(),),
        **more,
    )


def entry(operation: AnyOperation, saw: Saw | None = None, number: int = 1, **more: Any) -> Entry:
    """An outbox entry of Nadia's."""
    return Entry(
        operation_id(number),
        GroupId("group"),
        THREAD,
        PatientId(WALTER.ref),
        operation.item,
        PersonId(NADIA.ref),
        NADIA.name,
        Role.RN,
        NOON,
        operation,
        saw or Saw(),
        **more,
    )


CLAIM: Final = Claim(item=ITEM)


# Any at all

few = settings(max_examples=40, deadline=None)
"""Enough for shapes as small as these; a busy machine fails nothing."""

VERBS: Final[tuple[type[AnyOperation], ...]] = get_args(AnyOperation)
STATUSES: Final = (*STAGE_OF_STATUS, "draft", "")
SECOND: Final = ItemId("Task/2")

moments = st.sampled_from([hours(n) + timedelta(microseconds=n * 1_234) for n in (-30, -1, 0, 2, 48)])
staff = st.sampled_from([NADIA, TOMAS, Party("PractitionerRole/brand", "Nadia Brand, RN")])
pools = st.sampled_from([NURSES, REFILLS])
operation_ids = st.integers(1, 5).map(lambda n: operation_id(n))
T = TypeVar("T")

holdings = st.builds(
    Holding,
    status=st.sampled_from(STATUSES),
    owner=st.none() | staff | pools,
    pool=st.none() | pools,
    first_action=st.none() | moments,
    promise=st.sampled_from([None, Promise(None), Promise(hours(4), "site@3")]),
    wake=st.none() | moments,
    outcome=st.sampled_from(["", "answered"]),
)
"""Any holding: statuses we do not know and owners that fit no status included."""

items = st.builds(
    item,
    holdings,
    kind=st.sampled_from(["refill", "medical-question", "physician-review", "unheard-of"]),
    flags=st.sampled_from([(), (Flag("CHEST-01", 1),), (Flag("COUGH-02", 3), Flag("FEVER-04", 4))]),
    notes=st.sampled_from([(), (Note("Seen", TOMAS, NOON, operation_id(3)),)]),
)

messages = st.lists(
    st.sampled_from(
        [wrote(1), wrote(2, hours(2)), answered(1, TOMAS), answered(2, NADIA, NOON, operation_id(1))]
    ),
    max_size=3,
    unique=True,
).map(tuple)


@st.composite
def threads(draw: st.DrawFn) -> Thread:
    """Any thread with one or two items, the second perhaps a part of the first."""
    found = [draw(items)]
    if draw(st.booleans()):
        second = msgspec.structs.replace(draw(items), id=SECOND, parent=draw(st.sampled_from([None, ITEM])))
        found.append(second)
    return thread(*found, messages=draw(messages))


def operations(verb: type[T], *, of: st.SearchStrategy[ItemId]) -> st.SearchStrategy[T]:
    """Any operation of this verb on one of the items `of`."""
    return _fields(verb, item=of)


actors = st.sampled_from(
    [
        NURSE,
        Actor(PersonId(TOMAS.ref), TOMAS.name, Role.PRESCRIBER),
        msgspec.structs.replace(NURSE, role=Role.CLERK),
        Actor(PersonId("Practitioner/petra"), "Petra Nair, RN", Role.SUPERVISOR),
    ]
)


def entries() -> st.SearchStrategy[list[Entry]]:
    """A thread's outbox: any verbs on its items in any states, in order."""
    made = st.one_of([operations(verb, of=st.sampled_from([ITEM, SECOND])) for verb in VERBS])
    one = st.tuples(made, st.sampled_from(State))
    return st.lists(one, max_size=6).map(
        lambda found: [
            entry(operation, number=number, state=state) for number, (operation, state) in enumerate(found)
        ]
    )


def _fields(kind: type[T], **known: st.SearchStrategy[Any]) -> st.SearchStrategy[T]:
    """Structs of `kind`; a field not `known` may be anything of its type."""
    fields = msgspec.structs.fields(kind)  # type: ignore[arg-type]
    return st.builds(kind, **{f.name: known[f.name] if f.name in known else _values(f.type) for f in fields})


def _values(kind: Any) -> st.SearchStrategy[Any]:
    if kind in _OF_TYPE:
        return _OF_TYPE[kind]
    if isinstance(kind, NewType):
        return _values(kind.__supertype__)
    if get_origin(kind) in (Union, UnionType):
        return st.one_of([_values(part) for part in get_args(kind)])
    if get_origin(kind) is tuple:
        return st.lists(_values(get_args(kind)[0]), max_size=2).map(tuple)
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    return _fields(kind)


_OF_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=8),
    int: st.integers(0, 9),
    float: st.floats(0, 9),
    bool: st.booleans(),
    NoneType: st.none(),
    msgspec.UnsetType: st.just(msgspec.UNSET),
    datetime: moments,
    Flag: st.sampled_from([Flag("CHEST-01", 1), Flag("COUGH-02", 3), Flag("CHEST-01", 2, start=3, end=9)]),
    Party: staff | pools,
    Holding: holdings,
    OperationId: operation_ids,
}
