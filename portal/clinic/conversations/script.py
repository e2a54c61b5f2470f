"""A script: everything one thread can say, written for one patient, one writer and one topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from random import Random
from typing import Any

from portal.clinic.chart import Chart
from portal.clinic.conversations.facts import Specifics, Writer, common_slots, traits
from portal.clinic.conversations.grammar import fill, sentence, slots_of, typed
from portal.clinic.conversations.kinds import Kind
from portal.clinic.conversations.topics import Topic, topics
from portal.clinic.staff import Member
from portal.clinic.words import load

Said = Counter[str]
"""How often each stock sentence was used: the least used is taken next, so that threads differ."""


@dataclass(frozen=True)
class Script:
    """Says each part of a conversation; the same facts hold throughout, the wording varies."""

    chart: Chart
    writer: Writer
    kind: Kind
    topic: Topic
    specifics: Specifics
    at: datetime
    slots: dict[str, str]
    said: Said
    roll: Random

    @cached_property
    def subject(self) -> str:
        """The line the patient put above the first message."""
        return typed(self.roll, self._say("subject"), self._habit)

    @property
    def has_question(self) -> bool:
        """Whether staff could ask for details, and the patient give them."""
        known = set(self.slots)
        return bool(self.topic.usable("question", known) and self.topic.usable("back", known))

    @property
    def has_packet(self) -> bool:
        """Whether there is something here for a prescriber to decide."""
        return bool(self.topic.usable("doctor", set(self.slots)))

    @property
    def _habit(self) -> str:
        return self.writer.habit if self.writer.language == "en" else "plain"

    @property
    def _talk(self) -> dict[str, Any]:
        """The stock of greetings and closings in the writer's language."""
        found: dict[str, Any] = load("common")[self.topic.language]
        return found

    def first(self, flag: str = "") -> str:
        """The message that opens the thread; `flag` is a marked sentence that it hides before its end."""
        body = [self._say("first")]
        details = self.topic.usable("detail", set(self.slots))
        share = {"hurried": 0.35, "wordy": 1.0}.get(self.writer.habit, 0.7)
        if details and self.roll.random() < share:
            body.append(self._fill(self.roll.choice(details)))
        if flag:
            body.append(self._fill(flag))
        if self.topic.sentences["ask"] and self.roll.random() < 0.85:
            body.append(self._say("ask"))
        if self.topic.language == "en" and self.writer.relation == "self" and self.roll.random() < 0.07:
            body.append(self._fill(self._choose(self._talk["besides"])))
        return self._signed(body)

    def more(self) -> str:
        """Another message before anybody answered."""
        own = self.topic.usable("more", set(self.slots))
        stock = own if own and self.roll.random() < 0.75 else self._talk["nudge"]
        return typed(self.roll, self._fill(self._choose(stock)), self._habit)

    def back(self) -> str:
        """The patient's answer to our question."""
        return typed(self.roll, self._say("back"), self._habit)

    def answer(self) -> str:
        """The patient's answer to a question of staff that is not in the topic's stock."""
        return typed(self.roll, self._fill(self._choose(self._talk["answer"])), self._habit)

    def again(self) -> str:
        """What the patient still wants to know after our reply."""
        return typed(self.roll, self._fill(self._choose(self._talk["again"])), self._habit)

    def thanks(self) -> str:
        """The patient's answer to our reply, when it only thanks."""
        return typed(self.roll, self._fill(self._choose(self._talk["thanks"])), self._habit)

    def reply(self, by: Member) -> str:
        """What a member of staff answers."""
        own = self.topic.usable("reply", set(self.slots))
        body = self._fill(self._choose(own or self._talk["generic_reply"]))
        close = self._fill(self._choose(self._talk["staff_close"]))
        return self._letter(by, body, close)

    def question(self, by: Member) -> str:
        """What a member of staff asks before they can answer."""
        return self._letter(by, self._say("question"), "")

    def packet(self) -> dict[str, str]:
        """What a nurse hands to a prescriber: question, summary and proposed reply."""
        stock = {"question": "doctor", "summary": "summary", "proposed-reply": "proposed"}
        generic = load("common")["packet"]
        found = {}
        for name, part in stock.items():
            own = self.topic.usable(part, set(self.slots))
            if name == "proposed-reply" and not own:
                own = self.topic.usable("reply", set(self.slots))
            found[name] = self._fill(self._choose(own or generic[name]))
        return found

    def note(self) -> str:
        """An internal comment by staff."""
        return self._fill(self._choose(load("common")["notes"]))

    def _letter(self, by: Member, body: str, close: str) -> str:
        hello = self._fill(self._choose(self._talk["staff_hello"]))
        sign = f"{by.name}\nRiverbend Clinic" if self.roll.random() < 0.6 else f"– {by.name}"
        return "\n\n".join(part for part in (hello, " ".join((body, close)).strip(), sign) if part)

    def _signed(self, body: list[str]) -> str:
        """Greeting, body and closing as this writer's habit has them."""
        habit, talk = self.writer.habit, self._talk
        hello = self._fill(self._choose(talk["hello_polite" if habit in ("polite", "wordy") else "hello"]))
        bye = self._fill(self._choose(talk["bye_polite" if habit in ("polite", "wordy") else "bye"]))
        if habit == "hurried" or (habit == "plain" and self.roll.random() < 0.45):
            hello = ""
        if habit == "hurried" and self.roll.random() < 0.7:
            bye = ""
        gap = "\n\n" if habit in ("polite", "wordy") else "\n" if self.roll.random() < 0.3 else " "
        text = gap.join(part for part in (hello, " ".join(body), bye) if part)
        return typed(self.roll, text, self._habit)

    def _say(self, part: str) -> str:
        return self._fill(self._choose(self.topic.usable(part, set(self.slots))))

    def _choose(self, stock: Sequence[str]) -> str:
        known = [template for template in stock if slots_of(template) <= self.slots.keys()]
        least = min(self.said[template] for template in known)
        chosen = self.roll.choice([template for template in known if self.said[template] == least])
        self.said[chosen] += 1
        return chosen

    def _fill(self, template: str) -> str:
        return sentence(self.roll, template, self.slots)


