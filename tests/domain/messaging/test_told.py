"""What the patient was told about when an answer comes, as a day."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import msgspec
import pytest

from inbox.domain.calendar import Calendar, weekly_blocks
from inbox.domain.messaging.rules import read_messaging
from inbox.domain.messaging.told import counted_on
from inbox.domain.resources import path
from inbox.domain.work_item import WorkItem
from tests.domain.threads import NADIA, answered, held_by, item, thread, wrote

RULES = read_messaging("messaging.json", path("starter", "messaging.json").read_bytes())
OFFICE = Calendar("UTC", tuple(weekly_blocks(range(5), time(9), time(17))))
FRIDAY = datetime(2026, 3, 13, 16, 30, tzinfo=UTC)


def told(of: WorkItem | None = None, **more: object) -> datetime | None:
    rules = msgspec.structs.replace(RULES, **more)
    return counted_on(rules, thread(messages=(wrote(1, FRIDAY),)), of or item(), OFFICE)


def test_it_is_so_many_business_days_after_the_message() -> None:
    assert told(promised_days=2) == datetime(2026, 3, 17, 16, 30, tzinfo=UTC)


def test_it_counts_from_the_oldest_message_that_nobody_has_answered() -> None:
    day = timedelta(days=1)
    written = (wrote(1, FRIDAY - 9 * day), answered(2, NADIA, FRIDAY - 8 * day), wrote(3, FRIDAY),
               wrote(4, FRIDAY + 3 * day))  # fmt: skip
    assert counted_on(RULES, thread(messages=written), item(), OFFICE) == told()


def test_a_site_that_names_no_days_has_told_none() -> None:
    assert told(promised_days=None) is None
    without = msgspec.json.decode(path("starter", "messaging.json").read_bytes())
    del without["promised"], without["promised_days"]
    rules = read_messaging("site.json", msgspec.json.encode(without))
    assert (rules.promised, rules.promised_days) == ("", None)


@pytest.mark.parametrize(
    "nobody_waits",
    [item(held_by(NADIA, "completed")), item(held_by(NADIA, "on-hold")), item(kind="fyi"),
     item(kind="physician-review")],
)  # fmt: skip
def test_nobody_is_told_a_day_who_does_not_wait_for_words(nobody_waits: WorkItem) -> None:
    assert told(nobody_waits) is None


def test_what_is_answered_keeps_nobody_waiting() -> None:
    both = (wrote(1, FRIDAY), answered(2, NADIA, FRIDAY + timedelta(hours=1)))
    assert counted_on(RULES, thread(messages=both), item(), OFFICE) is None
