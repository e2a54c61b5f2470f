"""What is asked of the server, as FHIR searches. Every answer is filed as it comes.

References are always sent as `Type/id` and statuses as positive lists: servers read the short forms
and `:not` differently, or silently find nothing.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from inbox import diary
from inbox.domain.errors import Refused
from inbox.domain.filed import Filed
from inbox.domain.ids import ItemId, OperationId, PatientId, ThreadId
from inbox.domain.words import tr
from inbox.domain.work_item import OPEN_STATUSES, STAGE_OF_STATUS, Stage
from inbox.fhir.client import FhirClient
from inbox.fhir.codes import OBLIGATION, OPERATION
from inbox.fhir.faults import Declined, NotThere
from inbox.fhir.incoming import filed
from inbox.fhir.outgoing.moments import written
from inbox.fhir.profile import Profile
from inbox.fhir.profile.usual import Usual
from inbox.fhir.resource import UNDATED, Resource
from inbox.fhir.search import Params
from inbox.sync.hidden import Hidden

PEOPLE = ("HealthcareService", "Practitioner", "PractitionerRole")
KIT = ("Library",)
"""What the site's kit is published as."""
POOLS_ELSEWHERE = ("CareTeam", "Organization")
"""Types that are pools on servers without HealthcareServices."""
CHART = (
    "Condition",
    "AllergyIntolerance",
    "MedicationRequest",
    "MedicationDispense",
    "Observation",
    "Encounter",
    "Appointment",
    "RelatedPerson",
    "CareTeam",
    "DiagnosticReport",
    "QuestionnaireResponse",
    "ServiceRequest",
)
CLOSED_STATUSES = tuple(status for status, stage in STAGE_OF_STATUS.items() if stage is Stage.DONE)

PAGE = 1000
PAGE_WITH_INCLUDES = 200
"""Some servers refuse more than 1000 matches and includes together."""
SMALL_PAGE = 200
THREADS_AT_ONCE, PATIENTS_AT_ONCE, IDS_AT_ONCE = 40, 10, 100
IDS_IN_AN_ADDRESS = 40
"""Ids in one search of a server that takes it by its address only."""
_OLDEST_CHANGE_FIRST = {"_sort": "_lastUpdated"}
"""Some servers page by cursor in this order only; counted in places, a list shifts under its reader."""

NEEDED = frozenset({"Communication", "Task"})
"""Without these there is no inbox; without any other type there is one that shows less."""
FORBIDDEN = 403
NOT_ASKED_FOR = frozenset({400, 404, 405, 422})
"""Statuses of a server that cannot be asked such a thing."""

Item = TypeVar("Item")


