"""What the painters put on the screen, pixel by pixel where it carries meaning."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from inbox.ui.look import paint
from inbox.ui.look.paint import Pending, Tone
from inbox.ui.look.sla import Sla, sla_color, sla_edge, sla_shape
from inbox.ui.look.theme import Theme
from tests.ui_look.pictures import painted, pixels

WHITE, BLACK = QColor("white"), QColor("black")
ORIGIN = QPoint(0, 0)

Mark = tuple[Callable[[Theme], int], Callable[[QPainter, Theme], object]]
"""What measures a mark, and what paints it."""


def shape(sla: Sla) -> QImage:
    """The shape of `sla` in black, 40 by 40."""
    return painted(40, 40, WHITE, lambda p: sla_shape(p, QRectF(0, 0, 40, 40), sla, BLACK))


def filled(image: QImage, *points: tuple[int, int]) -> list[bool]:
    return [image.pixelColor(x, y) == BLACK for x, y in points]


def test_a_red_flag_is_a_pole_with_a_notched_cloth() -> None:
    assert filled(shape(Sla.RED_FLAG), (6, 38), (20, 12), (33, 4), (36, 13), (30, 36)) == [
        True, True, True, False, False,
    ]  # fmt: skip


def test_overdue_is_a_filled_diamond() -> None:
    assert filled(shape(Sla.OVERDUE), (20, 20), (20, 3), (3, 20), (4, 4), (36, 36)) == [
        True, True, True, False, False,
    ]  # fmt: skip


def test_due_soon_is_a_circle_whose_right_half_is_filled() -> None:
    assert filled(shape(Sla.DUE_SOON), (28, 20), (13, 20), (3, 20), (37, 20)) == [True, False, True, True]


def test_on_track_is_a_ring() -> None:
    assert filled(shape(Sla.ON_TRACK), (20, 20), (4, 20), (36, 20), (20, 4)) == [False, True, True, True]


def test_waiting_is_two_bars() -> None:
    assert filled(shape(Sla.WAITING), (10, 20), (20, 20), (29, 20)) == [True, False, True]


def edge(theme: Theme, sla: Sla) -> list[tuple[int, int]]:
    """Where the edge of a row of 52 is painted."""
    row = QRect(0, 0, 60, theme.row_height)
    image = painted(row.width(), row.height(), theme.roles.surface, lambda p: sla_edge(p, row, sla, theme))
    return pixels(image, sla_color(sla, theme))


@pytest.mark.parametrize(("sla", "width"), [(Sla.RED_FLAG, 6), (Sla.OVERDUE, 6), (Sla.ON_TRACK, 2)])
def test_the_edge_of_a_row_is_as_wide_as_its_promise_is_pressing(
    any_theme: Theme, sla: Sla, width: int
) -> None:
    assert set(edge(any_theme, sla)) == {(x, y) for x in range(width) for y in range(52)}


def test_the_edge_of_due_soon_is_a_line_above_a_block(any_theme: Theme) -> None:
    line, block = {(3, y) for y in range(26)}, {(x, y) for x in range(4) for y in range(26, 52)}
    assert set(edge(any_theme, Sla.DUE_SOON)) == line | block


def test_the_edge_of_waiting_is_dashed(any_theme: Theme) -> None:
    assert set(edge(any_theme, Sla.WAITING)) == {(x, y) for x in range(3) for y in range(52) if y % 8 < 4}


def test_the_edges_of_the_five_states_differ_in_form_and_not_only_in_colour(theme: Theme) -> None:
    forms = {sla: frozenset(edge(theme, sla)) for sla in Sla}
    assert forms.pop(Sla.RED_FLAG) == forms[Sla.OVERDUE]  # told apart by the tinted row, the flag, the words
    assert len(set(forms.values())) == 4


def test_an_edge_grows_with_the_text(theme: Theme) -> None:
    theme.change(scale=200)
    assert {x for x, _ in edge(theme, Sla.OVERDUE)} == set(range(12))


@pytest.mark.parametrize("sla", [Sla.RED_FLAG, Sla.OVERDUE])
def test_a_pressing_promise_is_a_filled_pill(any_theme: Theme, sla: Sla) -> None:
    width = paint.pill_width(any_theme, sla, "2 h over")
    image = painted(
        width, 18, any_theme.roles.surface, lambda p: paint.pill(p, ORIGIN, any_theme, sla, "2 h over")
    )
    assert len(pixels(image, sla_color(sla, any_theme))) > width * 18 / 2


@pytest.mark.parametrize("sla", [Sla.ON_TRACK, Sla.WAITING])
def test_a_calm_promise_has_no_frame(any_theme: Theme, sla: Sla) -> None:
    width = paint.pill_width(any_theme, sla, "13:20")
    ground = any_theme.roles.surface
    image = painted(width, 18, ground, lambda p: paint.pill(p, ORIGIN, any_theme, sla, "13:20"))
    frame = {(x, y) for x in range(width) for y in (0, 17)}
    assert frame <= set(pixels(image, ground))


def measured_pill(sla: Sla) -> Mark:
    return (
        lambda theme: paint.pill_width(theme, sla, "25 min over"),
        lambda painter, theme: paint.pill(painter, ORIGIN, theme, sla, "25 min over"),
    )


def measured_badge(tone: Tone) -> Mark:
    return (
        lambda theme: paint.badge_width(theme, "Vietnamese", tone, "languages"),
        lambda painter, theme: paint.badge(painter, ORIGIN, theme, "Vietnamese", tone, "languages"),
    )


def measured_pending(mark: Pending) -> Mark:
    return (
        lambda theme: paint.pending_width(theme, mark, "Claim, not yet yours"),
        lambda painter, theme: paint.pending(painter, ORIGIN, theme, mark, "Claim, not yet yours"),
    )


MEASURED: dict[str, Mark] = {
    **{f"pill {sla}": measured_pill(sla) for sla in Sla},
    **{f"badge {tone}": measured_badge(tone) for tone in Tone},
    **{f"pending {mark}": measured_pending(mark) for mark in Pending},
    "keycaps": (
        lambda theme: paint.keycaps_width(theme, ("Ctrl", "⇧", "⏎")),
        lambda painter, theme: paint.keycaps(painter, ORIGIN, theme, ("Ctrl", "⇧", "⏎")),
    ),
}


@pytest.mark.parametrize("scale", [80, 100, 200])
@pytest.mark.parametrize("mark", MEASURED)
def test_a_mark_paints_within_what_it_measures(theme: Theme, mark: str, scale: int) -> None:
    theme.change(scale=scale)
    measure, draw = MEASURED[mark]
    width = measure(theme)
    ground = theme.roles.surface
    image = painted(width + 40, theme.px(18) + 20, ground, lambda p: draw(p, theme))
    beyond = image.copy(width, 0, 40, image.height()), image.copy(0, theme.px(18), image.width(), 20)
    assert all(len(pixels(part, ground)) == part.width() * part.height() for part in beyond)
    assert len(pixels(image, ground)) < image.width() * image.height()


@pytest.mark.parametrize("mark", Pending)
def test_a_pending_mark_always_has_words(theme: Theme, mark: Pending) -> None:
    assert paint.pending_width(theme, mark, "Not sent") > theme.px(16) + 20


def test_the_focus_ring_is_two_pixels_of_accent_inside_its_rectangle(any_theme: Theme) -> None:
    rect = QRect(0, 0, 40, 20)
    image = painted(40, 20, any_theme.roles.surface, lambda p: paint.focus_ring(p, rect, any_theme, radius=0))
    frame = {(x, y) for x in range(40) for y in range(20) if x < 2 or x >= 38 or y < 2 or y >= 18}
    assert set(pixels(image, any_theme.roles.accent)) == frame


def test_the_unseen_dot_is_a_disc_six_pixels_wide(any_theme: Theme) -> None:
    image = painted(10, 10, any_theme.roles.surface, lambda p: paint.unseen_dot(p, ORIGIN, any_theme))
    touched = {(x, y) for x in range(10) for y in range(10)} - set(pixels(image, any_theme.roles.surface))
    assert {x for x, _ in touched} == {y for _, y in touched} == set(range(6))
    assert {(2, 2), (3, 3)} <= set(pixels(image, any_theme.roles.accent))
    assert image.pixelColor(0, 0) != any_theme.roles.accent


def test_a_painter_is_left_as_it_was_found(theme: Theme) -> None:
    image = QImage(200, 60, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    hints, transform = painter.renderHints(), painter.transform()
    for _, draw in MEASURED.values():
        draw(painter, theme)
    sla_edge(painter, QRect(0, 0, 60, 52), Sla.DUE_SOON, theme)
    paint.focus_ring(painter, QRect(0, 0, 60, 52), theme)
    paint.unseen_dot(painter, ORIGIN, theme)
    assert (painter.renderHints(), painter.transform()) == (hints, transform)
    painter.end()
