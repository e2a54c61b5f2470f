"""The fonts: Inter from its files, figures of one width, the system's font where the files are missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo

from inbox.ui.look import type as type_
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, Style

STYLES = [style for style in vars(type_).values() if isinstance(style, Style)]

_WITHOUT_FILES = """
import sys
sys._MEIPASS = sys.argv[1]
from PySide6.QtWidgets import QApplication
app = QApplication([])
from inbox.domain import resources
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, family
theme = Theme()
assert resources.path("fonts").parent.name == "resources"
assert family() != "Inter", family()
assert theme.font(BASE).pixelSize() == 13
assert theme.metrics(BASE).horizontalAdvance("words") > 0
"""


def test_inter_is_loaded_in_its_three_faces(theme: Theme) -> None:
    faces = [theme.font(BASE), theme.font(BASE, bold=True), theme.font(BASE, italic=True)]
    assert [(QFontInfo(face).family(), QFontInfo(face).styleName()) for face in faces] == [
        ("Inter", "Regular"),
        ("Inter", "Bold"),
        ("Inter", "Italic"),
    ]


@pytest.mark.parametrize("bold", [False, True])
def test_all_figures_have_one_width(theme: Theme, bold: bool) -> None:
    metrics = theme.metrics(BASE, bold)
    assert len({metrics.horizontalAdvance(figure * 10) for figure in "0123456789"}) == 1


@pytest.mark.parametrize("scale", [80, 100, 133, 200])
def test_every_style_fits_into_its_line(scale: int) -> None:
    theme = Theme(scale=scale)
    assert len(STYLES) == 8
    for style in STYLES:
        assert theme.metrics(style).ascent() + theme.metrics(style).descent() <= theme.line_height(style) + 1


def test_a_font_is_made_once(theme: Theme) -> None:
    assert theme.font(BASE, bold=True) is theme.font(BASE, bold=True)


def test_without_the_files_the_systems_font_is_used_and_nothing_is_printed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_FILES, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
