"""Wrapping: nothing that was written is left out, whatever the width."""

from __future__ import annotations

import pytest

from inbox.ui.look.theme import Theme
from inbox.ui.look.type import NAME, SMALL
from inbox.ui.patient.drawing import Drawing
from inbox.ui.patient.facts import Drug, Line
from inbox.ui.patient.wrapping import Wrapping

PHONES = "mobile\N{NO-BREAK SPACE}+1\N{NO-BREAK SPACE}309\N{NO-BREAK SPACE}555\N{NO-BREAK SPACE}0105 · home"


@pytest.mark.parametrize("width", [600, 200, 120, 60, 20])
@pytest.mark.parametrize("text", [PHONES, "hydrochlorothiazide 25 mg", "a"])
def test_every_letter_is_on_some_line_and_every_line_fits(theme: Theme, text: str, width: int) -> None:
    lines = Wrapping(theme).lines(text, SMALL, False, width)
    assert "".join("".join(lines).split()).replace("·", "") == "".join(text.split()).replace("·", "")
    assert not any(line.startswith("·") or line.endswith("·") for line in lines)
    for line in lines:
        assert theme.metrics(SMALL).horizontalAdvance(line) <= width or len(line) == 1


def test_a_number_stays_together_where_there_is_room(theme: Theme) -> None:
    number = PHONES.rpartition(" · ")[0]
    room = theme.metrics(SMALL).horizontalAdvance(number)
    assert Wrapping(theme).lines(PHONES, SMALL, False, room)[0] == number


def test_a_row_is_as_high_as_its_lines(theme: Theme) -> None:
    wide, narrow = Drawing(theme, 400), Drawing(theme, 60)
    name = Line("Walter Esterbrook", NAME)
    assert wide.height(name) == theme.line_height(NAME)
    assert narrow.height(name) > wide.height(name)


def test_a_medicine_with_a_long_name_has_its_figures_beside_and_below(theme: Theme) -> None:
    drawing = Drawing(theme, 272)
    short = Drug("Lisinopril", "", "2 Jan", "filled 2 Jan", 0.5, "16 days", "Lisinopril")
    long = Drug(
        "metoprolol succinate 50 mg tablet", "", "2 Jan", "filled 2 Jan", 0.5, "16 days", "metoprolol"
    )
    assert drawing.height(short) == theme.px(22)
    assert drawing.height(long) > drawing.height(short)
