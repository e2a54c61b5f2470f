"""Reading every message with the red-flag rules in force, each once: rules come late and may change.

Used by the threads that write, sync and show. Until the first rules are ready nothing is found here; which
conversations were looked at meanwhile is remembered, so that they are looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from inbox.domain.flagging import Scanned, texts
from inbox.domain.ids import MessageId, PatientId, ThreadId
from inbox.domain.thread import Message, Thread

if TYPE_CHECKING:
    from inbox.domain.red_flags import Hit

MOST_KEPT = 50_000
"""Messages whose hits are remembered: most have none, so some megabytes."""
_YEAR = 365.25
_NOTHING = Scanned()

ScanText = Callable[[str, str, Sequence[str], float | None], Sequence["Hit"]]
"""`red_flags.scan` with the rules in force: subject, text, names of attachments, age in years."""


class RulesInForce(msgspec.Struct, frozen=True):
    """Which rules are scanned with."""

    version: str = ""
    """Empty: none yet."""
    source: str = ""
    """Of "shipped", "site", "last valid" (the newest of the site's are wrong), "none" (none can be read)."""
    problems: tuple[str, ...] = ()
    """What is wrong with the newest, and what to do about it."""


class _Kept(NamedTuple):
    of: int
    """A fingerprint of all that was scanned: a message that was changed is scanned again."""
    scanned: Scanned


class Lookout:
    """Scans messages of the patient. `use` gives it rules; before, it finds nothing."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._scan: ScanText | None = None
        self.in_force = RulesInForce()
        self._kept: dict[MessageId, _Kept] = {}
        self._born: dict[PatientId, date] = {}
        self._early: set[ThreadId] = set()
        self._lock = Lock()

    def use(self, rules: RulesInForce, scan: ScanText) -> None:
        """From now on scan with these rules."""
        with self._lock:
            self._scan, self.in_force = scan, rules
            self._kept = {}

    def know_births(self, born: Mapping[PatientId, date]) -> None:
        """Some rules hold for an age only."""
        self._born.update(born)

    def seen_early(self) -> frozenset[ThreadId]:
        """The conversations that were looked at before there were rules; asked for once."""
        with self._lock:
            early, self._early = self._early, set()
        return frozenset(early)

    def scan(self, thread: Thread, message: Message) -> Scanned:
        """What the rules in force find in a message of the patient."""
        with self._lock:
            scan, rules, kept = self._scan, self.in_force.version, self._kept
            if scan is None:
                self._early.add(thread.id)
                return _NOTHING
        subject, text, names = texts(thread, message)
        age = self._age(thread.patient, message)
        fingerprint = hash((subject, text, names, age))
        known = kept.get(message.id)
        if known is not None and known.of == fingerprint:
            return known.scanned
        hits = tuple(scan(subject, text, names, age))
        scanned = Scanned(hits, rules)
        with self._lock:
            if len(kept) >= self._most:
                kept.pop(next(iter(kept)))
            kept[message.id] = _Kept(fingerprint, scanned)
        return scanned

    def scan_once(self, thread: Thread, message: Message) -> Scanned:
        """The same, and nothing of it is kept: for what is read on the way through the history."""
        with self._lock:
            scan, rules = self._scan, self.in_force.version
        if scan is None:
            return _NOTHING
        return Scanned(tuple(scan(*texts(thread, message), self._age(thread.patient, message))), rules)

    def try_out(self, text: str, age: float | None) -> Sequence[Hit]:
        """What the rules in force find in any text; nothing of it is kept."""
        return self._scan("", text, (), age) if self._scan else ()

    def _age(self, patient: PatientId, message: Message) -> float | None:
        """In years when the message was sent; None where nobody knows."""
        born = self._born.get(patient)
        return None if born is None else (message.sent.date() - born).days / _YEAR
