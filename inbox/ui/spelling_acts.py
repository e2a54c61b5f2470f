"""From one unknown word to the next: what was meant is chosen by a digit, or the word is learned."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inbox.domain.words import tr
from inbox.shortcuts.spelling import Span
from inbox.ui.conductor import Conductor, Press, Work
from inbox.ui.desk import Desk, Tone
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.pick import Pick
from inbox.ui.reading.composer import Composer

_LEARN = object()


class SpellingActs(QObject):
    """Answers to `composer.spelling`."""

    def __init__(
        self, desk: Desk, conductor: Conductor, window: QWidget, composer: Composer,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._desk, self._composer = desk, composer
        self.pick = Pick(desk.theme, window)
        self._word: Span | None = None
        conductor.on("composer.spelling", self._next)

    def _next(self, _press: Press) -> Work | None:
        """Go to the next word that is underlined, and offer what was meant."""
        word = self._composer.next_unknown_word()
        if word is None:
            self._desk.say(tr("No word is underlined."))
            return None
        return self._offer(word)

    async def _offer(self, word: Span) -> None:
        hints = self._composer.spelling
        self._word = word
        meant = await asyncio.to_thread(hints.spelling.suggestions, word.word)
        choices = [Choice(one, one, icon="check") for one in meant]
        choices.append(Choice(tr("It is right: learn it"), _LEARN, icon="bookmark"))
        self.pick.ask(tr("“{word}”", word=word.word), "", choices, "", self._take)

    def _take(self, value: object, _note: str) -> None:
        word, self._word = self._word, None
        if word is None:
            return
        if value is _LEARN:
            self._composer.spelling.learn(word.word)
        elif isinstance(value, str) and not self._composer.put_right(word, value):
            self._desk.say(tr("The word has changed meanwhile."), Tone.WARNING)
        self._composer.focus()
