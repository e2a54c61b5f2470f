"""What is wrong in the site file, said on the way in."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from inbox.domain.site import NO_SITE, SiteFile
from inbox.ui.doors.sign_in import SignInPage
from inbox.ui.doors.site_notice import SiteNotice
from inbox.ui.look.theme import Theme


def test_mistakes_in_the_site_file_are_explained_before_anybody_signs_in(theme: Theme, qtbot: QtBot) -> None:
    page = SignInPage(theme)
    qtbot.addWidget(page)
    notice = SiteNotice(
        theme, SiteFile(problems=("site.toml:3: colour: Nothing is called so.", "site.toml:5: x"))
    )
    page.column.insertWidget(1, notice)
    page.resize(1280, 800)
    page.show()
    assert notice.isVisible()
    assert "site.toml:3: colour: Nothing is called so." in notice.accessibleName()
    assert "site.toml:5: x" in notice.accessibleName()


def test_nothing_is_said_where_nothing_is_wrong(theme: Theme, qtbot: QtBot) -> None:
    page = SignInPage(theme)
    qtbot.addWidget(page)
    notice = SiteNotice(theme, NO_SITE)
    page.column.insertWidget(1, notice)
    page.show()
    assert not notice.isVisible()
