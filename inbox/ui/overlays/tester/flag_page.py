"""Red-flag rules tried on a text: each hit with its rule, level and exact span, and why it is set aside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from inbox.domain.inert import one_line
from inbox.domain.lookout import RulesInForce
from inbox.domain.words import tr, trn
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL
from inbox.ui.overlays.connection_sheet import ConnectionSheet
from inbox.ui.overlays.connection_words import Line, Section
from inbox.ui.overlays.tester.text_frame import TextFrame
from inbox.ui.parts.field import Field
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words
from inbox.ui.reading.plain_field import PlainField
from inbox.ui.reading.signs import aside_words, level_words

if TYPE_CHECKING:
    from inbox.domain.red_flags import Hit

_PAUSE = 150
"""Milliseconds after the last letter in which the rules are tried: no letter waits for them."""
_SHOWN = 60
_ROOM = 250
_OLDEST = 130.0


class FlagPage(QWidget):
    """A text, an age, and what is found. `grown` says that it wants another height."""

    grown = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        theme = desk.theme
        self.text = PlainField(theme)
        self.text.restyle()
        self.text.setAccessibleName(tr("Text to try"))
        self.text.setPlaceholderText(tr("Type or paste a message"))
        self._frame = TextFrame(theme, self.text)
        self.age = QLineEdit()
        self.age.setMaxLength(6)
        self.age.setPlaceholderText(tr("not known"))
        self._age_field = Field(theme, self.age, tr("Age in years; 0.2 for an infant of ten weeks"))
        self._age_words = Words(theme, tr("Age in years"), SMALL, "text_2")
        self._rules = Words(theme, "", SMALL, "text_2", wrap=True)
        self.found = ConnectionSheet(theme)
        self.found.setAccessibleName(tr("What the rules find"))
        self._soon = QTimer(self, interval=_PAUSE, singleShot=True)
        self._row = QHBoxLayout()
        self._row.addWidget(self._age_words)
        self._row.addWidget(self._age_field)
        self._row.addWidget(self._rules, 1)
        self._asked = QVBoxLayout()
        self._asked.addWidget(self._frame)
        nest(self._row, self._asked)
        self._column = QVBoxLayout(self)
        nest(self._asked, self._column)
        self._column.addWidget(self.found, 1)
        self.text.textChanged.connect(self._soon.start)
        self.text.grown.connect(self.grown)
        self.age.textChanged.connect(self._soon.start)
        self._soon.timeout.connect(self.scan)
        self.restyle()

    def forget(self) -> None:
        """Nothing of what was in it stays, not even to be undone."""
        self.text.clear()
        self.text.document().clearUndoRedoStacks()
        self.age.setText("")  # unlike clear(), it leaves nothing to be undone
        self.scan()

    def scan(self) -> None:
        """Try the rules in force on what is there."""
        self._soon.stop()
        lookout, written = self._desk.lookout, self.text.written()
        self._rules.set_words(_which_rules(lookout.in_force))
        hits = lookout.try_out(written, _age(self.age.text())) if written.strip() else ()
        self.found.show_sections(_sections(written, hits, bool(lookout.in_force.version)))
        self.grown.emit()

    def restyle(self) -> None:
        """Take margins from the theme again."""
        px = self._desk.theme.px
        self._column.setContentsMargins(0, 0, 0, 0)
        self._asked.setContentsMargins(px(14), px(4), px(14), px(4))
        self._asked.setSpacing(px(8))
        self._row.setSpacing(px(8))
        self._age_field.setFixedWidth(px(96))
        self.found.setMinimumHeight(px(_ROOM))  # what is found does not make the card jump
        self.found.restyle()


def _age(written: str) -> float | None:
    """In years; what is no age counts as not known."""
    try:
        age = float(written.replace(",", "."))
    except ValueError:
        return None
    return age if 0 <= age <= _OLDEST else None


def _which_rules(rules: RulesInForce) -> str:
    """ "Rules 89eb6ebe5cf7, as they come with the program"."""
    if not rules.version:
        return tr("The rules are not ready yet.") if rules.source != "none" else tr("There are no rules.")
    whence = {
        "site": tr("Rules {version}, with the site’s own", version=rules.version),
        "last valid": tr("Rules {version}, with the site’s last that could be used", version=rules.version),
    }
    shipped = tr("Rules {version}, as they come with the program", version=rules.version)
    return whence.get(rules.source, shipped)


def _sections(written: str, hits: Sequence[Hit], ready: bool) -> list[Section]:
    aid = tr("The rules are an aid, not a diagnosis.")
    if not written.strip() or not ready:
        return [Section(tr("What the rules find"), (Line(aid, "", "info"),))]
    if not hits:
        nothing = tr("No rule matches. That does not mean that it is safe.")
        return [Section(tr("What the rules find"), (Line(nothing, aid, "info"),))]
    title = trn("{n} hit", "{n} hits", len(hits))
    return [Section(title, (*(_line(hit) for hit in hits), Line(aid, "", "info")))]


def _line(hit: Hit) -> Line:
    aside = aside_words(hit)
    words = tr(
        "characters {start} to {end}: “{words}”. Rule {rule}, version {version}, group {group}.",
        start=hit.start,
        end=hit.end,
        words=one_line(hit.words, _SHOWN),
        rule=hit.rule,
        version=hit.version,
        group=hit.group,
    )
    named = f"{level_words(hit.level)} · {hit.title}"
    if aside:
        return Line(named, words, "info", "text_2", tr("set aside: {why}", why=aside))
    return Line(named, words, "flag", "flag")
