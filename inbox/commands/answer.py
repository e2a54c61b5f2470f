"""Answer: words to the patient, and between colleagues."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.commands.declare import Case, Command, Needs, Section
from inbox.commands.take import claim_if_needed
from inbox.domain.attached import AttachedFile
from inbox.domain.errors import Refused
from inbox.domain.ids import MessageId
from inbox.domain.operations import AnyOperation, Comment, Reply
from inbox.domain.people import Party
from inbox.domain.words import mark


def recipients(case: Case) -> tuple[Party, ...]:
    """Who a reply goes to. Adding anybody else is explicit."""
    to = case.thread.answered_to
    return (to,) if to else ()


def send(
    case: Case,
    text: str,
    answers: MessageId | None = None,
    to: tuple[Party, ...] | None = None,
    emergency: bool = False,
    files: tuple[AttachedFile, ...] = (),
) -> Sequence[AnyOperation]:
    """Reply with `text`. `answers` is the last patient message that was on screen."""
    return [*claim_if_needed(case), reply(case, text, answers, to, emergency, files)]


def reply(
    case: Case,
    text: str,
    answers: MessageId | None = None,
    to: tuple[Party, ...] | None = None,
    emergency: bool = False,
    files: tuple[AttachedFile, ...] = (),
) -> Reply:
    """The words with their files. Raises Refused when somebody among the recipients may not read them."""
    last = case.thread.last_from_patient
    seen = answers or (last.id if last else None)
    to = to if to is not None else recipients(case)
    circle = case.readers_of(case.thread)
    if circle is not None and (why := circle.refusal(case.thread, to)):
        raise Refused(why)
    return Reply(item=case.item.id, text=text, to=to, answers=seen, emergency=emergency, files=files)


def comment(case: Case, text: str) -> Sequence[AnyOperation]:
    """A note for colleagues."""
    return [Comment(item=case.item.id, text=text.strip())]


COMMANDS = (
    Command(
        "item.reply",
        mark("Reply"),
        mark("Write to the patient."),
        Section.ANSWER,
        Needs.ITEM,
    ),
    Command(
        "item.quote",
        mark("Quote"),
        mark("Put what is selected in the conversation, or the patient’s last message, into the reply."),
        Section.ANSWER,
        Needs.ITEM,
    ),
    Command(
        "item.send",
        mark("Send"),
        mark("Send the reply and keep the item."),
        Section.ANSWER,
        Needs.COMPOSER,
        guarded=True,
        plan=send,
        example={"text": "…"},
    ),
    Command(
        "item.comment",
        mark("Internal comment"),
        mark("Write a note for colleagues. It is never sent to the patient."),
        Section.ANSWER,
        Needs.ITEM,
        plan=comment,
        example={"text": "…"},
    ),
    Command(
        "file.open",
        mark("Open a file"),
        mark("Show a file of this conversation; what is no picture or text opens in another program."),
        Section.ANSWER,
        Needs.ITEM,
    ),
    Command(
        "composer.attach",
        mark("Attach a file"),
        mark("Choose files that go with the reply. You can also drop them on it, or paste them."),
        Section.ANSWER,
        Needs.COMPOSER,
    ),
    Command(
        "composer.detach",
        mark("Take a file out"),
        mark("Take the file that was attached last out of the reply."),
        Section.ANSWER,
        Needs.COMPOSER,
    ),
    Command(
        "composer.next_blank",
        mark("Next blank"),
        mark("Go to the next open blank or list of the reply."),
        Section.ANSWER,
        Needs.COMPOSER,
    ),
    Command(
        "composer.previous_blank",
        mark("Previous blank"),
        mark("Go to the open blank or list before this one."),
        Section.ANSWER,
        Needs.COMPOSER,
    ),
    Command(
        "composer.spelling",
        mark("Spelling"),
        mark("Go to the next underlined word: choose what was meant, or have it learned."),
        Section.ANSWER,
        Needs.COMPOSER,
    ),
)
