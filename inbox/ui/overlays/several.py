"""What is done to many items at once: how far it has come, what would be refused, what was left."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inbox.domain.words import tr, trn
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import BASE, SMALL, SUBJECT
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.parts.key_button import KeyButton
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.progress_row import ProgressRow
from inbox.ui.parts.words import Words

MOST_LINES = 8
"""Items named with their reason; of the others their number is said."""


class Several(Overlay):
    """Esc stops what is under way and answers a question with no."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window, tr("Several items"), width=560)
        self.stopped = False
        """The person wants it to stop."""
        self._answer: asyncio.Future[bool] | None = None
        self._title = Words(theme, "", SUBJECT, wrap=True)
        self._about = Words(theme, "", BASE, "text_2", wrap=True)
        self._items = Words(theme, "", SMALL, wrap=True)
        self._progress = ProgressRow(theme, tr("Progress"))
        self.no = KeyButton(theme, tr("Stop"), "Esc")
        self.yes = KeyButton(theme, tr("Leave these out"), "l")
        self._column = QVBoxLayout()
        for part in (self._title, self._about, self._progress, self._items):
            self._column.addWidget(part)
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self.no)
        self._buttons.addWidget(self.yes)
        self._buttons.addStretch(1)
        nest(self._buttons, self._column)
        nest(self._column, self.body)
        self.no.clicked.connect(self._refuse)
        self.yes.clicked.connect(self._agree)
        self.restyle()

    def begin(self, title: str) -> None:
        """Something is about to be done; it is shown once it takes a while (`show_progress`)."""
        self.stopped = False
        self._title.set_words(title)
        self.setAccessibleName(title)

    def show_progress(self, what: str, done: int, of: int) -> None:
        """How far it has come; what can be done about it is to stop it."""
        self._about.set_words(what)
        self._progress.set_progress(done / of, tr("{done} of {n}", done=done, n=of))
        self._lay_out(tr("Stop"), progress=True)

    async def ask(self, refused: Sequence[str], fit: int) -> bool:
        """Whether to go on without the items in `refused`, each a name and a reason."""
        self._about.set_words(
            trn(
                "Nothing was done: {n} item would be refused.",
                "Nothing was done: {n} items would be refused.",
                len(refused),
            )
        )
        self._items.set_words(_lines(refused))
        self.yes.set_label(trn("Leave out, do the other", "Leave out, do the other {n}", fit))
        self._lay_out(tr("Do nothing"), question=fit > 0, items=True)
        return await self._answered()

    async def report(self, what: str, left: Sequence[str] = ()) -> None:
        """Say what was done and what was not, until it has been read."""
        self._about.set_words(what)
        self._items.set_words(_lines(left))
        self._lay_out(tr("Close"), items=bool(left))
        await self._answered()

    def first(self) -> QWidget:
        return self.no

    def pressed_outside(self) -> None:
        """It is answered, or stopped, never brushed aside."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bare = event.modifiers() == Qt.KeyboardModifier.NoModifier and not event.isAutoRepeat()
        if event.key() == Qt.Key.Key_Escape:
            self._refuse()
        elif bare and event.key() == Qt.Key.Key_L and self.yes.isVisible():
            self._agree()
        event.accept()

    def restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(18), px(16), px(18), px(16))
        self._column.setSpacing(px(10))
        self._buttons.setSpacing(px(8))

    def _lay_out(
        self, no: str, *, progress: bool = False, question: bool = False, items: bool = False
    ) -> None:
        self.no.set_label(no)
        self._progress.setVisible(progress)
        self.yes.setVisible(question)
        self._items.setVisible(items)
        if self.isVisible():
            self.place()
        else:
            self.appear()

    async def _answered(self) -> bool:
        self._answer = asyncio.get_running_loop().create_future()
        try:
            return await self._answer
        finally:
            self._answer = None

    def _agree(self) -> None:
        self._say(True)

    def _refuse(self) -> None:
        self.stopped = True
        self._say(False)

    def _say(self, yes: bool) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(yes)


def _lines(items: Sequence[str]) -> str:
    shown = list(items[:MOST_LINES])
    if more := len(items) - len(shown):
        shown.append(trn("and {n} more", "and {n} more", more))
    return "\n".join(shown)
