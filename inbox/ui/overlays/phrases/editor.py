"""The editor of phrases: a list to find them, beside it the one under the cursor, and how it reads."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from inbox.domain.people import Role
from inbox.domain.words import tr, trn
from inbox.shortcuts.owner import Owner
from inbox.shortcuts.phrases.links import Lookup
from inbox.shortcuts.phrases.phrase import Phrase
from inbox.ui.desk import Desk
from inbox.ui.look.type import SMALL, SUBJECT
from inbox.ui.overlays.confirm import Confirm
from inbox.ui.overlays.key_bar import KeyBar
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.overlays.phrases.browser import PhraseBrowser
from inbox.ui.overlays.phrases.form import PhraseForm
from inbox.ui.overlays.phrases.link_pick import LinkPick
from inbox.ui.overlays.phrases.words import is_due
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words

_BESIDE = 900
"""Width of the card, pixels at 100 %, from which list and phrase stand side by side."""


class PhraseEditor(Overlay):
    """Letters find, Enter goes into the phrase, Esc comes back out; a closing with changes asks first."""

    keep = Signal()
    """The phrase in the form is to be kept as one's own."""
    remove = Signal(object)
    """A `Phrase` of one's own is to go."""
    publish = Signal()
    """The phrase in the form is to hold for others as well."""
    bring = Signal()
    """A list from another system is to be read."""
    export = Signal()
    """The phrases are to be written to a file."""

    def __init__(self, desk: Desk, window: QWidget, lookup: Callable[[], Lookup | None]) -> None:
        super().__init__(desk.theme, window, tr("Phrases"), width=1120)
        self._desk = desk
        theme = desk.theme
        self._title = Words(theme, tr("Phrases"), SUBJECT)
        self._about = Words(theme, "", SMALL, "text_2")
        self.browser = PhraseBrowser(desk)
        self.form = PhraseForm(desk, window, lookup)
        self.links = LinkPick(theme, window, self.form)
        self.confirm = Confirm(theme, window)
        self.foot = KeyBar(theme, [])
        self._build()
        self._listen()

    @property
    def in_form(self) -> bool:
        """Whether the keyboard is in the phrase."""
        focus = QApplication.focusWidget()
        return focus is not None and self.form.isAncestorOf(focus)

    def open(self) -> None:
        """Open over the window, with all phrases."""
        self.browser.filter.clear()
        self.fill()
        self.appear()
        self._arrange()

    def first(self) -> QWidget:
        return self.browser.filter

    def say(self, words: str) -> None:
        """Say something beside the keys."""
        self.foot.remark(words)

    def fill(self, name: str = "", owner: Owner | None = None) -> None:
        """List what is there now; `name` is under the cursor, that of `owner` where there are two."""
        desk = self._desk
        due = sum(is_due(one, desk.today()) for one in desk.kit.phrases.values())
        self._about.set_words(trn("{n} is due for review", "{n} are due for review", due) if due else "")
        self.browser.fill(name, owner)

    def follow(self) -> None:
        """Other phrases are in force: list them; what is being written stays."""
        if not self.is_open:
            return
        if self.form.edited or (self.form.former is None and self.in_form):
            self.form.look()
        else:
            self.fill(*_named(self.form.former))

    def kept(self, phrase: Phrase) -> None:
        """The form's phrase is kept."""
        self.form.taken(phrase)
        self.browser.filter.clear()
        self.fill(phrase.name)
        self.say(tr("“.{name}” is kept.", name=phrase.name))

    def dismiss(self) -> None:
        """Out of the phrase first, then closed; what is not kept is asked about."""
        if self.is_open and self.form.edited:
            question, about = tr("Discard your changes?"), tr("What you have typed is not kept.")
            self.confirm.ask(question, about, tr("Discard"), tr("Keep editing"), self._discard)
        elif self.is_open and self.in_form:
            self._discard()
        else:
            super().dismiss()

    def pressed_outside(self) -> None:
        """A slip of the pointer does not close it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        acts = {
            (_CONTROL, Qt.Key.Key_S): self._keep,
            (_CONTROL, Qt.Key.Key_N): self._begin,
            (_WITH_SHIFT, Qt.Key.Key_N): lambda: self._begin(self.form.former),
            (_CONTROL, Qt.Key.Key_R): self._remove,
            (_CONTROL, Qt.Key.Key_L): self.links.open,
            (_CONTROL, Qt.Key.Key_P): self._publish,
            (_CONTROL, Qt.Key.Key_O): self.bring.emit,
            (_WITH_SHIFT, Qt.Key.Key_S): self.export.emit,
        }
        if (act := acts.get((held, Qt.Key(event.key())))) and not event.isAutoRepeat():
            act()
        super().keyPressEvent(event)

    def restyle(self) -> None:
        px = self.theme.px
        self._head.setContentsMargins(px(14), px(10), px(14), px(6))
        self._head.setSpacing(px(10))
        self.form.restyle()
        self._arrange()

    def place(self) -> None:
        super().place()
        margin = self.theme.px(24)
        room = self.height() - 2 * margin
        if room > self.theme.px(120):  # the list has as many lines as there is room for
            self.card.setGeometry(self.card.x(), margin, self.card.width(), room)
        self._arrange()

    def _build(self) -> None:
        self._head, sides = QHBoxLayout(), QHBoxLayout()
        self._head.addWidget(self._title)
        self._head.addWidget(self._about, 1)
        sides.setSpacing(0)
        sides.addWidget(self.browser, 2)
        sides.addWidget(self.form, 3)
        nest(self._head, self.body)
        nest(sides, self.body, 1)
        self.body.addWidget(self.foot)

    def _listen(self) -> None:
        self.browser.moved.connect(self._show)
        self.browser.entered.connect(self._go_in)
        self._desk.kit_changed.connect(self.follow)
        self.form.text.focused.connect(lambda _has: self._arrange())

    def _arrange(self) -> None:
        """Side by side where there is room; else the list, or the phrase one is in."""
        beside = self.card.width() >= self.theme.px(_BESIDE)
        self.browser.setVisible(beside or not self._inside)
        self.form.setVisible(beside or self._inside)
        supervisor = self._desk.actor.role is Role.SUPERVISOR
        self.foot.set_hints(_keys(inside=self._inside, supervisor=supervisor))

    @property
    def _inside(self) -> bool:
        return self.form.former is None or self.form.edited or self.in_form

    def _show(self, phrase: Phrase | None) -> None:
        if phrase is not None:
            self.form.show_phrase(phrase)
        else:
            self.say(tr("Nothing is called that. Ctrl+N begins a new one."))
        self._arrange()

    def _go_in(self) -> None:
        self.say("")
        self.form.setVisible(True)
        self.form.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self._arrange()

    def _begin(self, like: Phrase | None = None) -> None:
        """A new phrase, or one like another."""
        if self.form.edited:
            self.say(tr("Keep this one first (Ctrl+S), or leave it (Esc)."))
            return
        self.form.show_new(like)
        self.form.setVisible(True)
        self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.say("")
        self._arrange()

    def _keep(self) -> None:
        if self.form.wrong:
            self.form.setVisible(True)
            self.form.go_to_mistake()
            self.say(tr("Not kept yet: see what is wrong."))
            return
        self.keep.emit()

    def _publish(self) -> None:
        if self._desk.actor.role is not Role.SUPERVISOR:
            self.say(tr("A supervisor publishes phrases for others."))
        elif self.form.wrong:
            self._keep()
        else:
            self.publish.emit()

    def _remove(self) -> None:
        phrase = self.form.former
        if phrase is None or phrase.owner != self._desk.owner:
            self.say(tr("It is not yours. A copy can be (Ctrl+Shift+N)."))
            return
        question = tr("Remove “.{name}”?", name=phrase.name)
        about = tr("One of that name that a pool or the organisation has counts again.")
        self.confirm.ask(question, about, tr("Remove"), tr("Keep it"), lambda: self.remove.emit(phrase))

    def _discard(self) -> None:
        """Back to the list: what it shows is what is kept."""
        former = self.form.former
        self.browser.setVisible(True)
        self.browser.filter.setFocus(Qt.FocusReason.OtherFocusReason)
        self.say("")
        self.fill(former.name if former else "")


def _named(phrase: Phrase | None) -> tuple[str, Owner | None]:
    """What finds it again in a list."""
    return (phrase.name, phrase.owner) if phrase is not None else ("", None)


_CONTROL = Qt.KeyboardModifier.ControlModifier
_WITH_SHIFT = _CONTROL | Qt.KeyboardModifier.ShiftModifier


def _keys(*, inside: bool, supervisor: bool) -> list[tuple[str, str]]:
    """What the foot names: in a phrase, or in the list."""
    if inside:
        keys = [("Ctrl+S", tr("keep")), ("Ctrl+L", tr("link")), ("Esc", tr("back"))]
    else:
        keys = [("Enter", tr("change")), ("Ctrl+N", tr("new")), ("Ctrl+Shift+N", tr("copy"))]
        keys += [("Ctrl+R", tr("remove")), ("Ctrl+O", tr("bring a list")), ("Ctrl+Shift+S", tr("export"))]
    return [*keys[:2], ("Ctrl+P", tr("publish")), *keys[2:]] if supervisor else keys
