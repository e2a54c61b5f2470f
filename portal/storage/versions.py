"""What the database holds of a resource, and what a write did to it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stored:
    """One version of a resource as the database holds it; `body` is the JSON to serve, empty once deleted."""

    pk: int
    type: str
    id: str
    version: int
    updated: int
    deleted: bool
    body: bytes

    @property
    def reference(self) -> str:
        return f"{self.type}/{self.id}"


@dataclass(frozen=True, slots=True)
class Change:
    """What a write made of one resource. `body` is what it says now, or said last before it was deleted."""

    stored: Stored
    body: bytes
