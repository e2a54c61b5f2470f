"""The figures that are published are reckoned rightly."""

from __future__ import annotations

import pytest

from evaluation.counting import Share, Times
from evaluation.red_flags import judged, line
from evaluation.texts import Text
from tests.red_flags.shipped import shipped


def test_the_interval_is_wilsons() -> None:
    assert Share(81, 263).interval() == pytest.approx((25.53, 36.62), abs=0.01)
    assert Share(0, 10).interval()[0] == 0 and Share(10, 10).interval()[1] == pytest.approx(100)
    assert Share(0, 0).interval() == (0, 100)


def test_times_are_in_microseconds() -> None:
    assert tuple(Times.of([0.001, 0.002, 0.003])) == pytest.approx((2000, 2000))


def test_a_danger_counts_when_flagged_and_its_level_is_told_apart() -> None:
    texts = [
        Text("a", "positive", "", "vomiting blood", flag=True, level=1),
        Text("a", "positive", "", "both ankles more swollen this week", flag=True, level=1),
        Text("a", "positive", "", "nothing at all", flag=True, level=2),
        Text("a", "negated", "", "no chest pain", flag=False),
        Text("a", "everyday", "", "chest pain", flag=False),
    ]
    figures = line("a", judged(shipped(), texts))
    assert figures.sensitivity == (2, 3)
    assert figures.level == (1, 2)
    assert figures.specificity == (1, 2)
    assert figures.flags == (3, 5) and figures.level_1 == (2, 5)
