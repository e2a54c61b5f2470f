"""What is begun and not sent, kept on this station within a second of being typed."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from inbox.domain import typed
from inbox.domain.attached import AttachedFile
from inbox.domain.changes import Changes
from inbox.domain.draft import Draft
from inbox.domain.errors import InboxError, Refused
from inbox.domain.ids import MessageId, PatientId, ThreadId
from inbox.domain.thread import Thread
from inbox.domain.words import tr
from inbox.queries import drafts
from inbox.shortcuts.phrases.draft import insert
from inbox.shortcuts.phrases.expansion import Expansion, Field
from inbox.ui.desk import Desk

KEEP_AFTER_MS = 700
"""From the first unsaved keystroke: a crash costs less than a second of typing."""

_fields = typed.decoder(tuple[Field, ...]).decode


class Begun(msgspec.Struct, frozen=True):
    """What somebody has written so far about one conversation: to the patient, and for colleagues."""

    reply: Expansion = Expansion()
    comment: str = ""
    files: tuple[AttachedFile, ...] = ()
    """What is to go with the reply."""

    def __bool__(self) -> bool:
        return bool(self.reply.text.strip() or self.comment.strip() or self.files)

    def after(self, reply: str = "", comment: str = "", files: tuple[AttachedFile, ...] = ()) -> Begun:
        """The same with words and files in front that had been sent off and came back."""
        ours = self.reply
        if reply:
            ours = insert(ours, 0, Expansion(f"{reply}\n\n" if ours.text.strip() else reply))
        both = tuple(dict.fromkeys((*files, *self.files)))
        return Begun(ours, "\n\n".join(filter(None, (comment, self.comment))), both)

    def without(self, gone: Begun) -> Begun:
        """What was written since the words of `gone` were sent off; what was changed since stays whole."""
        reply = self.reply
        if gone.reply.text and reply.text.startswith(gone.reply.text):
            reply = Expansion(reply.text.removeprefix(gone.reply.text))
        files = tuple(one for one in self.files if one not in gone.files)
        return Begun(reply, self.comment.removeprefix(gone.comment), files)


class Drafts(QObject):
    """Keeps and finds drafts. What is still on its way to the file is found as well."""

    due = Signal()
    """Something typed has waited long enough: keep it."""
    kept = Signal(str, str)
    """The draft of that thread is safe; or why it is not."""
    _answered = Signal(str, int, str, bool)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._under_way: dict[ThreadId, tuple[int, Draft | None]] = {}
        self._number = 0
        self._patience = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._patience.timeout.connect(self.due)
        self._answered.connect(self._take_answer)
        self.unsaved = False
        """Whether something was typed since the last keeping."""

    def typed(self) -> None:
        """Something was typed: it is due soon, counted from the first of it."""
        if not self.unsaved:
            self.unsaved = True
            self._patience.start()

    def settled(self) -> None:
        """Nothing is unsaved: it was kept, or another reply is shown."""
        self.unsaved = False
        self._patience.stop()

    def of(self, thread: Thread) -> Begun:
        """What this person has begun to write there; a draft for another patient is not shown."""
        found = self._latest(thread.id)
        return begun_in(found) if found is not None and found.patient == thread.patient else Begun()

    def keep(
        self, thread: Thread, begun: Begun, bodies: Mapping[str, bytes] | None = None
    ) -> Future[Changes]:
        """Keep `begun` in place of what was there, bound to the patient; an empty one is thrown away.

        `bodies`: of its new files, by digest.
        """
        self.settled()
        last = thread.last_from_patient
        return self._put(thread.id, thread.patient, begun, last.id if last else None, bodies)

    def sent(self, thread: ThreadId, *, comment: bool = False) -> None:
        """The reply begun there, or the comment, is no longer needed."""
        draft = self._latest(thread)
        if draft is not None:
            begun = begun_in(draft)
            left = Begun(begun.reply, files=begun.files) if comment else Begun(comment=begun.comment)
            self._put(thread, draft.patient, left, draft.answers)

    def _latest(self, thread: ThreadId) -> Draft | None:
        if thread in self._under_way:
            return self._under_way[thread][1]
        return drafts.draft(self._desk.reader, thread, self._desk.actor.person)

    def _put(
        self,
        thread: ThreadId,
        patient: PatientId,
        begun: Begun,
        answers: MessageId | None,
        bodies: Mapping[str, bytes] | None = None,
    ) -> Future[Changes]:
        packet = was.packet if (was := self._latest(thread)) is not None else b""
        if begun or packet:
            draft = drafted(begun, self._desk, thread, patient, answers)
            draft = msgspec.structs.replace(draft, packet=packet)
            return self._follow(thread, draft, self._desk.store.save_draft(draft, bodies))
        return self._follow(thread, None, self._desk.store.drop_draft(thread, self._desk.actor.person))

    def _follow(self, thread: ThreadId, draft: Draft | None, done: Future[Changes]) -> Future[Changes]:
        self._number += 1
        number = self._number
        self._under_way[thread] = (number, draft)

        def answered(over: Future[Changes]) -> None:
            if isValid(self):  # the screen may have been closed before the disk was done
                lasting = over.exception() is None or isinstance(over.exception(), Refused)
                self._answered.emit(thread, number, _why_not(over), lasting)

        done.add_done_callback(answered)
        return done

    def _take_answer(self, thread: ThreadId, number: int, why_not: str, lasting: bool) -> None:
        """Until the disk takes a draft (the store tries again) it is found here."""
        if lasting and self._under_way.get(thread, (0, None))[0] == number:
            del self._under_way[thread]
        self.kept.emit(thread, why_not)


def begun_in(draft: Draft) -> Begun:
    """A draft as it is edited: fields that no longer fit the text are left out, the text stays."""
    fields = _fields(draft.fields) if draft.fields else ()
    fitting = tuple(field for field in fields if 0 <= field.start <= field.end <= len(draft.text))
    return Begun(Expansion(draft.text, fitting), draft.comment, draft.files)


def drafted(
    begun: Begun, desk: Desk, thread: ThreadId, patient: PatientId, answers: MessageId | None
) -> Draft:
    """`begun` as the store keeps it."""
    return Draft(
        thread=thread,
        patient=patient,
        person=desk.actor.person,
        text=begun.reply.text,
        saved_at=desk.now(),
        answers=answers,
        fields=msgspec.json.encode(begun.reply.fields) if begun.reply.fields else b"",
        comment=begun.comment,
        files=begun.files,
    )


def _why_not(over: Future[Changes]) -> str:
    """Why the store refused, as a sentence; empty when all is well."""
    error = over.exception()
    if error is None:
        return ""
    return str(error) if isinstance(error, InboxError) else tr("The disk would not take it.")
