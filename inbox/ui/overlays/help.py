"""All keys that work here, made from the commands and the keymap in force, so that it cannot be wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from inbox.commands.declare import Section
from inbox.commands.registry import COMMANDS, QUICK
from inbox.domain.words import mark, tr
from inbox.shortcuts import scopes
from inbox.shortcuts.button_keys import own_key_of
from inbox.shortcuts.dispatcher import chord_of
from inbox.shortcuts.keymap import Keymap
from inbox.shortcuts.keys import KeySequence
from inbox.ui.desk import Desk
from inbox.ui.look import paint
from inbox.ui.look.keys import caps
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.overlays import command_words
from inbox.ui.overlays.match import match
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.parts.field import Field
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.part import Part
from inbox.ui.parts.scroll_bar import scrolls_thinly
from inbox.ui.parts.section_title import SectionTitle
from inbox.ui.parts.words import Words

_WHERE = {
    scopes.WINDOW: mark("Keys here"),
    scopes.WORKLIST: mark("Keys here: worklist"),
    scopes.THREAD: mark("Keys here: conversation"),
    scopes.COMPOSER: mark("Keys here: reply"),
    scopes.PANEL: mark("Keys here: patient panel"),
    scopes.BOARD: mark("Keys here: board"),
}
_K = Qt.Key
_SCROLLS = (_K.Key_Up, _K.Key_Down, _K.Key_PageUp, _K.Key_PageDown)
_COLUMN = 230
_WIDEST = 1040

Line = tuple[tuple[str, ...], str]
"""Each way to press it, and what it does."""


def lines(
    keymap: Keymap, scope: str, said: Callable[[str], str] = command_words.said
) -> dict[Section, list[Line]]:
    """What works in `scope`, in the order of the registry; the numbered speed buttons are one line, those
    with keys of their own one each, as `said` calls them."""
    ways: dict[str, list[str]] = defaultdict(list)
    for binding in keymap.here(scope):
        ways[binding.command].append(str(binding.keys))
    found: dict[Section, list[Line]] = defaultdict(list)
    speed_buttons = {command.id for command in QUICK}
    for command in COMMANDS.values():
        if command.id in ways and command.id not in speed_buttons:
            found[command.section].append((tuple(ways[command.id]), command.said))
    pressed = [keys for command in QUICK for keys in ways.get(command.id, ())]
    if pressed:
        span = (pressed[0], pressed[-1]) if len(pressed) > 1 else (pressed[0],)
        found[Section.FINISH].insert(
            0, (span, tr("Speed buttons {first} to {last}", first=span[0], last=span[-1]))
        )
    own = ((keys, said(command)) for command, keys in ways.items() if own_key_of(command))
    found[Section.FINISH] += [(tuple(keys), tr("Speed button: {name}", name=name)) for keys, name in own]
    return {section: found[section] for section in Section if found[section]}


def found(all_lines: dict[Section, list[Line]], typed: str) -> dict[Section, list[Line]]:
    """The lines whose words, or one of whose keys, `typed` finds."""
    wanted = typed.strip()
    kept = {
        section: [(ways, words) for ways, words in rows if wanted in ways or match(wanted, words) is not None]
        for section, rows in all_lines.items()
    }
    return {section: rows for section, rows in kept.items() if rows}


class KeysHelp(Overlay):
    """`?`. Closed by the same key, or Esc."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(desk.theme, window, tr("Keys"), width=_WIDEST)
        self._desk = desk
        self._scope = scopes.WINDOW
        self._title = Words(desk.theme, "", SUBJECT)
        self._about = Words(desk.theme, tr("Letters never fire while you type."), SMALL, "text_2")
        self._close = Words(desk.theme, tr("Esc closes"), SMALL, "text_3")
        self._head = QHBoxLayout()
        self.field = QLineEdit()
        self._search = Field(desk.theme, self.field, tr("Find a key by its words or itself"))
        self.field.setPlaceholderText(tr("Find"))
        self.field.setMaxLength(40)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(lambda _typed: self._fill())
        for widget in (self._title, self._about):
            self._head.addWidget(widget)
        self._head.addStretch(1)
        self._head.addWidget(self._search)
        self._head.addWidget(self._close)
        self._scroll = _Tall(desk.theme)
        nest(self._head, self.body)
        self.body.addWidget(self._scroll, 1)

    def open(self, scope: str) -> None:
        """Show the keys of `scope`, the part of the window that has the keyboard."""
        self._scope = scope
        self._title.set_words(tr(_WHERE.get(scope, _WHERE[scopes.WINDOW])))
        self.field.clear()
        self._fill()
        self.appear()

    def first(self) -> QWidget:
        return self.field

    def restyle(self) -> None:
        px = self.theme.px
        self._head.setContentsMargins(px(20), px(12), px(20), px(10))
        self._head.setSpacing(px(10))
        self._search.setMaximumWidth(px(180))
        if self.is_open:
            self._fill()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The key that opened it closes it while nothing is typed; the keys that scroll go on scrolling."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if self._closes(event):
                self.dismiss()
                return True
            if event.key() in _SCROLLS:
                QApplication.sendEvent(self._scroll, event)
                return True
        return super().eventFilter(watched, event)

    def _closes(self, event: QKeyEvent) -> bool:
        chord = chord_of(event)
        asked = self._desk.keys.map.keys_for("app.help")
        bare = not self.field.text() and not event.isAutoRepeat()
        return bare and chord is not None and KeySequence((chord,)) in asked

    def _fill(self) -> None:
        """Columns as many as there is room for, filled from the shortest."""
        px = self.theme.px
        room = min(px(_WIDEST), self.behind.width() - px(32)) - px(40)
        sheet = QWidget()
        row = QHBoxLayout(sheet)
        row.setContentsMargins(px(20), 0, px(20), px(16))
        row.setSpacing(px(20))
        columns = [QVBoxLayout() for _ in range(max(1, min(4, room // px(_COLUMN))))]
        filled = [0] * len(columns)
        for column in columns:
            column.setSpacing(0)
            nest(column, row, 1)
        every = lines(self._desk.keys.map, self._scope, self._desk.keys.said)
        for section, rows in found(every, self.field.text()).items():
            at = filled.index(min(filled))
            filled[at] += len(rows) + 2
            title = SectionTitle(self.theme, tr(section.value))
            title.setContentsMargins(0, px(8), 0, px(4))
            columns[at].addWidget(title)
            for keys, words in rows:
                columns[at].addWidget(KeyLine(self.theme, keys, words))
        for column in columns:
            column.addStretch(1)
        self._scroll.setWidget(sheet)


class KeyLine(Part):
    """The keys, right-aligned, and what they do."""

    def __init__(self, theme: Theme, ways: Sequence[str], words: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("{keys}: {words}", keys=tr(" or ").join(ways), words=words), parent)
        self._ways, self._words = ways, words
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(_COLUMN - 20), self.theme.px(25))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, px, roles = self.theme, self.theme.px, self.theme.roles
        top = (self.height() - px(paint.KEYCAP_HEIGHT)) // 2
        widths = [paint.keycaps_width(theme, caps(keys)) for keys in self._ways]
        column = px(84)
        gap = px(6)
        x = max(0, column - sum(widths) - gap * (len(widths) - 1))
        for keys, width in zip(self._ways, widths, strict=True):
            paint.keycaps(painter, QPoint(x, top), theme, caps(keys), roles.text_2, roles.surface)
            x += width + gap
        left = max(column, x - gap) + px(8)
        room = QRect(left, 0, self.width() - left, self.height())
        shown = theme.metrics(SMALL).elidedText(self._words, Qt.TextElideMode.ElideRight, room.width())
        paint.words(painter, room, theme, shown, SMALL, roles.text)


class _Tall(QScrollArea):
    """As high as what it holds, where the window has that."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        scrolls_thinly(self, theme)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Keys"))
        self.viewport().setAutoFillBackground(False)

    def setWidget(self, widget: QWidget) -> None:
        super().setWidget(widget)
        widget.setAutoFillBackground(False)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        held = self.widget()
        return held.sizeHint() if held is not None else super().sizeHint()
