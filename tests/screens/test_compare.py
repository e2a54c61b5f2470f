"""The comparison itself: what it must see, and what it must not mind."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QImage, QPainter

from inbox.ui.look.roles import Role
from inbox.ui.look.theme import Theme, ThemeName
from inbox.ui.look.type import BASE
from tests.screens.compare import differences, marked

WORDS = "Medical question, unclaimed, 22 h over"


def row(
    theme: Theme, words: str = WORDS, *, ink: Role = "text", ground: Role = "surface", ratio: int = 1,
    right: float = 0, hinting: QFont.HintingPreference = QFont.HintingPreference.PreferNoHinting,
) -> QImage:  # fmt: skip
    """A row with words; drawn `ratio` times as large and shrunk, other pixels carry the same letters."""
    image = QImage(312 * ratio, 52 * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(theme.color(ground))
    font = QFont(theme.font(BASE))
    font.setHintingPreference(hinting)
    painter = QPainter(image)
    painter.setFont(font)
    painter.setPen(theme.color(ink))
    painter.drawText(QPointF(12 + right, 30), words)
    painter.fillRect(0, 51, 312, 1, theme.color("line"))
    painter.end()
    image.setDevicePixelRatio(1)
    return image.scaled(
        312, 52, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


@pytest.fixture(params=list(ThemeName))
def look(theme: Theme, request: pytest.FixtureRequest) -> Theme:
    """Each theme in turn."""
    theme.change(name=request.param)
    return theme


@pytest.mark.parametrize("ratio", [2, 3])
def test_the_same_letters_from_other_pixels_are_the_same(look: Theme, ratio: int) -> None:
    assert differences(row(look), row(look, ratio=ratio)) == []


def test_letters_a_fraction_of_a_pixel_aside_are_the_same(look: Theme) -> None:
    assert differences(row(look), row(look, right=0.4)) == []


def test_letters_hinted_upwards_are_the_same(look: Theme) -> None:
    hinted = row(look, hinting=QFont.HintingPreference.PreferVerticalHinting)
    assert differences(row(look), hinted) == []


@pytest.mark.parametrize(
    "words", ["Medication issue, unclaimed, 22 h over", "Medical question, Y. Medina, 22 h over"]
)
def test_other_words_of_the_same_length_are_seen(look: Theme, words: str) -> None:
    assert differences(row(look), row(look, words))


@pytest.mark.parametrize("ink", ["text_2", "accent", "overdue"])
def test_another_ink_is_seen(theme: Theme, ink: Role) -> None:
    assert differences(row(theme), row(theme, ink=ink))


@pytest.mark.parametrize("ground", ["sunken", "hover", "selected"])
def test_another_ground_is_seen(look: Theme, ground: Role) -> None:
    assert differences(row(look), row(look, ground=ground))


def test_words_three_pixels_aside_are_seen(look: Theme) -> None:
    assert differences(row(look), row(look, right=3))


def test_another_size_is_seen(theme: Theme) -> None:
    assert differences(row(theme), row(theme).copy(0, 0, 312, 51))


def test_what_is_different_stays_visible_and_framed(theme: Theme) -> None:
    other = row(theme, WORDS.replace("over", "left"))
    places = differences(row(theme), other)
    sheet = marked(other, places)
    assert sheet.pixelColor(places[0].topLeft()).name() == "#ff00c8"
    assert darkest(sheet.copy(places[0])) == darkest(other.copy(places[0]))
    assert darkest(sheet.copy(0, 0, 150, 51)) > 150
    assert all(place.x() > 150 for place in places)


def darkest(image: QImage) -> int:
    """The least lightness in a picture."""
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return min(image.pixelColor(x, y).lightness() for x, y in places)
