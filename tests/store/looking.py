"""What a search finds in an open file, for tests of other things."""

from __future__ import annotations

from inbox.domain.ids import ItemId
from inbox.domain.search.wanted import read
from inbox.queries.reader import Reader
from inbox.queries.search import Asked, find
from tests.store.plain import NOON, NURSE


def found(reader: Reader, typed: str) -> list[ItemId]:
    """The items that `typed` finds at noon in Chicago, open work first."""
    return list(find(reader, Asked(read(typed, NOON.date()), NURSE, NOON, "America/Chicago")).items)
