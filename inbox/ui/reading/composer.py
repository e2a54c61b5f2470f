"""The reply being written: bound to one patient and one thread, kept as it is typed, never sent unfinished.

The same field takes internal comments (`begin_comment`); the reply waits meanwhile.
"""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inbox.commands.declare import Target
from inbox.domain.draft import Draft
from inbox.domain.ids import ItemId, PatientId, ThreadId
from inbox.domain.words import tr, trn
from inbox.shortcuts.phrases import draft as edits
from inbox.shortcuts.phrases.expansion import Expansion, ExpansionError, Field, FieldKind, expand
from inbox.shortcuts.phrases.guards import Problem, Stop, guards
from inbox.shortcuts.phrases.phrase import Phrase
from inbox.shortcuts.quick import SpeedButton
from inbox.ui.desk import Desk, Tone
from inbox.ui.reading.completion import Completion
from inbox.ui.reading.composer_frame import ComposerFrame
from inbox.ui.reading.drafts import Drafts
from inbox.ui.reading.editor import COMPACT, LINES
from inbox.ui.reading.inert import one_line
from inbox.ui.reading.pick_list import PickList
from inbox.ui.reading.situation import Situation
from inbox.ui.reading.unsettled import Unsettled

KEEP_AFTER_MS = 700
"""From the first unsaved keystroke: a crash costs less than a second of typing."""

_fields = msgspec.json.Decoder(tuple[Field, ...]).decode


