"""What gives way in a narrow row, and what never does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from inbox.domain.rows import BAND_FLAGGED
from inbox.queries.views import View, ViewKind
from inbox.ui.desk import Desk
from inbox.ui.look.paint import pill_width
from inbox.ui.look.sla import Sla
from inbox.ui.look.theme import Density, Theme
from inbox.ui.look.type import BASE, TINY
from inbox.ui.worklist.delegate import RowDelegate
from inbox.ui.worklist.lines import LEAST_NAME, fitting, tells_who
from inbox.ui.worklist.model import WorklistModel
from inbox.ui.worklist.words import Row
from tests.ui.worklist.test_words import row

FLAGGED = {"flag_level": 2, "band": BAND_FLAGGED, "sender_relation": "mother", "has_draft": True}


def shown(theme: Theme, width: int, told: Row) -> tuple[str, list[str]]:
    """Age and sex, and the badges that have room."""
    about, badges, _ = fitting(width, theme, told)
    return about, [badge.text for badge in badges]


def test_badges_give_way_from_the_right_then_age_last_a_flag_the_clock_tells_too(
    theme: Theme,
) -> None:
    told = row(**FLAGGED)
    widths = range(600, 0, -1)
    steps = list(dict.fromkeys(str(shown(theme, width, told)) for width in widths))
    assert steps == [
        "('58 M', ['Level 2', 'Proxy', 'Draft'])",
        "('58 M', ['Level 2', 'Proxy'])",
        "('58 M', ['Level 2'])",
        "('', ['Level 2'])",
        "('', [])",
    ]


def test_a_flag_that_only_its_badge_tells_never_gives_way_but_gets_short_for_the_name(theme: Theme) -> None:
    told = row(flag_level=3)
    told_at = [(width, shown(theme, width, told)[1]) for width in range(600, 0, -1)]
    assert {str(badges) for _, badges in told_at} == {"['Level 3']", "['3']"}
    whole = [width for width, badges in told_at if badges == ["Level 3"]]
    assert all(fitting(width, theme, told)[2] >= LEAST_NAME for width in whole)


def test_a_flagged_row_keeps_room_for_the_name(theme: Theme) -> None:
    told = row(**FLAGGED)
    assert all(fitting(width, theme, told)[2] >= LEAST_NAME for width in range(600, LEAST_NAME, -1))


def test_the_name_is_cut_only_when_nothing_else_can_give_way(theme: Theme) -> None:
    told = row(**FLAGGED)
    whole = theme.metrics(BASE, told.bold).horizontalAdvance(told.name)
    cut = [width for width in range(600, 0, -1) if fitting(width, theme, told)[2] < whole]
    assert cut
    assert {str(shown(theme, width, told)) for width in cut} == {"('', ['Level 2'])", "('', [])"}


@pytest.mark.parametrize("density", list(Density))
@pytest.mark.parametrize("scale", [100, 200])
def test_clock_and_who_are_painted_whole_in_the_narrowest_list(
    desk: Desk, theme: Theme, density: Density, scale: int
) -> None:
    theme.change(density=density, scale=scale)
    wide = painted(desk, theme, 900)
    narrow = painted(desk, theme, theme.px(320))
    clock = pill_width(theme, Sla.OVERDUE, "23 h over") + theme.px(12)
    who = theme.metrics(TINY).horizontalAdvance("O. Tarrant") + theme.px(12)
    lower, end = theme.px(27), theme.px(41)  # line 2: below the clock, above the roomy preview
    if density is Density.COMPACT:
        clock, who, lower, end = clock + theme.px(10) + who, 1, 0, 0
    assert right_end(wide, clock, 0, lower) == right_end(narrow, clock, 0, lower)
    assert right_end(wide, who, lower, end) == right_end(narrow, who, lower, end)


def painted(desk: Desk, theme: Theme, width: int) -> QImage:
    """The second row of the pool, overdue by 23 hours."""
    model = WorklistModel(desk)
    model.show(View(ViewKind.POOL))
    image = QImage(width, theme.row_height, QImage.Format.Format_RGB32)
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, width, theme.row_height)
    option.state = QStyle.StateFlag.State_Enabled
    painter = QPainter(image)
    RowDelegate(theme).paint(painter, option, model.index(1, 0))
    painter.end()
    return image


def right_end(image: QImage, width: int, top: int = 0, bottom: int = 0) -> QImage:
    """The last `width` pixels, from `top` to `bottom` (0: the end)."""
    return image.copy(image.width() - width, top, width, (bottom or image.height()) - top)


def test_a_row_of_one_line_says_who_has_it_unless_nobody_has() -> None:
    assert not tells_who(row())
    assert tells_who(row(stage="claimed", owner="Practitioner/t", owner_name="Tomas Aldana, RN"))
    assert tells_who(row(owner="Practitioner/nadia"))
