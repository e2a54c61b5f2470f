"""Instants as FHIR writes them."""

from __future__ import annotations

from datetime import UTC, datetime


def written(at: datetime) -> str:
    """`at` in UTC to the millisecond, as `dateTime` and `instant` both allow."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
