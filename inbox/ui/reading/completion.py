"""Typing a full stop at the start of a word offers phrases; the field keeps the keyboard all the while."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent

from inbox.shortcuts.phrases.completion import rank
from inbox.shortcuts.phrases.phrase import Phrase
from inbox.ui.desk import Desk
from inbox.ui.reading.completion_list import CompletionList
from inbox.ui.reading.editor import Editor
from inbox.ui.reading.phrase_uses import PhraseUses

_BEGUN = re.compile(r"(?:^|(?<=[\s(\[“‘\"']))\.([a-z][a-z0-9_-]*)?$")
"""A full stop at the start of a word and the letters after it; ".5 mg" is none."""


class Completion(QObject):
    """Watches one field. `wanted` names the phrase to insert and the code points it replaces."""

    wanted = Signal(object, int, int)

    def __init__(self, desk: Desk, editor: Editor) -> None:
        super().__init__(editor)
        self._desk = desk
        self._editor = editor
        self._moved = False
        self._start = 0
        self.kind: Callable[[], str] = lambda: ""
        self.emergency_only: Callable[[], bool] = lambda: False
        self._uses = PhraseUses(desk)
        self.list = CompletionList(desk.theme, editor)
        self.list.chosen.connect(self._insert)
        editor.typed.connect(self._typed)
        editor.edited.connect(self._follow)
        editor.cursorPositionChanged.connect(self._follow)
        editor.focused.connect(lambda has: None if has else self.close())

    @property
    def open(self) -> bool:
        """Whether phrases are on offer."""
        return not self.list.isHidden()

    def close(self) -> bool:
        """Keep what was typed; whether the list was open."""
        was = self.open
        self.list.hide()
        return was

    def count(self, phrase: str) -> None:
        """It was put in, for this kind of work."""
        self._uses.count(self.kind(), phrase)

    def key(self, event: QKeyEvent) -> bool:
        """Deal with a key while the list is open; False: it is the field's."""
        if not self.open:
            return False
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._moved = True
            self.list.step(1 if key == Qt.Key.Key_Down else -1)
            return True
        if key == Qt.Key.Key_Escape:
            return self.close()
        named = self._desk.kit.phrases.get(self._typed_name())
        if key == Qt.Key.Key_Space:
            return self._insert(self.list.phrase if self._moved else named)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                return False
            return self._insert(self.list.phrase)
        return False

    def _typed_name(self) -> str:
        return self._editor.reply.text[self._start + 1 : self._editor.caret]

    def _typed(self, _text: str) -> None:
        begun = self._begun()
        if begun is not None:
            self._moved = False
            self._offer(begun)

    def _follow(self) -> None:
        """The text or the caret moved: what is on offer follows, or goes."""
        if not self.open:
            return
        begun = self._begun()
        if begun is None:
            self.close()
        else:
            self._offer(begun)

    def _begun(self) -> str | None:
        """The letters after a full stop that stands before the caret; None when there is none."""
        reply, caret = self._editor.reply, self._editor.caret
        found = _BEGUN.search(reply.text[max(0, caret - 60) : caret])
        if found is None or any(field.start < caret <= field.end for field in reply.fields):
            return None
        self._start = caret - len(found[0])
        return found[1] or ""

    def _offer(self, typed: str) -> None:
        kit, kind = self._desk.kit, self.kind()
        rows = rank(
            typed, kit.phrases.values(), kind, self._uses.counts, emergency_only=self.emergency_only()
        )
        if not rows:
            self.close()
            return
        if self.open and self._moved:
            return
        self.list.show_rows(rows[:24])
        window = self._editor.window()
        self.list.setParent(window)
        caret = self._editor.caret_rect()
        caret.moveTopLeft(self._editor.mapTo(window, caret.topLeft()))
        corner = self._editor.mapTo(window, QPoint(0, 0))
        margin = self._desk.theme.px(8)
        room = QRect(corner.x(), margin, self._editor.width(), window.height() - 2 * margin)
        self.list.place(caret, room)

    def _insert(self, phrase: Phrase | None) -> bool:
        self.close()
        if phrase is None:
            return False
        self.wanted.emit(phrase, self._start, self._editor.caret)
        return True
