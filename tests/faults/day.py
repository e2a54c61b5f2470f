"""One day of a small clinic: a portal, three nurses at their computers, patients, and what goes wrong.

Everything here is real: processes, sockets, encrypted files. The day writes down what was performed and what
was given up, and is judged in the end by a witness who reads the portal's file only.
"""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import httpx

from tests.faults.at_work import Place, Screen, Unsent
from tests.faults.cable import Cable, Wiring
from tests.faults.computer import Computer
from tests.faults.letters import WITH_ONE
from tests.faults.small_clinic import NURSES, PATIENTS_HAND, Seeded, item_of, thread_of
from tests.faults.witness import Judgement, Witness, judge
from tests.journeys.portal_process import PortalProcess

THREADS = 4
PATIENCE = 40.0
ROUNDS = 12
"""Of decisions on everything that was stopped, in which the day must come to its end."""
UNDO = 0.3
"""Seconds in which a reply can be taken back."""
BUNDLE = "^/fhir/R4/?$"
FAULTS: dict[str, dict[str, Any]] = {
    "lost on the way there": {"action": "drop_before", "method": "POST", "path": BUNDLE},
    "lost on the way back": {"action": "drop_after", "method": "POST", "path": BUNDLE},
    "sent twice": {"action": "duplicate", "method": "POST", "path": BUNDLE},
    "slow on the way there": {"action": "delay", "method": "POST", "path": BUNDLE, "seconds": 0.2},
    "slow on the way back": {
        "action": "delay", "when": "after", "method": "POST", "path": BUNDLE, "seconds": 0.2,
    },
    "a fault of the server": {"action": "status", "status": 500, "method": "POST", "path": BUNDLE},
    "busy": {"action": "status", "status": 503},
    "too many requests": {"action": "status", "status": 429, "retry_after": 0},
    "sign-in refused": {"action": "status", "status": 401, "count": 2},
    "a search lost": {"action": "drop_before", "method": "GET"},
}  # fmt: skip


class Person:
    """A nurse, the computer, its cable, and what was written there."""

    def __init__(self, number: int, day: Path, wiring: Wiring, portal: PortalProcess, token: str) -> None:
        member = NURSES[number]
        self.user, self.ref, self.home = member.user, member.practitioner, thread_of(number)
        address = httpx.URL(portal.address)
        self.cable = Cable(wiring, address.port or 0)
        seen_from_here = str(address.copy_with(port=self.cable.port))
        place = Place(member.user, f"{member.name}, RN", day / member.user, seen_from_here, token, undo=UNDO)
        self.computer = Computer(place)
        self.replies: dict[str, list[str]] = {}
        self.comments: dict[str, list[str]] = {}
        self.given_up: set[str] = set()
        """Words taken back, or dropped after they had been stopped."""

    def wrote(self, verb: str, thread: str, text: str) -> None:
        kind = self.comments if verb == "item.comment" else self.replies
        kind.setdefault(thread, []).append(text)