def compose(
    roll: Random, kind: Kind, chart: Chart, writer: Writer, at: datetime, said: Said
) -> Script | None:
    """A script of this kind, or None when nothing of this kind fits the patient."""
    specifics = kind.specifics(roll, chart, at)
    if specifics is None:
        return None
    slots = common_slots(roll, chart, writer, at) | dict(specifics.slots)
    topic = _topic(roll, kind, chart, writer, at, specifics, set(slots), said)
    if topic is None:
        return None
    slots |= {name: fill(roll, roll.choice(words), slots) for name, words in topic.own_slots.items()}
    return Script(chart, writer, kind, topic, specifics, at, slots, said, roll)


def _topic(
    roll: Random,
    kind: Kind,
    chart: Chart,
    writer: Writer,
    at: datetime,
    specifics: Specifics,
    slots: set[str],
    said: Said,
) -> Topic | None:
    """A topic in the writer's language, else in English; one used less is more likely."""
    has = traits(chart, writer, at) | specifics.traits
    age = chart.person.age(at.date())
    for language in dict.fromkeys((writer.language, "en")):
        fitting = [
            topic
            for topic in topics(kind.stock)
            if topic.language == language
            and topic.fits(age, has, specifics)
            and topic.usable("first", slots)
            and topic.usable("subject", slots)
        ]
        if fitting:
            weights = [topic.weight / (1 + said[_used(topic)]) ** 2 for topic in fitting]
            chosen = roll.choices(fitting, weights)[0]
            said[_used(chosen)] += 1
            return chosen
    return None


def _used(topic: Topic) -> str:
    return f"topic: {topic.sentences['first'][0]}"
