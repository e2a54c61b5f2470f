"""What a portal holds, read from its database file: plain SQL and JSON, no code of the program on trial.

Whoever judges must not share a line with whom they judge: nothing here, nor in anything this imports, is
of `inbox` (a test holds it to that).
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.letters import arrived_whole

Json = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """One message of a conversation, as a patient would see it."""

    thread: str
    sender: str
    text: str


@dataclass(frozen=True)
class Judgement:
    """What became of the words that should have arrived. All empty: every one did, once and in order."""

    lost: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    out_of_order: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()
    """Words that are there although nobody had them sent."""

    def __bool__(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.lost or self.doubled or self.out_of_order or self.unasked)

    def __add__(self, other: Judgement) -> Judgement:
        return Judgement(
            self.lost + other.lost,
            self.doubled + other.doubled,
            self.out_of_order + other.out_of_order,
            self.unasked + other.unasked,
        )


class Witness:
    """Reads the file of a portal, whether the portal runs or not."""

    def __init__(self, database: Path) -> None:
        self._database = database

    def messages(self, thread: str) -> list[Message]:
        """The messages of a conversation in the order in which the portal came by them."""
        return [one for one in self.all_messages() if one.thread == thread]

    def all_messages(self) -> list[Message]:
        """Those of all conversations. A resource's key is the number of the write that made it."""
        found = []
        for one in self._bodies("Communication", order="pk"):
            if one.get("payload") and one.get("partOf"):
                sender = str(one.get("sender", {}).get("reference", ""))
                text = str(one["payload"][0].get("contentString", ""))
                whole = not sender.startswith("Practitioner/") or arrived_whole(text, one["payload"])
                said = text if whole else f"{text}, not as it was sent"
                found.append(Message(str(one["partOf"][0]["reference"]), sender, said))
        return found

    def from_staff(self) -> dict[str, list[str]]:
        """The words of staff in each conversation, in order."""
        said: dict[str, list[str]] = {}
        for one in self.all_messages():
            if one.sender.startswith("Practitioner/"):
                said.setdefault(one.thread, []).append(one.text)
        return said

    def tasks(self) -> dict[str, Json]:
        """All work, by reference."""
        return {f"Task/{one['id']}": one for one in self._bodies("Task", order="pk")}

    def task_of(self, thread: str) -> Json:
        """The one item of a conversation."""
        found = [one for one in self.tasks().values() if one.get("focus", {}).get("reference") == thread]
        assert len(found) == 1, f"{thread} has {len(found)} items"
        return found[0]

    def count(self, kind: str) -> int:
        """How many resources of a type there are."""
        with self._reading() as database:
            asked = "SELECT count(*) FROM resource WHERE type = ? AND NOT deleted"
            return int(database.execute(asked, (kind,)).fetchone()[0])

    def _bodies(self, kind: str, order: str) -> Iterator[Json]:
        asked = f"SELECT body FROM resource WHERE type = ? AND NOT deleted ORDER BY {order}"
        with self._reading() as database:
            rows = database.execute(asked, (kind,)).fetchall()
        return (json.loads(body) for (body,) in rows)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        database = sqlite3.connect(f"file:{self._database}?mode=ro", uri=True, timeout=20)
        try:
            yield database
        finally:
            database.close()


def judge(
    said: Mapping[str, Sequence[str]],
    there: Mapping[str, Sequence[str]],
    *,
    kept: frozenset[str] = frozenset(),
) -> Judgement:
    """Compare what was performed with what has arrived, conversation by conversation.

    `said`: the words of one author in order of performance. `there`: what the portal holds of that author.
    `kept`: words that have not left, as their author can see, or were given up by the author: they must
    not be there.
    """
    verdict = Judgement()
    for thread in dict.fromkeys((*said, *there)):
        performed, arrived = list(said.get(thread, ())), list(there.get(thread, ()))
        expected = [text for text in performed if text not in kept]
        counted = Counter(arrived)
        first = list(dict.fromkeys(arrived))
        order = [text for text in expected if text in counted]
        verdict += Judgement(
            lost=tuple(text for text in expected if text not in counted),
            doubled=tuple(text for text, times in counted.items() if times > 1),
            out_of_order=tuple(
                text
                for text, due in zip([one for one in first if one in order], order, strict=True)
                if text != due
            ),
            unasked=tuple(text for text in first if text not in expected),
        )
    return verdict
