"""A form or letter: which one it seems to be, what came with the message, and by when it is asked for.

Read from words, so a guess that is shown beside the words and decides nothing. English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from inbox.domain.needs import Fact, Needs, Row, Sentence
from inbox.domain.thread import Message, Thread
from inbox.domain.words import mark, tr

_FORMS = (
    (mark("FMLA certification"), r"fmla|family (?:and )?medical leave"),
    (mark("Disability"), r"disabilit|short[- ]term leave"),
    (mark("Sports physical"), r"sports? physical|athletic"),
    (mark("School or camp form"), r"school|camp|daycare"),
    (mark("Work note"), r"work (?:note|excuse|letter)|return to work|note for (?:my )?work"),
    (mark("Handicap parking"), r"parking|placard|dmv"),
    (mark("Prior authorization"), r"prior auth"),
    (mark("Jury duty letter"), r"jury"),
    (mark("Travel letter"), r"travel|airline"),
    (mark("Pre-operative clearance"), r"pre-?op|clearance"),
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2}"
_DAY = r"(?:next |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_SOON = r"tomorrow|today|the end of (?:the|this|next) (?:week|month)|next week|\d{1,2}/\d{1,2}(?:/\d{2,4})?"
_BY = re.compile(
    rf"\b(?:by|before|until|due(?: on| by)?|no later than) ((?:{_MONTH})|(?:{_DAY})|(?:{_SOON}))\b", re.I
)


def kind_of_form(words: str) -> str:
    """What is asked for, as far as the words say; empty where they do not."""
    return next((tr(name) for name, pattern in _FORMS if re.search(pattern, words, re.I)), "")


def asked_by(words: str) -> str:
    """The day it is wanted by, in the patient's own words; empty where none is named."""
    found = _BY.search(words)
    return found[1] if found else ""


def needs(thread: Thread) -> Needs:
    """Of the form that `thread` asks for."""
    written = [message for message in thread.messages if message.from_patient]
    words = " ".join([thread.subject, *(message.text for message in written)])
    form, day, files = kind_of_form(words), asked_by(words), _files(written)
    rows: list[Row] = [
        Fact(tr("Which form"), form or tr("the message does not say")),
        Fact(tr("Wanted by"), day or tr("no day is named")),
        Fact(tr("Came with it"), ", ".join(files) or tr("nothing")),
    ]
    if not files:
        rows.append(Sentence(tr("No form is attached: ask for it, or use the clinic’s own.")))
    by = tr("by {day}", day=day) if day else ""
    return Needs(
        tr("Form"),
        " · ".join(filter(None, (form, by, tr("attached") if files else tr("no file")))),
        tuple(rows),
        told_below=True,
    )


def _files(messages: Iterable[Message]) -> list[str]:
    return [file.title or tr("a file without a name") for message in messages for file in message.attachments]
