"""The page of keys: find a command by its name or by a key, press the keys it is to have."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inbox.domain.words import mark, tr
from inbox.shortcuts.keys import KeySequence
from inbox.shortcuts.own_keys import Row
from inbox.shortcuts.rebind import Keys, Verdict, Wish, changes, judge
from inbox.ui.desk import Desk
from inbox.ui.look.roles import Role
from inbox.ui.look.type import SMALL
from inbox.ui.overlays.choices import ChoiceList
from inbox.ui.overlays.command_words import said
from inbox.ui.overlays.filter_field import FilterBar, FilterField
from inbox.ui.overlays.key_bar import KeyBar
from inbox.ui.overlays.key_settings.catcher import Catcher
from inbox.ui.overlays.key_settings.lines import begins, grouped, meanings
from inbox.ui.overlays.key_settings.outcome import sentences, tone
from inbox.ui.overlays.key_settings.ways import Ways
from inbox.ui.overlays.match import match
from inbox.ui.overlays.overlay import Overlay
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words

_K = Qt.Key
_FIND: Final = "find"
_IN_THE_LIST = [("Enter", mark("press new keys")), ("Up Down", mark("choose")), ("Esc", mark("close"))]


class KeySettings(Overlay):
    """`keep` gives what is to be kept, keys by place; `put_back` asks for all usual keys."""

    keep = Signal(object)
    put_back = Signal()

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(desk.theme, window, tr("Change keys"), width=760, high_up=True)
        self._desk = desk
        self._catching: Row | str | None = None
        self._beside: Keys = ()
        self._wish: Wish | None = None
        self._verdict = Verdict()
        self._pressed: KeySequence | None = None
        self.list = ChoiceList(desk.theme, tr("Commands and their keys"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.field = FilterField(desk.theme, self.list, tr("Type a few letters of a command"))
        self.catcher = Catcher(desk.theme)
        self.outcome = Words(desk.theme, "", SMALL, "text", wrap=True)
        self.foot = KeyBar(desk.theme, [])
        self._build()
        self._listen()
        self._stop()

    def open(self) -> None:
        """Open with every command."""
        self.field.clear()
        self._stop()
        self._find()
        self.foot.remark("")
        self.appear()

    def first(self) -> QWidget:
        return self.field

    def say(self, words: str) -> None:
        """Say something at the foot: what was kept, or why not."""
        self.foot.remark(words)

    def restyle(self) -> None:
        px = self.theme.px
        self._below.setContentsMargins(px(14), px(6), px(14), px(8))
        self._below.setSpacing(px(6))
        self.ways.set_gap(px(6))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        all_of_it = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.isAutoRepeat():
            event.accept()
        elif event.key() == _K.Key_F2:
            self._find_by_key()
        elif event.key() == _K.Key_F3:
            self._catch_one_more()
        elif event.key() == _K.Key_F5 and all_of_it:
            self.put_back.emit()
        elif event.key() == _K.Key_F5:
            self._as_usual()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        theme = self.theme
        self._bar = FilterBar(theme, self.field)
        self.ways = Ways(theme)
        self._below = QVBoxLayout()
        self._below.addWidget(self.outcome)
        self._below.addWidget(self.ways)
        self.body.addWidget(self._bar)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.catcher)
        nest(self._below, self.body)
        self.body.addWidget(self.foot)

    def _listen(self) -> None:
        self.field.textChanged.connect(lambda _typed: self._find())
        self.ways.by_key.connect(self._find_by_key)
        self.ways.more.connect(self._catch_one_more)
        self.ways.usual.connect(self._as_usual)
        self.ways.all_usual.connect(self.put_back)
        self.list.picked.connect(lambda choice: self._catch(choice.value, ()))
        self.list.moved.connect(lambda _choice: self.foot.remark(""))
        self.catcher.pressed.connect(self._look_at)
        self.catcher.entered.connect(self._enter)
        self.catcher.emptied.connect(lambda: self._look_at(None, empty=True))
        self.catcher.left.connect(self._leave)
        self.catcher.remarked.connect(lambda why: self._tell(why, "overdue"))
        self._desk.keys.changed.connect(self._find)

    def _find(self) -> None:
        """List what the letters typed or the key pressed find."""
        before, typed, rows = self._current(), self.field.text(), self._desk.keys.rows()
        found = []
        for row in rows:
            fit = match(typed, said(row.place.command))
            if fit is not None and (self._pressed is None or begins(row, self._pressed)):
                found.append((row, fit.marks))
        choices = list(grouped(found))
        places = [choice.value.place for choice in choices if isinstance(choice.value, Row)]
        at = places.index(before.place) if before is not None and before.place in places else 0
        self.list.set_choices(choices, at)
        self._bar.tell(tr("{n} of {total}", n=len(found), total=len(rows)))
        if not found:
            self.foot.remark(tr("No command is called that, or has that key."))
        self.place()

    def _current(self) -> Row | None:
        choice = self.list.current()
        return choice.value if choice is not None and isinstance(choice.value, Row) else None

    def _catch_one_more(self) -> None:
        if (row := self._current()) is not None:
            self._catch(row, row.keys)

    def _catch(self, row: Row, beside: Keys) -> None:
        """Have the keys pressed that `row` is to have, with those `beside` them."""
        self._catching, self._beside, self._wish = row, beside, None
        question = tr("Press new keys for “{command}”", command=said(row.place.command))
        self._show_catcher(question, tr("The keys are only looked at: nothing is kept before Enter."))
        hints = [("Enter", tr("keep")), ("Backspace", tr("take one back")), ("Delete", tr("no keys"))]
        self.foot.set_hints([*hints, ("Esc", tr("leave it as it is"))])

    def _find_by_key(self) -> None:
        self._catching = _FIND
        self._show_catcher(tr("Press a key to see what it does"), tr("Nothing runs while you look."))
        self.foot.set_hints([("Enter", tr("to the list")), ("Backspace", tr("another")), ("Esc", tr("all"))])

    def _show_catcher(self, question: str, told: str) -> None:
        self.ways.hide()
        self.outcome.show()
        self.catcher.ask(question)
        self._tell(told)

    def _look_at(self, pressed: KeySequence | None, *, empty: bool = False) -> None:
        """Say what the keys pressed so far would come to."""
        if self._catching == _FIND:
            self._pressed = pressed
            self._find()
            self._tell(meanings(self.list.choices, pressed, self._desk.keys) if pressed else "")
        elif isinstance(self._catching, Row):
            if pressed is None and not empty:
                self._wish = None
                self._tell("")
                return
            keys = () if pressed is None else (*(k for k in self._beside if k != pressed), pressed)
            self._wish = Wish(self._catching.place, keys)
            self._verdict = judge(self._desk.keys.map, self._wish)
            told = sentences(self._wish, self._verdict, self._desk.keys.said)
            self._tell(" ".join(told), tone(self._verdict))

    def _enter(self) -> None:
        if self._catching == _FIND:
            self._stop(all_again=False)
        elif self._wish is not None and not self._verdict.problem:
            self._ask_for(self._wish, self._verdict)

    def _as_usual(self) -> None:
        if (row := self._current()) is None:
            return
        wish = Wish(row.place, row.usual)
        verdict = judge(self._desk.keys.map, wish)
        if verdict.problem:
            self.foot.remark(verdict.problem)
        elif not row.changed:
            self.foot.remark(tr("It has its usual keys."))
        else:
            self._ask_for(wish, verdict)

    def _ask_for(self, wish: Wish, verdict: Verdict) -> None:
        wanted = changes(self._desk.keys.map, wish, verdict.loses)
        self._stop()
        self.keep.emit(wanted)

    def _leave(self) -> None:
        if self._catching is not None:
            self._stop()

    def _stop(self, *, all_again: bool = True) -> None:
        """Back to the list: nothing is caught any more."""
        was, self._catching, self._wish = self._catching, None, None
        if all_again and self._pressed is not None:
            self._pressed = None
            self._find()
        self.catcher.hide()
        self.outcome.hide()
        self.ways.show()
        self.ways.arrange()
        self.foot.set_hints([(keys, tr(words)) for keys, words in _IN_THE_LIST])
        if was is not None:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.place()

    def _tell(self, words: str, role: Role = "text") -> None:
        self.outcome.set_role(role)
        self.outcome.set_words(words)
        self.catcher.tell(words)
        self.place()
