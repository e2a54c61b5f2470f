"""Words of the conversation, put into the reply as a quotation."""

from __future__ import annotations

from inbox.domain.errors import Refused
from inbox.domain.inert import one_line, plain
from inbox.domain.messaging.quoting import quoted
from inbox.domain.thread import Message
from inbox.domain.words import tr
from inbox.ui.conductor import Conductor, Press
from inbox.ui.desk import Desk
from inbox.ui.reader_acts import on_screen
from inbox.ui.reading.pane import ReadingPane
from inbox.ui.reading.plain_field import LONGEST


class QuoteActs:
    """Wired to the conductor. Nothing is quoted to somebody who may not read it."""

    def __init__(self, desk: Desk, conductor: Conductor, reading: ReadingPane) -> None:
        self._desk = desk
        self._reading = reading
        conductor.on("item.quote", self._quote, off=reading.why_no_reply)

    def _quote(self, press: Press) -> None:
        if off := self._reading.why_no_reply():
            raise Refused(off)
        there, composer = on_screen(self._reading, press), self._reading.composer
        if why := there.readers.refusal(there.thread, composer.addressed.to):
            raise Refused(why)
        meant = self._meant(there.thread.last_from_patient)
        quote = "\n\n".join(self._in_words(message, words) for message, words in meant)
        if len(composer.begun.reply.text) + len(quote) > LONGEST:
            raise Refused(tr("There is no room for it in the reply."))
        composer.quote(quote)

    def _meant(self, last: Message | None) -> list[tuple[Message, str]]:
        """What is selected of the conversation; the last message of the patient where nothing is."""
        view = self._reading.conversation
        if view.textCursor().hasSelection():
            found = view.selected_words()
            if not found:
                raise Refused(tr("Only words of messages are quoted, never internal comments. Select some."))
            return found
        if last is None:
            raise Refused(tr("The patient has written nothing here. Select what you want to quote."))
        if not plain(last.text).strip():
            raise Refused(tr("The patient’s last message has no words to quote."))
        return [(last, last.text)]

    def _in_words(self, message: Message, words: str) -> str:
        who = plain(one_line(message.sender.name, 80)) or tr("Unknown sender")
        return quoted(who, message.sent.astimezone(self._desk.zone), plain(words))
