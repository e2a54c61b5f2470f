"""The reply being written: bound to one patient and one thread, kept as it is typed, never sent unfinished.
The same field takes internal comments (`begin_comment`); the reply waits meanwhile."""

from __future__ import annotations

from concurrent.futures import Future

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from inbox.commands.declare import Target
from inbox.domain.attached import AttachedFile
from inbox.domain.changes import Changes
from inbox.domain.people import Party
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.shortcuts.phrases.expansion import Expansion
from inbox.shortcuts.quick import SpeedButton
from inbox.ui.desk import Desk, Tone
from inbox.ui.reading.composer_files import ComposerFiles
from inbox.ui.reading.drafts import Begun
from inbox.ui.reading.quoting import with_quote
from inbox.ui.reading.situation import Situation


class Composer(ComposerFiles):
    """What is written stays until it is said to be `sent`, or until its writer throws it away."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._finishing: SpeedButton | None = None
        self._comment_from_reply = False
        """Whether the field had the keyboard for the reply when the comment was begun."""
        self._editor.edited.connect(self._edited)
        self._drafts.due.connect(self.save_now)
        self._drafts.kept.connect(self._kept)
        self._settling.closed.connect(self._tell)
        self._settling.completion.kind = self._kind
        self._settling.completion.emergency_only = self._calls

    @property
    def finishing(self) -> SpeedButton | None:
        """The speed button whose phrase is being finished: sending does the rest of it."""
        return self._finishing

    def bind(self, situation: Situation | None) -> None:
        """Write to the patient of `situation` from now on; what was begun elsewhere is kept there."""
        before = self._situation
        same = before is not None and situation is not None and before.target == situation.target
        if not same:
            self._leave_comment()
            self.save_now()
            self._settling.put_away()
        self._situation = situation
        self.addressed.bind(situation, same)
        if situation is None:
            return
        if not self._comment:
            self._frame.show_recipient(self.addressed.words)
        if same:
            self._tell()
        else:
            self._load(self._drafts.of(situation.thread))

    def save_now(self) -> None:
        """Keep what is typed, at once."""
        if self._drafts.unsaved and self._situation is not None:
            self._drafts.keep(self._bond.as_written(self._situation.thread), self.begun)

    def sent(self, target: Target, begun: Begun) -> None:
        """The reply in `begun` to `target` is kept to be sent: what was typed meanwhile stays a draft."""
        if self._shows(target):
            self._load(self.begun.without(Begun(begun.reply, files=begun.files)))
            self._keep_now()
        else:
            self._drafts.sent(target.thread)

    def comment_kept(self, target: Target, begun: Begun) -> None:
        """The comment in `begun` on `target` is kept to be told: back to the reply."""
        if self._shows(target):
            left = self.begun.without(Begun(comment=begun.comment))
            self._leave_comment()
            self._comment.show(left)
            self._keep_now()
        else:
            self._drafts.sent(target.thread, comment=True)

    def give_back(
        self, thread: Thread, reply: str = "", comment: str = "", files: tuple[AttachedFile, ...] = ()
    ) -> Future[Changes]:
        """What did not leave, in front of what was written since on `thread`, which is on screen."""
        begun = self.begun.after(reply, comment, files)
        self._show_files(begun.files)
        self._comment.show(begun)
        return self._drafts.keep(thread, self.begun)

    def set_text(self, text: str) -> None:
        """Replace what is written by plain words, as a draft."""
        self._leave_comment()
        self._editor.set_reply(Expansion(text), len(text))

    def quote(self, words: str) -> None:
        """Put quoted words into the reply at the caret, and give the field the keyboard below them."""
        self._leave_comment()
        self._editor.set_reply(*with_quote(self._editor.reply, self._editor.caret, words))
        self.focus()

    def insert_phrase(self, name: str) -> bool:
        """Put the phrase `name` in at the caret and go to its first blank; whether it could be."""
        phrase = self._desk.kit.phrases.get(name)
        if phrase is None:
            self._desk.say(tr("There is no phrase “.{name}”.", name=name), Tone.WARNING)
            return False
        return self._settling.insert(phrase, self._editor.caret, self._editor.caret)

    def finish_with(self, button: SpeedButton) -> None:
        """Open with the phrase of `button`; sending it then does all that the button does."""
        self._leave_comment()
        if button.reply is not None and self.insert_phrase(button.reply.phrase):
            self._finish(button)

    def address(self, to: tuple[Party, ...]) -> None:
        """Write to these from now on."""
        self.addressed.choose(to)
        if not self._comment:
            self._frame.show_recipient(self.addressed.words)

    def next_blank(self) -> None:
        """Go to the next open field."""
        self._settling.go_to_open(backwards=False)

    def previous_blank(self) -> None:
        """Go to the open field before."""
        self._settling.go_to_open(backwards=True)

    def show_problems(self) -> None:
        """A send was refused: list what is to settle and take the keyboard there."""
        self._settling.refuse()
        self._tell()

    def back(self) -> bool:
        """Close what is open on top (list, panel, comment); False when there was nothing, and when the
        comment was begun outside of the field: then the keyboard goes back there, not into the reply."""
        return self._settling.back() or (self._leave_comment() and self._comment_from_reply)

    def begin_comment(self) -> None:
        """Turn the field into one for colleagues; the reply waits."""
        if self._situation is None or self._situation.item is None:
            return
        if not self._comment:
            self._comment_from_reply = self._editor.hasFocus()
            self.save_now()
            self._settling.put_away()
            self._comment.begin()
            self._frame.show_saved(False)
        self.focus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.save_now()

    def _shows(self, target: Target) -> bool:
        return self._situation is not None and self._situation.target == target

    def _load(self, begun: Begun) -> None:
        self._finish(None)
        self._settling.put_away()
        if self._situation is not None:
            self._bond.tie(self._situation.thread)
        self._show_files(begun.files)
        self._comment.show(begun)
        self._drafts.settled()
        self._frame.show_saved(bool(begun))

    def _keep_now(self) -> None:
        """Keep what is there, changed or not."""
        self._drafts.typed()
        self.save_now()

    def _finish(self, button: SpeedButton | None) -> None:
        self._finishing = button
        self._frame.show_finishing(button.name if button is not None else "")

    def _leave_comment(self) -> bool:
        """Back to the reply, if not there."""
        left = self._comment.leave()
        if left and self._situation is not None:
            self._frame.show_recipient(self.addressed.words)
            self._tell()
        return left

    def _edited(self) -> None:
        if self._situation is not None:
            self._drafts.typed()
            self._frame.show_saved(False)
            if not self._comment and self.is_empty():
                self._finish(None)
                self._bond.tie(self._situation.thread)
        self._tell()

    def _kept(self, thread: str, why_not: str) -> None:
        """What was typed is safe, or is not."""
        there = self._situation
        if why_not:
            self._desk.say(tr("A draft could not be saved: {why}", why=why_not), Tone.WARNING)
        if there is not None and there.thread.id == thread and not self._drafts.unsaved:
            written = bool(self._comment.words.strip()) if self._comment else not self.is_empty()
            self._frame.show_saved(written, bool(why_not))

    def _tell(self) -> None:
        """Marks, count and what is open, after every edit."""
        if self._comment:
            return
        self._editor.show_problems(problems := self.problems())
        self._settling.look_again(problems)
        self._frame.foot.show_standing(problems, self._settling.refused, self.text(), bool(self.files))
