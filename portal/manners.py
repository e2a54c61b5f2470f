"""How polite the portal is where servers met in the field differ from what a client would wish.

A client that gets on with polite servers only fails at the first site, so this one can be rude on request.
Each point was seen on a FHIR server in use.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Manners:
    """The values here are the polite ones."""

    reads_if_match_strictly: bool = True
    """Else an If-Match that is not `W/"n"` is ignored, and the update overwrites."""
    guards_patch_and_delete: bool = True
    """Else If-Match counts for PUT only."""
    put_resurrects: bool = False
    """Whether PUT brings a deleted resource back, even under If-Match."""
    keeps_history: bool = True
    """Else there is no `_history`, and what was deleted is 404 like what never was."""
    atomic: bool = True
    """Else a transaction is a batch by another name: status 200 outside, failures among the entries."""
    names_entries: bool = True
    """Whether the refusal of a transaction says which entry it was."""
    transaction_limit: int = 500
    conditional_limit: int = 500
    """Entries of a transaction that holds conditional creates."""
    answers_minimal_bundles: bool = True
    """Else `Prefer: return=minimal` on a bundle leaves no answer but the status."""
    stamps_late_by: int = 0
    """Up to so many milliseconds before its commit a write says that it happened."""


MANNERS = {
    "polite": Manners(),
    "strict": Manners(
        reads_if_match_strictly=False,
        guards_patch_and_delete=False,
        put_resurrects=True,
        keeps_history=False,
        names_entries=False,
        transaction_limit=50,
        conditional_limit=8,
        answers_minimal_bundles=False,
        stamps_late_by=1500,
    ),
    "piecemeal": Manners(
        reads_if_match_strictly=False,
        guards_patch_and_delete=False,
        put_resurrects=True,
        atomic=False,
        answers_minimal_bundles=False,
    ),
}
"""By the name they have on the command line."""
