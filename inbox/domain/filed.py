"""Server truth as it is kept: the resource's own bytes and where it belongs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from inbox.domain.ids import PatientId, ThreadId
from inbox.domain.patient import PatientCard
from inbox.domain.pool import Pool, Staff
from inbox.domain.rows import InboxRow
from inbox.domain.thread import Thread


class Filed(msgspec.Struct, frozen=True):
    """One version of a resource. The bytes are kept whole, so fields we do not know survive."""

    type: str
    id: str
    version: str
    updated: datetime
    body: bytes
    thread: ThreadId | None = None
    """The conversation it is part of: set on Communications and Tasks."""
    patient: PatientId | None = None
    focus: str = ""
    """Where a Task names its thread only through another Task (`Task/…`): the store looks it up."""

    @property
    def ref(self) -> str:
        """`Type/id`"""
        return f"{self.type}/{self.id}"


class Interpreter(Protocol):
    """How the store, which knows no FHIR, learns what its resources mean."""

    def thread(self, thread: ThreadId, resources: Sequence[Filed]) -> Thread | None:
        """The conversation that these Communications and Tasks make; None without its header."""

    def rows(self, thread: Thread) -> list[InboxRow]:
        """The list rows of a projected thread."""

    def card(self, patient: Filed) -> PatientCard:
        """The banner of a Patient."""

    def pool(self, resource: Filed) -> Pool | None:
        """The pool a resource describes; None when it is not one."""

    def staff(self, resources: Sequence[Filed]) -> list[Staff]:
        """The colleagues that all Practitioner and PractitionerRole resources together describe."""
