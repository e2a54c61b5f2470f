"""What the checks need on the server: made with ordinary rights, named as ours, and tidied up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import msgspec

from inbox.domain.ids import ItemId, ThreadId
from inbox.fhir.door import is_loopback
from inbox.fhir.search import query
from tests.contract.asked import Asked
from tests.contract.wire import (
    Json,
    No,
    Wire,
    create_entry,
    delete_entry,
    put_entry,
    ref_of,
    version_of,
)

OURS = "https://example.org/inbox/contract"
"""System of the identifier of everything that the checks make."""
TASK_INPUT = "https://example.org/portal/CodeSystem/task-input"
WORK_TYPE = "https://example.org/portal/CodeSystem/work-type"
MANY = 24
"""Messages in the long thread."""
CREDENTIALS = "http://terminology.hl7.org/CodeSystem/v2-0360"


class NothingToWorkWith(Exception):
    """The server neither has nor lets us make something that every check needs."""


class Conversation(msgspec.Struct, frozen=True):
    """One thread with a message of the patient's and the work it made."""

    thread: ThreadId
    message: str
    task: ItemId
    version: str
    """Of the Task, as it was made."""


class Clinic:
    """Makes things on one server and remembers them."""

    def __init__(self, wire: Wire, asked: Asked) -> None:
        self._wire = wire
        self._asked = asked
        self.run = uuid4().hex[:8]
        self._made: list[str] = []
        self._count = 0
        self.patient = ""
        self.pool = ""
        self.other_pool = ""
        self._long: tuple[str, list[str]] | None = None
        self.unseen = ""
        """A type that the program wrote and this sign-in may not search: all of it stays."""
        self.borrowed: list[str] = []
        """What was there before and is used, because it could not be made."""

    async def prepare(self) -> None:
        """A patient and two pools. Raises NothingToWorkWith."""
        self.patient = self._asked.patient or await self._patient()
        pools = list(self._asked.pools)
        while len(pools) < 2 and (made := await self._may_make(_pool(f"Contract pool {len(pools) + 1}"))):
            pools.append(made)
        if len(pools) < 2:
            found = await self._wire.find("HealthcareService", {"_count": "10"})
            pools += [ref_of(one) for one in found if ref_of(one) not in pools][: 2 - len(pools)]
            self.borrowed += pools
        if not pools:
            raise NothingToWorkWith("There is no pool here, and none may be made: name one with --pool.")
        self.pool, self.other_pool = pools[0], pools[-1]

    async def practitioner(self, name: str) -> str:
        """A colleague of ours; "" where none may be made."""
        suffix, letters = "RN", {"coding": [{"system": CREDENTIALS, "code": "RN"}]}
        person: Json = {
            "resourceType": "Practitioner",
            "active": True,
            "name": [{"family": "Contract", "given": [name], "suffix": [suffix]}],
            "qualification": [{"code": letters}],
        }
        return await self._may_make(person) or ""

    async def other_practitioner(self, than: str) -> str:
        """Somebody who is there already; "" where nobody else is."""
        found = await self._wire.find("Practitioner", {"_count": "10"})
        other = next((ref_of(one) for one in found if ref_of(one) != than), "")
        self.borrowed += [other] * bool(other)
        return other

    async def conversation(self, subject: str = "Contract check", **of_task: object) -> Conversation:
        """A new thread: header, message, Task. `of_task` are fields of the Task instead of the usual ones."""
        header = await self.make(self.header(subject))
        thread = ref_of(header)
        message = await self.patient_writes(thread)
        made = await self.make({**self.task(thread, message), **of_task})
        return Conversation(
            ThreadId(thread), message, ItemId(ref_of(made)), str(made.get("meta", {}).get("versionId", ""))
        )

    def header(self, subject: str) -> Json:
        """A Communication without payload."""
        return {
            "resourceType": "Communication",
            "status": "in-progress",
            "category": [{"coding": [{"code": "medical-question"}], "text": "Question"}],
            "subject": {"reference": self.patient},
            "topic": {"text": subject},
            "sent": now(),
            "sender": {"reference": self.patient},
            "recipient": [{"reference": self.pool}],
        }

    def message(self, thread: str, text: str = "May I ask something?", seconds: float = 0) -> Json:
        """What the patient writes, so many seconds from now."""
        return {
            "resourceType": "Communication",
            "status": "completed",
            "partOf": [{"reference": thread}],
            "subject": {"reference": self.patient},
            "sent": now(seconds),
            "sender": {"reference": self.patient},
            "recipient": [{"reference": self.pool}],
            "payload": [{"contentString": text}],
        }

    def task(self, thread: str, message: str) -> Json:
        """The work that a message made, unclaimed in the pool."""
        return {
            "resourceType": "Task",
            "status": "requested",
            "intent": "order",
            "code": {"coding": [{"system": WORK_TYPE, "code": "respond-to-message"}]},
            "focus": {"reference": thread},
            "for": {"reference": self.patient},
            "authoredOn": now(),
            "owner": {"reference": self.pool},
            "input": [
                {"type": input_type("pool"), "valueReference": {"reference": self.pool}},
                {"type": input_type("triggering-message"), "valueReference": {"reference": message}},
            ],
        }

    async def patient_writes(
        self, thread: str, text: str = "May I ask something?", seconds: float = 0
    ) -> str:
        """One more message of the patient's, sent so many seconds from now."""
        return ref_of(await self.make(self.message(thread, text, seconds)))

    async def make(self, resource: Json) -> Json:
        """Create one resource under an identifier of ours."""
        made = await self._wire.create(self.named(resource))
        self.remember(ref_of(made))
        return made

    def named(self, resource: Json) -> Json:
        """`resource` with an identifier that nothing else has."""
        self._count += 1
        value = f"{self.run}-{self._count}"
        return {**resource, "identifier": [{"system": OURS, "value": value}]}

    def remember(self, ref: str) -> None:
        """To be tidied up."""
        if ref not in self._made:
            self._made.append(ref)

    async def long_thread(self) -> tuple[str, list[str]]:
        """A thread with many messages and their references, in the order of sending. Made once."""
        if not self._long:
            thread = ref_of(await self.make(self.header("A long one")))
            letters = [self.message(thread, f"Part {n}", seconds=n) for n in range(MANY)]
            self._long = thread, await self.make_all(letters)
        return self._long

    async def make_all(self, resources: Sequence[Json]) -> list[str]:
        """Create many, in one batch where that works; gives what was made."""
        made = await self._wire.each([create_entry(self.named(one)) for one in resources])
        refs = [one.ref for one in made if one.yes and one.ref]
        for ref in refs:
            self.remember(ref)
        return refs

    async def tidy(self) -> dict[str, int]:
        """Take away all that was made, or mark it as an error; gives how many stay, and how."""
        await self._find_the_rest()
        left: list[str] = []
        for refs in _in_parts(sorted(self._made, key=lambda ref: ref.partition("/")[0] not in STRUCK_OUT)):
            left += await self._refused([(ref, delete_entry(ref)) for ref in refs])
        stays = Counter(f"{ref.partition('/')[0]} (as it was made)" for ref in left if not _struck_out(ref))
        for kind in STRUCK_OUT:
            for refs in _in_parts([ref for ref in left if ref.startswith(f"{kind}/")]):
                ids = ",".join(ref.partition("/")[2] for ref in refs)
                there = await self._wire.find(kind, {"_id": ids, "_count": "100"})
                wrong = [{**one, "status": "entered-in-error"} for one in there]
                kept = await self._refused([(ref_of(one), put_entry(one, version_of(one))) for one in wrong])
                stays[f"{kind} (marked as entered in error)"] += len(wrong) - len(kept)
                stays[f"{kind} (as it was left)"] += len(kept)
        return {what: count for what, count in stays.items() if count}

    async def _refused(self, entries: Sequence[tuple[str, Json]]) -> list[str]:
        """Ask for many writes that stand alone; gives whose were not done."""
        done = await self._wire.each([entry for _, entry in entries])
        return [ref for (ref, _), one in zip(entries, done, strict=True) if not one.yes]

    async def _find_the_rest(self) -> None:
        """What the program itself wrote: to our threads, and about our work."""
        threads = [ref for ref in self._made if ref.startswith("Communication/")]
        tasks = [ref for ref in self._made if ref.startswith("Task/")]
        for kind, name, refs in (("Communication", "part-of", threads), ("Provenance", "target", tasks)):
            for part in _in_parts(refs):
                answer = await self._wire.ask(
                    "GET", f"{kind}?{query({name: ','.join(part), '_count': '500'})}"
                )
                if answer.status != 200:
                    self.unseen = kind
                    break
                for one in msgspec.json.decode(answer.body).get("entry", []):
                    self.remember(ref_of(one["resource"]))

    async def _patient(self) -> str:
        made = await self._may_make(
            {
                "resourceType": "Patient",
                "name": [{"family": "Contract", "given": ["Test"]}],
                "birthDate": "1970-01-01",
            }
        )
        if made:
            return made
        if not is_loopback(urlsplit(self._wire.base).hostname or ""):
            raise NothingToWorkWith("No patient may be made here: name a test patient with --patient.")
        found = await self._wire.find("Patient", {"_count": "1"})
        if not found:
            raise NothingToWorkWith("There is no patient here, and none may be made.")
        self.borrowed.append(ref_of(found[0]))
        return ref_of(found[0])

    async def _may_make(self, resource: Json) -> str | None:
        """The reference; None where this sign-in may not."""
        try:
            return ref_of(await self.make(resource))
        except No as no:
            if no.status in (401, 403, 404, 405, 422):
                return None
            raise


STRUCK_OUT = ("Task", "Communication")
"""What can be marked as entered in error where it may not be deleted."""


def _struck_out(ref: str) -> bool:
    return ref.partition("/")[0] in STRUCK_OUT


def _in_parts(refs: Sequence[str], size: int = 30) -> Iterator[Sequence[str]]:
    return (refs[at : at + size] for at in range(0, len(refs), size))


def _pool(name: str) -> Json:
    return {"resourceType": "HealthcareService", "active": True, "name": name}


def input_type(code: str) -> Json:
    """The type of a Task's input."""
    return {"coding": [{"system": TASK_INPUT, "code": code}]}


def now(seconds: float = 0) -> str:
    """The present moment, or one so many seconds later, as FHIR writes it."""
    at = datetime.now(UTC) + timedelta(seconds=seconds)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
