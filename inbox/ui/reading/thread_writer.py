"""Writes a timeline into a text document: plain text in a few formats, and where marks are to be painted.

Nothing a patient wrote is ever read as markup. Positions are those of the document (UTF-16 units).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from inbox.domain.by_rule.said import said
from inbox.domain.flag import Place
from inbox.domain.ids import OperationId
from inbox.domain.inert import LONGEST_EVER, LONGEST_SHOWN, broken_up, inert, one_line
from inbox.domain.people import Party
from inbox.domain.thread import Attachment, Message
from inbox.domain.words import tr, trn
from inbox.domain.work_item import ByRule, Note
from inbox.ui.look.roles import Role
from inbox.ui.look.theme import Theme
from inbox.ui.reading.file_lines import can_be_opened, file_words
from inbox.ui.reading.moments import when
from inbox.ui.reading.quoting import Piece
from inbox.ui.reading.signs import WEAK, Sign, within
from inbox.ui.reading.thread_formats import Formats
from inbox.ui.reading.timeline import Fold, Noted, Part, Ruled, Said

_NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Run:
    """Characters to be marked: the span of a sign, or its badge."""

    start: int
    length: int
    level: int
    words: str = ""
    """What a badge says; empty for the span itself."""


@dataclass(slots=True)
class Marks:
    """What is painted behind and beside the text, and what is quoted of it. Blocks are named by number."""

    runs: list[Run] = field(default_factory=list)
    notes: list[tuple[int, int]] = field(default_factory=list)
    ours: list[tuple[int, int]] = field(default_factory=list)
    icons: list[tuple[int, str, Role]] = field(default_factory=list)
    unfolds: list[int] = field(default_factory=list)
    files: list[tuple[int, Attachment]] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    first_unanswered: int = -1


@dataclass(frozen=True, slots=True)
class State:
    """How far one of our replies has come, in words, with the icon and role that go with them."""

    words: str
    icon: str
    role: Role = "accent"


class ThreadWriter:
    """Keeps the formats of one theme and scale; `write` fills a document and tells its marks."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._formats = Formats(theme)

    def write(
        self,
        document: QTextDocument,
        parts: Sequence[Part],
        now: datetime,
        zone: ZoneInfo,
        states: Mapping[OperationId, State],
        unanswered: int,
        unfolded: bool,
    ) -> Marks:
        """Replace what `document` says by `parts`; `unanswered` messages at its end wait for an answer."""
        document.clear()
        px = self._theme.px
        frame = document.rootFrame().frameFormat()
        frame.setMargin(0)
        frame.setLeftMargin(px(16))
        frame.setRightMargin(px(16))
        frame.setTopMargin(px(8))
        frame.setBottomMargin(px(12))
        document.rootFrame().setFrameFormat(frame)
        page = _Page(self._formats, document, now, zone, states, unfolded)
        page.begin()
        waiting = [part for part in parts if isinstance(part, Said)][-unanswered:] if unanswered else []
        for part in parts:
            if waiting and part is waiting[0]:
                page.marks.first_unanswered = page.next_block
            page.part(part)
        page.end()
        return page.marks


