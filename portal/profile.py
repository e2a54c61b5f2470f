"""How the portal behaves where servers met in the field differ from what a client would wish.

A client that gets on with plain servers only fails at the first site, so the portal can be strict as well:
every point below was measured on a FHIR server in use.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Profile:
    """The values here are the plain ones."""

    # Versions
    reads_if_match_strictly: bool = True
    """Else an If-Match that is not `W/"n"` is ignored, and the update overwrites."""
    guards_every_write: bool = True
    """Else If-Match counts for a PUT to an id only, not for PATCH, DELETE and conditional PUT."""
    put_resurrects: bool = False
    """Whether PUT brings a deleted resource back, even under If-Match."""
    refuses_collisions: bool = False
    """Whether of the writes that find another one under way on the same resource every second is told 409."""
    keeps_history: bool = True
    """Else there is no `_history`."""
    shows_tombstones: bool = True
    """Else what was deleted is 404, like what never was, to whom a policy limits (all but supervisors)."""
    late_commits: int = 0
    """Up to so many milliseconds before it can be seen a write says that it happened."""

    # Bundles
    atomic: bool = True
    """Else a transaction is a batch by another name: status 200 outside, failures among the entries."""
    names_entries: bool = True
    """Whether the refusal of a transaction says which entry it was."""
    bundle_limit: int | None = 500
    """Entries of any bundle; more are refused with 413."""
    transaction_updates: int | None = None
    """PUTs in an atomic transaction; more are refused with 400."""
    transaction_conditional: int | None = None
    """Entries of an atomic transaction that holds anything conditional; more are refused with 400."""
    entries_tell_versions: bool = True
    """Else the entries of an answered bundle have no etag, and their location no version."""
    answers_minimal_bundles: bool = True
    """Else `Prefer: return=minimal` on a bundle leaves no answer but the status."""

    # Searching and reading
    page_default: int = 50
    page_ceiling: int = 1000
    cursor_from: int | None = None
    """Where set: the least `_count` that pages by cursor, with `_sort=_lastUpdated`; all else by offset."""
    offset_ceiling: int = 10_000
    include_ceiling: int | None = None
    """How many matches and included resources a page may hold; more are refused with 400."""
    silent_searches: bool = False
    """Whether unknown modifiers and references by id alone just find nothing."""
    head_limit: int = 262_144
    """Bytes of an address and its headers; more are refused with 431."""
    signs_attachments: bool = False
    """Whether the address of an attachment is signed, and so another one at every reading."""

    # Writing
    checks_codes: bool = True
    """Else any status code is stored."""
    read_only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By role, elements (`Task.priority`) that an update silently leaves as they were, with status 200."""
    own_items_only: frozenset[str] = frozenset()
    """Roles that may update a Task only while it is, and stays, theirs or nobody's."""

    body_limit: int = 16 * 1_048_576
    """Bytes of a request; more are refused with 413."""

    # Load
    writes_per_minute: int = 0
    """By person; 0 for any number."""
    quota_blocks_reads: bool = False
    """Whether a person whose writes are used up may not read either."""
    says_retry_after: bool = True
    """Else 429 comes with a RateLimit header instead."""

    # Subscriptions
    binds_by_token: bool = False
    """Whether WebSockets are bound by token (R5 backport as Medplum has it) rather than by `bind id` (R4)."""


PROFILES = {
    "plain": Profile(),
    "strict": Profile(
        reads_if_match_strictly=False,
        guards_every_write=False,
        put_resurrects=True,
        refuses_collisions=True,
        keeps_history=False,
        shows_tombstones=False,
        late_commits=1500,
        names_entries=False,
        bundle_limit=None,
        transaction_updates=50,
        transaction_conditional=8,
        entries_tell_versions=False,
        answers_minimal_bundles=False,
        page_default=20,
        cursor_from=20,
        include_ceiling=1000,
        silent_searches=True,
        head_limit=14_336,
        signs_attachments=True,
        checks_codes=False,
        read_only={"clerk": ("Task.priority", "Task.restriction")},
        own_items_only=frozenset({"lpn"}),
        writes_per_minute=500,
        quota_blocks_reads=True,
        says_retry_after=False,
        body_limit=1_048_576,
        binds_by_token=True,
    ),
}
"""By the name they have on the command line."""
