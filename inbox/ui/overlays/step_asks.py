"""What a step of a speed button still has to know, asked one question at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from inbox.domain.kind_words import kind_words
from inbox.domain.pool import Staff
from inbox.domain.visit import How
from inbox.domain.words import tr, trn
from inbox.domain.work_item import FIXED_KINDS, Kind
from inbox.queries import pools
from inbox.shortcuts import steps
from inbox.ui.desk import Desk
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.pick import Pick
from inbox.ui.overlays.reasons import reasons

Then = Callable[[steps.AnyStep], None]
_DAYS: Final = (1, 2, 3, 5, 7, 10, 14, 30)
_HOURS: Final = (1, 2, 4, 8, 24, 48)


class StepAsks:
    """Asks by `many`, where one finds by typing, and by `few`."""

    def __init__(self, desk: Desk, many: Pick, few: Pick) -> None:
        self._desk, self._many, self._few = desk, many, few
        self._steps: Mapping[str, tuple[str, Callable[[Then], None]]] = {
            "claim": (tr("Claim it"), lambda then: then(steps.Claim())),
            "reply": (tr("Send a phrase"), self._phrase(steps.Reply)),
            "insert": (tr("Put a phrase into the reply, to be finished by hand"), self._phrase(steps.Insert)),
            "approve": (tr("Send the reply that was proposed"), lambda then: then(steps.Approve())),
            "answer nurse": (tr("Answer whoever asked with a packet"), self._answer),
            "needs visit": (tr("Decide that a packet needs a visit"), self._visit(steps.NeedsVisit)),
            "comment": (tr("Write an internal comment"), self._comment),
            "route": (tr("Route it to a pool"), self._route),
            "release": (tr("Give it back to its pool"), self._release),
            "assign": (tr("Assign it to a person"), self._assign),
            "take back": (tr("Take it back from a colleague"), self._take_back),
            "kind": (tr("Make it another kind of work"), self._set_kind),
            "split": (tr("Split off work for another pool"), self._split),
            "escalate": (tr("Ask a prescriber to decide"), self._escalate),
            "visit": (tr("Ask for a visit"), self._visit(steps.Visit)),
            "hold": (tr("Wait for the patient"), self._hold),
            "snooze": (tr("Snooze it"), self._snooze),
            "complete": (tr("Close it"), self._complete),
            "next": (tr("Open the next most urgent"), lambda then: then(steps.Next())),
        }

    def ask(self, then: Then) -> None:
        """One more step, with what it needs."""
        choices = [Choice(words, do, "", "list-checks") for do, (words, _ask) in self._steps.items()]
        self._ask_many(tr("What shall it do?"), choices, lambda do, _note: self._steps[do][1](then))

    def _phrase(self, made: type[steps.Reply] | type[steps.Insert]) -> Callable[[Then], None]:
        def ask(then: Then) -> None:
            there = sorted(self._desk.kit.phrases.values(), key=lambda phrase: phrase.name)
            choices = [Choice(f".{one.name}", one.name, one.title, "message-square") for one in there]
            self._ask_many(tr("Which phrase?"), choices, lambda name, _note: then(made(name)))

        return ask

    def _comment(self, then: Then) -> None:
        self._words(tr("Which comment?"), tr("Comment"), lambda words: then(steps.Comment(words)))

    def _answer(self, then: Then) -> None:
        self._words(tr("What is answered?"), tr("Answer"), lambda words: then(steps.AnswerNurse(words)))

    def _words(self, title: str, note: str, then: Callable[[str], None]) -> None:
        """Words for colleagues; nothing where none are given."""
        said = [Choice(tr("Write what stands below"), "words", "", "pencil")]

        def taken(_value: object, words: str) -> None:
            if words:
                then(words)

        self._few.ask(title, tr("Staff only"), said, note, taken)
        self._few.note.setFocus()

    def _route(self, then: Then) -> None:
        rules = Choice(tr("Where the routing rules send it"), "", "", "shuffle")

        def taken(pool: str, note: str) -> None:
            reason = note or tr("It is theirs")
            then(steps.Route(reason, pool) if pool else steps.Route(reason, by_rules=True))

        self._ask_many(tr("To which pool?"), [rules, *self._pools()], taken, tr("Reason"))

    def _release(self, then: Then) -> None:
        said = [Choice(tr("With the reason below"), "release")]

        def taken(_value: object, note: str) -> None:
            then(steps.Release(note or tr("It is for somebody else")))

        self._ask_few(tr("Why is it given back?"), said, taken, tr("Reason"))

    def _assign(self, then: Then) -> None:
        there = [one for one in pools.staff(self._desk.reader) if one.active]
        choices = [Choice(one.name, one, one.role, "user") for one in there]

        def taken(colleague: Staff, note: str) -> None:
            then(steps.Assign(colleague.id, colleague.name, note))

        self._ask_many(tr("To whom?"), choices, taken, tr("Reason"))

    def _take_back(self, then: Then) -> None:
        choices = [Choice(one.said, one.said, "", "undo-2") for one in reasons().take_back]
        self._ask_few(
            tr("Why is it taken back?"),
            choices,
            lambda why, note: then(steps.TakeBack(note or why)),
            tr("Reason"),
        )

    def _set_kind(self, then: Then) -> None:
        def taken(kind: Kind, note: str) -> None:
            then(steps.SetKind(kind, note or tr("It is that kind of work")))

        self._ask_many(tr("Which kind of work?"), _kinds(), taken, tr("Reason"))

    def _split(self, then: Then) -> None:
        def pool(kind: Kind, _note: str) -> None:
            self._ask_many(tr("For which pool?"), self._pools(), partial(taken, kind), tr("Reason"))

        def taken(kind: Kind, pool: str, note: str) -> None:
            then(steps.SplitOff(kind, pool, note or tr("It asks for this as well")))

        self._ask_many(tr("Which work is split off?"), _kinds(), pool)

    def _escalate(self, then: Then) -> None:
        choices = [
            Choice(tr("The question below"), "question", "", "stethoscope"),
            Choice(tr("The medicine and what the protocol lacks"), "refill", "", "pill"),
            Choice(tr("A 90-day supply"), "ninety-days", "", "pill"),
        ]

        def taken(packet: Any, note: str) -> None:
            question = (note or tr("What should we do?")) if packet == "question" else ""
            then(steps.Escalate(packet, question=question))

        self._ask_few(tr("What is to be decided?"), choices, taken, tr("Question"))

    def _visit(self, made: type[steps.Visit] | type[steps.NeedsVisit]) -> Callable[[Then], None]:
        def ask(then: Then) -> None:
            choices = [Choice(how.said, how, "", "calendar") for how in How]
            self._ask_few(tr("Which visit?"), choices, lambda how, _note: then(made(how)))

        return ask

    def _hold(self, then: Then) -> None:
        choices = [Choice(trn("{n} business day", "{n} business days", n), n, "", "hourglass") for n in _DAYS]

        def taken(days: int, note: str) -> None:
            then(steps.Hold(days, note or tr("Waiting for the patient")))

        self._ask_few(tr("How long does it wait?"), choices, taken, tr("What for"))

    def _snooze(self, then: Then) -> None:
        choices = [Choice(trn("{n} hour", "{n} hours", n), n, "", "alarm-clock") for n in _HOURS]
        self._ask_few(tr("How long is it out of sight?"), choices, lambda n, _note: then(steps.Snooze(n)))

    def _complete(self, then: Then) -> None:
        choices = [
            Choice(tr("Answered"), "answered", tr("a reply goes with it"), "check-check"),
            Choice(tr("No reply needed"), "no-reply-needed", "", "check"),
            Choice(tr("Released"), "released", tr("of a result"), "test-tube"),
        ]
        self._ask_few(tr("How is it closed?"), choices, lambda outcome, _note: then(steps.Complete(outcome)))

    def _pools(self) -> list[Choice]:
        return [Choice(pool.name, pool.name, "", "users") for pool in self._desk.pools() if pool.active]

    def _ask_many(
        self, title: str, choices: Sequence[Choice], taken: Callable[[Any, str], None], note: str = ""
    ) -> None:
        self._many.ask(title, "", choices, note, taken)

    def _ask_few(
        self, title: str, choices: Sequence[Choice], taken: Callable[[Any, str], None], note: str = ""
    ) -> None:
        self._few.ask(title, "", choices, note, taken)


def _kinds() -> list[Choice]:
    return [Choice(kind_words(kind), kind, "", "inbox") for kind in Kind if kind not in FIXED_KINDS]
