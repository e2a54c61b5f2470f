"""What FHIR resources mean to the rest of the program."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.domain import rows as lists
from inbox.domain.filed import Filed
from inbox.domain.flagging import Scan, flagged
from inbox.domain.ids import NOBODY, PersonId, ThreadId
from inbox.domain.patient import PatientCard
from inbox.domain.pool import Pool, Staff
from inbox.domain.rows import InboxRow, PromiseOf
from inbox.domain.thread import Thread
from inbox.fhir.incoming import patients, people, threads
from inbox.fhir.incoming.people import Directory


class Reading:
    """The domain's Interpreter for FHIR R4.

    `promise_of` computes the promises that the server does not store. `directory` names people and
    pools; it learns from whatever staff and pools pass through here. `scan` reads what patients write with
    the red-flag rules in force; left out, only stored flags are known. `me`: whose lists the
    rows are for.
    """

    def __init__(
        self,
        promise_of: PromiseOf,
        directory: Directory | None = None,
        scan: Scan | None = None,
        me: PersonId = NOBODY,
    ) -> None:
        self.promise_of = promise_of
        self._me = me
        self.directory = directory or Directory()
        self._scan = scan

    def thread(self, thread: ThreadId, resources: Sequence[Filed]) -> Thread | None:
        """The conversation that these Communications and Tasks make; None without its header."""
        found = threads.thread(thread, resources, self.directory)
        return flagged(found, self._scan) if found and self._scan else found

    def rows(self, thread: Thread) -> list[InboxRow]:
        """The list rows of a projected thread."""
        return lists.rows(thread, self.promise_of, self._me)

    def card(self, patient: Filed) -> PatientCard:
        """The banner of a Patient."""
        return patients.card(patient, self.directory)

    def pool(self, resource: Filed) -> Pool | None:
        """The pool a resource describes; None when it is not one."""
        found = people.pool(resource)
        if found is not None:
            self.directory.learn(pools=[found])
        return found

    def staff(self, resources: Sequence[Filed]) -> list[Staff]:
        """The colleagues that all Practitioner and PractitionerRole resources together describe."""
        found = people.staff(resources)
        self.directory.learn(staff=found)
        return found