class _Page:
    """One writing of one thread."""

    def __init__(
        self,
        formats: Formats,
        document: QTextDocument,
        now: datetime,
        zone: ZoneInfo,
        states: Mapping[OperationId, State],
        unfolded: bool,
    ) -> None:
        self.marks = Marks()
        self._formats = formats
        self._cursor = QTextCursor(document)
        self._now, self._zone = now, zone
        self._states = states
        self._unfolded = unfolded
        self._empty = True

    @property
    def next_block(self) -> int:
        return 0 if self._empty else self._cursor.blockNumber() + 1

    def begin(self) -> None:
        self._cursor.beginEditBlock()

    def end(self) -> None:
        self._cursor.endEditBlock()

    def part(self, part: Part) -> None:
        match part:
            case Fold():
                self._fold(part)
            case Said():
                self._said(part)
            case Noted():
                self._noted(part.note)
            case Ruled():
                self._ruled(part.done)

    def _fold(self, fold: Fold) -> None:
        made = self._formats
        last = fold.newest
        self.marks.icons.append((self._new(made.fold), "chevron-right", "text_3"))
        self.marks.unfolds.append(self._cursor.blockNumber())
        more = trn("{n} earlier message", "{n} earlier messages", fold.messages)
        if fold.comments:
            more = trn("{more}, {n} comment", "{more}, {n} comments", fold.comments, more=more)
        self._write(more, made.link)
        begins = one_line(last.text, 44)
        told = (when(last.sent, self._now, self._zone), _who(last.sender), f"“{begins}”")
        self._write(" · " + " · ".join(told), made.faint)

    def _said(self, said: Said) -> None:
        made, message = self._formats, said.message
        ours = not message.from_patient
        first = self._new(made.ours_head if ours else made.head)
        self._write(_who(message.sender), made.strong)
        told = [when(message.sent, self._now, self._zone)]
        if message.sender.relation:
            told.insert(0, one_line(message.sender.relation))
        elif message.from_patient:
            told.insert(0, tr("self"))
        self._write(" · " + " · ".join(told), made.quiet)
        self._state(message)
        for sign in within(said.signs, Place.SUBJECT):
            self._write(" · " + tr("in the subject") + _NO_BREAK, made.quiet)
            self._badge(sign)
        self._new(made.ours_text if ours else made.text)
        self._words(message, within(said.signs, Place.BODY))
        for which, attachment in enumerate(message.attachments):
            block = self._new(made.ours_file if ours else made.file)
            self.marks.icons.append((block, "paperclip", "text_3"))
            opens = can_be_opened(attachment)
            if opens:
                self.marks.files.append((block, attachment))
            self._write(file_words(attachment), made.link if opens else made.quiet)
            for sign in within(said.signs, Place.ATTACHMENT, which):
                self._write(_NO_BREAK, made.quiet)
                self._badge(sign)
        if ours:
            self.marks.ours.append((first, self._cursor.blockNumber()))

    def _state(self, message: Message) -> None:
        """What has become of a reply of ours. What the server has confirmed is simply sent."""
        if message.from_patient:
            return
        state = self._states.get(message.pending) if message.pending else None
        if message.pending and state is None:
            state = State(tr("not confirmed yet"), "circle-dashed")
        if state is None:
            self._write(" · " + tr("sent"), self._formats.quiet)
            return
        self._write(" · ", self._formats.quiet)
        self._write(state.words, self._formats.state(state.role))

    def _words(self, message: Message, signs: Sequence[Sign]) -> None:
        made = self._formats
        most = LONGEST_EVER if self._unfolded else LONGEST_SHOWN
        most = max(most, *(sign.end for sign in signs)) if signs else most
        text = inert(message.text[:most])
        if not text.strip():
            self._write(tr("(no text)"), made.faint)
        self._marked(message, text, signs)
        if len(message.text) > most:
            self._rest(len(message.text) - most)

    def _marked(self, message: Message, text: str, signs: Sequence[Sign]) -> None:
        """A text cut by code points at its signs, so that no position has to be converted."""
        at, how = 0, self._formats.words
        for sign in signs:
            if sign.start >= len(text):
                break
            end = min(sign.end, len(text))
            self._piece(message, text[at : sign.start])
            start = self._piece(message, text[sign.start : end])
            self.marks.runs.append(Run(start, self._cursor.position() - start, sign.level))
            at = end
            if sign.words:
                self._write(" ", how)  # the badge may stand on the next line
                self._badge(sign)
        self._piece(message, text[at:])

    def _piece(self, message: Message, text: str) -> int:
        """Words of the message itself; where they begin."""
        start = self._cursor.position()
        self._write(text, self._formats.words)
        self.marks.pieces.append(Piece(start, self._cursor.position(), message))
        return start

    def _badge(self, sign: Sign) -> None:
        """The words of a sign, in one piece."""
        words = sign.words.replace(" ", _NO_BREAK).replace("-", "\N{NON-BREAKING HYPHEN}")
        start = self._cursor.position()
        how = self._formats.badges[min(max(sign.level, 1), WEAK)]
        self._write(f"{_NO_BREAK}{_NO_BREAK}{words}{_NO_BREAK}{_NO_BREAK}", how)
        self.marks.runs.append(Run(start, self._cursor.position() - start, sign.level, words=sign.words))

    def _rest(self, rest: int) -> None:
        self.marks.icons.append((self._new(self._formats.fold), "chevron-right", "text_3"))
        if self._unfolded:
            words = tr("{n} more characters are not shown: this message is far too long.", n=f"{rest:,}")
            self._write(words, self._formats.faint)
            return
        self.marks.unfolds.append(self._cursor.blockNumber())
        self._write(tr("Show the rest: {n} more characters", n=f"{rest:,}"), self._formats.link)

    def _noted(self, note: Note) -> None:
        made = self._formats
        first = self._new(made.note_head)
        self.marks.icons.append((first, "lock", "text"))
        self._write(tr("Internal, never sent"), made.strong)
        told = " · ".join((_who(note.by), when(note.at, self._now, self._zone)))
        self._write(f" · {told}", made.quiet)
        self._new(made.note_text)
        self._write(inert(note.text[:LONGEST_SHOWN]), made.note)
        last = self._cursor.blockNumber()
        self._cursor.setBlockFormat(made.note_last)
        self.marks.notes.append((first, last))

    def _ruled(self, done: ByRule) -> None:
        """In one line: nobody did it, and it is nothing that was written."""
        made = self._formats
        self.marks.icons.append((self._new(made.fold), "timer", "text_3"))
        self._write(tr("By rule"), made.quiet)
        station = tr("on {name}’s station", name=one_line(done.name, 80) or tr("a colleague"))
        told = (said(done.rule), station, when(done.at, self._now, self._zone))
        self._write(" · " + " · ".join(told), made.faint)

    def _new(self, block: QTextBlockFormat) -> int:
        """Begin a paragraph; its number."""
        if self._empty:
            self._cursor.setBlockFormat(block)
            self._empty = False
        else:
            self._cursor.insertBlock(block)
        return self._cursor.blockNumber()

    def _write(self, text: str, how: QTextCharFormat) -> None:
        if text:
            self._cursor.insertText(broken_up(text), how)


def _who(party: Party) -> str:
    return one_line(party.name, 80) or tr("Unknown sender")
