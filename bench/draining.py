"""B11: an outbox of 500 operations goes out to the sandbox portal; the floor sends the same bytes in a loop.

Each conversation is claimed, answered and closed. The program looks at a conversation again before an
answer leaves, and checks every answer of the portal; the loop does neither.
"""

from __future__ import annotations

import http.client
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import uuid4

import msgspec

from bench.figures import Figure
from bench.sandbox import USER, Token, copied, sandbox, sign_in
from bench.station import KEY, reading
from inbox.domain.entries import Entry, Saw
from inbox.domain.ids import GroupId, OperationId, PersonId, PoolId, ThreadId
from inbox.domain.operations import AnyOperation, Claim, Complete, Reply
from inbox.domain.people import Actor, Party, Role
from inbox.domain.projection import project
from inbox.fhir.client import FhirClient
from inbox.fhir.door import Answer, Door
from inbox.fhir.incoming import Reading
from inbox.store.store import Store
from inbox.sync.engine import Engine
from inbox.sync.portal import Desk
from inbox.sync.status import Connection, Status

CONVERSATIONS = 167
"""Three operations each: 501."""
_AT_ONCE = 20
_POOL = "HealthcareService/nurse-advice-line"
_CODES = "https://example.org/portal/CodeSystem"
_PATIENCE, _LOOK = 120.0, 0.01

ACTOR = Actor(
    PersonId(f"Practitioner/{USER}"),
    "Nadia Brand, RN",
    Role.RN,
    frozenset({f"PractitionerRole/role-{USER}"}),
    (PoolId(_POOL),),
)


