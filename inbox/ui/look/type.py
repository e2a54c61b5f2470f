"""Type: Inter in three files, figures of one width, a small scale of sizes.

Hierarchy comes from size, weight and the secondary inks, never from capitals. What a patient wrote is
never set smaller than `PATIENT`, nor in colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics

from inbox.domain import resources


@dataclass(frozen=True, slots=True)
class Style:
    """A size of text: pixels at 100 %, the height of its line, and whether it is bold by nature."""

    size: int
    line: int
    bold: bool = False


TINY = Style(11, 14)  # keycaps, badges, who has it
SECTION = Style(11, 14, bold=True)  # section titles
SMALL = Style(12, 16)  # second lines, the tables of the patient panel
BASE = Style(13, 18)
PATIENT = Style(14, 21)  # the patient's words and the composer
SUBJECT = Style(15, 20, bold=True)  # subject, title of a pane
NAME = Style(18, 22, bold=True)  # the patient's name
QUESTION = Style(18, 25)  # the question to the physician

_FILES = ("Inter-Regular.ttf", "Inter-Bold.ttf", "Inter-Italic.ttf")
_TABULAR = QFont.Tag("tnum")


@cache
def family() -> str:
    """The family everything is set in: Inter, or the system's own font where the files are missing.

    Needs a running application, whose font database keeps the files open until it ends.
    """
    loaded = [QFontDatabase.addApplicationFont(str(resources.path("fonts", file))) for file in _FILES]
    if -1 in loaded:
        return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    return QFontDatabase.applicationFontFamilies(loaded[0])[0]


class Fonts:
    """The fonts and metrics of one text scale, each made once: delegates ask for them at every paint."""

    def __init__(self, percent: int) -> None:
        self._percent = percent
        self._made: dict[tuple[int, bool, bool], tuple[QFont, QFontMetrics]] = {}

    def font(self, style: Style, bold: bool = False, italic: bool = False) -> QFont:
        """The font of `style`; `bold` and `italic` add to what the style is by nature."""
        return self._pair(style, bold, italic)[0]

    def metrics(self, style: Style, bold: bool = False, italic: bool = False) -> QFontMetrics:
        """The metrics that belong to `font` of the same arguments."""
        return self._pair(style, bold, italic)[1]

    def _pair(self, style: Style, bold: bool, italic: bool) -> tuple[QFont, QFontMetrics]:
        key = (style.size, bold or style.bold, italic)
        pair = self._made.get(key)
        if pair is None:
            font = self._make(*key)
            pair = self._made[key] = (font, QFontMetrics(font))
        return pair

    def _make(self, size: int, bold: bool, italic: bool) -> QFont:
        font = QFont(family())
        font.setPixelSize(round(size * self._percent / 100))
        font.setBold(bold)
        font.setItalic(italic)
        font.setFeature(_TABULAR, 1)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)  # Inter has no hints of its own
        return font
