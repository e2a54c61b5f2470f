"""A site's messaging rules: data with a version. Whoever finds the file passes it to `read_messaging`."""

from __future__ import annotations

from typing import Annotated

import msgspec

from inbox.domain import typed
from inbox.domain.errors import InboxError
from inbox.domain.messaging.file_kinds import FileKind
from inbox.domain.words import tr
from inbox.domain.work_item import Kind

Count = Annotated[int, msgspec.Meta(ge=1)]


class MessagingError(InboxError):
    """Rules that cannot be used: which file, which field, what to do."""


class Length(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Characters of one message."""

    hint: Count
    """Longer than this is hard to read: said, never refused."""
    limit: Count
    """The portal takes no more."""

    def __post_init__(self) -> None:
        if self.hint > self.limit:
            raise ValueError("the hint is above the limit")


class Eligible(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose messages the clinic answers here."""

    seen_within_months: Count
    visit_booked: bool = True
    """Whether a booked visit is enough by itself."""
    always: tuple[Kind, ...] = ()
    """Kinds of work for which nobody has to have been seen."""


class Confidential(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ages, both inclusive, at which what a young person writes is theirs alone."""

    from_age: Annotated[int, msgspec.Meta(ge=0, le=25)]
    to_age: Annotated[int, msgspec.Meta(ge=0, le=25)]

    def __post_init__(self) -> None:
        if self.from_age > self.to_age:
            raise ValueError("from_age is above to_age")

    def covers(self, age: int | None) -> bool:
        """Whether somebody of that age writes in confidence. Of an age nobody knows: no."""
        return age is not None and self.from_age <= age <= self.to_age


class OnlineVisit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a clinician's minutes count toward an online visit.

    The usual policy of payers for online digital evaluation and management by time.
    """

    window_days: Count = 7
    established_months: Count = 36
    """A patient is established who was seen within so long before."""
    after_visit_days: Count = 7
    """Not within so long after a visit."""
    before_visit_hours: Count = 24
    """Not when a visit follows within so long."""
    never: tuple[Kind, ...] = (Kind.SCHEDULING, Kind.REFILL, Kind.BILLING, Kind.FYI)
    """Kinds of work whose time never counts."""


class FileRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Files that may go with a reply. What a site says nothing of is as here."""

    kinds: tuple[FileKind, ...] = (FileKind.PDF, FileKind.JPEG, FileKind.PNG, FileKind.TEXT)
    each_kb: Annotated[int, msgspec.Meta(ge=1, le=20 * 1024)] = 5 * 1024
    together_kb: Annotated[int, msgspec.Meta(ge=1, le=20 * 1024)] = 8 * 1024
    """Of one reply. All of them are held in memory while it leaves."""
    count: Annotated[int, msgspec.Meta(ge=0, le=20)] = 5
    """0: the portal takes none."""

    @property
    def each(self) -> int:
        """Bytes of one file."""
        return self.each_kb * 1024

    @property
    def together(self) -> int:
        """Bytes of all files of one reply."""
        return self.together_kb * 1024


class MessagingRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it. `id@version` names it."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[^@#\s]+$")]
    version: Annotated[str, msgspec.Meta(pattern=r"^[^@#\s]+$")]
    length: Length
    eligible: Eligible
    confidential: Confidential
    online_visit: OnlineVisit
    reading_grade: Annotated[float, msgspec.Meta(ge=1, le=18)]
    """School grade above which a reply is said to be hard to read."""
    records_pool: str
    """The name of the pool that puts right what stands in the wrong account."""
    promised: str = ""
    """What patients are told about when they will be answered, in those words; empty: nothing."""
    promised_days: Count | None = None
    """The same in business days, the most that was said; None where no days were named."""
    files: FileRules = FileRules()


def read_messaging(name: str, body: bytes) -> MessagingRules:
    """The rules in `body`; raises MessagingError, which names the file, the place and what to do."""
    try:
        return typed.decode(body, MessagingRules)
    except msgspec.ValidationError as wrong:
        raise MessagingError(
            tr("{file} cannot be used: {problem}. Correct that field.", file=name, problem=wrong)
        ) from wrong
    except msgspec.DecodeError as wrong:
        raise MessagingError(
            tr("{file} is not JSON: {problem}. Correct the file.", file=name, problem=wrong)
        ) from wrong
