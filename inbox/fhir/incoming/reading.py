"""What FHIR resources mean to the rest of the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

import msgspec

from inbox.domain import rows as lists
from inbox.domain.filed import Filed
from inbox.domain.flag import Flag
from inbox.domain.flagging import Scan, flag_of, flagged
from inbox.domain.ids import NOBODY, MessageId, PersonId, ThreadId
from inbox.domain.patient import PatientCard
from inbox.domain.people import Party
from inbox.domain.pool import Pool, Staff
from inbox.domain.protocols import Questionnaires
from inbox.domain.rows import InboxRow, PromiseOf
from inbox.domain.thread import Message, Thread
from inbox.fhir.incoming import patients, people, pools, threads
from inbox.fhir.incoming.people import Directory
from inbox.fhir.incoming.questionnaires import with_answers

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Reading:
    """The domain's Interpreter for FHIR R4.

    `promise_of` computes the promises that the server does not store. `directory` names people and
    pools; it learns from whatever staff and pools pass through here. `scan` reads what patients write with
    the red-flag rules in force; left out, only stored flags are known. `me`: whose lists the
    rows are for. `site`: which answers of a questionnaire are flags.
    """

    def __init__(
        self,
        promise_of: PromiseOf,
        directory: Directory | None = None,
        scan: Scan | None = None,
        me: PersonId = NOBODY,
        site: Callable[[], Questionnaires] = Questionnaires,
    ) -> None:
        self.promise_of = promise_of
        self._me = me
        self.directory = directory or Directory()
        self._scan = scan
        self._site = site

    def thread(self, thread: ThreadId, resources: Sequence[Filed]) -> Thread | None:
        """The conversation that these Communications and Tasks make; None without its header."""
        found = threads.thread(thread, resources, self.directory)
        if found is None:
            return None
        found = flagged(found, self._scan) if self._scan else found
        return with_answers(found, resources, self._site(), partial(self.found_in, found))

    def found_in(self, thread: Thread, text: str) -> list[Flag]:
        """The flags in words that the patient wrote beside the messages of `thread`: in an answer."""
        if self._scan is None:
            return []
        beside = Message(
            MessageId(f"{thread.id}#{hash(text)}"),
            thread.opened or LONG_AGO,
            Party(thread.patient),
            from_patient=True,
            text=text,
        )
        scanned = self._scan(thread, beside)
        found = [flag_of(beside, hit, scanned.rules) for hit in scanned.hits if hit.is_flag]
        return [msgspec.structs.replace(flag, message=None, start=0, end=0) for flag in found]

    def rows(self, thread: Thread) -> list[InboxRow]:
        """The list rows of a projected thread."""
        return lists.rows(thread, self.promise_of, self._me)

    def card(self, patient: Filed) -> PatientCard:
        """The banner of a Patient."""
        return patients.card(patient, self.directory)

    def pool(self, resource: Filed) -> Pool | None:
        """The pool a resource describes; None when it is not one."""
        found = pools.pool(resource)
        if found is not None:
            self.directory.learn(pools=[found])
        return found

    def staff(self, resources: Sequence[Filed]) -> list[Staff]:
        """The colleagues that all Practitioner and PractitionerRole resources together describe."""
        found = people.staff(resources)
        self.directory.learn(staff=found)
        return found