class Composer(QWidget):
    """`comment_written` gives a finished internal comment; `command` what a button asks for."""

    comment_written = Signal(str)
    command = Signal(str)
    resized = Signal()
    """It may need another height."""
    typing = Signal(bool)
    """Whether the field has the keyboard."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._situation: Situation | None = None
        self._finishing: SpeedButton | None = None
        self._aside: Expansion | None = None
        self._comments: dict[ItemId, str] = {}
        self._unsaved = False
        self._tried = False
        self._drafts = Drafts(desk, self)
        self._frame = ComposerFrame(desk)
        self._editor = self._frame.editor
        self._picks = PickList(desk.theme)
        self._unsettled = Unsettled(desk.theme)
        self._completion = Completion(desk, self._editor)
        self._keep = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self.setProperty("scope", "composer")
        self.setAccessibleName(tr("Composer"))
        self.setFocusProxy(self._editor)
        self._column = QVBoxLayout(self)
        for widget in (self._frame, self._picks, self._unsettled):
            self._column.addWidget(widget)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._listen()

    # What it holds

    @property
    def commenting(self) -> bool:
        """Whether an internal comment is being written."""
        return self._aside is not None

    @property
    def finishing(self) -> SpeedButton | None:
        """The speed button whose phrase is being finished: sending does the rest of it."""
        return self._finishing

    def text(self) -> str:
        """The words as they would be sent."""
        return edits.finished(self._reply)

    def is_empty(self) -> bool:
        """Whether there is no reply yet."""
        return not self._reply.text.strip()

    def problems(self) -> list[Problem]:
        """What keeps the reply from being sent, in its order."""
        there = self._situation
        if there is None or there.lookup is None:
            return []
        return guards(self._reply, there.lookup)

    @property
    def _reply(self) -> Expansion:
        return self._editor.reply if self._aside is None else self._aside

    # What it is bound to

    def bind(self, situation: Situation | None) -> None:
        """Write to the patient of `situation` from now on; what was begun elsewhere is kept there."""
        before = self._situation
        same = before is not None and situation is not None and before.target == situation.target
        if not same:
            self._let_go()
        self._situation = situation
        self._completion.kind = lambda: situation.item.kind if situation and situation.item else ""
        self._completion.emergency_only = lambda: bool(situation and situation.calls)
        if situation is None:
            return
        if not self.commenting:
            self._frame.show_recipient(_recipient(situation))
        if not same:
            found = self._drafts.of(situation.thread.id)
            self.load(found if found and found.patient == situation.thread.patient else None)

    def load(self, draft: Draft | None) -> None:
        """Show a draft, or an empty field."""
        fields = _fields(draft.fields) if draft is not None and draft.fields else ()
        self._editor.start_afresh(Expansion(draft.text, fields) if draft else Expansion())
        self._unsaved = self._tried = False
        self._finishing = None
        self._keep.stop()
        self._frame.show_saved(tr("Draft saved") if draft and draft.text else "")
        self._tell()

    def save_now(self) -> None:
        """Keep what is typed, at once."""
        self._keep.stop()
        there = self._situation
        if not self._unsaved or there is None:
            return
        self._unsaved = False
        self._save(there.thread.id, there.thread.patient, there)

    def sent(self, target: Target) -> None:
        """The reply to `target` is on its way: its draft is no longer needed."""
        there = self._situation
        self._drafts.drop(target.thread)
        if there is not None and there.target == target:
            self._unsaved = False
            self.load(None)

    # Writing

    def focus(self) -> None:
        """Give the field the keyboard."""
        self._editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_text(self, text: str) -> None:
        """Replace what is written by plain words, as a draft."""
        self._leave_comment()
        self._editor.set_reply(Expansion(text), len(text))

    def clear(self) -> None:
        """Throw away what is written; Ctrl+Z brings it back."""
        self.set_text("")

    def insert_phrase(self, name: str) -> bool:
        """Put the phrase `name` in at the caret and go to its first blank; whether it could be."""
        phrase = self._desk.kit.phrases.get(name)
        if phrase is None:
            self._desk.say(tr("There is no phrase “.{name}”.", name=name), Tone.WARNING)
            return False
        return self._insert(phrase, self._editor.caret, self._editor.caret)

    def finish_with(self, button: SpeedButton) -> None:
        """Open with the phrase of `button`; sending it then does all that the button does."""
        self._leave_comment()
        if button.reply is not None and self.insert_phrase(button.reply.phrase):
            self._finishing = button
            self._tell()
            self.focus()

    def next_blank(self) -> None:
        """Go to the next open field."""
        self._go_to_open(backwards=False)

    def previous_blank(self) -> None:
        """Go to the open field before."""
        self._go_to_open(backwards=True)

    def show_problems(self) -> None:
        """A send was refused: list what is to settle and take the keyboard there."""
        self._tried = True
        self._picks.close_list()
        self._tell()
        self._unsettled.show_problems(self.problems(), take_keyboard=True)

    def back(self) -> bool:
        """Close what is open on top (list, panel, comment); False when there was nothing."""
        if self._completion.close():
            return True
        if not self._picks.isHidden() or not self._unsettled.isHidden():
            self._picks.close_list()
            self._tried = False
            self._unsettled.hide()
            self._tell()
            self.focus()
            return True
        if self.commenting:
            self._leave_comment()
            return True
        return False

    # Comments

    def begin_comment(self) -> None:
        """Turn the field into one for colleagues; the reply waits."""
        there = self._situation
        if there is None or there.item is None:
            return
        if not self.commenting:
            self.save_now()
            self._picks.close_list()
            self._unsettled.hide()
            aside = self._editor.reply
            self._aside = aside
            self._frame.show_commenting(True)
            self._editor.start_afresh(Expansion(self._comments.get(there.item.id, "")))
        self.focus()

    def keep_comment(self) -> None:
        """The comment is finished: hand it over and go back to the reply."""
        there, text = self._situation, self._editor.reply.text.strip()
        if there is None or not self.commenting:
            return
        if not text:
            self._desk.say(tr("The comment is empty."), Tone.WARNING)
            return
        self._editor.start_afresh(Expansion())
        self._leave_comment()
        self.comment_written.emit(text)

    def _leave_comment(self) -> None:
        """Back to the reply; an unfinished comment waits until it is begun again."""
        reply, self._aside, there = self._aside, None, self._situation
        if reply is None or there is None:
            return
        self._comments[there.target.item] = self._editor.reply.text
        self._frame.show_commenting(False)
        self._frame.show_recipient(_recipient(there))
        self._editor.start_afresh(reply)
        self._unsaved = False
        self._tell()

    # How it hangs together

    def _listen(self) -> None:
        self._keep.timeout.connect(self.save_now)
        self._frame.command.connect(self.command)
        self._editor.edited.connect(self._edited)
        self._editor.focused.connect(self.typing)
        self._editor.grown.connect(self.resized)
        self._editor.first_look = self._key
        self._completion.wanted.connect(self._insert)
        self._drafts.kept.connect(self._kept)
        self._drafts.not_kept.connect(self._not_kept)
        self._picks.picked.connect(self._picked)
        self._picks.left.connect(self.back)
        self._unsettled.left.connect(self.back)
        self._unsettled.go_to.connect(self._go_to)
        self._unsettled.renew.connect(self._renew)
        self._unsettled.remove.connect(lambda problem: self._put(problem.start, problem.end))

    def _let_go(self) -> None:
        self._leave_comment()
        self.save_now()
        self._completion.close()
        self._picks.close_list()
        self._unsettled.hide()

    def set_compact(self, compact: bool) -> None:
        """Take less height: one line while it is empty, four at most."""
        self._editor.set_lines(*(COMPACT if compact else LINES))
        self._frame.settle()
        self._column.activate()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.save_now()

    def _key(self, event: QKeyEvent) -> bool:
        return self._completion.key(event)

    def _edited(self) -> None:
        if not self.commenting and self._situation is not None:
            if not self._unsaved:
                self._unsaved = True
                self._keep.start()
                self._frame.show_saved(tr("Saving…"))
            if self.is_empty():
                self._finishing = None
        self._tell()

    def _save(self, thread: ThreadId, patient: PatientId, there: Situation) -> None:
        reply = self._reply
        if not reply.text.strip():
            self._drafts.drop(thread)
            return
        last = there.thread.last_from_patient
        fields = msgspec.json.encode(reply.fields) if reply.fields else b""
        person, now = self._desk.actor.person, self._desk.now()
        self._drafts.keep(Draft(thread, patient, person, reply.text, now, last.id if last else None, fields))

    def _kept(self, thread: str) -> None:
        there = self._situation
        if there is not None and there.thread.id == thread and not self._unsaved:
            self._frame.show_saved("" if self.is_empty() else tr("Draft saved"))

    def _not_kept(self, thread: str, why: str) -> None:
        there = self._situation
        if there is not None and there.thread.id == thread:
            self._frame.show_saved(tr("Draft not saved"), "overdue")
        self._desk.say(tr("A draft could not be saved: {why}", why=why), Tone.WARNING)

    def _tell(self) -> None:
        """Marks, count and what is open, after every edit."""
        if self.commenting:
            return
        problems = [] if self.is_empty() else self.problems()
        self._editor.show_problems(problems)
        self._frame.show_length(len(self.text()))
        self._frame.send.set_off(tr("There is nothing to send yet.") if self.is_empty() else "")
        self._frame.send_close.set_off(tr("There is nothing to send yet.") if self.is_empty() else "")
        if self._tried:
            self._unsettled.show_problems(problems, take_keyboard=False)
            self._tried = bool(problems)
        if self._tried:
            told = trn("Not sent: {n} open", "Not sent: {n} open", len(problems))
            self._frame.show_open(told, "overdue", "circle-alert")
        else:
            self._frame.show_open(_open_words(problems))

    def _insert(self, phrase: Phrase, start: int, end: int) -> bool:
        there = self._situation
        if there is None or there.lookup is None:
            return False
        try:
            expansion = expand(phrase, there.lookup, self._desk.kit.phrases)
        except ExpansionError as error:
            self._desk.say(error.sentence, Tone.WARNING)
            return False
        self._completion.uses[there.lookup.item.kind, phrase.name] += 1
        self._editor.insert(start, end, expansion)
        if any(field.open for field in expansion.fields):
            self._go_to_open(backwards=False, after=start - 1)
        return True

    def _go_to_open(self, backwards: bool, after: int | None = None) -> None:
        selected = self._picks.field or self._editor.field_at_caret()
        at = selected.start if selected else self._editor.caret - (0 if backwards else 1)
        field = edits.next_open(self._editor.reply, at if after is None else after, backwards)
        self._picks.close_list()
        if field is not None:
            self._editor.select(field)
        if field is not None and field.kind is FieldKind.LIST:
            self._picks.open_for(field)
        else:
            self.focus()

    def _picked(self, field: Field, picks: list[str]) -> None:
        self._picks.close_list()
        reply = edits.choose(self._editor.reply, field, picks)
        self._editor.set_reply(reply, field.start)
        self.focus()
        waiting = [f for f in self._editor.reply.fields if f.open and (f.required or f.start > field.start)]
        if waiting:
            self._go_to_open(backwards=False, after=field.start)

    def _go_to(self, problem: Problem) -> None:
        """Settle a problem in the text: select it, or open its list."""
        self._editor.select(problem)
        field = self._editor.field_at_caret()
        if field is not None and problem.stop is Stop.LIST:
            self._picks.open_for(field)
        else:
            self.focus()

    def _renew(self, problem: Problem) -> None:
        """Put the chart's present value in the place of the one that changed."""
        there, reply = self._situation, self._editor.reply
        field = next((field for field in reply.fields if field.start == problem.start), None)
        value = there.lookup(field.link) if there is not None and there.lookup and field is not None else None
        if field is None or value is None:
            self._go_to(problem)
            return
        self._editor.set_reply(edits.refresh(reply, field, value))
        self._after_settling()

    def _put(self, start: int, end: int) -> None:
        self._editor.set_reply(edits.replace(self._editor.reply, start, end, ""), start)
        self._after_settling()

    def _after_settling(self) -> None:
        if not self.problems():
            self.focus()


def _recipient(situation: Situation) -> str:
    """ "Walter Esterbrook (self)", "Colette Marchbank (mother of Otis)"."""
    party = situation.recipient
    if party is None:
        return tr("nobody: the patient has not written")
    name = one_line(party.name) or tr("the patient")
    if not party.relation:
        return tr("{name} (self)", name=name)
    child = one_line(situation.card.given if situation.card else "") or tr("the patient")
    return tr("{name} ({relation} of {patient})", name=name, relation=one_line(party.relation), patient=child)


def _open_words(problems: list[Problem]) -> str:
    """ "3 open", "1 value changed": the marks in the text show which."""
    told = trn("{n} open", "{n} open", len(problems)) if problems else ""
    changed = sum(problem.stop is Stop.CHANGED for problem in problems)
    if changed and changed == len(problems):
        told = trn("{n} value changed", "{n} values changed", changed)
    return told
