"""What is marked in a patient's words: red flags with level and rule, and more weakly what was set aside.

A hit that is denied, long ago or somebody else's never vanishes; what a person dismissed stays to be seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from inbox.domain.flag import LEAST_SERIOUS, Flag, Place, dismissal_of
from inbox.domain.flagging import Scan, flag_of
from inbox.domain.inert import one_line
from inbox.domain.thread import Message, Thread
from inbox.domain.words import tr
from inbox.ui.reading.flag_names import name_of

if TYPE_CHECKING:
    from inbox.domain.red_flags import Hit

WEAK = 4
"""The level whose marks are weak: routine, and whatever is no present danger."""


ASKED = 5
"""In place of a level: words that say what is asked for, while they are to be shown."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A span of one of a message's texts, in code points, with the words that stand behind it."""

    start: int
    end: int
    level: int
    """1 to 3 of a flag that counts, else `WEAK`."""
    words: str = ""
    """What its badge says; empty for none."""
    place: str = Place.BODY
    which: int = 0

    @property
    def counts(self) -> bool:
        """Whether it is a flag that stands."""
        return self.level <= LEAST_SERIOUS


def signs(
    thread: Thread, message: Message, scan: Scan | None, asks: Sequence[tuple[int, int]] = ()
) -> tuple[Sign, ...]:
    """What is marked in `message`, from left to right and not overlapping."""
    known = [flag for item in thread.items for flag in item.flags if flag.message == message.id]
    found = [_of_flag(thread, flag) for flag in known]
    if scan is not None and message.from_patient:
        scanned = scan(thread, message)
        for hit in scanned.hits:
            if not any(one.same_as(flag_of(message, hit, scanned.rules)) for one in known):
                found.append(_of_hit(hit))
    return _apart([*found, *(Sign(start, end, ASKED) for start, end in asks)])


def level_words(level: int) -> str:
    """ "Level 1", as on the badge of a row."""
    return tr("Level {n}", n=level)


def aside_words(hit: Hit) -> str:
    """Why a hit is no flag, in a word; empty where it is one."""
    if hit.negated:
        return tr("denied")
    if hit.third_person:
        return tr("somebody else")
    if hit.history:
        return tr("long ago")
    if hit.asked:
        return tr("asked in general")
    if hit.figurative:
        return tr("figure of speech")
    return "" if hit.is_flag else tr("routine")


def _of_flag(thread: Thread, flag: Flag) -> Sign:
    dismissed = any(dismissal_of(flag, item.dismissals) for item in thread.items if flag in item.flags)
    if dismissed or flag.level > LEAST_SERIOUS:
        said = tr("dismissed") if dismissed else tr("routine")
        return Sign(flag.start, flag.end, WEAK, f"{name_of(flag)} · {said}", flag.place, flag.which)
    words = f"{level_words(flag.level)} · {name_of(flag)}"
    return Sign(flag.start, flag.end, flag.level, words, flag.place, flag.which)


def _of_hit(hit: Hit) -> Sign:
    """A hit that is no flag of any work: set aside, or in what is closed."""
    title = one_line(hit.title, 60)
    if aside := aside_words(hit):
        return Sign(hit.start, hit.end, WEAK, f"{title} · {aside}", hit.place, hit.which)
    words = f"{level_words(hit.level)} · {title}"
    return Sign(hit.start, hit.end, hit.level, words, hit.place, hit.which)


def _apart(found: Iterable[Sign]) -> tuple[Sign, ...]:
    """The worst of those that overlap keeps its span, and says what the others say too."""
    kept: list[Sign] = []
    for sign in sorted(found, key=lambda sign: (sign.level, sign.start)):
        if not 0 <= sign.start < sign.end:
            continue
        at = next((n for n, other in enumerate(kept) if _overlap(sign, other)), None)
        if at is None:
            kept.append(sign)
        elif sign.words not in kept[at].words:
            kept[at] = replace(kept[at], words=f"{kept[at].words}; {sign.words}")
    return tuple(sorted(kept, key=lambda sign: sign.start))


def _overlap(one: Sign, other: Sign) -> bool:
    same = (one.place, one.which) == (other.place, other.which)
    return same and one.start < other.end and other.start < one.end


def within(found: Sequence[Sign], place: Place, which: int = 0) -> tuple[Sign, ...]:
    """Those in one of the message's texts."""
    return tuple(sign for sign in found if (sign.place, sign.which) == (place, which))
