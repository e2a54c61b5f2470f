"""B11: an outbox of 500 operations goes out to the sandbox portal; the floor sends the same bytes in a loop.

Each conversation is claimed, answered and closed. The program looks at a conversation again before an
answer leaves, and checks every answer of the portal; the loop does neither.
"""

from __future__ import annotations

import http.client
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
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
from inbox.fhir.incoming import Reading
from inbox.fhir.write import Outcome, Write, bundle_of
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
            told = msgspec.json.decode(_post(connection, address, token, body))
            places = [entry["response"]["location"].split("/_history")[0] for entry in told["entry"]]
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


class _Recording(FhirClient):
    """The program's client; what it asks for is kept, to be sent again by the floor."""

    def __init__(self, address: str, token: Token) -> None:
        super().__init__(address, token)
        self.sent: list[bytes] = []

    async def bundle(
        self, writes: Sequence[Write], *, atomic: bool = True, interactive: bool = False
    ) -> list[Outcome]:
        self.sent.append(bundle_of(writes, atomic=atomic))
        return await super().bundle(writes, atomic=atomic, interactive=interactive)


def _drain(address: str, token: Token, made: Sequence[str], file: Path) -> tuple[float, list[bytes]]:
    """Seconds until the last is confirmed, and what was sent."""
    interpreter = reading()
    connected = threading.Event()
    client: list[_Recording] = []

    def connect() -> FhirClient:
        client.append(_Recording(address, token))
        return client[0]

    def hear(status: Status) -> None:
        if status.connection is Connection.CONNECTED:
            connected.set()

    store = Store.open(file, KEY, interpreter, lambda _changes: None)
    desk = Desk(store=store, reading=lambda: interpreter, actor=ACTOR, now=lambda: datetime.now(UTC))
    engine = Engine(desk, connect, hear)
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
    return took, client[0].sent


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


def _send(address: str, token: Token, sent: Sequence[bytes]) -> float:
    """Seconds to send the same, one after the other."""
    with closing(_connection(address)) as connection:
        begun = time.perf_counter()
        for body in sent:
            _post(connection, address, token, body)
        return time.perf_counter() - begun


def _connection(address: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(address).netloc)


def _ask(connection: http.client.HTTPConnection, method: str, path: str, token: Token, body: bytes) -> bytes:
    headers = {"Authorization": f"Bearer {token.token}", "Content-Type": "application/fhir+json"}
    connection.request(method, path, body or None, headers)
    answer = connection.getresponse()
    told = answer.read()
    if answer.status >= 300:
        raise SystemExit(f"The portal answered {answer.status}.")
    return told


def _post(connection: http.client.HTTPConnection, address: str, token: Token, body: bytes) -> bytes:
    told = _ask(connection, "POST", urlsplit(address).path, token, body)
    statuses = [entry["response"]["status"] for entry in msgspec.json.decode(told)["entry"]]
    if not all(status.startswith("2") for status in statuses):
        raise SystemExit(f"The portal answered {statuses}.")
    return told


def _somebody(connection: http.client.HTTPConnection, address: str, token: Token) -> str:
    told = _ask(connection, "GET", urlsplit(address).path + "/Patient?_count=1", token, b"")
    return f"Patient/{msgspec.json.decode(told)['entry'][0]['resource']['id']}"
