"""Words that no dictionary knows are underlined in a pause: a hint that stops nothing and delays nobody."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from itertools import chain, islice

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from inbox import diary
from inbox.shortcuts.spelling import Dictionary, Span, Spelling
from inbox.ui.desk import Desk
from inbox.ui.reading.editor import Editor
from inbox.ui.reading.own_words import OwnWords
from inbox.ui.reading.situation import Situation

_PAUSE = 400
"""Milliseconds after the last letter."""
_BETWEEN = 0.02
"""Seconds between two parts of a dictionary that is read: a key that came meanwhile is dealt with first."""
_AT_ONCE = 4
"""New words that are looked up before a key may come in between: under 2 ms."""
_WORD = re.compile(r"[^\W\d_]+")


class SpellingHints(QObject):
    """Watches one field. `situation` tells whose names and medicines count as known."""

    _read = Signal()

    def __init__(self, desk: Desk, editor: Editor, situation: Callable[[], Situation | None]) -> None:
        super().__init__(editor)
        self._desk, self._editor, self._situation = desk, editor, situation
        self._names_of: Situation | None = None
        self._names: frozenset[str] = frozenset()
        self._reading: set[Dictionary] = set()
        self._ends = threading.Event()
        self.spelling = Spelling()
        self.own = OwnWords(desk)
        self._soon = QTimer(self, interval=_PAUSE, singleShot=True)
        self._soon.timeout.connect(self.look)
        self._go_on = QTimer(self, interval=0, singleShot=True)
        self._go_on.timeout.connect(self.look)
        self._read.connect(self.look)
        editor.edited.connect(self._soon.start)
        desk.left.connect(self._ends.set)

    def look(self) -> None:
        """Underline what is not known now; the word one is still writing is left alone."""
        if not self._editor.reply.text.strip() or self._ends.is_set():
            return
        self._have(self.spelling.english)
        questions = islice(self.spelling.unasked(self._editor.reply.text), _AT_ONCE)
        if [question() for question in questions]:
            self._go_on.start()
            return
        self._editor.show_misspelt([one for one in self.unknown() if not self._is_being_written(one)])
        if self.spelling.wants_spanish:
            self._have(self.spelling.spanish)

    def unknown(self) -> list[Span]:
        """The words that nobody knows, in order. What the chart or a list filled in is not looked at."""
        reply = self._editor.reply
        settled = [(field.start, field.end) for field in reply.fields]
        names = self._known_here()
        found = self.spelling.unknown(reply.text, names, settled)
        return [one for one in found if one.word.lower() not in self.own]

    def learn(self, word: str) -> None:
        """From now on `word` is right."""
        self.own.learn(word)
        self.look()

    def _is_being_written(self, span: Span) -> bool:
        return self._editor.hasFocus() and span.end == self._editor.caret

    def _known_here(self) -> frozenset[str]:
        """The words of all names and medicines of this patient, in small letters."""
        there = self._situation()
        if there is not self._names_of:
            self._names_of = there
            self._names = frozenset(_words_of(there)) if there is not None else frozenset()
        return self._names

    def _have(self, book: Dictionary) -> None:
        """Read a dictionary beside the window, once."""
        if book in self._reading:
            return
        self._reading.add(book)
        threading.Thread(target=self._read_all, args=(book,), name="spelling", daemon=True).start()

    def _read_all(self, book: Dictionary) -> None:
        try:
            for _step in book.load():
                if self._ends.wait(_BETWEEN):
                    return
        except OSError as error:
            diary.mistake("spelling.dictionary", error)
            return
        if isValid(self):
            self._read.emit()


def _words_of(there: Situation) -> Iterator[str]:
    """Names of people, places and medicines that a reply may speak of."""
    card, chart = there.card, there.chart
    people = [message.sender.name for message in there.thread.messages]
    people += [proxy.name for proxy in (*chart.proxies, *chart.other_proxies)]
    medicines = [name for one in chart.medicines for name in (one.name, one.dose, one.pharmacy)]
    places = [chart.pharmacy, there.desk.clinic, there.pool.name if there.pool else ""]
    named = (card.name, card.pcp) if card is not None else ()
    for text in chain(people, medicines, places, named, (there.desk.actor.name,)):
        yield from (word.lower() for word in _WORD.findall(text))