class Day:
    """What can happen in a day, and its end."""

    def __init__(self, seeded: Seeded, folder: Path, wiring: Wiring, profile: str) -> None:
        database = folder / "portal.db"
        shutil.copy(seeded.database, database)
        self.happened: Counter[str] = Counter()
        self.story: list[str] = []
        self._hand = seeded.tokens[PATIENTS_HAND.user]
        self._witness = Witness(database)
        self._portal = PortalProcess(database, profile)
        self._portal.start()
        self.threads = [thread_of(number) for number in range(THREADS)]
        self._touched: dict[str, set[str]] = {thread: set() for thread in self.threads}
        self.people = [
            Person(number, folder, wiring, self._portal, seeded.tokens[member.user])
            for number, member in enumerate(NURSES)
        ]
        self._http = httpx.Client(trust_env=False, timeout=PATIENCE)

    def begins(self) -> None:
        """Everybody sits down and sees the work."""
        for person in self.people:
            person.computer.start()
        self._all_calm()

    def over(self) -> None:
        """Nothing of it runs any more."""
        for person in self.people:
            person.computer.pull_the_plug()
            person.cable.close()
        self._portal.close()
        self._http.close()

    # What happens

    def acts(self, person: Person, verb: str, thread: str, *, killed: bool = False) -> None:
        """Something is asked for; `killed`: the power fails in the same moment."""
        text = f"{person.user} {len(self.story)}" if "send" in verb or "comment" in verb else ""
        if "send" in verb and len(self.story) % 3 == 2:
            text = f"{text} {WITH_ONE}"
        self._tell(person.user, verb, thread, text, "killed" if killed else "")
        if killed:
            self._is_killed_acting(person, verb, thread, text)
        elif refused := person.computer.ask("perform", verb=verb, thread=thread, text=text):
            self._tell("  not allowed:", refused)
        else:
            self._did(person, verb, thread, text)

    def undoes(self, person: Person) -> None:
        back = [text for text in person.computer.ask("undo") if text]
        person.given_up |= set(back)
        self.happened["words taken back"] += len(back)
        self._tell(person.user, "takes back", *back)

    def decides(self, person: Person, *, anyway: bool) -> None:
        """One thing that was stopped is sent after all, or dropped."""
        self._explained(person, person.computer.outbox())
        dropped = [text for text in person.computer.ask("decide", anyway=anyway) if text]
        person.given_up |= set(dropped)
        self.happened["words dropped by their author"] += len(dropped)
        self._tell(person.user, "decides", "anyway" if anyway else "drops", *dropped)

    def is_killed(self, person: Person) -> None:
        self._tell(person.user, "is killed")
        person.computer.pull_the_plug()
        self.happened["computers killed"] += 1
        person.computer.start()

    def closes_and_opens(self, person: Person) -> None:
        self._tell(person.user, "closes and opens")
        person.computer.shut_down()
        person.computer.start()

    def changes_clock(self, person: Person, minutes: int) -> None:
        """The clock of a computer is wrong from now on, also after a restart."""
        self._tell(person.user, "clock", str(minutes))
        person.computer.set_clock(minutes * 60)
        self.happened["clocks changed"] += 1

    def loses_network(self, person: Person) -> None:
        if person.cable.is_in:
            self._tell(person.user, "loses the network")
            self.happened["spells without network"] += 1
            person.cable.pull_out()

    def finds_network(self, person: Person) -> None:
        self._tell(person.user, "finds the network")
        person.cable.plug_in()

    def fault(self, name: str) -> None:
        self._tell("the network:", name)
        self._portal.fault(**{"count": 1, **FAULTS[name]})

    def portal_dies(self) -> None:
        """kill -9, and started again."""
        self._tell("the portal is killed")
        self.happened["faults struck"] += self._portal.struck()
        self._portal.kill()
        self.happened["portal killed"] += 1
        self._portal.start()

    def patient_writes(self, thread: str) -> None:
        """A patient adds something; their own program tries until it is there."""
        number = len(self.story)
        self._tell("the patient writes in", thread)
        self._touched[thread].add("patient")
        message = {
            "resourceType": "Communication",
            "identifier": [{"system": "https://elsewhere.example/said", "value": str(number)}],
            "status": "completed",
            "partOf": [{"reference": thread}],
            "subject": self._subject(thread),
            "sender": self._subject(thread),
            "sent": f"2030-01-01T00:{number // 60:02}:{number % 60:02}Z",
            "payload": [{"contentString": f"And another thing, {number}."}],
        }
        once = {"If-None-Exist": f"identifier=https://elsewhere.example/said|{number}"}
        headers = {"Authorization": f"Bearer {self._hand}", "Content-Type": "application/fhir+json"}
        for _ in range(20):
            try:
                answer = self._http.post(
                    f"{self._portal.address}/Communication", json=message, headers=headers | once
                )
            except httpx.TransportError:
                continue
            if answer.status_code in (200, 201):
                return
        raise AssertionError("the patient's message is not taken")

    def comes_to_rest(self, person: Person) -> None:
        """Nothing of theirs is on its way any more, where they have a network."""
        if person.cable.is_in:
            self._portal.no_faults()
            self._is_calm(person, person.computer.ask("settle", patience=PATIENCE))

    # The end of the day

    def ends(self) -> None:
        """With the network back everything is sent or explained; then it is judged."""
        for person in self.people:
            person.cable.pull_out()
        shown = {person.user: self._screens(person) for person in self.people}
        self.happened["faults struck"] += self._portal.struck()
        self._portal.no_faults()
        for person in self.people:
            person.cable.plug_in()
        self._everybody_calm()
        for person in self.people:
            self._what_was_shown_came_true(person, shown[person.user])
        self._all_is_decided()
        for person in self.people:
            self._every_word_is_accounted_for(person)
            self._the_screen_tells_the_truth(person)
            assert person.computer.mistakes() == [], "the program made no mistake on the way"

    def _all_is_decided(self) -> None:
        """First everything that was stopped is tried again, then what is stopped again is dropped."""
        for number in range(ROUNDS):
            outboxes = [(person, person.computer.outbox()) for person in self.people]
            if not any(outbox for _, outbox in outboxes):
                return
            for person, outbox in outboxes:
                for _stopped in filter(lambda one: one.problem, outbox):
                    self.decides(person, anyway=number == 0)
            self._everybody_calm()
        raise AssertionError("what was stopped can neither be sent nor dropped")

    def _what_was_shown_came_true(self, person: Person, shown: dict[str, Screen]) -> None:
        """Where nobody else had a hand in it, the screen now is as it was, or its author is told why not."""
        outbox = person.computer.outbox()
        self._explained(person, outbox)
        stopped = {one.thread for one in outbox}
        for thread, before in shown.items():
            if self._touched[thread] <= {person.user} and thread not in stopped:
                now = person.computer.shows(thread)
                assert _told(now) == _told(before), f"{person.user} was shown otherwise in {thread}"
                self.happened["screens that came true"] += 1

    def _every_word_is_accounted_for(self, person: Person) -> None:
        kept = frozenset(person.given_up)
        there: dict[str, list[str]] = {}
        for one in self._witness.all_messages():
            if one.sender == person.ref:
                there.setdefault(one.thread, []).append(one.text)
        verdict = judge(person.replies, there, kept=kept)
        notes = {thread: self._notes(thread, person) for thread in self.threads}
        verdict += judge(person.comments, notes, kept=kept)
        assert verdict == Judgement(), f"{person.user}: {verdict}"
        self.happened["words that arrived once"] += sum(map(len, (*there.values(), *notes.values())))

    def _the_screen_tells_the_truth(self, person: Person) -> None:
        for thread in self.threads:
            seen, task = person.computer.shows(thread), self._witness.task_of(thread)
            there = [one.text for one in self._witness.messages(thread)]
            assert sorted(seen.texts) == sorted(seen.confirmed) == sorted(there)
            assert (seen.status, seen.owner) == (task["status"], task["owner"]["reference"])
            assert list(seen.notes) == [note["text"] for note in task.get("note", [])]

    def _notes(self, thread: str, person: Person) -> list[str]:
        return [
            note["text"]
            for note in self._witness.task_of(thread).get("note", [])
            if note["authorReference"]["reference"] == person.ref
        ]

    # Small steps

    def _did(self, person: Person, verb: str, thread: str, text: str) -> None:
        self.happened["acts"] += 1
        self._touched[thread].add(person.user)
        if text:
            person.wrote(verb, thread, text)

    def _is_killed_acting(self, person: Person, verb: str, thread: str, text: str) -> None:
        """What was written is there as a whole afterwards, or not at all."""
        person.computer.tell("perform", verb=verb, thread=thread, text=text)
        person.computer.pull_the_plug()
        self.happened["computers killed"] += 1
        person.computer.start()
        seen = person.computer.shows(thread)
        self._touched[thread].add(person.user)
        if text and text in (*seen.texts, *seen.notes):
            self._did(person, verb, thread, text)

    def _everybody_calm(self) -> None:
        """Twice: what one has sent is then known to the others."""
        self._all_calm()
        self._all_calm()

    def _all_calm(self) -> None:
        for person in self.people:
            person.computer.tell("settle", patience=PATIENCE)
        for person in self.people:
            self._is_calm(person, person.computer.answer())

    def _is_calm(self, person: Person, calm: bool) -> None:
        assert calm, f"{person.user} does not come to rest: {person.computer.outbox()}"

    def _screens(self, person: Person) -> dict[str, Screen]:
        return {thread: person.computer.shows(thread) for thread in self.threads}

    def _explained(self, person: Person, outbox: list[Unsent]) -> None:
        """What does not go on has a reason in words, or waits behind what has one."""
        reasons = {one.thread for one in outbox if one.problem}
        assert {one.thread for one in outbox if one.state in ("refused", "conflicted")} <= reasons
        self.happened["refusals and conflicts explained"] += sum(bool(one.problem) for one in outbox)

    def _subject(self, thread: str) -> dict[str, str]:
        return {"reference": str(self._witness.tasks()[item_of(thread)]["for"]["reference"])}

    def _tell(self, *words: str) -> None:
        self.story.append(" ".join(filter(None, words)))


def _told(screen: Screen) -> tuple[object, ...]:
    """What a screen says of a conversation, whether confirmed or not."""
    return screen.texts, screen.notes, screen.status, screen.owner
