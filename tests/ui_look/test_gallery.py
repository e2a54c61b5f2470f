"""The gallery draws everything in every theme."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from inbox.ui.look import gallery, roles


def test_it_draws_the_three_themes_at_two_scales(qapp: QApplication, tmp_path: Path) -> None:
    files = gallery.render(tmp_path / "pictures")
    assert sorted(file.name for file in files) == [
        "dark-100.png", "dark-200.png", "high-contrast-100.png",
        "high-contrast-200.png", "light-100.png", "light-200.png",
    ]  # fmt: skip
    grounds = {file.stem: QImage(str(file)).pixelColor(1, 1) for file in files}
    assert grounds["light-100"] == roles.LIGHT.surface
    assert grounds["dark-200"] == roles.DARK.surface
    small, large = (QImage(str(tmp_path / "pictures" / f"light-{scale}.png")) for scale in (100, 200))
    assert large.width() > 1.8 * small.width()
