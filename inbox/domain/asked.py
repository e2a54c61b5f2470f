"""What a piece of work asks for, as its messages say: beside what the patient chose, never in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from inbox.domain.ids import MessageId
from inbox.domain.obligations import is_split_off, is_void
from inbox.domain.thread import Message, Thread
from inbox.domain.work_item import FIXED_KINDS, Kind, Stage, WorkItem

if TYPE_CHECKING:
    from inbox.domain.asks import Ask

UNSURE = "unsure"
"""The score where nothing says what is asked."""

NOT_CHOSEN = frozenset({Kind.QUESTIONNAIRE, Kind.HOME_MONITORING, Kind.RESULT_RELEASE})
"""Kinds of work that the portal makes: no patient chooses them."""
_SEEN_TO_WITH_IT: dict[str, frozenset[str]] = {
    Kind.QUESTIONNAIRE: frozenset({Kind.FORM}),
    Kind.HOME_MONITORING: frozenset({Kind.MEDICAL_QUESTION}),
}
"""What says nothing new of a kind: its form is the questionnaire itself, and readings outside their band are
answered sooner than any question, by the same people."""

_REMEMBERED = 64
"""Texts: those of the work that somebody goes back and forth between."""

Find = Callable[[str, str], Sequence["Ask"]]
"""From a subject and a text to what they ask for."""


class Asked(msgspec.Struct, frozen=True):
    """One thing that a message asks for."""

    kind: str
    score: str
    """ "clear", "likely" or "unsure"."""
    message: MessageId
    spans: tuple[tuple[int, int], ...] = ()
    """Where the text says so: code points, the end exclusive."""
    words: tuple[str, ...] = ()
    """The words that say so, in the subject or the text."""


class Asking:
    """Looks through the messages of the work on screen. `use` gives it eyes; before, it finds nothing."""

    def __init__(self) -> None:
        self._find: Find | None = None

    def use(self, find: Find) -> None:
        """From now on look with this, through each text once while it is remembered. Any thread."""
        self._find = lru_cache(_REMEMBERED)(find)

    @property
    def ready(self) -> bool:
        """Whether it has eyes."""
        return self._find is not None

    def try_out(self, text: str) -> Sequence[Ask]:
        """What any text asks for, with everything that says so; nothing before it has eyes."""
        return self._find("", text) if self._find is not None else ()

    def of(self, thread: Thread, item: WorkItem) -> tuple[Asked, ...]:
        """What `item` asks for, each kind once, without what is, or was, work of its own beside it."""
        find = self._find
        if find is None or item.stage is Stage.DONE or item.kind in FIXED_KINDS:
            return ()
        elsewhere = set(_SEEN_TO_WITH_IT.get(item.kind, ()))
        elsewhere |= {one.kind for one in thread.items if one.id != item.id and _takes_from(item, one)}
        found: dict[str, Asked] = {}
        for message in its_messages(thread, item):
            first = next((one.id for one in thread.messages if one.from_patient), None)
            for ask in find(thread.subject if message.id == first else "", message.text):
                known = found.get(ask.kind)
                if ask.kind not in elsewhere and (known is None or known.score == UNSURE):
                    found[ask.kind] = _asked(ask, message)
        sure = [ask for ask in found.values() if ask.score != UNSURE]
        return tuple(sure or found.values())


def _takes_from(item: WorkItem, other: WorkItem) -> bool:
    """Whether what `other` is for is no part of `item`: it is open, or was a part of the same message."""
    if other.stage is not Stage.DONE:
        return True
    return not is_void(other) and bool(set(item.triggers) & set(other.triggers))


def its_messages(thread: Thread, item: WorkItem) -> list[Message]:
    """The patient's messages that made `item`, else the newest one."""
    named = [message for message in thread.messages if message.from_patient and message.id in item.triggers]
    last = thread.last_from_patient
    return named or ([last] if last and not is_split_off(item) else [])


def worth_saying(asks: Sequence[Asked], item: WorkItem) -> bool:
    """Whether they say more than the kind that the item has: something else, or several things."""
    return any(ask.score != UNSURE for ask in asks) and {ask.kind for ask in asks} != {item.kind}


def _asked(ask: Ask, message: Message) -> Asked:
    return Asked(
        kind=ask.kind,
        score=ask.score,
        message=message.id,
        spans=tuple((span.start, span.end) for span in ask.spans if span.place == "body"),
        words=tuple(dict.fromkeys(span.words for span in ask.spans)),
    )
