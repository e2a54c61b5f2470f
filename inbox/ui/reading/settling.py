"""Filling in what a phrase leaves open: going from one open field to the next, lists, and refused sends."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from inbox.domain.words import tr
from inbox.shortcuts.phrases import draft as edits
from inbox.shortcuts.phrases.expansion import ExpansionError, Field, FieldKind, expand
from inbox.shortcuts.phrases.guards import Problem, Stop
from inbox.shortcuts.phrases.links import Lookup
from inbox.shortcuts.phrases.phrase import Phrase
from inbox.ui.desk import Desk, Tone
from inbox.ui.reading.completion import Completion
from inbox.ui.reading.editor import Editor
from inbox.ui.reading.pick_list import PickList
from inbox.ui.reading.unsettled import Unsettled


class Settling(QObject):
    """Works on one field. `lookup` is the chart of the patient it is bound to, None where there is none;
    `problems` is what keeps the text from being sent, in its order."""

    closed = Signal()
    """What was open on top of the field has gone."""

    def __init__(
        self,
        desk: Desk,
        editor: Editor,
        lookup: Callable[[], Lookup | None],
        problems: Callable[[], list[Problem]],
    ) -> None:
        super().__init__(editor)
        self._desk = desk
        self._editor = editor
        self._lookup = lookup
        self._problems = problems
        self._refused = False
        self.picks = PickList(desk.theme)
        self.unsettled = Unsettled(desk.theme)
        self.completion = Completion(desk, editor)
        editor.first_look = self.completion.key
        self.completion.wanted.connect(self.insert)
        self.picks.picked.connect(self._picked)
        self.picks.left.connect(self.back)
        self.unsettled.left.connect(self.back)
        self.unsettled.go_to.connect(self._go_to)
        self.unsettled.renew.connect(self._renew)
        self.unsettled.remove.connect(self._remove)

    @property
    def refused(self) -> bool:
        """Whether a send was refused and what stopped it is still there."""
        return self._refused

    def insert(self, phrase: Phrase, start: int, end: int) -> bool:
        """Put a phrase in place of `start` to `end` and go to its first blank; whether it could be."""
        lookup = self._lookup()
        if lookup is None:
            return False
        try:
            expansion = expand(phrase, lookup, self._desk.kit.phrases)
        except ExpansionError as error:
            self._desk.say(error.sentence, Tone.WARNING)
            return False
        self._editor.insert(start, end, expansion)
        self.completion.count(phrase.name)
        if any(field.open for field in expansion.fields):
            self._go_on_from(start - 1)
        return True

    def go_to_open(self, backwards: bool) -> None:
        """Go to the next open field, or the one before."""
        selected = self.picks.field or self._editor.field_at_caret()
        at = selected.start if selected else self._editor.caret - (0 if backwards else 1)
        self._go_on_from(at, backwards)

    def refuse(self) -> None:
        """A send was refused: list what is to settle and take the keyboard there."""
        self._refused = True
        self.picks.close_list()
        self.unsettled.show_problems(self._problems(), take_keyboard=True)

    def look_again(self, problems: list[Problem]) -> None:
        """The text changed: the list of a refused send follows it, and goes when all is settled."""
        if self._refused:
            self.unsettled.show_problems(problems, take_keyboard=False)
            self._refused = bool(problems)

    def back(self) -> bool:
        """Close what is open, the field gets the keyboard; False when nothing was."""
        if self.completion.close():
            return True
        was_open = not (self.picks.isHidden() and self.unsettled.isHidden())
        if was_open:
            self.put_away()
            self.closed.emit()
            self._take_keyboard()
        return was_open

    def put_away(self) -> None:
        """Close everything: another text comes."""
        self._refused = False
        self.completion.close()
        self.picks.close_list()
        self.unsettled.hide()

    def _go_on_from(self, after: int, backwards: bool = False) -> None:
        field = edits.next_open(self._editor.reply, after, backwards)
        self.picks.close_list()
        if field is not None:
            self._editor.select(field)
        if field is not None and field.kind is FieldKind.LIST:
            self.picks.open_for(field)
        else:
            self._take_keyboard()

    def _picked(self, field: Field, picks: list[str]) -> None:
        self.picks.close_list()
        if field in self._editor.reply.fields:
            self._editor.set_reply(edits.choose(self._editor.reply, field, picks), field.start)
        self._take_keyboard()
        waiting = [f for f in self._editor.reply.fields if f.open and (f.required or f.start > field.start)]
        if waiting:
            self._go_on_from(field.start)

    def _go_to(self, problem: Problem) -> None:
        """Settle a problem in the text: select it, or open its list."""
        self._editor.select(problem)
        field = self._editor.field_at_caret()
        if field is not None and problem.stop is Stop.LIST:
            self.picks.open_for(field)
        else:
            self._take_keyboard()

    def _renew(self, problem: Problem) -> None:
        """Put the chart's present value in the place of the one that changed."""
        reply, lookup = self._editor.reply, self._lookup()
        field = next((field for field in reply.fields if field.start == problem.start), None)
        value = lookup(field.link) if lookup is not None and field is not None else None
        if field is None or value is None:
            self._desk.say(tr("The chart no longer has this value."), Tone.WARNING)
            self._go_to(problem)
            return
        self._editor.set_reply(edits.refresh(reply, field, value))
        self._go_on()

    def _remove(self, problem: Problem) -> None:
        reply = edits.replace(self._editor.reply, problem.start, problem.end, "")
        self._editor.set_reply(reply, problem.start)
        self._go_on()

    def _go_on(self) -> None:
        if not self._problems():
            self._take_keyboard()

    def _take_keyboard(self) -> None:
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)