def in_groups(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """`items` in order, `size` at a time."""
    everything = list(items)
    return (everything[at : at + size] for at in range(0, len(everything), size))


class Asking:
    """The searches of this program, in the form this server takes them."""

    def __init__(self, client: FhirClient, profile: Profile, denied: Callable[[str], None]) -> None:
        """`denied` is told, once, of each type that this person may not see after all."""
        self._client = client
        self._profile = profile
        self._usual = Usual(profile)
        self._tell_denied = denied
        self._denied: set[str] = set()
        self._hidden = Hidden()

    def offered(self, resource_type: str) -> bool:
        """Whether this person can search this server for that type, as far as is known."""
        return self._profile.offers(resource_type, "search-type") and resource_type not in self._denied

    async def newest(self, resource_type: str) -> datetime:
        """The server's own time of the last change to a type; long ago where it has none."""
        async for page in self._pages(resource_type, {"_sort": "-_lastUpdated", "_count": "1"}):
            return max((one.updated for one in page), default=UNDATED)
        return UNDATED

    async def count(self, resource_type: str, params: Params) -> int | None:
        """How many match; None where the server does not say."""
        return await self._client.count(resource_type, params)

    def all_of(self, resource_type: str) -> AsyncIterator[list[Filed]]:
        """Every resource of a type."""
        return self._pages(resource_type, {"_count": str(SMALL_PAGE)})

    def open_tasks(self) -> AsyncIterator[list[Filed]]:
        """All open work, with the headers and patients it names where the server sends them along."""
        offered = self._profile.included("Task")
        patient = "Task:patient" if "Task:patient" in offered else "Task:subject"
        wanted = [include for include in ("Task:focus", patient) if include in offered]
        params: dict[str, str | Sequence[str]] = {"status": ",".join(OPEN_STATUSES), "_include": wanted}
        return self._pages("Task", {**params, "_count": str(PAGE_WITH_INCLUDES)})

    def open_ids(self) -> AsyncIterator[list[Filed]]:
        """All open work by itself."""
        return self._pages("Task", {"status": ",".join(OPEN_STATUSES), "_count": str(PAGE)})

    def messages(
        self, threads: Sequence[ThreadId], *, interactive: bool = False
    ) -> AsyncIterator[list[Filed]]:
        """All messages of some threads. Refused where the server cannot be asked for them."""
        if not self._profile.searches("Communication", "part-of"):
            raise Refused(tr("This server cannot be asked for the messages of a conversation."))
        params = {"part-of": ",".join(threads), "_count": str(PAGE)}
        return self._pages("Communication", params, interactive=interactive)

    def tasks_of(
        self, threads: Sequence[ThreadId], *, interactive: bool = False
    ) -> AsyncIterator[list[Filed]]:
        """All work, open and closed, that some threads made; none where it cannot be asked for that way."""
        if not self._profile.searches("Task", "focus"):
            return _nothing()
        params = {"focus": ",".join(threads), "_count": str(SMALL_PAGE)}
        return self._pages("Task", params, interactive=interactive)

    def reply(self, operation: OperationId) -> AsyncIterator[list[Filed]]:
        """The Communication that an operation made, if it arrived."""
        return self._pages("Communication", {"identifier": f"{OPERATION}|{operation}"}, interactive=True)

    def work(self, name: str) -> AsyncIterator[list[Filed]]:
        """The Task of that name, if there is one."""
        return self._pages("Task", {"identifier": f"{OBLIGATION}|{name}"}, interactive=True)

    def by_id(self, refs: Iterable[str], *, interactive: bool = False) -> AsyncIterator[list[Filed]]:
        """Resources of one type by reference. What is gone, or not ours to see, is left out."""
        return self._by_id(list(refs), interactive)

    async def _by_id(self, refs: list[str], interactive: bool) -> AsyncIterator[list[Filed]]:
        for group in in_groups(refs, self._ids_at_once):
            kind = group[0].partition("/")[0]
            if not self._profile.searches(kind, "_id"):
                yield await self._one_by_one(group)
                continue
            params = {"_id": ",".join(r.partition("/")[2] for r in group), "_count": str(IDS_AT_ONCE)}
            async for page in self._pages(kind, params, interactive=interactive):
                yield page

    @property
    def _ids_at_once(self) -> int:
        """As many as fit into one page, and into an address where the server takes no forms."""
        most = IDS_AT_ONCE if self._profile.posted_search else IDS_IN_AN_ADDRESS
        return min(most, self._profile.page)

    async def _one_by_one(self, refs: Iterable[str]) -> list[Filed]:
        found = []
        for ref in refs:
            with suppress(NotThere):
                found.append(filed(await self._client.read(ref)))
        return found

    async def item(self, item: ItemId, *, interactive: bool = False) -> Filed:
        """One piece of work as it is now. NotThere when it is gone or hidden."""
        return filed(await self._client.read(item, interactive=interactive))

    def chart(
        self, resource_type: str, patients: Sequence[PatientId], *, interactive: bool = False
    ) -> AsyncIterator[list[Filed]]:
        """What one type says of some patients; nothing, and that is told, where it cannot be asked for."""
        return self._of_chart(resource_type, patients, interactive)

    async def _of_chart(
        self, resource_type: str, patients: Sequence[PatientId], interactive: bool
    ) -> AsyncIterator[list[Filed]]:
        for named in ("patient", "subject"):
            if not self._profile.searches(resource_type, named):
                continue
            params = {named: ",".join(patients), "_count": str(PAGE)}
            try:
                async for page in self._found(resource_type, params, interactive=interactive):
                    yield page
            except Declined as no:
                if no.status == FORBIDDEN and resource_type not in NEEDED:
                    async for page in self._of_each(resource_type, patients, interactive):
                        yield page
                    return
                if no.status not in NOT_ASKED_FOR:
                    raise
            else:
                self._hidden.show(resource_type)
                return
        self._deny(resource_type)

    async def _of_each(
        self, resource_type: str, patients: Sequence[PatientId], interactive: bool
    ) -> AsyncIterator[list[Filed]]:
        """The same for one patient after the other: a server may hide just one of them.

        Only where it has shown nobody's, and hidden that of several, is the type itself denied.
        """
        if len(patients) > 1:
            for patient in patients:
                if resource_type not in self._denied:
                    async for page in self._of_chart(resource_type, [patient], interactive):
                        yield page
            return
        if self._hidden.refuse(resource_type, patients):
            self._deny(resource_type)

    def changed(self, resource_type: str, since: datetime) -> AsyncIterator[list[Filed]]:
        """What the server changed at or after `since`, oldest first.

        A server that cannot be asked so is asked for all open work, and for messages by when they were
        sent.
        """
        if not self._profile.searches(resource_type, "_lastUpdated"):
            return self._all_over_again(resource_type, since)
        return self._pages(resource_type, {"_lastUpdated": f"ge{written(since)}", "_count": str(SMALL_PAGE)})

    def _all_over_again(self, resource_type: str, since: datetime) -> AsyncIterator[list[Filed]]:
        if resource_type == "Task":
            return self.open_ids()
        if resource_type == "Communication" and self._profile.searches("Communication", "sent"):
            return self._pages(resource_type, {"sent": f"ge{written(since)}", "_count": str(SMALL_PAGE)})
        return self.all_of(resource_type)

    def history(
        self, resource_type: str, after: datetime, before: datetime | None
    ) -> AsyncIterator[list[Filed]]:
        """What was last changed between two instants, newest first."""
        params = {**self.history_of(resource_type, after, before), "_sort": "-_lastUpdated"}
        return self._pages(resource_type, {**params, "_count": str(PAGE)})

    def history_of(self, resource_type: str, after: datetime, before: datetime | None) -> Params:
        """The criteria of `history`, for counting too. Of Tasks, only the closed ones."""
        times = [f"ge{written(after)}", *([f"le{written(before)}"] if before else [])]
        if resource_type == "Task":
            return {"_lastUpdated": times, "status": ",".join(CLOSED_STATUSES)}
        return {"_lastUpdated": times}

    async def _pages(
        self, resource_type: str, params: Params, *, interactive: bool = False
    ) -> AsyncIterator[list[Filed]]:
        try:
            async for page in self._found(resource_type, params, interactive=interactive):
                yield page
        except Declined as no:
            if no.status != FORBIDDEN or resource_type in NEEDED:
                raise
            self._deny(resource_type)

    async def _found(
        self, resource_type: str, params: Params, *, interactive: bool
    ) -> AsyncIterator[list[Filed]]:
        """The pages themselves: whoever asks decides what a refusal means."""
        params = {**_OLDEST_CHANGE_FIRST, **params}
        async for page in self._client.search(resource_type, params, interactive=interactive):
            if page.problems:
                diary.note("sync.unreadable", type=resource_type.lower(), count=len(page.problems))
            self._usual.notice(page.resources)
            yield _filed([*page.resources, *page.included])

    def _deny(self, resource_type: str) -> None:
        if resource_type not in self._denied:
            self._denied.add(resource_type)
            self._tell_denied(resource_type)


async def _nothing() -> AsyncIterator[list[Filed]]:
    """Pages of which there are none."""
    for page in list[list[Filed]]():
        yield page


def _filed(resources: Iterable[Resource]) -> list[Filed]:
    return [filed(resource) for resource in resources]
