import pytest

from portal.moments import from_datetime, to_datetime, to_instant
from portal.search.dates import span

DAY = 86_400_000


@pytest.mark.parametrize(
    ("text", "first", "length"),
    [
        ("2026", "2026-01-01T00:00:00.000Z", 365 * DAY),
        ("2024-02", "2024-02-01T00:00:00.000Z", 29 * DAY),
        ("2026-12", "2026-12-01T00:00:00.000Z", 31 * DAY),
        ("2026-01-09", "2026-01-09T00:00:00.000Z", DAY),
        ("2026-01-09T21:05Z", "2026-01-09T21:05:00.000Z", 60_000),
        ("2026-01-09T21:05:12Z", "2026-01-09T21:05:12.000Z", 1000),
        ("2026-01-09T21:05:12", "2026-01-09T21:05:12.000Z", 1000),
        ("2026-01-09T21:05:12.2Z", "2026-01-09T21:05:12.200Z", 100),
        ("2026-01-09T21:05:12.250Z", "2026-01-09T21:05:12.250Z", 1),
        ("2026-01-09T21:05:12.250999Z", "2026-01-09T21:05:12.250Z", 1),
        ("2026-01-09T21:05:12-06:00", "2026-01-10T03:05:12.000Z", 1000),
        ("2026-01-09T00:05:12+01:30", "2026-01-08T22:35:12.000Z", 1000),
        ("1951-07-04", "1951-07-04T00:00:00.000Z", DAY),
    ],
)
def test_a_date_covers_all_the_moments_it_could_mean(text: str, first: str, length: int) -> None:
    found = span(text)
    assert found is not None
    assert to_instant(found[0]) == first
    assert found[1] - found[0] == length


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-02-30", "26", "2026-01-09T25:00Z", "today", "2026-1-9"]
)
def test_what_is_no_date_covers_nothing(text: str) -> None:
    assert span(text) is None


def test_moments_survive_the_way_there_and_back() -> None:
    for moment in (0, 1_767_992_712_250, -1):
        assert from_datetime(to_datetime(moment)) == moment
