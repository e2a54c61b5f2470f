"""Sparkline, supply bar and progress bar."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from inbox.ui.look import charts
from inbox.ui.look.charts import Series
from inbox.ui.look.theme import Theme
from tests.ui_look.pictures import painted, pixels

AREA = QRect(0, 0, 92, 20)
WITHIN = Series((70, 72, 75, 71, 72), 60, 90)
BELOW = Series((150, 140, 130, 106), 110, 140)


def drawn(theme: Theme, series: Series, area: QRect = AREA) -> QImage:
    return painted(
        area.width(), area.height(), theme.roles.surface, lambda p: charts.sparkline(p, area, theme, series)
    )


@pytest.mark.parametrize(
    ("series", "out"),
    [
        (WITHIN, False),
        (BELOW, True),
        (Series((7.4,), None, 7.0), True),
        (Series((7.0,), None, 7.0), False),
        (Series((200, 100), None, 140), False),
        (Series(()), False),
        (Series((5, 6)), False),
    ],
)
def test_only_the_last_reading_says_whether_it_is_out_of_range(series: Series, out: bool) -> None:
    assert series.out_of_range is out


def test_a_line_that_ends_out_of_range_takes_the_colour_of_what_needs_a_person(any_theme: Theme) -> None:
    roles = any_theme.roles
    assert len(pixels(drawn(any_theme, BELOW), roles.overdue)) > 8
    assert pixels(drawn(any_theme, WITHIN), roles.overdue) == []
    assert len(pixels(drawn(any_theme, WITHIN), roles.text_2)) > 8


@pytest.mark.parametrize("scale", [80, 100, 200])
def test_the_last_reading_is_a_whole_dot_at_the_right_end(theme: Theme, scale: int) -> None:
    theme.change(scale=scale)
    area = QRect(0, 0, theme.px(92), theme.px(20))
    for series in (BELOW, Series((1, 2, 9)), Series((4,))):
        ink = theme.roles.overdue if series.out_of_range else theme.roles.text_2
        image = drawn(theme, series, area)
        dot = [x for x, _ in pixels(image, ink)]
        assert max(dot) > area.width() * 0.95
        rim = [(x, y) for x, y in pixels(image, ink) if x == area.right() or y in (area.top(), area.bottom())]
        assert rim == []


def test_the_reference_range_is_a_band_behind_the_line(theme: Theme) -> None:
    column = [drawn(theme, Series((100, 100), 80, 120)).pixelColor(10, y) for y in range(20)]
    ground = theme.roles.surface
    assert [color != ground for color in column] == [3 <= y < 17 for y in range(20)]


def test_readings_without_a_range_have_no_band(theme: Theme) -> None:
    image = drawn(theme, Series((1, 5)))
    assert len(pixels(image.copy(0, 0, 30, 8), theme.roles.surface)) == 240


def test_a_change_of_treatment_is_a_dashed_line_at_its_reading(theme: Theme) -> None:
    image = drawn(theme, Series((5, 5, 5, 5, 5), changed_at=2))
    marked = {x for x, _ in pixels(image, theme.roles.line_strong)}
    assert len(marked) == 1
    assert 44 <= marked.pop() <= 47


def test_no_readings_paint_nothing(theme: Theme) -> None:
    assert len(pixels(drawn(theme, Series((), 1, 2)), theme.roles.surface)) == 92 * 20


@pytest.mark.parametrize(("left", "columns"), [(0.0, 0), (0.5, 21), (1.0, 42), (1.7, 42), (-0.2, 0)])
def test_a_supply_bar_is_filled_as_far_as_the_supply_lasts(theme: Theme, left: float, columns: int) -> None:
    image = painted(
        44, 6, theme.roles.surface, lambda p: charts.supply_bar(p, QRect(0, 0, 44, 6), theme, left)
    )
    assert len({x for x, y in pixels(image, theme.roles.text_2) if y == 3}) == columns


def test_an_empty_supply_turns_its_frame(any_theme: Theme) -> None:
    def frame(left: float) -> QImage:
        return painted(
            44,
            6,
            any_theme.roles.surface,
            lambda p: charts.supply_bar(p, QRect(0, 0, 44, 6), any_theme, left),
        )

    assert len(pixels(frame(0), any_theme.roles.overdue)) > 40
    assert pixels(frame(0.3), any_theme.roles.overdue) == []


def test_a_progress_bar_is_filled_as_far_as_the_work_is_done(theme: Theme) -> None:
    image = painted(
        102, 10, theme.roles.surface, lambda p: charts.progress_bar(p, QRect(0, 0, 102, 10), theme, 0.46)
    )
    assert len({x for x, y in pixels(image, theme.roles.accent) if y == 5}) == 46
