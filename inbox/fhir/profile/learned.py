"""What a server has been seen to do. It only ever asks less of the server than its statement allows."""

from __future__ import annotations

import msgspec

from inbox.domain import typed

KEEP = "keep "
"""Begins what is remembered of a field that the server leaves as it was: `keep promise`."""
Lesson = int | bool | str | frozenset[str]
"""What one thing that was seen comes to."""


class Learned(msgspec.Struct, frozen=True, omit_defaults=True):
    """Plain and keepable. A default means that nothing was seen that speaks against the statement."""

    of: str = ""
    """The software and version it was seen of."""
    page: int | None = None
    """The largest `_count` that was taken after a larger one was refused."""
    include_page: int | None = None
    """The same, together with `_include`: some servers count both against one ceiling."""
    deepest: int | None = None
    """Rows after which paging was refused."""
    address: int | None = None
    """Characters of a request's address, after a longer one was refused (414, 431)."""
    no_posted_search: bool = False
    refused_includes: frozenset[str] = frozenset()
    """As in `Task:focus`."""
    refused_searches: frozenset[str] = frozenset()
    """As in `Task?focus`."""
    refused: frozenset[str] = frozenset()
    """What is never taken from this person, whatever the statement says: `create Provenance`."""
    paging: str = ""
    """How the pages are linked: cursor, offset, or link for anything else."""
    atomic: bool = False
    """A transaction that had to fail was refused as a whole."""
    not_atomic: bool = False
    """A transaction was done in part."""
    no_transactions: bool = False
    """No transaction is taken at all."""
    entries: int | None = None
    """Writes in a transaction that went through after more were refused."""
    conditional_entries: int | None = None
    """The same where one of them was a conditional create."""
    body: int | None = None
    """Bytes of a request that went through after a larger one was refused (413)."""
    too_large: int | None = None
    """Bytes of a message with files that was refused by itself (413): what is as large need not be tried."""
    no_conditional_create: bool = False
    guards: bool = False
    """An update that named an old version was refused: naming it is enough, whatever the statement says."""
    patch_claims: bool = False
    """An update overwrote what it should not have: claims go as guarded patches."""
    no_history: bool = False
    no_word: bool = False
    """Word of changes was promised and did not come."""
    read_receipts: bool = False
    """A message of the clinic's said when it was received: the server tells what patients read."""
    sent_status: str = ""
    """What its other programs call a message that was sent."""
    pools: frozenset[str] = frozenset()
    """Where its work names its pool: HealthcareService, CareTeam, …, or performerType."""

    def with_(self, **seen: Lesson) -> Learned:
        """With something more that was seen: limits only shrink, sets only grow."""
        merged = {name: _together(getattr(self, name), value) for name, value in seen.items()}
        return msgspec.structs.replace(self, **merged)


def kept(learned: Learned) -> bytes:
    """To be kept for the next start."""
    return msgspec.json.encode(learned)


def recalled(body: bytes) -> Learned:
    """What was kept; nothing where another version of this program wrote it in a way that is not read."""
    try:
        return typed.decode(body, Learned)
    except msgspec.DecodeError:
        return Learned()


def _together(was: Lesson | None, seen: Lesson) -> Lesson:
    if isinstance(seen, frozenset):
        return seen | was if isinstance(was, frozenset) else seen
    if isinstance(seen, int) and not isinstance(seen, bool) and isinstance(was, int):
        return min(was, seen)
    return seen
