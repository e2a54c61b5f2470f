"""Says on the way in what is wrong in the site file. The program starts all the same, without that part."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from inbox.domain.site import SiteFile
from inbox.domain.words import tr
from inbox.ui.look.theme import Theme
from inbox.ui.parts.banner import Banner, BannerKind


class SiteNotice(Banner):
    """Hidden where nothing is wrong."""

    def __init__(self, theme: Theme, site: SiteFile, parent: QWidget | None = None) -> None:
        title = tr("Part of the site file was left out")
        super().__init__(theme, BannerKind.REFUSED, title, "\n".join(site.problems), parent=parent)
        if not site.problems:
            self.hide()
