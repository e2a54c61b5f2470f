"""The strip of a red flag: its level in words, the rules behind it, whom to call. An aid, not a diagnosis."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from inbox.domain.words import mark, tr, trn
from inbox.ui.look.theme import Theme
from inbox.ui.parts.banner import Banner, BannerKind
from inbox.ui.reading.inert import one_line
from inbox.ui.reading.situation import Situation

LEVELS = {
    1: mark("Level 1: emergency now"),
    2: mark("Level 2: call within 1 h, see within 4 h"),
    3: mark("Level 3: same or next day"),
}
"""Product levels that make a flag; a hit of level 4 is only marked in the text."""


class RedFlagStrip(Banner):
    """Hidden where there is no flag."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, BannerKind.FLAG, tr("Red flag"), parent=parent)

    def show_situation(self, situation: Situation) -> None:
        """Tell about the flags of this item, if it is still open."""
        item = situation.item
        level = item.flag_level if item is not None and situation.open else None
        self.setVisible(level in LEVELS)
        if item is None or level not in LEVELS:
            return
        rules = list(dict.fromkeys(one_line(flag.rule, 40) for flag in item.flags if flag.level <= 3))
        told = [trn("Rule {rules}", "Rules {rules}", len(rules), rules=", ".join(rules))]
        if situation.calls:
            told.append(_phones(situation))
        told.append(tr("A flag is an aid, not a diagnosis."))
        self.set_words(tr(LEVELS[level]), " · ".join(told))


def _phones(situation: Situation) -> str:
    """The patient's own telephones: a call is due."""
    phones = situation.card.phones if situation.card else ()
    known = [tr("{phone} ({what})", phone=one_line(p.phone, 40), what=one_line(p.what, 40)) for p in phones]
    return tr("Call {phones}", phones=", ".join(known)) if known else tr("No telephone is kept here")