def b11() -> list[Figure]:
    """Both, each from the same portal as it was before."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before = folder / "portal.db"
        with sandbox(before) as address:
            made = _conversations(address, sign_in(address))
        with sandbox(copied(before, folder / "ours.db")) as address:
            ours, sent = _drain(address, sign_in(address), made, folder / "cache.db")
        with sandbox(copied(before, folder / "floor.db")) as address:
            floor = _send(address, sign_in(address), sent)
    count = 3 * len(made)
    return [
        Figure("B11", f"{count} operations go out", "s", [ours], [floor], "≤ 1.3 × bare loop"),
        Figure("B11", "one conversation", "ms", [ours / len(made) * 1000], [floor / len(made) * 1000]),
    ]


def _conversations(address: str, token: Token) -> list[str]:
    """Ask for conversations with open work; the references of their headers."""
    made: list[str] = []
    with closing(_connection(address)) as connection:
        patient = _somebody(connection, address, token)
        for start in range(0, CONVERSATIONS, _AT_ONCE):
            numbers = range(start, min(start + _AT_ONCE, CONVERSATIONS))
            entries = [entry for number in numbers for entry in _conversation(number, patient)]
            body = msgspec.json.encode({"resourceType": "Bundle", "type": "transaction", "entry": entries})
            told = _check(_ask(connection, _Sent("POST", urlsplit(address).path, {}, body), token))
            places = [entry["response"]["location"].split("/_history")[0] for entry in told]
            made += ["/".join(place.split("/")[-2:]) for place in places[::2]]
    return made


def _conversation(number: int, patient: str) -> list[dict[str, object]]:
    """A question and the work it makes."""
    here = f"urn:uuid:{uuid4()}"
    who, pool = {"reference": patient}, {"reference": _POOL}
    sent = (datetime.now(UTC) - timedelta(minutes=5)).isoformat(timespec="seconds")
    kind = {"coding": [{"system": f"{_CODES}/work", "code": "medical-question"}]}
    named = {"coding": [{"system": f"{_CODES}/task-input", "code": "pool"}]}
    question = {
        "resourceType": "Communication", "status": "completed", "category": [kind], "subject": who,
        "sender": who, "recipient": [pool], "sent": sent, "topic": {"text": f"Question {number}"},
        "payload": [{"contentString": f"How long does number {number} take?"}],
    }  # fmt: skip
    work = {
        "resourceType": "Task", "status": "requested", "intent": "order", "code": kind, "for": who,
        "focus": {"reference": here}, "owner": pool, "authoredOn": sent,
        "input": [{"type": named, "valueReference": pool}],
    }  # fmt: skip
    return [
        {"fullUrl": here, "resource": question, "request": {"method": "POST", "url": "Communication"}},
        {"resource": work, "request": {"method": "POST", "url": "Task"}},
    ]


class _Sent(NamedTuple):
    """One request that changes something."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class _RecordingDoor(Door):
    """The program's way out; what it asks for is kept, to be asked for again by the floor."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[_Sent] = []

    async def exchange(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        answer = await super().exchange(method, url, headers=headers, body=body)
        parts = urlsplit(url)
        writes = method != "GET" and not parts.path.endswith("_search") and "AuditEvent" not in url
        if writes and answer.status < 300:
            self.sent.append(_Sent(method, parts.path, dict(headers or {}), body or b""))
        return answer


def _drain(address: str, token: Token, made: Sequence[str], file: Path) -> tuple[float, list[_Sent]]:
    """Seconds until the last is confirmed, and what was sent."""
    interpreter = reading()
    connected = threading.Event()
    door = _RecordingDoor()

    def hear(status: Status) -> None:
        if status.connection is Connection.CONNECTED:
            connected.set()

    store = Store.open(file, KEY, interpreter, lambda _changes: None)
    desk = Desk(store=store, reading=lambda: interpreter, actor=ACTOR, now=lambda: datetime.now(UTC))
    engine = Engine(desk, lambda: FhirClient(address, token, door=door), hear)
    engine.start()
    connected.wait(_PATIENCE)
    for thread in made:
        _answer(store, interpreter, ThreadId(thread))
    begun = time.perf_counter()
    engine.wake()
    while left := _left(store):
        if time.perf_counter() - begun > _PATIENCE:
            raise SystemExit(f"{left} operations did not go out.")
        time.sleep(_LOOK)
    took = time.perf_counter() - begun
    engine.stop()
    store.close()
    return took, door.sent


def _left(store: Store) -> int:
    return int(store.reader().exec_driver_sql("SELECT count(*) FROM outbox").scalar_one())


def _answer(store: Store, interpreter: Reading, name: ThreadId) -> None:
    """Claim, answer and close, as one command."""
    seen = interpreter.thread(name, store.truth_now(name))
    if seen is None:
        raise SystemExit(f"{name} did not arrive.")
    thread = project(seen, [])
    item = thread.items[0].id
    last = thread.last_from_patient
    operations: list[AnyOperation] = [
        Claim(item=item),
        Reply(
            item=item,
            text="It takes four days.",
            to=(Party(thread.patient),),
            answers=last.id if last else None,
        ),
        Complete(item=item),
    ]
    group, entries = GroupId(str(uuid4())), []
    for operation in operations:
        entry = Entry(
            id=OperationId(str(uuid4())), group=group, thread=name, patient=thread.patient, item=item,
            actor=ACTOR.person, actor_name=ACTOR.name, role=ACTOR.role, made_at=datetime.now(UTC),
            operation=operation, saw=Saw.of(thread, item, ACTOR.person),
        )  # fmt: skip
        entries.append(entry)
        thread = operation.apply(thread, entry.stamp)
    store.run(entries).result()


def _send(address: str, token: Token, sent: Sequence[_Sent]) -> float:
    """Seconds to send the same, one after the other."""
    with closing(_connection(address)) as connection:
        begun = time.perf_counter()
        for one in sent:
            _check(_ask(connection, one, token))
        return time.perf_counter() - begun


def _connection(address: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(address).netloc)


def _ask(connection: http.client.HTTPConnection, asked: _Sent, token: Token) -> bytes:
    told = {"Content-Type": "application/fhir+json", **asked.headers}
    headers = {name: value for name, value in told.items() if name.lower() != "authorization"}
    headers["Authorization"] = f"Bearer {token.token}"
    connection.request(asked.method, asked.path, asked.body or None, headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status >= 300:
        raise SystemExit(f"The portal answered {answer.status} to {asked.method}.")
    return body


def _check(body: bytes) -> list[dict[str, dict[str, str]]]:
    """The entries of a Bundle, each of which the portal did; of a single resource there are none."""
    entries: list[dict[str, dict[str, str]]] = msgspec.json.decode(body).get("entry", [])
    statuses = [entry["response"]["status"] for entry in entries]
    if not all(status.startswith("2") for status in statuses):
        raise SystemExit(f"The portal answered {statuses}.")
    return entries


def _somebody(connection: http.client.HTTPConnection, address: str, token: Token) -> str:
    asked = _Sent("GET", urlsplit(address).path + "/Patient", {}, b"")
    return f"Patient/{msgspec.json.decode(_ask(connection, asked, token))['entry'][0]['resource']['id']}"
