"""A list of phrases from another system: chosen or pasted, looked at line by line, and kept only then."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from inbox.domain.words import tr, trn
from inbox.shortcuts.phrases.lists.brought import Brought, Standing
from inbox.shortcuts.phrases.phrase import Phrase
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.overlays.choices import Choice, ChoiceList
from inbox.ui.overlays.key_bar import KeyBar
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.overlays.tester.text_frame import TextFrame
from inbox.ui.parts.field import Field
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words
from inbox.ui.reading.plain_field import PlainField


class _Marks(ChoiceList):
    """A list to mark lines in: keys that are held with Ctrl are its card's."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        elif event.key() == Qt.Key.Key_Space:
            self.enter()
        else:
            super().keyPressEvent(event)


class BringList(Overlay):
    """Nothing is kept before Ctrl+Enter, and nothing takes another's place unless it was marked."""

    read = Signal(str)
    """The file at that path is to be read."""
    pasted = Signal(str)
    """These words are to be read as a list."""
    keep = Signal(list)
    """These `Phrase`s are to be kept as one's own."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(desk.theme, window, tr("Bring phrases"), width=760)
        theme = desk.theme
        self._found: list[Brought] = []
        self._marked: set[int] = set()
        self._title = Words(theme, tr("Bring phrases from another system"), SUBJECT)
        self._about = Words(
            theme,
            tr("A text or CSV file with a name and a text on each line, or a table from a spreadsheet."),
            SMALL, "text_2", wrap=True,
        )  # fmt: skip
        self.path = QLineEdit()
        self.path.setMaxLength(1000)
        self._field = Field(theme, self.path, tr("Path of the file, then Enter"))
        self.path.setPlaceholderText(tr("Path of the file, then Enter"))
        self._wrong = Words(theme, "", SMALL, "overdue", wrap=True)
        self.list = _Marks(theme, tr("Phrases of the list"))
        self.text = PlainField(theme)
        self.text.setReadOnly(True)
        self.text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.text.setAccessibleName(tr("What it becomes"))
        self.text.set_lines(1, 5)
        self._told = Words(theme, "", SMALL, "soon_text", wrap=True)
        self._framed = TextFrame(theme, self.text)
        self.foot = KeyBar(theme, [])
        self._build()
        self.path.returnPressed.connect(self._read)
        self.list.picked.connect(lambda _choice: self._turn())
        self.list.moved.connect(self._show)
        self.closed.connect(self._forget)

    @property
    def marked(self) -> list[Phrase]:
        """What would be kept."""
        return [one.phrase for n, one in enumerate(self._found) if n in self._marked and one.phrase]

    def open(self) -> None:
        """Open over the window, empty."""
        self._forget()
        self.appear()

    def first(self) -> QWidget:
        return self.list if self._found else self.path

    def say(self, wrong: str) -> None:
        """Say why nothing came of it; empty: all is well."""
        self._wrong.set_words(wrong)
        self._wrong.setVisible(bool(wrong))
        self.place()

    def show_brought(self, found: Sequence[Brought]) -> None:
        """What was read, to be looked at: what is new is marked."""
        self.say("")
        self._found = list(found)
        self._marked = {n for n, one in enumerate(found) if one.keeps}
        self._about.setVisible(not self._found)
        self._fill(0)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if control and not event.isAutoRepeat():
            if event.key() == Qt.Key.Key_O:
                self._choose_file()
            elif event.key() == Qt.Key.Key_V:
                self.pasted.emit(QGuiApplication.clipboard().text())
            elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.marked:
                self.keep.emit(self.marked)
        super().keyPressEvent(event)

    def pressed_outside(self) -> None:
        """A slip of the pointer does not close it."""

    def restyle(self) -> None:
        px = self.theme.px
        self._head.setContentsMargins(px(14), px(12), px(14), px(8))
        self._below.setContentsMargins(px(14), px(8), px(14), px(10))
        for column in (self._head, self._below):
            column.setSpacing(px(6))

    def place(self) -> None:
        super().place()
        margin = self.theme.px(24)
        room = self.height() - 2 * margin
        if self._found and room > self.card.height():
            self.card.setGeometry(self.card.x(), margin, self.card.width(), room)

    def _build(self) -> None:
        self._head, self._below = QVBoxLayout(), QVBoxLayout()
        for widget in (self._title, self._about, self._field, self._wrong):
            self._head.addWidget(widget)
        self._below.addWidget(self._told)
        self._below.addWidget(self._framed)
        nest(self._head, self.body)
        self.body.addWidget(self.list, 1)
        nest(self._below, self.body)
        self.body.addWidget(self.foot)
        self._tell()

    def _read(self) -> None:
        if path := self.path.text().strip():
            self.read.emit(path)

    def _choose_file(self) -> None:
        dialog = QFileDialog(self.window(), tr("Bring phrases"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([tr("Lists (*.csv *.tsv *.txt)"), tr("All files (*)")])
        dialog.fileSelected.connect(self.read)
        dialog.open()

    def _turn(self) -> None:
        """Mark the line under the cursor, or unmark it."""
        at = self.list.currentIndex().row()
        if not 0 <= at < len(self._found) or not self._found[at].can_be_kept:
            return
        self._marked ^= {at}
        self._fill(at)

    def _fill(self, at: int) -> None:
        self.list.set_choices([self._line(n, one) for n, one in enumerate(self._found)], at)
        self._tell()

    def _line(self, n: int, one: Brought) -> Choice:
        icon = "check" if n in self._marked else "x" if not one.can_be_kept else "circle-dashed"
        about = " ".join([_standing_words(one.standing), *one.told])
        return Choice(f".{one.name}" if one.name else tr("line {n}", n=one.row.line), one, about, icon)

    def _show(self, choice: Choice | None) -> None:
        one = choice.value if choice is not None else None
        self._framed.setVisible(isinstance(one, Brought))
        self._told.setVisible(isinstance(one, Brought) and bool(one.told))
        if isinstance(one, Brought):
            self._told.set_words(" ".join(one.told))
            self.text.setPlainText(one.phrase.text if one.phrase is not None else one.row.text)

    def _tell(self) -> None:
        count = len(self.marked)
        keys = [("Ctrl+O", tr("choose a file")), ("Ctrl+V", tr("paste"))]
        if self._found:
            keys = [("Space", tr("mark")), ("Ctrl+Enter", trn("keep {n}", "keep {n}", count)), *keys]
        self.foot.set_hints([*keys, ("Esc", tr("close"))])
        noted = sum(bool(one.told) for one in self._found)
        told = tr("{n} of {total} marked", n=count, total=len(self._found)) if self._found else ""
        if noted:
            told = f"{told} · " + trn("{n} with a remark", "{n} with a remark", noted)
        self.foot.remark(told)
        self._show(self.list.current())

    def _forget(self) -> None:
        self._found, self._marked = [], set()
        self.path.clear()
        self._about.setVisible(True)
        self.say("")
        self._fill(0)


def _standing_words(standing: Standing) -> str:
    return {
        Standing.NEW: tr("New."),
        Standing.SAME: tr("There already, word for word."),
        Standing.REPLACES: tr("Takes the place of yours."),
        Standing.COVERS: tr("The name is taken by the organisation or a pool; yours would come before it."),
        Standing.TWICE: tr("The list has this name twice: only the first counts."),
        Standing.WRONG: tr("Cannot be kept."),
    }[standing]
