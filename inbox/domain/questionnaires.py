"""What a returned questionnaire needs: its answers, the score it gives, and those somebody has to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from inbox.domain.flag import Flag
from inbox.domain.needs import Fact, Needs, Row, Sentence
from inbox.domain.protocols import Answered, Questionnaires, Score
from inbox.domain.thread import Thread
from inbox.domain.time_words import date_words
from inbox.domain.words import tr, trn
from inbox.domain.work_item import WorkItem

_NOTHING = frozenset({"", "0", "no", "never", "none", "not at all"})
"""Answers that say that there is nothing, where they carry no number."""

Scan = Callable[[str], Sequence[Flag]]
"""The red flags that are found in a text beside the conversation."""


class Answer(msgspec.Struct, frozen=True):
    """One question with what was answered; an empty text: it was left out."""

    link: str
    question: str
    text: str
    number: float | None = None
    free: bool = False
    """In the patient's own words."""


class Returned(msgspec.Struct, frozen=True):
    """A questionnaire as it came back."""

    ref: str
    questionnaire: str
    """Its canonical address."""
    name: str = ""
    at: datetime | None = None
    answers: tuple[Answer, ...] = ()

    @property
    def title(self) -> str:
        """What people call it: its title, else the end of its address."""
        return self.name or self.questionnaire.rstrip("/").rpartition("/")[2].upper() or tr("Questionnaire")

    def is_a(self, name: str) -> bool:
        """Whether it is the questionnaire that `name`, in lower case, is part of the address or title of."""
        spelt = f"{self.questionnaire} {self.name}".lower()
        return name in spelt or name.replace("-", "") in spelt.replace("-", "")


def about(thread: Thread, item: WorkItem, returned: Sequence[Returned]) -> Returned | None:
    """The one that `item` is about; else the newest, for a portal that names none."""
    for named in (item.about, thread.about):
        if found := next((one for one in returned if one.ref in named), None):
            return found
    return returned[0] if returned else None


def flagged(told: Returned, site: Questionnaires) -> dict[str, Answered]:
    """The links of the answers that somebody has to look at, each with the site's rule about it."""
    found = {}
    for rule in site.flagged:
        for answer in told.answers if told.is_a(rule.questionnaire) else ():
            if answer.link.lower() in rule.links and _is_above(answer, rule.above):
                found[answer.link] = rule
    return found


def flags(told: Returned, site: Questionnaires, scan: Scan) -> list[Flag]:
    """The red flags that the answers make: those the site looks for, and what free words say."""
    found = [
        Flag(rule=f"{rule.questionnaire}-{link}", level=rule.level, title=rule.why, found_here=True)
        for link, rule in flagged(told, site).items()
    ]
    free = (answer.text for answer in told.answers if answer.free and answer.text)
    return [*found, *(flag for text in free for flag in scan(text))]


def why_not_plain(told: Returned | None, site: Questionnaires) -> str:
    """Why “read, nothing to do” cannot be said of the answers, as a sentence; empty when it can."""
    if told is None:
        return tr("The answers are not kept here.")
    looks = flagged(told, site)
    return tr("An answer has to be looked at: {why}.", why=next(iter(looks.values())).why) if looks else ""


def needs(told: Returned | None, site: Questionnaires, scan: Scan, zone: ZoneInfo) -> Needs:
    """All questions with their answers, those to look at first; the score as its item gives it."""
    if told is None:
        return Needs(tr("Questionnaire"), tr("the answers are not kept here"), alert=True)
    title = told.title
    if told.at is not None:
        title = tr("{name}, {day}", name=title, day=date_words(told.at.astimezone(zone).date()))
    looks = flagged(told, site)
    hits = {answer.link: tuple(scan(answer.text)) for answer in told.answers if answer.free and answer.text}
    hits = {link: found for link, found in hits.items() if found}
    score = _score(told, site)
    summary = ", ".join(filter(None, (_looks(len(looks.keys() | hits.keys())), score)))
    rows = tuple(_rows(told, looks, hits))
    return Needs(title, summary or _answered(told), rows, alert=bool(looks or hits))


def _rows(told: Returned, looks: dict[str, Answered], hits: dict[str, tuple[Flag, ...]]) -> Iterator[Row]:
    for answer in sorted(told.answers, key=lambda one: one.link not in looks and one.link not in hits):
        why = [looks[answer.link].why] if answer.link in looks else []
        why += [tr("red flag: {what}", what=flag.title or flag.rule) for flag in hits.get(answer.link, ())]
        text = answer.text or tr("not answered")
        if answer.number is not None and answer.text != f"{answer.number:g}":
            text = tr("{text} ({n})", text=text, n=f"{answer.number:g}")
        yield Fact(answer.question, text, ", ".join(why))
    if not told.answers:
        yield Sentence(tr("It came back without answers."))


def _score(told: Returned, site: Questionnaires) -> str:
    for score in site.scores:
        if not told.is_a(score.questionnaire):
            continue
        given = (a.number for a in told.answers if a.link.lower() in score.links and a.number is not None)
        total = next(given, None)
        if total is not None:
            return tr("score {n}, {said}", n=f"{total:g}", said=_severity(score, total))
    return ""


def _severity(score: Score, total: float) -> str:
    said = [one.said for one in score.severities if one.least <= total]
    return said[-1] if said else tr("no band for it")


def _looks(many: int) -> str:
    return trn("{n} answer to look at now", "{n} answers to look at now", many) if many else ""


def _answered(told: Returned) -> str:
    answered = sum(bool(one.text) for one in told.answers)
    return tr("{n} of {all} answered", n=answered, all=len(told.answers))


def _is_above(answer: Answer, least: float) -> bool:
    if answer.number is not None:
        return answer.number > least
    return answer.text.strip().lower() not in _NOTHING
