"""Icons: every one is there, drawn, in the colour of its role, once."""

from __future__ import annotations

import pytest

from inbox.domain import resources
from inbox.ui.look.theme import Theme

NAMES = [
    "inbox", "users", "stethoscope", "hourglass", "alarm-clock", "send", "search", "layout-dashboard",
    "bookmark", "user-round", "pill", "message-square", "test-tube", "flask-conical", "calendar",
    "calendar-plus", "heart-pulse", "file-text", "list-checks", "arrow-up-right", "database", "phone",
    "phone-call", "receipt", "flag", "triangle-alert", "circle-alert", "info", "ban", "check",
    "check-check", "lock", "key-round", "log-in", "shield-check", "user", "user-check", "split",
    "shuffle", "repeat", "undo-2", "pencil", "message-circle", "paperclip", "languages",
    "chevron-right", "x", "circle-dashed", "cloud-off", "cloud-upload", "refresh-cw", "git-fork",
    "timer", "coffee", "command", "keyboard", "clipboard-list",
]  # fmt: skip


def test_the_folder_holds_the_icons_of_the_design_and_no_others() -> None:
    assert sorted(file.stem for file in resources.path("icons").glob("*.svg")) == sorted(NAMES)
    assert "ISC License" in resources.path("icons", "LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize("size", [12, 16])
def test_every_icon_is_drawn_in_the_colour_of_its_role(any_theme: Theme, size: int) -> None:
    color = any_theme.roles.accent
    for name in NAMES:
        image = any_theme.icon(name, color, size, 2.0).toImage()
        inked = [
            image.pixelColor(x, y)
            for y in range(image.height())
            for x in range(image.width())
            if image.pixelColor(x, y).alpha() > 200
        ]
        assert len(inked) > size / 2, name
        for ink in inked:
            assert max(abs(ink.red() - color.red()), abs(ink.green() - color.green())) <= 3, name


def test_an_icon_is_drawn_once_for_a_colour_a_size_and_a_screen(theme: Theme) -> None:
    first = theme.icon("flag", theme.roles.flag, 16, 1.0)
    assert theme.icon("flag", theme.roles.flag, 16, 1.0) is first
    others = [
        theme.icon("flag", theme.roles.accent, 16, 1.0),
        theme.icon("flag", theme.roles.flag, 12, 1.0),
        theme.icon("flag", theme.roles.flag, 16, 2.0),
    ]
    assert all(other.cacheKey() != first.cacheKey() for other in others)


def test_an_icon_grows_with_the_text_and_stays_sharp_on_a_dense_screen(theme: Theme) -> None:
    theme.change(scale=150)
    pixmap = theme.icon("pill", theme.roles.text, 16, 2.0)
    assert pixmap.deviceIndependentSize().width() == 24
    assert pixmap.width() == 48


def test_an_icon_that_does_not_exist_is_refused_by_name(theme: Theme) -> None:
    with pytest.raises(LookupError, match="no-such-icon"):
        theme.icon("no-such-icon", theme.roles.text, 16, 1.0)
